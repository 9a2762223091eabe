"""The shapes of bookings in JSON."""

from typing import Any

from marshmallow import validate

from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.content import ContentState
from service.kit.fields import PageArgumentsSchema, Schema
from service.living_rooms.bookings.actions import OnConflict
from service.living_rooms.bookings.rules import AppealState, BookingStatus, Purpose

_REASON = validate.Length(min=1, max=500)
_HEADCOUNT = validate.Range(min=1, max=100_000)
_TITLE = validate.Length(max=100)
_STATE_OF_WORDS = {
    "description": "Whether others may see the reason, for its author and workers; none: it needs no check."
}


class BookingSchema(Schema):
    """A stretch of time in a room for a resident, an organisation, or (with neither) the community itself."""

    id = fields.UUID(required=True)
    living_room_id = fields.UUID(required=True)
    living_room_name = fields.String(required=True, metadata={"example": "桂花会客厅"})
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    resident_id = fields.UUID(required=True, allow_none=True)
    resident_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    organisation_id = fields.UUID(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True, metadata={"example": "夕阳红合唱团"})
    series_id = fields.UUID(required=True, allow_none=True)
    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-03T10:00:00+08:00"})
    ends_at = fields.Moment(required=True, metadata={"example": "2026-03-03T11:30:00+08:00"})
    purpose = fields.Enum(Purpose, required=True, metadata={"example": "recreation"})
    title = fields.String(required=True, allow_none=True, metadata={"example": "越剧班"})
    content_state = fields.Enum(
        ContentState,
        required=True,
        allow_none=True,
        metadata={
            "description": "Whether others may see the title, for its author and workers; none: it needs no check."
        },
    )
    headcount = fields.Integer(required=True, metadata={"example": 6})
    status = fields.Enum(BookingStatus, required=True, metadata={"example": "confirmed"})
    at_desk = fields.Boolean(required=True, metadata={"description": "Made by a worker for somebody."})
    hold_until = fields.Moment(
        required=True,
        allow_none=True,
        metadata={"description": "Until when a pending booking holds its time."},
    )
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it was rejected or cancelled."}
    )
    reason_state = fields.Enum(ContentState, required=True, allow_none=True, metadata=_STATE_OF_WORDS)
    cancelled_late = fields.Boolean(
        required=True, metadata={"description": "Cancelled so late that it counts like a no-show."}
    )
    checked_in_at = fields.Moment(required=True, allow_none=True)
    moved_count = fields.Integer(required=True, metadata={"example": 0})
    appeal = fields.Enum(
        AppealState, required=True, allow_none=True, metadata={"description": "Against its no-show, if any."}
    )
    appeal_reason = fields.String(required=True, allow_none=True)
    appeal_state = fields.Enum(ContentState, required=True, allow_none=True, metadata=_STATE_OF_WORDS)
    appeal_answer = fields.String(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    created_at = fields.Moment(required=True)
    updated_at = fields.Moment(required=True)


class SkippedDateSchema(Schema):
    """A date that a series had to leave out."""

    starts_at = fields.Moment(required=True)
    code = fields.String(required=True, metadata={"example": "slot_taken"})


class BookingSeriesSchema(Schema):
    """A weekly series."""

    series_id = fields.UUID(required=True)
    items = fields.List(fields.Nested(BookingSchema), required=True)
    skipped = fields.List(fields.Nested(SkippedDateSchema), required=True)


class BookedSchema(BookingSchema):
    """What was booked: one booking, or, with `repeat`, only `series_id`, `items` and `skipped`."""

    items = fields.List(fields.Nested(BookingSchema))
    skipped = fields.List(fields.Nested(SkippedDateSchema))

    def on_bind_field(self, field_name: str, field_obj: Any) -> None:
        field_obj.required = False


class RepeatSchema(Schema):
    """Again every week."""

    every = fields.String(required=True, validate=validate.OneOf(["week"]), metadata={"example": "week"})
    times = fields.Integer(required=True, validate=validate.Range(min=2, max=26), metadata={"example": 8})
    on_conflict = fields.Enum(
        OnConflict,
        load_default=OnConflict.REFUSE,
        metadata={"example": "skip", "description": "Leave out dates that are refused, or refuse the whole."},
    )


class BookingRequestSchema(Schema):
    """Time in a room that somebody wishes to have."""

    living_room_id = fields.UUID(required=True)
    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-03T10:00:00+08:00"})
    ends_at = fields.Moment(required=True, metadata={"example": "2026-03-03T11:30:00+08:00"})
    purpose = fields.Enum(Purpose, required=True, metadata={"example": "recreation"})
    headcount = fields.Integer(required=True, validate=_HEADCOUNT, metadata={"example": 6})
    title = fields.String(allow_none=True, validate=_TITLE, metadata={"example": "越剧班"})
    for_resident_id = fields.UUID(
        allow_none=True, metadata={"description": "For whom, as their proxy or as a worker."}
    )
    organisation_id = fields.UUID(
        allow_none=True, metadata={"description": "For one's organisation, with its own quotas."}
    )
    repeat = fields.Nested(RepeatSchema, allow_none=True)


class BookingChangesSchema(Schema):
    """What to change; what is left out stays."""

    starts_at = fields.Moment(metadata={"example": "2026-03-03T14:00:00+08:00"})
    ends_at = fields.Moment(metadata={"example": "2026-03-03T15:30:00+08:00"})
    headcount = fields.Integer(validate=_HEADCOUNT, metadata={"example": 8})
    title = fields.String(allow_none=True, validate=_TITLE)


class BookingFilterSchema(PageArgumentsSchema):
    """Which bookings; `from` and `to` are days on which they start."""

    living_room_id = fields.UUID()
    resident_id = fields.UUID()
    status = fields.Enum(BookingStatus)
    from_ = fields.Date(data_key="from")
    to = fields.Date()


class BookingReasonSchema(Schema):
    """Why."""

    reason = fields.String(required=True, validate=_REASON, metadata={"example": "那天有社区活动。"})


class BookingCancellationSchema(Schema):
    """Why it is given back, if one wants to say."""

    reason = fields.String(allow_none=True, validate=_REASON, metadata={"example": "临时有事。"})


class CheckInSchema(Schema):
    """The code that the room's screen shows; a worker needs none."""

    code = fields.String(
        allow_none=True, validate=validate.Length(min=1, max=64), metadata={"example": "49163027"}
    )
