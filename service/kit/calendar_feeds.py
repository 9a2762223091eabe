"""Calendar feeds in the words of RFC 5545; and what of each domain belongs into a person's own, declared where it is kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from service.kit.texts import Language

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork

PAST_DAYS = 60
COMING_DAYS = 400


class EntryStatus(StrEnum):
    """What the status of an event can be (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """Something with a time and a place, as a calendar shows it."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    status: EntryStatus
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Span:
    """Between which moments begins what a feed shows."""

    first: datetime
    last: datetime


Entries = Callable[["UnitOfWork", UUID, Span, Language], Iterable[CalendarEntry]]
_own: list[Entries] = []


def in_own_calendar(find: Entries) -> Entries:
    """Declare what of a domain belongs into a resident's own calendar."""
    _own.append(find)
    return find


def own_entries(work: "UnitOfWork", resident_id: UUID, language: Language) -> list[CalendarEntry]:
    """What a resident has and had to come to, in every domain, the latest first."""
    span = shown_time(work.now)
    found = [entry for find in _own for entry in find(work, resident_id, span, language)]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.id), reverse=True)


def shown_time(now: datetime) -> Span:
    """What a feed shows: what began in the past two months, and what is to come, as far ahead as anybody plans."""
    return Span(now - timedelta(days=PAST_DAYS), now + timedelta(days=COMING_DAYS))


def feed(entries: Sequence[CalendarEntry], name: str) -> bytes:
    """These entries as an iCalendar object."""
    from icalendar import Calendar  # noqa: PLC0415 - 80 modules that few requests need

    calendar = Calendar()
    calendar.add("prodid", "-//Linli//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    for each in entries:
        calendar.add_component(_event(each))
    body: bytes = calendar.to_ical()
    return body


def _event(entry: CalendarEntry) -> Any:
    """One event. Its UID never changes, and each change of what it shows raises SEQUENCE (RFC 5545, 3.8.7.4)."""
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", f"{entry.id}@linli")
    event.add("dtstamp", entry.updated_at)
    event.add("last-modified", entry.updated_at)
    event.add("sequence", entry.version - 1)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("status", str(entry.status))
    event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("summary", entry.summary)
    return event
