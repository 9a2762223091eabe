"""A resident, or a proxy for them, sees, reads and confirms notices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from service.events.notices import queries, rules
from service.events.notices.actions.addressing import address
from service.events.notices.errors import NothingToConfirm
from service.events.notices.messages import NoticeConfirmed
from service.events.notices.models import Addressee, GridReceipts, Receipt
from service.events.notices.permissions import PROXY_SCOPE
from service.events.notices.rules import NoticeStatus
from service.kit.acting import ActedBy, acted_by_columns
from service.kit.actor import Function
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.residents import actions as residents


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom notices are looked at, and who does it for them."""

    resident_id: UUID
    acted_by: ActedBy | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a resident has read and confirmed of a notice."""

    notice_id: UUID
    resident_id: UUID
    read_at: datetime | None
    confirmed_at: datetime | None
    acted_by: ActedBy | None


def reader(work: UnitOfWork, resident_id: UUID | None = None) -> Reader | None:
    """The actor in person, or the elder for whom they act; None for an account of nobody on record. Raises OutOfScope."""
    work.require(work.actor.is_resident, OutOfScope)
    wanted = resident_id or work.actor.resident_id
    if wanted is None:
        return None
    return Reader(wanted, residents.act_for(work, wanted, PROXY_SCOPE, Function.NOTICES))


def read(work: UnitOfWork, notice_id: UUID, *, resident_id: UUID | None = None) -> Reading:
    """Note that a notice was read; the first time counts. Raises NotFound, OutOfScope, WrongState."""
    who = work.found(reader(work, resident_id))
    seen = _standing(work, notice_id, who)
    if seen.read_at is None:
        _note_read(work, notice_id, who, seen)
    return _reading(work, notice_id, who)


def confirm(work: UnitOfWork, notice_id: UUID, *, resident_id: UUID | None = None) -> Reading:
    """Confirm what a notice says, for which it is read too; the first time counts.

    Raises NotFound, OutOfScope, WrongState, NothingToConfirm.
    """
    who = work.found(reader(work, resident_id))
    seen = _standing(work, notice_id, who)
    if not seen.needs_confirmation:
        raise NothingToConfirm
    if seen.read_at is None:
        _note_read(work, notice_id, who, seen)
    if seen.confirmed_at is None:
        _note_confirmed(work, notice_id, who)
        work.announce(NoticeConfirmed(notice_id=notice_id, resident_id=who.resident_id))
    return _reading(work, notice_id, who)


def _standing(work: UnitOfWork, notice_id: UUID, who: Reader) -> Any:
    """What the notice is to them, as long as it is published."""
    seen = work.found(queries.seen_by(work, notice_id, who.resident_id))
    status = rules.status_at(NoticeStatus(seen.status), seen.expires_at, work.now)
    if status is not NoticeStatus.PUBLISHED:
        raise WrongState(state=status)
    return seen


def _note_read(work: UnitOfWork, notice_id: UUID, who: Reader, seen: Any) -> None:
    """Keep the reading, and count it where they are an addressee."""
    if seen.is_addressing and seen.grid_code is None:
        # Should their stretch be noted at this moment, the one waits for the other and finds it done.
        address(work, notice_id, who.resident_id)
    theirs = (Addressee.notice_id == notice_id, Addressee.resident_id == who.resident_id)
    made = (
        insert(Receipt)
        .values(
            notice_id=notice_id,
            resident_id=who.resident_id,
            grid_code=select(Addressee.grid_code).where(*theirs).scalar_subquery(),
            read_at=work.now,
            **acted_by_columns(who.acted_by),
        )
        .on_conflict_do_nothing()
        .returning(Receipt.grid_code)
        .cte("made")
    )
    counted = GridReceipts.notice_id == notice_id, GridReceipts.grid_code == made.c.grid_code
    work.session.execute(
        update(GridReceipts).where(*counted).values(read=GridReceipts.read + 1), execution_options=_BLIND
    )


def _note_confirmed(work: UnitOfWork, notice_id: UUID, who: Reader) -> None:
    made = (
        update(Receipt)
        .where(
            Receipt.notice_id == notice_id,
            Receipt.resident_id == who.resident_id,
            Receipt.confirmed_at.is_(None),
        )
        # Who does both at once may have begun to confirm before the reading was noted.
        .values(confirmed_at=func.greatest(Receipt.read_at, work.now))
        .returning(Receipt.grid_code)
        .cte("made")
    )
    counted = GridReceipts.notice_id == notice_id, GridReceipts.grid_code == made.c.grid_code
    work.session.execute(
        update(GridReceipts).where(*counted).values(confirmed=GridReceipts.confirmed + 1),
        execution_options=_BLIND,
    )


def _reading(work: UnitOfWork, notice_id: UUID, who: Reader) -> Reading:
    row = work.session.get_one(Receipt, (notice_id, who.resident_id), populate_existing=True)
    return Reading(notice_id, who.resident_id, row.read_at, row.confirmed_at, row.acted_by)


_BLIND = {"synchronize_session": False}
