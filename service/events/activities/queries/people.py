"""Who takes part and who waits, as it is told: in full to who looks after them, masked to other organisers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from service.events.activities.models import Activity, ActivityWait, SignUp
from service.events.activities.queries.visible import Reader, is_own, is_received, reader
from service.events.activities.rules import SignUpEnd, SignUpStatus
from service.kit.acting import ActedBy, ActingAs, acting_of
from service.kit.pages import Page, page
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.residents import queries as residents


@dataclass(slots=True, kw_only=True)
class _Record:
    """What is told of one person in one activity."""

    id: UUID
    activity_id: UUID
    activity_title: str
    starts_at: datetime
    resident_id: UUID | None
    resident_name: str | None = field(repr=False)
    brought_by: UUID | None
    created_at: datetime
    version: int
    acted_by_account_id: UUID | None = field(repr=False)
    acted_by_name: str | None = field(repr=False)
    acted_by_as: ActingAs | None = field(repr=False)

    @property
    def acted_by(self) -> ActedBy | None:
        return acting_of(self)


@dataclass(slots=True, kw_only=True)
class SignUpRecord(_Record):
    """A sign-up as it is told."""

    status: SignUpStatus
    ended_by: SignUpEnd | None
    cancelled_late: bool
    checked_in_at: datetime | None
    minutes: int | None
    updated_at: datetime


@dataclass(slots=True, kw_only=True)
class WaitRecord(_Record):
    """A wait as it is told; `offer_expires_at` is until when a place is held that was offered."""

    status: WaitlistState
    offer_expires_at: datetime | None
    sign_up_id: UUID | None


_OF_ACTIVITY: dict[str, Any] = {
    "activity_title": Activity.title.label("activity_title"),
    "starts_at": Activity.starts_at,
}


def _records(model: type[SignUp] | type[ActivityWait], record: type[_Record]) -> Select[Any]:
    columns: list[Any] = [
        _OF_ACTIVITY.get(name, getattr(model, name, None))
        for name in record.__dataclass_fields__
        if name != "resident_name"
    ]
    name = residents.name_of(model.resident_id).label("resident_name")
    return select(*columns, name).join(Activity, Activity.id == model.activity_id)


_SIGN_UPS = _records(SignUp, SignUpRecord)
_WAITS = _records(ActivityWait, WaitRecord)


def sign_ups(
    work: UnitOfWork,
    *,
    activity_id: UUID | None = None,
    resident_id: UUID | None = None,
    status: SignUpStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[SignUpRecord]:
    """The sign-ups that the actor may see, the newest first."""
    query, as_whom = _SIGN_UPS, reader(work)
    if activity_id is not None:
        query = query.where(SignUp.activity_id == activity_id)
    if resident_id is not None:
        query = query.where(SignUp.resident_id == resident_id)
    if status is not None:
        query = query.where(SignUp.status == status)
    query = query.where(_is_seen(work, SignUp, as_whom))
    found = page(work, query, by=(SignUp.id,), cursor=cursor, limit=limit, descending=True, scalars=False)
    return Page([_sign_up(row, as_whom) for row in found.items], found.next_cursor)


def waits(
    work: UnitOfWork,
    *,
    activity_id: UUID | None = None,
    status: WaitlistState | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[WaitRecord]:
    """The waits that the actor may see, the newest first."""
    query, as_whom = _WAITS, reader(work)
    if activity_id is not None:
        query = query.where(ActivityWait.activity_id == activity_id)
    if status is not None:
        query = query.where(ActivityWait.status == status)
    query = query.where(_is_seen(work, ActivityWait, as_whom))
    by = (ActivityWait.id,)
    found = page(work, query, by=by, cursor=cursor, limit=limit, descending=True, scalars=False)
    return Page([_wait(row, as_whom) for row in found.items], found.next_cursor)


def wait(work: UnitOfWork, wait_id: UUID) -> WaitRecord | None:
    """A wait that the actor may see."""
    as_whom = reader(work)
    row = work.session.execute(
        _WAITS.where(ActivityWait.id == wait_id, _is_seen(work, ActivityWait, as_whom))
    ).first()
    return None if row is None else _wait(row, as_whom)


def own_sign_ups(work: UnitOfWork, as_whom: Reader, activity_ids: Collection[UUID]) -> list[SignUpRecord]:
    """The sign-ups in these activities of whom a resident looks after, in the order in which they were made."""
    query = _SIGN_UPS.where(SignUp.activity_id.in_(activity_ids), is_own(SignUp, as_whom))
    return [_sign_up(row, as_whom) for row in work.session.execute(query.order_by(SignUp.id))]


def own_waits(work: UnitOfWork, as_whom: Reader, activity_ids: Collection[UUID]) -> list[WaitRecord]:
    """The waits for these activities of whom a resident looks after, in the order in which they were made."""
    query = _WAITS.where(ActivityWait.activity_id.in_(activity_ids), is_own(ActivityWait, as_whom))
    return [_wait(row, as_whom) for row in work.session.execute(query.order_by(ActivityWait.id))]


def sign_ups_told(work: UnitOfWork, ids: Sequence[UUID]) -> list[SignUpRecord]:
    """Sign-ups as they are told to whoever was allowed to change them just now, in this order."""
    work.session.flush()
    rows = work.session.execute(_SIGN_UPS.where(SignUp.id.in_(ids)))
    found = {row.id: row for row in rows}
    as_whom = _reader_of(work, found.values())
    return [_sign_up(found[each], as_whom) for each in ids]


def waits_told(work: UnitOfWork, ids: Sequence[UUID]) -> list[WaitRecord]:
    """Waits as they are told to whoever was allowed to change them just now, in this order."""
    work.session.flush()
    rows = work.session.execute(_WAITS.where(ActivityWait.id.in_(ids)))
    found = {row.id: row for row in rows}
    as_whom = _reader_of(work, found.values())
    return [_wait(found[each], as_whom) for each in ids]


def _reader_of(work: UnitOfWork, rows: Collection[Any]) -> Reader | None:
    """As whom the actor reads these rows; not looked up for what somebody did for themself and their household."""
    own = work.actor.resident_id
    if own is not None and all(own in (row.resident_id, row.brought_by) for row in rows):
        return Reader(own, [own], [], [])
    return reader(work)


def _is_seen(
    work: UnitOfWork, model: type[SignUp] | type[ActivityWait], as_whom: Reader | None
) -> ColumnElement[bool]:
    """Residents see their own and whom they look after, members what they publish, workers those they receive."""
    if as_whom is None:
        return is_received(work)
    return or_(is_own(model, as_whom), Activity.organisation_id.in_(as_whom.publishes_for))


def _sign_up(row: Any, as_whom: Reader | None) -> SignUpRecord:
    return SignUpRecord(**_masked(row, as_whom))


def _wait(row: Any, as_whom: Reader | None) -> WaitRecord:
    return WaitRecord(**_masked(row, as_whom))


def _masked(row: Any, as_whom: Reader | None) -> dict[str, Any]:
    """The row's values; to a member of the organisation, who is a neighbour, other people are masked."""
    values: dict[str, Any] = row._asdict()
    is_own_row = as_whom is None or (
        row.resident_id in as_whom.represented
        or (row.brought_by is not None and row.brought_by == as_whom.resident_id)
    )
    if not is_own_row and row.resident_name is not None:
        values["resident_name"] = residents.masked(row.resident_name)
        if row.acted_by_name is not None and row.acted_by_as is not ActingAs.MEMBER:
            values["acted_by_name"] = residents.masked(row.acted_by_name)
    return values
