"""The shapes of possible duplicates and merges in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.merging.rules import (
    DuplicateReason,
    DuplicateSource,
    DuplicateState,
    MergeStatus,
    Which,
)
from service.residents.rules import ResidentStatus

_REGION = {"example": "330211001001"}


class CandidateSchema(Schema):
    """One of two who may be one person; of a record kept elsewhere only where, and a masked name."""

    resident_id = fields.UUID(required=True)
    is_kept_here = fields.Boolean(required=True)
    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    status = fields.Enum(ResidentStatus, required=True)
    region_code = fields.String(required=True, allow_none=True, metadata=_REGION)
    address = fields.String(required=True, allow_none=True, metadata={"example": "胜利路 18 号 2 幢 301 室"})
    phone = fields.String(required=True, allow_none=True, metadata={"example": "138****5678"})
    id_number = fields.String(required=True, allow_none=True, metadata={"example": "330***********1023"})
    is_claim = fields.Boolean(required=True)
    registered_at = fields.Moment(required=True)


class DuplicateSchema(Schema):
    """Two records that may be one person: merge them, or dismiss the pair."""

    id = fields.UUID(required=True)
    reason = fields.Enum(DuplicateReason, required=True)
    source = fields.Enum(DuplicateSource, required=True)
    state = fields.Enum(DuplicateState, required=True)
    noted_at = fields.Moment(required=True)
    first = fields.Nested(CandidateSchema, required=True)
    second = fields.Nested(CandidateSchema, required=True)


class DuplicateFilterSchema(PageArgumentsSchema):
    """Which pairs; the open ones unless said otherwise."""

    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    state = fields.Enum(DuplicateState, load_default=DuplicateState.OPEN)


class KeepSchema(Schema):
    """Which of the two says what; what is not named comes from the verified one, of two alike from the newer one."""

    name = fields.Enum(Which)
    phone = fields.Enum(Which)
    id_number = fields.Enum(Which, metadata={"description": "Needed when both have one and they differ."})
    home = fields.Enum(Which, metadata={"description": "Region, home and address."})
    details = fields.Enum(
        Which, metadata={"description": "All other facts; what only one record says is kept either way."}
    )


class MergeRequestSchema(Schema):
    """Which record gives way to the one of the path."""

    other_id = fields.UUID(required=True)
    keep = fields.Nested(KeepSchema, load_default=dict)


class MergeSchema(Schema):
    """That one record gave way to another."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True, metadata={"description": "The record that stayed."})
    merged_id = fields.UUID(required=True, metadata={"description": "The record that gave way."})
    merged_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, allow_none=True, metadata=_REGION)
    merged_region_code = fields.String(required=True, allow_none=True, metadata=_REGION)
    status = fields.Enum(MergeStatus, required=True)
    merged_by = fields.UUID(required=True, allow_none=True)
    merged_at = fields.Moment(required=True)
    undo_until = fields.Moment(required=True)
    undone_by = fields.UUID(required=True, allow_none=True)
    undone_at = fields.Moment(required=True, allow_none=True)


class MergeFilterSchema(PageArgumentsSchema):
    """Which merges; `resident_id` is of either record."""

    resident_id = fields.UUID()
    status = fields.Enum(MergeStatus)
