"""The compiled dump says exactly what marshmallow's own says, for every kind of field that schemas use."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import marshmallow
import orjson
from hypothesis import given
from hypothesis import strategies as st

from service.kit import fields
from service.kit.fields import Schema, page_of


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class PartSchema(Schema):
    """A part."""

    id = fields.UUID(required=True)
    on = fields.Date(required=True, allow_none=True)


class WholeSchema(Schema):
    """Every kind of field that our schemas use."""

    text = fields.String()
    number = fields.Integer()
    share = fields.Float()
    yes = fields.Boolean()
    at = fields.Moment()
    on = fields.Date()
    clock = fields.ClockTime()
    colour = fields.Enum(Colour)
    colours = fields.List(fields.Enum(Colour))
    ids = fields.List(fields.UUID())
    moments = fields.List(fields.Moment())
    words = fields.List(fields.String())
    part = fields.Nested(PartSchema)
    parts = fields.List(fields.Nested(PartSchema))
    many_parts = fields.Nested(PartSchema, many=True)
    from_ = fields.Date(data_key="from")
    renamed = fields.String(attribute="text", dump_only=True)
    facts = fields.Dict()
    doubled = marshmallow.fields.Method("double")
    link = fields.Url()
    defaulted = fields.String(dump_default="nothing")
    secret = fields.String(load_only=True)

    def double(self, whole: Any) -> int | None:
        number = whole.get("number") if isinstance(whole, dict) else getattr(whole, "number", None)
        return None if number is None else number * 2


@dataclass
class Whole:
    """A row's shape, by attributes."""

    values: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["values"][name]
        except KeyError as error:
            raise AttributeError(name) from error


days = st.dates(date(1950, 1, 1), date(2100, 1, 1))
zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.builds(datetime.combine, days, st.times(), tzinfo=zones)
words = st.text(max_size=8)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


parts = st.fixed_dictionaries({"id": st.uuids(), "on": maybe(days)})
wholes = st.fixed_dictionaries(
    {},
    optional={
        "text": maybe(words),
        "number": maybe(st.integers(-(2**31), 2**31 - 1)),
        "share": maybe(st.floats(allow_nan=False, allow_infinity=False, width=32)),
        "yes": maybe(st.booleans()),
        "at": maybe(moments),
        "on": maybe(days),
        "clock": maybe(st.just("24:00")),
        "colour": maybe(st.sampled_from(Colour)),
        "colours": maybe(st.lists(st.sampled_from(Colour), max_size=3)),
        "ids": maybe(st.lists(st.uuids(), max_size=3)),
        "moments": maybe(st.lists(moments, max_size=3)),
        "words": maybe(st.lists(words, max_size=3)),
        "part": maybe(parts),
        "parts": maybe(st.lists(parts, max_size=3)),
        "many_parts": maybe(st.lists(parts, max_size=3)),
        "from_": maybe(days),
        "facts": maybe(st.dictionaries(words, st.integers(0, 9), max_size=3)),
        "link": maybe(st.just("https://example.org/")),
        "defaulted": maybe(words),
        "secret": words,
    },
)


def as_told(value: Any) -> Any:
    """What a client reads."""
    return orjson.loads(orjson.dumps(value))


@given(whole=wholes)
def test_a_mapping_is_told_as_marshmallow_tells_it(whole: dict[str, Any]) -> None:
    schema = WholeSchema()

    assert as_told(schema.dump(whole)) == as_told(marshmallow.Schema.dump(schema, whole))


@given(whole=wholes)
def test_a_row_is_told_as_marshmallow_tells_it(whole: dict[str, Any]) -> None:
    schema = WholeSchema()

    assert as_told(schema.dump(Whole(whole))) == as_told(marshmallow.Schema.dump(schema, Whole(whole)))


@given(rows=st.lists(wholes, max_size=4))
def test_a_page_is_told_as_marshmallow_tells_it(rows: list[dict[str, Any]]) -> None:
    schema = page_of(WholeSchema)()
    page = {"items": rows, "next_cursor": None}

    assert as_told(schema.dump(page)) == as_told(marshmallow.Schema.dump(schema, page))


def test_many_are_told_one_by_one() -> None:
    rows = [{"text": "a"}, {"text": "b"}]

    told = WholeSchema(many=True).dump(rows)

    assert [row["text"] for row in told] == ["a", "b"]


def test_a_moment_is_told_in_the_districts_zone() -> None:
    told = WholeSchema().dump({"at": datetime(2026, 3, 2, 1, 0, tzinfo=UTC)})

    assert as_told(told)["at"] == "2026-03-02T09:00:00+08:00"


def test_only_some_fields_are_told_where_a_schema_is_narrowed() -> None:
    narrowed = WholeSchema(only=("text",))

    assert narrowed.dump({"text": "a", "number": 1}) == {"text": "a"}
    assert WholeSchema().dump({"text": "a", "number": 1})["number"] == 1
