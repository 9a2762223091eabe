"""The shapes of calendar links in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import Schema
from service.living_rooms.calendars.rules import CalendarKind


class CalendarLinkRequestSchema(Schema):
    """Which calendar to link to."""

    kind = fields.Enum(CalendarKind, required=True, metadata={"example": "mine"})
    living_room_id = fields.UUID(allow_none=True, metadata={"description": "For `room`, and only for it."})


class CalendarLinkSchema(Schema):
    """A link one has made; its secret is not kept."""

    id = fields.UUID(required=True)
    kind = fields.Enum(CalendarKind, required=True, metadata={"example": "mine"})
    living_room_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.Moment(required=True)


class NewCalendarLinkSchema(CalendarLinkSchema):
    """A new link; whoever has the address reads the calendar, so it is shown this once."""

    url = fields.String(
        required=True, metadata={"example": "https://linli.example/api/v1/bookings/mine.ics?token=…"}
    )


class CalendarTokenSchema(Schema):
    """The secret part of a link."""

    token = fields.String(required=True, validate=validate.Length(min=1, max=200))
