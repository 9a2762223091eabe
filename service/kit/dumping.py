"""Dumping schemas fast: each schema becomes a list of getters and converters once, then rows are just read.

marshmallow walks its fields anew for every object; lists are where that costs (docs/decisions/0006). Fields
whose dumping is not plain reading (methods, functions, custom fields) still go through marshmallow.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import marshmallow
from marshmallow import fields

from service.kit.clock import DISTRICT_ZONE

Dump = Callable[[Any], Any]
Getter = Callable[[Any, str], Any]

_dumpers: dict[tuple[type[marshmallow.Schema], frozenset[str]], Dump] = {}


def dumper_for(schema: marshmallow.Schema) -> Dump:
    """The compiled dump of one object by this schema."""
    key = (type(schema), frozenset(schema.dump_fields))
    if key not in _dumpers:
        _dumpers[key] = _compile(schema)
    return _dumpers[key]


def _compile(schema: marshmallow.Schema) -> Dump:
    plan = [
        (field.data_key or name, field.attribute or name, _converter(field), _fallback(schema, name, field))
        for name, field in schema.dump_fields.items()
    ]

    def dump(obj: Any) -> dict[str, Any]:
        get = _from_mapping if isinstance(obj, Mapping) else _from_object
        told: dict[str, Any] = {}
        for key, attribute, convert, fallback in plan:
            if fallback is not None:
                value = fallback(obj)
                if value is not marshmallow.missing:
                    told[key] = value
                continue
            value = get(obj, attribute)
            if value is marshmallow.missing:
                continue
            told[key] = value if value is None or convert is None else convert(value)
        return told

    return dump


def _from_mapping(obj: Any, name: str) -> Any:
    return obj.get(name, marshmallow.missing)


def _from_object(obj: Any, name: str) -> Any:
    return getattr(obj, name, marshmallow.missing)


def _converter(field: fields.Field[Any]) -> Dump | None:
    """How a value of this field becomes JSON; None where the JSON encoder knows it as it is."""
    if isinstance(field, fields.List):
        inner = _converter(field.inner)
        return list if inner is None else lambda values: [None if v is None else inner(v) for v in values]
    if isinstance(field, fields.Nested):
        dump_one = dumper_for(field.schema)
        return (lambda rows: [dump_one(row) for row in rows]) if field.many else dump_one
    for kind, convert in _CONVERTERS:
        if isinstance(field, kind):
            return convert
    return None


def _moment(value: datetime) -> str:
    return value.astimezone(DISTRICT_ZONE).isoformat()


def _enum(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


_CONVERTERS: tuple[tuple[type, Dump], ...] = (
    (fields.UUID, str),
    (fields.AwareDateTime, _moment),
    (fields.Date, lambda value: value.isoformat()),
    (fields.Enum, _enum),
)
_PLAIN = (
    fields.String,
    fields.Integer,
    fields.Float,
    fields.Boolean,
    fields.UUID,
    fields.AwareDateTime,
    fields.Date,
    fields.Enum,
    fields.Dict,
    fields.Raw,
    fields.List,
    fields.Nested,
)


def _fallback(schema: marshmallow.Schema, name: str, field: fields.Field[Any]) -> Dump | None:
    """marshmallow's own way for a field that is more than reading an attribute."""
    plain = (isinstance(field, _PLAIN) and field.attribute is None) or _is_simple_attribute(field)
    custom = type(field)._serialize is not _base_serialize(field) and not isinstance(
        field, fields.AwareDateTime
    )
    if plain and not custom and field.dump_default is marshmallow.missing:
        return None
    return lambda obj: field.serialize(name, obj, accessor=schema.get_attribute)


def _is_simple_attribute(field: fields.Field[Any]) -> bool:
    return isinstance(field, _PLAIN) and field.attribute is not None and "." not in field.attribute


def _base_serialize(field: fields.Field[Any]) -> Any:
    base = (
        next(kind for kind in _PLAIN if isinstance(field, kind))
        if isinstance(field, _PLAIN)
        else fields.Field
    )
    return base._serialize
