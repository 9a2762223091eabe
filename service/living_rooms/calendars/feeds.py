"""Bookings in the words of RFC 5545."""

from collections.abc import Sequence

from icalendar import Calendar, Event

from service.kit.texts import Language
from service.living_rooms.calendars import texts
from service.living_rooms.calendars.queries import BookedTime
from service.living_rooms.calendars.rules import EVENT_STATUS


def feed(booked: Sequence[BookedTime], name: str, language: Language, *, of_room: bool) -> bytes:
    """These bookings as an iCalendar object; of a room with who holds them, else with where they are."""
    calendar = Calendar()
    calendar.add("prodid", "-//Linli//living rooms//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    for each in booked:
        event = _event(each, language)
        event.add("summary", _summary(each, language, of_room=of_room))
        calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def _event(booked: BookedTime, language: Language) -> Event:
    """One booking. Its UID never changes, and each change of the booking raises SEQUENCE (RFC 5545, 3.8.7.4)."""
    event = Event()
    event.add("uid", f"{booked.id}@linli")
    event.add("dtstamp", booked.updated_at)
    event.add("last-modified", booked.updated_at)
    event.add("sequence", booked.version - 1)
    event.add("dtstart", booked.starts_at)
    event.add("dtend", booked.ends_at)
    event.add("status", EVENT_STATUS[booked.status])
    event.add("location", f"{booked.room_name}, {booked.address}")
    event.add("description", texts.PEOPLE.in_language(language, {"headcount": booked.headcount}))
    return event


def _summary(booked: BookedTime, language: Language, *, of_room: bool) -> str:
    occasion = booked.title or texts.PURPOSES[booked.purpose].in_language(language)
    if not of_room:
        return f"{booked.room_name} · {occasion}"
    return f"{occasion} · {booked.holder or texts.THE_COMMUNITY.in_language(language)}"
