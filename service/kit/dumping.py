"""Dumping schemas fast: each schema becomes a list of getters and converters once, then rows are just read.

marshmallow walks its fields anew for every object; lists are where that costs (docs/decisions/0006). Fields
whose dumping is not plain reading (methods, functions, defaults) still go through marshmallow.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import marshmallow
from marshmallow import fields

Convert = Callable[[Any], Any]

_dumpers: dict[tuple[type[marshmallow.Schema], frozenset[str]], Convert] = {}


def dumper_for(schema: marshmallow.Schema) -> Convert:
    """The compiled dump of one object by this schema."""
    key = (type(schema), frozenset(schema.dump_fields))
    if key not in _dumpers:
        _dumpers[key] = _compile(schema)
    return _dumpers[key]


def _compile(schema: marshmallow.Schema) -> Convert:
    plain, special = [], []
    for name, field in schema.dump_fields.items():
        key = field.data_key or name
        if _is_plain(field):
            plain.append((key, field.attribute or name, _converter(field)))
        else:
            special.append((key, name, field))

    def dump(row: Any) -> dict[str, Any]:
        read: Callable[[str, Any], Any] = row.get if isinstance(row, Mapping) else partial(getattr, row)
        told: dict[str, Any] = {}
        for key, attribute, convert in plain:
            value = read(attribute, marshmallow.missing)
            if value is not marshmallow.missing:
                told[key] = value if value is None or convert is None else convert(value)
        for key, name, field in special:
            value = field.serialize(name, row, accessor=schema.get_attribute)
            if value is not marshmallow.missing:
                told[key] = value
        return told

    return dump


def _is_plain(field: fields.Field[Any]) -> bool:
    """Whether dumping it is reading an attribute and converting the value."""
    if isinstance(field, fields.List) and not _is_plain(field.inner):
        return False
    if isinstance(field, fields.Dict) and (field.key_field or field.value_field):
        return False
    known = hasattr(field, "to_json") or type(field)._serialize in _KNOWN
    return known and field.dump_default is marshmallow.missing and "." not in (field.attribute or "")


def _converter(field: fields.Field[Any]) -> Convert | None:
    """How a value of this field becomes JSON; None where the JSON encoder takes it as it is."""
    to_json: Convert | None = getattr(field, "to_json", None)
    if to_json is not None:
        return to_json
    if isinstance(field, fields.List):
        inner = _converter(field.inner)
        return list if inner is None else lambda values: [None if v is None else inner(v) for v in values]
    if isinstance(field, fields.Nested):
        dump_one = dumper_for(field.schema)
        return (lambda rows: [dump_one(row) for row in rows]) if field.many else dump_one
    return _KNOWN[type(field)._serialize]


# marshmallow's own dumping methods whose work we know, with what does the same before the encoder (kit/json.py), which
# writes identifiers, days and enums by itself.
_KNOWN: dict[Any, Convert | None] = {
    fields.String._serialize: None,
    fields.Integer._serialize: None,
    fields.Boolean._serialize: None,
    fields.Raw._serialize: None,
    fields.Dict._serialize: None,
    fields.List._serialize: None,
    fields.Nested._serialize: None,
    fields.UUID._serialize: None,
    fields.Date._serialize: None,
    fields.Enum._serialize: None,
}
