"""The shapes of the time bank in JSON."""

from marshmallow import validate

from service.events.volunteering.rules import (
    MINUTES_OF_A_DAY,
    AccountKind,
    ClaimStatus,
    EntryKind,
    HoursSource,
    HoursStatus,
    ServiceUsed,
    Withheld,
)
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema

_MOST = 1_000_000
_REGION = {"example": "330211001001"}
_SERVICE = {"example": "陪独居老人散步、读报"}
_REASON = {"example": "重复登记"}
_NAME = {"example": "王桂英"}
_WITHHELD = {"description": "Why fewer minutes are credited than were served; null where all are."}
_FROM = {"description": "At the desk: whose minutes they are. In person they are one's own."}


def _minutes(example: int = 120) -> fields.Integer:
    return fields.Integer(required=True, metadata={"example": example})


def _asked_minutes(most: int = _MOST) -> fields.Integer:
    return fields.Integer(required=True, validate=validate.Range(min=1, max=most), metadata={"example": 60})


class VolunteerHoursSchema(Schema):
    """What somebody served on one day, and what of it is credited in the time bank."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    resident_name = fields.String(required=True, allow_none=True, metadata=_NAME)
    region_code = fields.String(required=True, allow_none=True, metadata=_REGION)
    source = fields.Enum(HoursSource, required=True)
    activity_id = fields.UUID(required=True, allow_none=True)
    organisation_id = fields.UUID(required=True, allow_none=True)
    service = fields.String(required=True, allow_none=True, metadata=_SERVICE)
    served_on = fields.Date(required=True, metadata={"example": "2026-03-01"})
    minutes = _minutes()
    credited = _minutes()
    withheld = fields.Enum(Withheld, required=True, allow_none=True, metadata=_WITHHELD)
    status = fields.Enum(HoursStatus, required=True)
    made_at = fields.Moment(required=True)
    reversed_because = fields.String(required=True, allow_none=True, metadata=_REASON)
    reversed_at = fields.Moment(required=True, allow_none=True)


class VolunteerHoursRequestSchema(Schema):
    """Hours that a worker notes; the organisation is the one for which they were served."""

    resident_id = fields.UUID(required=True)
    served_on = fields.Date(required=True, metadata={"example": "2026-03-01"})
    minutes = _asked_minutes(MINUTES_OF_A_DAY)
    service = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=_SERVICE)
    organisation_id = fields.UUID()


class VolunteerHoursFilterSchema(PageArgumentsSchema):
    """Which hours."""

    resident_id = fields.UUID()
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    activity_id = fields.UUID()
    status = fields.Enum(HoursStatus)


class TimeBankReasonSchema(Schema):
    """Why."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=_REASON)


class TimeAccountArgumentsSchema(Schema):
    """Whose account; one's own unless said otherwise."""

    resident_id = fields.UUID()


class TimeAccountSchema(Schema):
    """What somebody has in the time bank.

    `transferable_minutes` can be passed on, `owed_minutes` come off what is credited next. The last two are how many
    minutes of service of today and of this month are still credited.
    """

    resident_id = fields.UUID(required=True)
    resident_name = fields.String(required=True, allow_none=True, metadata=_NAME)
    balance_minutes = _minutes(540)
    earned_minutes = _minutes(600)
    transferable_minutes = _minutes(480)
    owed_minutes = _minutes(0)
    left_today_minutes = _minutes(480)
    left_this_month_minutes = _minutes(3000)


class TimeSideSchema(Schema):
    """Whose account minutes left or reached; of whom one does not read, a masked name and no id."""

    kind = fields.Enum(AccountKind, required=True)
    resident_id = fields.UUID(required=True, allow_none=True)
    resident_name = fields.String(required=True, allow_none=True, metadata={"example": "王**"})


class TimeEntrySchema(Schema):
    """Minutes that went from one account to another."""

    id = fields.UUID(required=True)
    kind = fields.Enum(EntryKind, required=True)
    minutes = _minutes(60)
    from_account = fields.Nested(TimeSideSchema, required=True)
    to_account = fields.Nested(TimeSideSchema, required=True)
    used_for = fields.Enum(ServiceUsed, required=True, allow_none=True)
    hours_id = fields.UUID(required=True, allow_none=True)
    correction_id = fields.UUID(required=True, allow_none=True)
    made_at = fields.Moment(required=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class TimeEntryFilterSchema(PageArgumentsSchema):
    """Which entries."""

    resident_id = fields.UUID()
    kind = fields.Enum(EntryKind)


class TimeMovementSchema(Schema):
    """What was moved: mostly one entry, whose id it has; several where somebody has several accounts."""

    id = fields.UUID(required=True)
    entries = fields.List(fields.Nested(TimeEntrySchema), required=True)


class TimeTransferRequestSchema(Schema):
    """Minutes for an elder of the family."""

    to_resident_id = fields.UUID(required=True)
    minutes = _asked_minutes()
    from_resident_id = fields.UUID(metadata=_FROM)


class TimeDonationRequestSchema(Schema):
    """Minutes for the community's pool."""

    minutes = _asked_minutes()
    from_resident_id = fields.UUID(metadata=_FROM)


class TimeGiftRequestSchema(Schema):
    """Minutes for an elder, from the pool of their community."""

    resident_id = fields.UUID(required=True)
    minutes = _asked_minutes()


class TimeUseRequestSchema(Schema):
    """Minutes that somebody used for a service they were given."""

    resident_id = fields.UUID(required=True)
    minutes = _asked_minutes()
    used_for = fields.Enum(ServiceUsed, required=True)


class TimeCorrectionSchema(Schema):
    """Credited minutes that are taken back; `owed` is what is still to come off later hours."""

    id = fields.UUID(required=True)
    hours_id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    resident_name = fields.String(required=True, allow_none=True, metadata=_NAME)
    minutes = _minutes()
    taken = _minutes(80)
    owed = _minutes(40)
    status = fields.Enum(ClaimStatus, required=True)
    made_at = fields.Moment(required=True)
    waived_because = fields.String(required=True, allow_none=True, metadata={"example": "已迁出本区"})
    waived_at = fields.Moment(required=True, allow_none=True)


class TimeCorrectionFilterSchema(PageArgumentsSchema):
    """Which corrections."""

    resident_id = fields.UUID()
    status = fields.Enum(ClaimStatus)


class TimeLedgerArgumentsSchema(Schema):
    """Of which month."""

    month = fields.Month(required=True)


class TimeLedgerRowSchema(Schema):
    """The minutes of a month's entries in one street, which is null where people stood in none."""

    street_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001"})
    street_name = fields.String(required=True, allow_none=True, metadata={"example": "招宝山街道"})
    granted = _minutes(5400)
    corrected = _minutes(60)
    restored = _minutes(0)
    transferred = _minutes(300)
    donated = _minutes(120)
    given = _minutes(60)
    spent = _minutes(600)
    left = _minutes(0)


class TimeLedgerSchema(Schema):
    """A month of one's places by street; and what people and pools hold there now, and what is still to be taken back."""

    month = fields.Month(required=True)
    rows = fields.List(fields.Nested(TimeLedgerRowSchema), required=True)
    held_minutes = _minutes(48000)
    pool_minutes = _minutes(900)
    owed_minutes = _minutes(40)
