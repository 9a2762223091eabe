"""Opening hours in JSON: `HH:MM` outside, minutes from 00:00 inside."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from service.kit import fields
from service.kit.fields import Schema
from service.living_rooms.rooms import rules

_NOT_A_QUARTER = "应为 15 分钟的整数倍。|Must be a multiple of 15 minutes."
_CLOSES_FIRST = "关闭时间应晚于开放时间。|It has to close after it opens."
_HALF_A_STRETCH = (
    "开放和关闭时间要一起填写，都不填表示关闭。|Opening and closing go together; without both it is closed."
)
_OVERLAP = "与另一段时间重叠。|It overlaps another stretch."
_OPEN_AND_CLOSED = "同一天不能既开放又关闭。|A date can not be both open and closed."


def multiple_of_quarter(minutes: int) -> None:
    """Refuse what is not a multiple of 15 minutes."""
    if minutes % rules.GRAIN_MINUTES:
        raise ValidationError(_NOT_A_QUARTER)


class MinuteOfDay(fields.ClockTime):
    """A quarter of an hour on the clock, `HH:MM` up to `24:00`; minutes from 00:00 for Python."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        clock_time = super().deserialize(value, attr, data, **kwargs)
        if not isinstance(clock_time, str):
            return clock_time
        minutes = rules.minutes_of(clock_time)
        multiple_of_quarter(minutes)
        return minutes

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else rules.clock_time_of(value)


class OpeningHoursSchema(Schema):
    """A stretch of a weekday in which the room is open; a day may have several."""

    weekday = fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=7),
        metadata={"description": "ISO: 1 is Monday.", "example": 1},
    )
    opens = MinuteOfDay(required=True, metadata={"example": "08:00"})
    closes = MinuteOfDay(required=True, metadata={"example": "22:00", "description": "Up to `24:00`."})

    @validates_schema
    def _check_order(self, stretch: Mapping[str, Any], **_: Any) -> None:
        if stretch["closes"] <= stretch["opens"]:
            raise ValidationError(_CLOSES_FIRST, "closes")


class HolidayHoursSchema(Schema):
    """What holds on one date instead of its weekday's hours; without a stretch the room is closed."""

    date = fields.Date(required=True, metadata={"example": "2026-10-02"})
    opens = MinuteOfDay(allow_none=True, metadata={"example": "09:00"})
    closes = MinuteOfDay(allow_none=True, metadata={"example": "12:00"})

    @validates_schema
    def _check_stretch(self, entry: Mapping[str, Any], **_: Any) -> None:
        opens, closes = entry.get("opens"), entry.get("closes")
        if (opens is None) != (closes is None):
            raise ValidationError(_HALF_A_STRETCH, "closes" if closes is None else "opens")
        if opens is not None and closes is not None and closes <= opens:
            raise ValidationError(_CLOSES_FIRST, "closes")


def check_weekly(hours: Sequence[Mapping[str, Any]]) -> None:
    """Refuse stretches of one weekday that overlap, naming the later of the two."""
    _check_apart(hours, "weekday")


def check_dated(hours: Sequence[Mapping[str, Any]]) -> None:
    """Refuse stretches of one date that overlap, and a date that is open and closed."""
    for date in {entry["date"] for entry in hours if entry.get("opens") is None}:
        places = [place for place, entry in enumerate(hours) if entry["date"] == date]
        if len(places) > 1:
            raise ValidationError({places[1]: {"date": [_OPEN_AND_CLOSED]}})
    _check_apart([entry if entry.get("opens") is not None else {} for entry in hours], "date")


def _check_apart(hours: Sequence[Mapping[str, Any]], key: str) -> None:
    for day in {entry[key] for entry in hours if entry}:
        places = [place for place, entry in enumerate(hours) if entry and entry[key] == day]
        late = rules.overlapping([(hours[place]["opens"], hours[place]["closes"]) for place in places])
        if late is not None:
            raise ValidationError({places[late]: {"opens": [_OVERLAP]}})
