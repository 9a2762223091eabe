"""The shapes of ratings and programmes in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.organisations.registry.rules import Grade, ProgrammeKind

_LINE = validate.Length(min=1, max=100)
_TEXT = validate.Length(min=1, max=500)
_ISSUER = {"example": "镇海区民政局"}
_CERTIFICATE = {"example": "甬镇社评2025012"}
_UNTIL = {"example": "2030-05-31", "description": "The last day; five years unless said otherwise."}
_TITLE = {"example": "社会组织负责人能力提升班"}
_PLACE = {"example": "330211001001", "description": "The community that it concerns, if one."}
_PLACE_LENGTH = validate.Length(max=40)
_HOURS = validate.Range(min=1, max=10_000)
_WITHDRAWN = {"example": "评估后受到行政处罚，等级被取消"}
_OUTCOME = {"example": "结业，承接城东社区助老项目"}


class OrganisationRatingSchema(Schema):
    """How a social organisation was rated, from `valid_from` until its last day `valid_until`."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    grade = fields.Enum(Grade, required=True)
    valid_from = fields.Date(required=True, metadata={"example": "2025-06-01"})
    valid_until = fields.Date(required=True, metadata=_UNTIL)
    issuer = fields.String(required=True, metadata=_ISSUER)
    certificate_no = fields.String(required=True, allow_none=True, metadata=_CERTIFICATE)
    ended_because = fields.String(required=True, allow_none=True, metadata=_WITHDRAWN)
    made_at = fields.Moment(required=True)


class OrganisationRatingRequestSchema(Schema):
    """A rating that was given."""

    grade = fields.Enum(Grade, required=True)
    valid_from = fields.Date(required=True, metadata={"example": "2025-06-01"})
    valid_until = fields.Date(metadata=_UNTIL)
    issuer = fields.String(required=True, validate=_LINE, metadata=_ISSUER)
    certificate_no = fields.String(validate=_LINE, metadata=_CERTIFICATE)


class OrganisationRatingEndSchema(Schema):
    """When and why a rating ends before its term."""

    valid_until = fields.Date(required=True, metadata={"example": "2027-03-31"})
    reason = fields.String(required=True, validate=_TEXT, metadata=_WITHDRAWN)


class OrganisationProgrammeSchema(Schema):
    """Something that was done to bring a social organisation on."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    kind = fields.Enum(ProgrammeKind, required=True)
    title = fields.String(required=True, metadata=_TITLE)
    starts_on = fields.Date(required=True, metadata={"example": "2026-03-02"})
    ends_on = fields.Date(required=True, allow_none=True, metadata={"example": "2026-03-06"})
    hours = fields.Integer(required=True, allow_none=True, metadata={"example": 24})
    region_code = fields.String(required=True, allow_none=True, metadata=_PLACE)
    outcome = fields.String(required=True, allow_none=True, metadata=_OUTCOME)
    made_at = fields.Moment(required=True)


class OrganisationProgrammeRequestSchema(Schema):
    """Something that is or was done."""

    kind = fields.Enum(ProgrammeKind, required=True)
    title = fields.String(required=True, validate=_LINE, metadata=_TITLE)
    starts_on = fields.Date(required=True, metadata={"example": "2026-03-02"})
    ends_on = fields.Date(metadata={"example": "2026-03-06"})
    hours = fields.Integer(validate=_HOURS, metadata={"example": 24})
    region_code = fields.String(validate=_PLACE_LENGTH, metadata=_PLACE)
    outcome = fields.String(validate=_TEXT, metadata=_OUTCOME)


class OrganisationProgrammeChangesSchema(Schema):
    """What is said anew of it."""

    title = fields.String(validate=_LINE, metadata=_TITLE)
    starts_on = fields.Date(metadata={"example": "2026-03-02"})
    ends_on = fields.Date(allow_none=True, metadata={"example": "2026-03-06"})
    hours = fields.Integer(allow_none=True, validate=_HOURS, metadata={"example": 24})
    region_code = fields.String(allow_none=True, validate=_PLACE_LENGTH, metadata=_PLACE)
    outcome = fields.String(allow_none=True, validate=_TEXT, metadata=_OUTCOME)


class OrganisationProgrammeFilterSchema(PageArgumentsSchema):
    """Which programmes."""

    kind = fields.Enum(ProgrammeKind)
