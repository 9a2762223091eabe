"""Waiting for what is full: the one way in which every waiting list passes on what becomes free.

Who waits is offered something in the order of the line. One transaction makes one offer, which is held for a while and
goes to the next when it is declined or has run out (docs/decisions/0013). What an offer holds, a room's quarters of an
hour or a place in an activity, is each list's own; so is the order of its line.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Mapped

from service.kit import locks
from service.kit.errors import WrongState
from service.kit.texts import Worded

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork


class WaitlistState(Worded):
    """Where somebody stands who waits."""

    WAITING = "waiting", "等候中", "waiting"
    OFFERED = "offered", "待您接受", "offered"
    ACCEPTED = "accepted", "已接受", "accepted"
    DECLINED = "declined", "已谢绝", "declined"
    LAPSED = "lapsed", "已失效", "lapsed"


class Act(StrEnum):
    """What happens to a wait; `take_back` is done by whoever ends what was offered, `run_out` by the clock."""

    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    RUN_OUT = "run_out"


# So that who is passed over is not looked for again and again while another still deals with them.
_A_MOMENT = timedelta(seconds=2)

STANDING = frozenset({WaitlistState.WAITING, WaitlistState.OFFERED})
"""The states in which a wait may still come true, and may be withdrawn."""

_NEXT: dict[Act, dict[WaitlistState, WaitlistState]] = {
    Act.OFFER: {WaitlistState.WAITING: WaitlistState.OFFERED},
    Act.ACCEPT: {WaitlistState.OFFERED: WaitlistState.ACCEPTED},
    Act.DECLINE: {WaitlistState.OFFERED: WaitlistState.DECLINED},
    Act.TAKE_BACK: {WaitlistState.OFFERED: WaitlistState.WAITING},
    Act.RUN_OUT: dict.fromkeys((WaitlistState.WAITING, WaitlistState.OFFERED), WaitlistState.LAPSED),
}


def after(status: WaitlistState, act: Act) -> WaitlistState:
    """Where a wait stands after the act. Raises WrongState."""
    if status not in _NEXT[act]:
        raise WrongState(state=status)
    return _NEXT[act][status]


def held_until(minutes: int, last: datetime, now: datetime) -> datetime:
    """Until when an offer is held that is made now; never beyond the `last` moment at which it is worth something."""
    return min(now + timedelta(minutes=minutes), last)


class WaitingColumns:
    """Columns of a row by which somebody waits; its `resident_id` is the table's own, and so is what was offered."""

    status: Mapped[WaitlistState]
    offer_expires_at: Mapped[datetime | None]
    lasts_until: Mapped[datetime]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]

    if TYPE_CHECKING:
        id: Mapped[UUID]
        resident_id: Mapped[UUID]
        version: Mapped[int]


W = TypeVar("W", bound=WaitingColumns)


class WaitingList(Generic[W]):
    """Who waits in one table; `lock` is the name under which two who deal with one resident's waits meet."""

    def __init__(self, model: type[W], *, lock: str) -> None:
        self._model, self._lock = model, lock

    def locked(self, work: "UnitOfWork", entry_id: UUID) -> W | None:
        """A wait to be changed; nobody else can until this transaction ends."""
        return work.session.scalar(_locked(select(self._model).where(self._model.id == entry_id)))

    def locked_where(
        self,
        work: "UnitOfWork",
        *conditions: ColumnElement[bool],
        limit: int | None,
        skip_locked: bool = True,
    ) -> Sequence[W]:
        """Waits to be changed, in the order of their ids; those that others deal with are left out, or waited for."""
        query = select(self._model).where(*conditions).order_by(self._model.id).limit(limit)
        return work.session.scalars(_locked(query, skip_locked=skip_locked)).all()

    def standing_of(self, work: "UnitOfWork", resident_id: UUID | None) -> int:
        """How many waits of a resident may still come true."""
        query = select(func.count()).select_from(self._model)
        return work.session.scalar(query.where(self._model.resident_id == resident_id, self.stands)) or 0

    @property
    def stands(self) -> ColumnElement[bool]:
        """The condition that a wait may still come true."""
        return self._model.status.in_(STANDING)

    def wait_for_turn(self, work: "UnitOfWork", resident_id: UUID | None) -> None:
        """Keep others who deal with this resident's waits waiting until this transaction ends."""
        locks.hold(work, self._lock, resident_id)

    def take_turn(self, work: "UnitOfWork", entry: W) -> bool:
        """Lock a wait that still stands in line, and its resident against other offers, until this transaction ends.

        False when another deals with one of them at this moment. It does not wait: who has locked one resident and
        waits for another would sooner or later deadlock.
        """
        waits = self._model.id == entry.id, self._model.status == WaitlistState.WAITING
        if work.session.scalar(_locked(select(self._model).where(*waits), skip_locked=True)) is None:
            return False
        return locks.hold_if_free(work, self._lock, entry.resident_id)

    def offer_to_first(
        self, work: "UnitOfWork", line: Iterable[W], offer: Callable[[W], bool]
    ) -> timedelta | None:
        """Go along the line until `offer` has made its one offer.

        In how long to look again: at once when an offer was made, in a moment when somebody was passed over whom another
        deals with, and not by itself (None) when nothing is left to do.
        """
        look_again: timedelta | None = None
        for entry in line:
            if not self.take_turn(work, entry):
                look_again = _A_MOMENT
            elif offer(entry):
                return timedelta(0)
        return look_again

    def offers_run_out(self, work: "UnitOfWork", *conditions: ColumnElement[bool], limit: int) -> Sequence[W]:
        """End offers that nobody has taken in time; the caller lets go of what they held."""
        offered = self._model.status == WaitlistState.OFFERED, self._model.offer_expires_at <= work.now
        return self.end(work, self.locked_where(work, *offered, *conditions, limit=limit))

    def waits_run_out(self, work: "UnitOfWork", limit: int) -> Sequence[W]:
        """End waits that can not come true any more."""
        over = self._model.status == WaitlistState.WAITING, self._model.lasts_until <= work.now
        return self.end(work, self.locked_where(work, *over, limit=limit))

    def end_all(self, work: "UnitOfWork", *conditions: ColumnElement[bool], limit: int) -> Sequence[W]:
        """End all that stand of these, waiting for who deals with one; the caller lets go of what they held."""
        return self.end(
            work, self.locked_where(work, self.stands, *conditions, limit=limit, skip_locked=False)
        )

    def end(self, work: "UnitOfWork", entries: Sequence[W]) -> Sequence[W]:
        """End waits that are locked, all in one statement; the caller lets go of what they held."""
        if not entries:
            return entries
        [ended] = {after(entry.status, Act.RUN_OUT) for entry in entries}
        these = self._model.id.in_([entry.id for entry in entries])
        changes = {"status": ended, "version": self._model.version + 1}
        work.session.execute(update(self._model).where(these).values(changes))
        return entries


def check_offer_stands(entry: WaitingColumns, now: datetime) -> None:
    """Refuse an answer to an offer that there is not, or whose time is over though the clock has not come by yet.

    Raises WrongState.
    """
    if entry.status is not WaitlistState.OFFERED or entry.offer_expires_at is None:
        raise WrongState(state=entry.status)
    if entry.offer_expires_at <= now:
        raise WrongState(state=WaitlistState.LAPSED)


def _locked(query: Select[W], *, skip_locked: bool = False) -> Select[W]:
    return query.with_for_update(skip_locked=skip_locked).execution_options(populate_existing=True)
