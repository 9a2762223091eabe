"""Questions behind the calendar feeds: whose link a token is, and what it shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from service.kit.calendar_feeds import Span
from service.kit.content import ContentState
from service.kit.pages import Page, page
from service.kit.randomness import hash_of
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import BookingStatus, Purpose
from service.living_rooms.calendars.models import CalendarLink
from service.living_rooms.calendars.rules import CalendarKind
from service.living_rooms.rooms.models import LivingRoom
from service.organisations import queries as organisations
from service.residents import queries as residents

# A room of fifteen-minute slots, booked all day for a month, has fewer.
MOST_EVENTS = 3000


@dataclass(frozen=True, slots=True)
class BookedTime:
    """A booking as a feed shows it; `holder` is masked, and None when the community itself or the reader booked."""

    id: UUID
    room_name: str
    address: str
    starts_at: datetime
    ends_at: datetime
    purpose: Purpose
    title: str | None
    headcount: int
    status: BookingStatus
    updated_at: datetime
    version: int
    holder: str | None


def links(work: UnitOfWork, *, cursor: str | None = None, limit: int = 20) -> Page[CalendarLink]:
    """The actor's own links, the newest first."""
    query = select(CalendarLink).where(CalendarLink.account_id == work.actor.account_id)
    return page(work, query, by=(CalendarLink.id,), cursor=cursor, limit=limit, descending=True)


def link(work: UnitOfWork, link_id: UUID) -> CalendarLink | None:
    """A link of the actor's own."""
    found = work.session.get(CalendarLink, link_id)
    return found if found and found.account_id == work.actor.account_id else None


def link_of_token(work: UnitOfWork, kind: CalendarKind, token: str) -> CalendarLink | None:
    """The link that this secret opens."""
    query = select(CalendarLink).where(CalendarLink.token_hash == hash_of(token), CalendarLink.kind == kind)
    return work.session.scalar(query)


def room_name(work: UnitOfWork, room_id: UUID) -> str:
    """What the room is called."""
    return work.session.scalars(select(LivingRoom.name).where(LivingRoom.id == room_id)).one()


def booked_in_room(work: UnitOfWork, room_id: UUID, span: Span) -> list[BookedTime]:
    """What is and was booked in a room, with the holders' names masked."""
    rows = _booked(work, Booking.living_room_id == room_id, span)
    people = residents.masked_names(work, {row.resident_id for row in rows if row.resident_id})
    groups = organisations.names(work, {row.organisation_id for row in rows if row.organisation_id})
    return [_shown(row, people.get(row.resident_id) or groups.get(row.organisation_id)) for row in rows]


def booked_by_resident(work: UnitOfWork, resident_id: UUID, span: Span) -> list[BookedTime]:
    """What a resident has and had booked; who reads a feed nobody knows, so titles only once others may see them."""
    rows = _booked(work, Booking.resident_id == resident_id, span)
    return [_shown(row, None, every_title=False) for row in rows]


def _booked(work: UnitOfWork, whose: ColumnElement[bool], span: Span) -> Sequence[Any]:
    query = (
        select(
            Booking.id,
            Booking.resident_id,
            Booking.organisation_id,
            Booking.starts_at,
            Booking.ends_at,
            Booking.purpose,
            Booking.title,
            Booking.content_state,
            Booking.headcount,
            Booking.status,
            Booking.updated_at,
            Booking.version,
            LivingRoom.name.label("room_name"),
            LivingRoom.address,
        )
        .join(LivingRoom, LivingRoom.id == Booking.living_room_id)
        .where(whose, Booking.starts_at >= span.first, Booking.starts_at < span.last)
        .order_by(Booking.starts_at.desc(), Booking.id)
        .limit(MOST_EVENTS)
    )
    return work.session.execute(query).all()


def _shown(row: Any, holder: str | None, *, every_title: bool = True) -> BookedTime:
    may_see = every_title or row.content_state in (None, ContentState.PASSED)
    return BookedTime(
        id=row.id,
        room_name=row.room_name,
        address=row.address,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        purpose=row.purpose,
        title=row.title if may_see else None,
        headcount=row.headcount,
        status=row.status,
        updated_at=row.updated_at,
        version=row.version,
        holder=holder,
    )


def links_of(work: UnitOfWork, account_ids: Collection[UUID]) -> Sequence[CalendarLink]:
    """The links of these accounts, the oldest first."""
    theirs = CalendarLink.account_id.in_(account_ids)
    return work.session.scalars(select(CalendarLink).where(theirs).order_by(CalendarLink.id)).all()
