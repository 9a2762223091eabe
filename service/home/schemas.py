"""The shape of the first screen in JSON."""

from service.home.rules import MOST_COUNTED, MOST_UNREAD, OfferKind, TaskKind
from service.kit import fields
from service.kit.fields import Schema


class FirstScreenPersonSchema(Schema):
    """Somebody whose matters are shown: oneself, or an elder for whom one acts."""

    resident_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    scopes = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "In which matters one acts for them; none: it is oneself."},
    )


class FirstScreenBookingSchema(Schema):
    """A booking that is not over."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    living_room_id = fields.UUID(required=True)
    living_room_name = fields.String(required=True, metadata={"example": "桂花会客厅"})
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    status = fields.String(required=True, metadata={"example": "confirmed"})


class FirstScreenVisitSchema(Schema):
    """A visit that is not over; before it is arranged, `starts_at` to `ends_at` is its window."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    service_name = fields.String(required=True, metadata={"example": "助浴"})
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    status = fields.String(required=True, metadata={"example": "assigned"})


class FirstScreenRequestSchema(Schema):
    """A request for care that is on its way."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    submitted_at = fields.Moment(required=True)
    status = fields.String(required=True, metadata={"example": "accepted"})


class FirstScreenNoticeSchema(Schema):
    """A notice that oneself or somebody for whom one acts has not read yet, or that all have and stands above others."""

    id = fields.UUID(required=True)
    title = fields.String(required=True, metadata={"example": "周三停水通知"})
    summary = fields.String(required=True, metadata={"description": "How its text begins."})
    category = fields.String(required=True, metadata={"example": "safety"})
    priority = fields.String(required=True, metadata={"example": "important"})
    needs_confirmation = fields.Boolean(required=True)
    published_at = fields.Moment(required=True)
    pin_until = fields.Moment(required=True, allow_none=True)
    read_at = fields.Moment(required=True, allow_none=True)
    confirmed_at = fields.Moment(required=True, allow_none=True)
    resident_ids = fields.List(
        fields.UUID(),
        required=True,
        metadata={
            "description": "Who has not read it: oneself, or the elders for whom one reads it; where all have, "
            "for whom it stands above others."
        },
    )


class FirstScreenActivitySchema(Schema):
    """An activity that is not over and to which somebody goes."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    title = fields.String(required=True, metadata={"example": "元宵灯谜会"})
    place = fields.String(required=True, metadata={"example": "桂花会客厅"})
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    status = fields.String(
        required=True,
        metadata={"description": "Of the sign-up: also who has checked in goes.", "example": "signed_up"},
    )


class FirstScreenOfferSchema(Schema):
    """Something that waits for a word, and by whose `id` one gives it.

    Time in a living room by `/waitlist/{id}/accept`, a place in an activity by `/activities/waitlist/{id}/accept`, a plan
    by `/care/plans/{id}/agree`.
    """

    kind = fields.Enum(OfferKind, required=True)
    id = fields.UUID(
        required=True, metadata={"description": "Of the wish that is answered, of the wait, or of the plan."}
    )
    resident_id = fields.UUID(required=True)
    living_room_id = fields.UUID(required=True, allow_none=True)
    activity_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True, metadata={"example": "桂花会客厅"})
    starts_at = fields.Moment(required=True, allow_none=True)
    ends_at = fields.Moment(required=True, allow_none=True)
    expires_at = fields.Moment(required=True, allow_none=True)


class FirstScreenTaskSchema(Schema):
    """How much of a kind waits for a worker."""

    kind = fields.Enum(TaskKind, required=True)
    number = fields.Integer(
        required=True, metadata={"description": f"{MOST_COUNTED}: so many or more.", "example": 3}
    )


class FirstScreenSchema(Schema):
    """What concerns somebody now; of each person a few of each kind, the nearest first, unread notices before others."""

    people = fields.List(fields.Nested(FirstScreenPersonSchema), required=True)
    notices = fields.List(fields.Nested(FirstScreenNoticeSchema), required=True)
    unread_notices = fields.Integer(
        required=True,
        metadata={
            "description": f"How many notices of the last 90 days wait to be read, with those of `notices`; "
            f"{MOST_UNREAD}: so many or more.",
            "example": 3,
        },
    )
    activities = fields.List(fields.Nested(FirstScreenActivitySchema), required=True)
    bookings = fields.List(fields.Nested(FirstScreenBookingSchema), required=True)
    visits = fields.List(fields.Nested(FirstScreenVisitSchema), required=True)
    requests = fields.List(fields.Nested(FirstScreenRequestSchema), required=True)
    offers = fields.List(fields.Nested(FirstScreenOfferSchema), required=True)
    tasks = fields.List(
        fields.Nested(FirstScreenTaskSchema),
        required=True,
        metadata={"description": "To workers: what waits for them; to residents nothing."},
    )
