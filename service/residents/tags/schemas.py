"""The shapes of tags in JSON."""

from typing import Any

from marshmallow import validate

from service.kit import fields
from service.kit.actor import REGION_STAFF, Role
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.tags.rules import CODE_PATTERN, TagKind

_CODE = {"example": "lives_alone"}
_SEEN_BY = {"example": ["community_worker"], "description": "In which roles one sees it on somebody."}
_SET_BY = {
    "example": ["community_worker"],
    "description": "In which roles one sets it; nobody a computed one.",
}
_NAME = validate.Length(min=1, max=30)
_MONTHS = validate.Range(min=1, max=120)
_AGE = validate.Range(min=0, max=130)


def _roles(**options: Any) -> Any:
    role = fields.Enum(Role, validate=validate.OneOf(sorted(REGION_STAFF)))
    return fields.List(role, validate=validate.Length(max=len(REGION_STAFF)), **options)


class TagSchema(Schema):
    """A tag of the list; `age_from` and `age_below` in years make it a computed one."""

    code = fields.String(required=True, metadata=_CODE)
    name_zh = fields.String(required=True, metadata={"example": "独居"})
    name_en = fields.String(required=True, metadata={"example": "lives alone"})
    kind = fields.Enum(TagKind, required=True)
    is_sensitive = fields.Boolean(required=True)
    is_computed = fields.Boolean(required=True)
    set_by = fields.List(fields.String(), required=True, metadata=_SET_BY)
    seen_by = fields.List(fields.String(), required=True, metadata=_SEEN_BY)
    needs_end = fields.Boolean(required=True)
    review_months = fields.Integer(required=True, allow_none=True)
    age_from = fields.Integer(required=True, allow_none=True)
    age_below = fields.Integer(required=True, allow_none=True)
    retired_at = fields.Moment(required=True, allow_none=True)


class NewTagSchema(Schema):
    """A tag to put on the list."""

    code = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN), metadata={"example": "carer"})
    name_zh = fields.String(required=True, validate=_NAME, metadata={"example": "照护者"})
    name_en = fields.String(required=True, validate=_NAME, metadata={"example": "carer"})
    kind = fields.Enum(TagKind, required=True, metadata={"example": "family"})
    is_sensitive = fields.Boolean(load_default=False)
    set_by = _roles(required=True, metadata=_SET_BY)
    seen_by = _roles(required=True, metadata=_SEEN_BY)
    needs_end = fields.Boolean(load_default=False)
    review_months = fields.Integer(load_default=None, allow_none=True, validate=_MONTHS)
    age_from = fields.Integer(load_default=None, allow_none=True, validate=_AGE)
    age_below = fields.Integer(load_default=None, allow_none=True, validate=_AGE)


class TagChangesSchema(Schema):
    """What changes of a tag; a `retired` one is set no more, and who has it keeps it."""

    name_zh = fields.String(validate=_NAME, metadata={"example": "独居"})
    name_en = fields.String(validate=_NAME, metadata={"example": "lives alone"})
    is_sensitive = fields.Boolean()
    set_by = _roles(metadata=_SET_BY)
    seen_by = _roles(metadata=_SEEN_BY)
    needs_end = fields.Boolean()
    review_months = fields.Integer(allow_none=True, validate=_MONTHS)
    age_from = fields.Integer(allow_none=True, validate=_AGE)
    age_below = fields.Integer(allow_none=True, validate=_AGE)
    retired = fields.Boolean()


class TagFilterSchema(PageArgumentsSchema):
    """Which tags of the list."""

    kind = fields.Enum(TagKind)
    retired = fields.Boolean(load_default=False, metadata={"description": "With the retired ones."})


class ResidentTagSchema(Schema):
    """A tag that somebody was given."""

    id = fields.UUID(required=True)
    code = fields.String(required=True, metadata=_CODE)
    name_zh = fields.String(required=True, metadata={"example": "独居"})
    name_en = fields.String(required=True, metadata={"example": "lives alone"})
    is_sensitive = fields.Boolean(required=True)
    is_in_force = fields.Boolean(required=True)
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "The last day; before `valid_from`: a mistake."},
    )
    review_on = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True, metadata={"example": "子女在外地"})
    set_by = fields.UUID(required=True, allow_none=True)
    set_by_name = fields.String(required=True, allow_none=True, metadata={"example": "王芳"})
    set_at = fields.Moment(required=True)
    ended_by = fields.UUID(required=True, allow_none=True)
    ended_at = fields.Moment(required=True, allow_none=True)


class TagsOfResidentSchema(Schema):
    """A page of the tags somebody was given, the newest first, and all that follow from their age today."""

    computed = fields.List(fields.Nested(TagSchema), required=True)
    items = fields.List(fields.Nested(ResidentTagSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SetTagSchema(Schema):
    """Which tag somebody gets, from when (today) until when."""

    code = fields.String(required=True, validate=validate.Length(max=40), metadata=_CODE)
    valid_from = fields.Date(metadata={"example": "2026-03-01"})
    valid_until = fields.Date(metadata={"example": "2027-02-28", "description": "The last day."})
    review_on = fields.Date(metadata={"example": "2027-03-01"})
    note = fields.String(validate=validate.Length(max=200), metadata={"example": "子女在外地"})


class EndTagSchema(Schema):
    """With which last day a tag ends; without one it ends at once."""

    valid_until = fields.Date(metadata={"example": "2026-03-31"})


class TagReviewSchema(Schema):
    """When somebody looks again; without a day after the months that the list says."""

    review_on = fields.Date(metadata={"example": "2027-03-01"})


class DueReviewFilterSchema(PageArgumentsSchema):
    """Of which place, and all below it."""

    region_code = fields.String(validate=validate.Length(max=40), metadata={"example": "330211001001"})


class DueReviewSchema(Schema):
    """A tag whose day of review has come, and whose it is."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001001"})
    code = fields.String(required=True, metadata=_CODE)
    name_zh = fields.String(required=True, metadata={"example": "独居"})
    name_en = fields.String(required=True, metadata={"example": "lives alone"})
    note = fields.String(required=True, allow_none=True, metadata={"example": "子女在外地"})
    valid_from = fields.Date(required=True)
    review_on = fields.Date(required=True)
