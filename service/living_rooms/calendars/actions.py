"""Making and revoking calendar links, and reading the feeds behind them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from service.accounts import queries as accounts
from service.kit.calendar_feeds import CalendarEntry, Span, feed, own_entries, shown_time
from service.kit.errors import InvalidInput, OutOfScope
from service.kit.randomness import hash_of
from service.kit.texts import Language, Text
from service.kit.work import UnitOfWork
from service.living_rooms.calendars import queries, texts
from service.living_rooms.calendars.models import CalendarLink
from service.living_rooms.calendars.queries import BookedTime
from service.living_rooms.calendars.rules import ENTRY_STATUS, CalendarKind
from service.living_rooms.rooms import permissions
from service.living_rooms.rooms.queries import path_of_room

_WHICH_ROOM = Text("请说明是哪个会客厅。", "Say which room.")
_NO_ROOM = Text("自己的预约不限于一个会客厅。", "One's own bookings are not of one room.")

Address = Callable[[UUID | None, str], str]


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link with its secret address, which is shown this once."""

    id: UUID
    kind: CalendarKind
    living_room_id: UUID | None
    url: str
    created_at: datetime
    version: int


def make_link(
    work: UnitOfWork, address: Address, *, kind: CalendarKind, living_room_id: UUID | None = None
) -> NewLink:
    """Make a secret link to a room's calendar, for its workers, or to one's own, for residents.

    `address` says where a secret opens the calendar of this room, or without one the reader's own.
    """
    _check_link(work, kind, living_room_id)
    token = work.house.randomness.token()
    made = CalendarLink(
        id=work.new_id(),
        kind=kind,
        account_id=work.actor.account_id,
        living_room_id=living_room_id,
        token_hash=hash_of(token),
        created_at=work.now,
        version=1,
    )
    work.session.add(made)
    return NewLink(made.id, kind, living_room_id, address(living_room_id, token), work.now, made.version)


def revoke_link(work: UnitOfWork, link_id: UUID) -> None:
    """End a link of one's own at once."""
    link = work.found(queries.link(work, link_id))
    work.expect(link)
    work.session.delete(link)


def end_links_of(work: UnitOfWork, account_ids: Collection[UUID]) -> None:
    """End every link of these accounts."""
    work.session.execute(delete(CalendarLink).where(CalendarLink.account_id.in_(account_ids)))


def room_calendar(work: UnitOfWork, room_id: UUID, token: str, language: Language) -> bytes:
    """A room's bookings as iCalendar, for the holder of a link whose owner still looks after the room."""
    link = queries.link_of_token(work, CalendarKind.ROOM, token)
    link = work.found(link if link and link.living_room_id == room_id else None)
    owner = work.found(accounts.actor_of(work, link.account_id))
    path = work.found(path_of_room(work, room_id))
    work.found(owner if permissions.may_keep(owner, path) else None)
    name = queries.room_name(work, room_id)
    booked = queries.booked_in_room(work, room_id, shown_time(work.now))
    return feed([_entry(each, language, of_room=True) for each in booked], name)


def own_calendar(work: UnitOfWork, token: str, language: Language) -> bytes:
    """What the link's owner has to come to as iCalendar: bookings, and what other domains declare."""
    link = work.found(queries.link_of_token(work, CalendarKind.MINE, token))
    owner = work.found(accounts.actor_of(work, link.account_id))
    entries = own_entries(work, work.found(owner.resident_id), language)
    return feed(entries, texts.MY_BOOKINGS.in_language(language))


def booked_entries(
    work: UnitOfWork, resident_id: UUID, span: Span, language: Language
) -> list[CalendarEntry]:
    """What a resident has and had booked, for their own calendar."""
    booked = queries.booked_by_resident(work, resident_id, span)
    return [_entry(each, language, of_room=False) for each in booked]


def _check_link(work: UnitOfWork, kind: CalendarKind, living_room_id: UUID | None) -> None:
    if kind is CalendarKind.MINE:
        if living_room_id is not None:
            raise InvalidInput({"living_room_id": _NO_ROOM})
        work.require(work.actor.resident_id is not None)
        return
    if living_room_id is None:
        raise InvalidInput({"living_room_id": _WHICH_ROOM})
    path = work.found(path_of_room(work, living_room_id))
    work.require(permissions.may_keep(work.actor, path), OutOfScope)


def _entry(booked: BookedTime, language: Language, *, of_room: bool) -> CalendarEntry:
    return CalendarEntry(
        id=booked.id,
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
        summary=_summary(booked, language, of_room=of_room),
        location=f"{booked.room_name}, {booked.address}",
        description=texts.PEOPLE.in_language(language, {"headcount": booked.headcount}),
        status=ENTRY_STATUS[booked.status],
        updated_at=booked.updated_at,
        version=booked.version,
    )


def _summary(booked: BookedTime, language: Language, *, of_room: bool) -> str:
    """Of a room with who holds it, else with where it is."""
    occasion = booked.title or texts.PURPOSES[booked.purpose].in_language(language)
    if not of_room:
        return f"{booked.room_name} · {occasion}"
    return f"{occasion} · {booked.holder or texts.THE_COMMUNITY.in_language(language)}"
