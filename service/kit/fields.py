"""Schemas and the fields they are made of; strict about what comes in, fast about what goes out."""

import re
from datetime import date, datetime
from enum import Enum as PythonEnum
from typing import Any

import marshmallow
from marshmallow import fields, validate

from service.kit.characters import UNSEEN
from service.kit.clock import DISTRICT_ZONE
from service.kit.dumping import dumper_for


class Schema(marshmallow.Schema):
    """A shape of JSON. Unknown fields are refused; dumping is compiled once per class."""

    class Meta:
        unknown = marshmallow.RAISE

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        dump_one = dumper_for(self)
        if self.many if many is None else many:
            return [dump_one(each) for each in obj]
        return dump_one(obj)

    def __deepcopy__(self, _: object) -> "Schema":
        """Itself: flask-smorest copies what documents a view at each decorator, and would keep them all."""
        return self


class String(fields.String):
    """Text the database can keep and every form can show; trimmed, so that blanks do not count as an answer."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).strip()
        if UNSEEN.search(text):
            raise marshmallow.ValidationError("Characters that can not be shown are not taken.")
        return text


class Integer(fields.Integer):
    """A whole JSON number (`26.0` is one, `"26"` and `true` are not) that fits the database."""

    def __init__(self, *, in_query: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self._in_query = in_query

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if self._in_query:
            if not re.fullmatch(r"[+-]?[0-9]{1,10}", str(value)):
                raise self.make_error("invalid", input=value)
            value = int(value)
        elif isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            raise self.make_error("invalid", input=value)
        number = int(value)
        if not -(2**31) <= number < 2**31:
            raise self.make_error("too_large", input=value)
        return number


class Moment(fields.AwareDateTime):
    """A point in time, ISO 8601 with an offset; without one it is refused. Told in the district's zone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _ISO_MOMENT.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        try:
            return moment.astimezone(DISTRICT_ZONE)
        except OverflowError as error:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE) from error

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else self.to_json(value).isoformat()

    @staticmethod
    def to_json(value: datetime) -> datetime:
        """The moment as the district's clock shows it; the encoder writes it as `isoformat` does."""
        return value.astimezone(DISTRICT_ZONE)


_ISO_MOMENT = re.compile(
    r"(?:19|20|21)\d\d-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?"
)


class Date(fields.Date):
    """A calendar day, `YYYY-MM-DD`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"(?:19|20|21)\d\d-\d\d-\d\d", value):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(value, attr, data, **kwargs)


class Month(String):
    """A month, `YYYY-MM`; told and taken as the date of its first day."""

    def __init__(self, **options: Any) -> None:
        told = {"example": "2026-03", "pattern": r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"}
        super().__init__(metadata={**told, **options.pop("metadata", {})}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _MONTH.fullmatch(text):
            raise marshmallow.ValidationError("Not a valid month.")
        return date.fromisoformat(f"{text}-01")

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else self.to_json(value)

    @staticmethod
    def to_json(value: date) -> str:
        """The month of that day."""
        return f"{value:%Y-%m}"


_MONTH = re.compile(r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])")


class Enum(fields.Enum[Any]):
    """One of the values of a StrEnum, by value."""

    def __init__(self, enum: type[PythonEnum], **options: Any) -> None:
        super().__init__(enum, by_value=True, **options)


class ClockTime(String):
    """A wall-clock time `HH:MM`; `24:00` is the end of the day."""

    def __init__(self, **options: Any) -> None:
        pattern = validate.Regexp(r"^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", error="Not a valid time.")
        super().__init__(validate=pattern, **options)


class Float(fields.Float):
    """A JSON number; text that looks like one and `true` are refused."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Degrees(Float):
    """Degrees of latitude or longitude (WGS-84), as exact as the database keeps them: to a decimetre."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        return round(super()._deserialize(value, attr, data, **kwargs), 6)


def latitude(**options: Any) -> Degrees:
    """A field for a latitude."""
    return Degrees(validate=validate.Range(min=-90, max=90), metadata={"example": 29.953}, **options)


def longitude(**options: Any) -> Degrees:
    """A field for a longitude."""
    return Degrees(validate=validate.Range(min=-180, max=180), metadata={"example": 121.716}, **options)


class Boolean(fields.Boolean):
    """JSON's `true` or `false`, and in a query string these words; nothing else that a program might take for one."""

    in_query = False

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if self.in_query and value in ("true", "false"):
            return bool(value == "true")
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def office_phone(**options: Any) -> String:
    """A field for the telephone of an office, kept as it is written."""
    form = validate.Regexp(r"^\+?[0-9][0-9 ()-]{4,28}$", error="电话号码格式不对。|Not a telephone number.")
    return String(validate=form, metadata={"example": "0574-86250000"}, **options)


UUID = fields.UUID
List = fields.List
Nested = fields.Nested
Dict = fields.Dict
Url = fields.Url


class Rendered(fields.Nested):
    """A nested shape whose values a query has put into JSON's form already, for answers too long to walk again.

    The document tells the shape; that the values have it is for a test of the route to show.
    """

    def _serialize(self, nested_obj: Any, attr: Any, obj: Any, **_: Any) -> Any:  # type: ignore[override] # Nested's
        return nested_obj

    @staticmethod
    def to_json(value: Any) -> Any:
        """The values as they are."""
        return value


class PageArgumentsSchema(Schema):
    """Which stretch of a list."""

    cursor = String(validate=validate.Length(max=1000), metadata={"description": "From the page before."})
    limit = Integer(in_query=True, load_default=20, validate=validate.Range(min=1, max=100))


def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of a page of such items; the same class each time it is asked for."""
    if item not in _pages:
        name = item.__name__.removesuffix("Schema")
        _pages[item] = type(
            f"{name}PageSchema",
            (Schema,),
            {
                "__doc__": f"A page of a list of {name}.",
                "items": List(Nested(item), required=True),
                "next_cursor": String(required=True, allow_none=True),
            },
        )
    return _pages[item]


_pages: dict[type[Schema], type[Schema]] = {}
