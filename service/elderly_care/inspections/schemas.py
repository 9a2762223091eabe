"""The shapes of inspections in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.inspections.rules import FindingStatus, FindingStepKind, InspectionArea, Severity
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_FINDING = {"example": "二楼走廊灭火器已过期。"}
_MENDED = {"example": "已更换灭火器，附照片。"}
_MEND_BY = {"example": "2026-03-16", "description": "The last day for its mending; it never moves."}
_NOTE = {"example": "与负责人一同查看。"}
_MADE_ON = {"example": "2026-03-02"}


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


def _photos() -> Any:
    return fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=9))


class NewInspectionFindingSchema(Schema):
    """Something to mend, in one of the areas looked at."""

    area = fields.Enum(InspectionArea, required=True)
    severity = fields.Enum(Severity, required=True)
    text = _text(2000, _FINDING, required=True)
    mend_by = fields.Date(required=True, metadata=_MEND_BY)
    photos = _photos()


class NewInspectionSchema(Schema):
    """An inspection of the last days: what was looked at, and what was found there, if anything."""

    contract_id = fields.UUID(required=True)
    made_on = fields.Date(required=True, metadata=_MADE_ON)
    areas = fields.List(
        fields.Enum(InspectionArea),
        required=True,
        validate=validate.Length(min=1, max=len(InspectionArea)),
        metadata={"example": ["safety", "staff"]},
    )
    findings = fields.List(
        fields.Nested(NewInspectionFindingSchema), load_default=list, validate=validate.Length(max=50)
    )
    note = _text(1000, _NOTE)


class FindingMendedSchema(Schema):
    """How a finding was mended."""

    note = _text(1000, _MENDED, required=True)
    photos = _photos()


class FindingVerifiedSchema(Schema):
    """What was seen when it was looked at again."""

    is_mended = fields.Boolean(required=True, metadata={"example": True})
    note = _text(1000, {"example": "现场查看，属实。"}, required=True)
    photos = _photos()


class FindingStepSchema(Schema):
    """What was done about a finding."""

    kind = fields.Enum(FindingStepKind, required=True)
    note = fields.String(required=True, metadata=_MENDED)
    photos = fields.List(fields.UUID(), required=True)
    made_at = fields.Moment(required=True)


class InspectionFindingSchema(Schema):
    """What was found, by when it is mended, and what was done about it."""

    id = fields.UUID(required=True)
    area = fields.Enum(InspectionArea, required=True)
    severity = fields.Enum(Severity, required=True)
    text = fields.String(required=True, metadata=_FINDING)
    photos = fields.List(fields.UUID(), required=True)
    mend_by = fields.Date(required=True, metadata=_MEND_BY)
    status = fields.Enum(FindingStatus, required=True)
    mended_on = fields.Date(required=True, allow_none=True)
    steps = fields.List(fields.Nested(FindingStepSchema), required=True)


class InspectionSchema(Schema):
    """An inspection."""

    id = fields.UUID(required=True)
    contract_id = fields.UUID(required=True)
    made_on = fields.Date(required=True, metadata=_MADE_ON)
    areas = fields.List(fields.Enum(InspectionArea), required=True)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    made_at = fields.Moment(required=True)
    findings = fields.List(fields.Nested(InspectionFindingSchema), required=True)


class InspectionFilterSchema(PageArgumentsSchema):
    """Which inspections."""

    contract_id = fields.UUID()
    unmended = fields.Boolean(
        load_default=False,
        metadata={"description": "Only those of which something waits to be mended or verified."},
    )
