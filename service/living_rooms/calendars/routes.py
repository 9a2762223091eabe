"""Calendar links and the feeds behind them over HTTP."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope
from service.kit.pages import Page
from service.kit.problems import language
from service.kit.work import UnitOfWork
from service.living_rooms.calendars import actions, queries
from service.living_rooms.calendars.models import CalendarLink
from service.living_rooms.calendars.schemas import (
    CalendarLinkRequestSchema,
    CalendarLinkSchema,
    CalendarTokenSchema,
    NewCalendarLinkSchema,
)

_ABOUT = "日历订阅: secret links to iCalendar feeds."
_ICALENDAR = "text/calendar"

calendar_links = Blueprint("calendar_links", url_prefix="/calendar-links", description=_ABOUT)
room_calendars = Blueprint("room_calendars", url_prefix="/living-rooms", description=_ABOUT)
own_calendars = Blueprint("own_calendars", url_prefix="/bookings", description=_ABOUT)


@calendar_links.post(kept_nowhere=True)
@calendar_links.arguments(CalendarLinkRequestSchema)
@calendar_links.response(201, NewCalendarLinkSchema)
@calendar_links.fails(OutOfScope, NotFound)
def make_calendar_link(work: UnitOfWork, wanted: dict[str, Any]) -> actions.NewLink:
    """Make a secret link to a room's calendar (its workers) or to the calendar of one's own bookings."""
    return actions.make_link(work, partial(_address, work), **wanted)


@calendar_links.get()
@calendar_links.paged(CalendarLinkSchema)
def list_calendar_links(work: UnitOfWork, wanted: dict[str, Any]) -> Page[CalendarLink]:
    """List one's own links, the newest first."""
    return queries.links(work, **wanted)


@calendar_links.get("/<uuid:link_id>")
@calendar_links.response(200, CalendarLinkSchema)
def get_calendar_link(work: UnitOfWork, link_id: UUID) -> CalendarLink:
    """Read a link of one's own."""
    return work.found(queries.link(work, link_id))


@calendar_links.delete("/<uuid:link_id>")
@calendar_links.response(204)
def revoke_calendar_link(work: UnitOfWork, link_id: UUID) -> None:
    """Revoke a link at once; who still has the address finds nothing there."""
    actions.revoke_link(work, link_id)


@room_calendars.get("/<uuid:room_id>/calendar.ics", public=True)
@room_calendars.arguments(CalendarTokenSchema, location="query")
@room_calendars.response(200, {"type": "string"}, content_type=_ICALENDAR)
def get_room_calendar(work: UnitOfWork, secret: dict[str, str], room_id: UUID) -> Response:
    """Read a room's calendar, as long as who made the link looks after the room; names are masked."""
    return _feed(actions.room_calendar(work, room_id, secret["token"], language()))


@own_calendars.get("/mine.ics", public=True)
@own_calendars.arguments(CalendarTokenSchema, location="query")
@own_calendars.response(200, {"type": "string"}, content_type=_ICALENDAR)
@own_calendars.fails(NotFound)
def get_my_calendar(work: UnitOfWork, secret: dict[str, str]) -> Response:
    """Read the calendar of the bookings of who made the link."""
    return _feed(actions.own_calendar(work, secret["token"], language()))


def _feed(body: bytes) -> Response:
    return Response(body, content_type=f"{_ICALENDAR}; charset=utf-8")


def _address(work: UnitOfWork, room_id: UUID | None, token: str) -> str:
    """The whole address: it is copied into another program. Whom the request was sent to is asked only in trials."""
    path = (
        url_for("own_calendars.get_my_calendar", token=token)
        if room_id is None
        else url_for("room_calendars.get_room_calendar", room_id=room_id, token=token)
    )
    return (work.house.settings.public_url or request.host_url).rstrip("/") + path
