"""Bookings as they are told, narrowed to what the actor may see; the list reads explicit columns in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Uuid,
    bindparam,
    false,
    func,
    or_,
    select,
)

from service.kit.acting import ActedBy, ActingAs, acting_of
from service.kit.actor import Function
from service.kit.clock import at_local
from service.kit.content import ContentState, is_shown_to
from service.kit.lists import PreparedList, Way, given, in_text
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking, NoShow
from service.living_rooms.bookings.rules import AppealState, BookingStatus, Purpose
from service.living_rooms.rooms.models import LivingRoom
from service.living_rooms.rooms.permissions import KEEPERS, PROXY_SCOPE
from service.organisations import queries as organisations
from service.organisations.queries import organisation_ids_of
from service.regions import queries as regions
from service.residents import queries as residents


# Not frozen: a list makes very many, and freezing is most of what that costs.
@dataclass(slots=True, kw_only=True)
class BookingRecord:
    """A booking as it is told."""

    id: UUID
    living_room_id: UUID
    living_room_name: str
    region_code: str
    resident_id: UUID | None
    resident_name: str | None = field(repr=False)
    organisation_id: UUID | None
    organisation_name: str | None
    series_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    purpose: Purpose
    title: str | None
    headcount: int
    status: BookingStatus
    at_desk: bool
    hold_until: datetime | None
    reason: str | None
    cancelled_late: bool
    checked_in_at: datetime | None
    moved_count: int
    created_at: datetime
    updated_at: datetime
    version: int
    content_state: ContentState | None = None
    content_by: UUID | None = field(default=None, repr=False)
    reason_state: ContentState | None = None
    reason_by: UUID | None = field(default=None, repr=False)
    appeal: AppealState | None = None
    appeal_reason: str | None = None
    appeal_state: ContentState | None = None
    appeal_by: UUID | None = field(default=None, repr=False)
    appeal_answer: str | None = None
    acted_by_account_id: UUID | None = field(default=None, repr=False)
    acted_by_name: str | None = field(default=None, repr=False)
    acted_by_as: ActingAs | None = field(default=None, repr=False)

    @property
    def acted_by(self) -> ActedBy | None:
        return acting_of(self)


_NAMES = {
    "living_room_name": LivingRoom.name.label("living_room_name"),
    "resident_name": residents.name_of(Booking.resident_id).label("resident_name"),
    "organisation_name": organisations.name_of(Booking.organisation_id).label("organisation_name"),
}
_OF_NO_SHOW = {
    "appeal": NoShow.appeal,
    "appeal_reason": NoShow.appeal_reason,
    "appeal_state": NoShow.content_state.label("appeal_state"),
    "appeal_by": NoShow.content_by.label("appeal_by"),
    "appeal_answer": NoShow.appeal_answer,
}
_COLUMNS: dict[str, Any] = {
    name: _NAMES.get(name, _OF_NO_SHOW.get(name, getattr(Booking, name, None)))
    for name in BookingRecord.__dataclass_fields__
}


def _one_of(name: str) -> Select[Any]:
    """The identifiers in the list of this name."""
    return select(func.unnest(given(name, Uuid())).label("id"))


# What a prepared statement tells as text.
_ENUMS = {
    "purpose": Purpose,
    "status": BookingStatus,
    "appeal": AppealState,
    "acted_by_as": ActingAs,
    "content_state": ContentState,
    "reason_state": ContentState,
    "appeal_state": ContentState,
}
# Put together once: of each question only the conditions are new.
_RECORDS: Select[Any] = (
    select(*_COLUMNS.values())
    .join(LivingRoom, LivingRoom.id == Booking.living_room_id)
    .outerjoin(NoShow, NoShow.booking_id == Booking.id)
)


_WAYS = {
    "below": Way(Booking.region_code, regions.below(given("below", String()))),
    "represented": Way(Booking.resident_id, _one_of("represented")),
    "organisations": Way(Booking.organisation_id, _one_of("organisations")),
}
# In the text of the statement: of what stands there are few, and an index of their own has them (models.py).
_STANDING = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)
_OF_STATUS = {f"status_{status}": Booking.status == in_text(status) for status in BookingStatus}
_LIST = PreparedList(
    _RECORDS,
    conditions={
        "living_room_id": Booking.living_room_id == bindparam("living_room_id"),
        "resident_id": Booking.resident_id == bindparam("resident_id"),
        **_OF_STATUS,
        "since": Booking.starts_at >= bindparam("since"),
        "before": Booking.starts_at < bindparam("before"),
    },
    ways=_WAYS,
    narrowing=frozenset({"living_room_id", "resident_id"} | {f"status_{status}" for status in _STANDING}),
    by=(Booking.starts_at, Booking.id),
    descending=True,
)


def _record(work: UnitOfWork, row: Any) -> BookingRecord:
    told = dict(zip(_COLUMNS, row, strict=True))
    for name, kind in _ENUMS.items():
        if told[name] is not None:
            told[name] = kind(told[name])
    record = BookingRecord(**told)
    if not is_shown_to(work.actor, record.content_state, record.content_by):
        record.title = record.content_state = None
    if not is_shown_to(work.actor, record.reason_state, record.reason_by):
        record.reason = record.reason_state = None
    if not is_shown_to(work.actor, record.appeal_state, record.appeal_by):
        record.appeal_reason = record.appeal_state = None
    return record


def booking(work: UnitOfWork, booking_id: UUID) -> BookingRecord | None:
    """A booking that the actor may see; as staff also one, wherever, of a resident they may act for."""
    the_one = _RECORDS.where(Booking.id == booking_id)
    row = work.session.execute(the_one.where(_visible(work))).first()
    if row is None and work.actor.is_staff:
        row = work.session.execute(the_one).first()
        return _record(work, row) if row and _acts_for_holder(work, row.resident_id) else None
    return None if row is None else _record(work, row)


def _acts_for_holder(work: UnitOfWork, resident_id: UUID | None) -> bool:
    """Whether staff may act for this resident: who can change a booking can read it."""
    who = residents.standing(work, resident_id) if resident_id else None
    return who is not None and work.actor.serves(who.path, function=Function.ROOMS)


def booking_told(work: UnitOfWork, booking_id: UUID) -> BookingRecord:
    """A booking as it is told to whoever was allowed to change it just now."""
    return _record(work, work.session.execute(_RECORDS.where(Booking.id == booking_id)).one())


def bookings(
    work: UnitOfWork,
    *,
    living_room_id: UUID | None = None,
    resident_id: UUID | None = None,
    status: BookingStatus | None = None,
    from_: date | None = None,
    to: date | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[BookingRecord]:
    """The bookings that the actor may see, the latest first; `from_` and `to` are days of their start."""
    ways = _ways(work)
    if not ways:
        return Page([], None)
    asked = {
        "living_room_id": living_room_id,
        "resident_id": resident_id,
        f"status_{status}": status,
        "since": from_ and at_local(from_),
        "before": to and at_local(to + timedelta(days=1)),
    }
    given = {name: value for name, value in asked.items() if value is not None}
    found = _LIST.page(work, given | ways, cursor=cursor, limit=limit)
    return Page([_record(work, row) for row in found.items], found.next_cursor)


def of_series(work: UnitOfWork, series_id: UUID) -> list[BookingRecord]:
    """The bookings of a series that the actor may see, in the order of time; a series has at most 26."""
    query = _RECORDS.where(Booking.series_id == series_id, _visible(work))
    return [_record(work, row) for row in work.session.execute(query.order_by(Booking.starts_at))]


def _visible(work: UnitOfWork) -> ColumnElement[bool]:
    """Whether the actor sees a booking in one of their ways."""
    ways = _ways(work)
    seen = (_WAYS[name].column.in_(_WAYS[name].values.params({name: ways[name]})) for name in ways)
    return or_(false(), *seen)


def _ways(work: UnitOfWork) -> dict[str, Sequence[Any]]:
    """Residents see what they may book for, staff the rooms in their care; both what their organisations have."""
    actor = work.actor
    if actor.is_resident and actor.account_id is not None:
        ways: dict[str, Sequence[Any]] = {"represented": _represented(work, actor.account_id)}
        ways["organisations"] = organisation_ids_of(work, actor.resident_id) if actor.resident_id else []
    else:
        ways = {"below": actor.served_regions(KEEPERS, Function.ROOMS)}
        ways["organisations"] = actor.served_organisations()
    return {name: values for name, values in ways.items() if values}


def _represented(work: UnitOfWork, account_id: UUID) -> list[UUID]:
    """The residents whose bookings the actor looks after: oneself, and elders whose proxy one is."""
    elders = residents.elder_ids(work, account_id, PROXY_SCOPE)
    return elders if work.actor.resident_id is None else [work.actor.resident_id, *elders]
