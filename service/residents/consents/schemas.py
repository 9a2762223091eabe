"""The shapes of consents in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.consents.rules import ConsentPurpose, ConsentWay

_VERSION = {"example": 1}


class ConsentTextArgumentsSchema(Schema):
    """For which operator the texts are to be read."""

    organisation_id = fields.UUID(metadata={"description": "Fills in who would get the data."})


class ConsentTextSchema(Schema):
    """What somebody is asked, in the reader's language."""

    purpose = fields.Enum(ConsentPurpose, required=True)
    version = fields.Integer(required=True, metadata=_VERSION)
    valid_from = fields.Date(required=True)
    needs_consent = fields.Boolean(
        required=True, metadata={"description": "false: rests on the law's duties, told and not asked."}
    )
    is_separate = fields.Boolean(
        required=True, metadata={"description": "单独同意: to be asked for by itself (PIPL Art. 23, 29)."}
    )
    legal_basis = fields.String(required=True)
    title = fields.String(required=True, metadata={"example": "处理健康信息"})
    body = fields.String(required=True)
    refusal = fields.String(required=True, metadata={"description": "What follows from not agreeing."})
    text_hash = fields.String(
        required=True, metadata={"description": "SM3 of the words in both languages, kept with a consent."}
    )


class ConsentTextsSchema(Schema):
    """What one is asked today, one text for each purpose."""

    texts = fields.List(fields.Nested(ConsentTextSchema), required=True)


class ConsentRequestSchema(Schema):
    """To what somebody agrees, and how."""

    purpose = fields.Enum(ConsentPurpose, required=True, metadata={"example": "photos"})
    text_version = fields.Integer(required=True, validate=validate.Range(min=1), metadata=_VERSION)
    way = fields.Enum(ConsentWay, load_default=ConsentWay.APP)
    organisation_id = fields.UUID(metadata={"description": "For `share_with_operator`: to whom."})
    for_resident_id = fields.UUID(metadata={"description": "As a proxy for care, or as a worker."})
    attachment = fields.UUID(metadata={"description": "The signed sheet: the id of an upload."})
    witness = fields.String(validate=validate.Length(min=1, max=50), metadata={"example": "李梅"})
    code = fields.String(
        validate=validate.Length(min=1, max=10),
        metadata={"description": "For `sms_code`: what the resident was sent."},
    )


class ConsentCodeRequestSchema(Schema):
    """To what the resident agrees by a code to their telephone."""

    purpose = fields.Enum(ConsentPurpose, required=True, metadata={"example": "photos"})
    for_resident_id = fields.UUID(required=True)
    organisation_id = fields.UUID(metadata={"description": "For `share_with_operator`: to whom."})


class ConsentSchema(Schema):
    """That a resident agreed; it holds while `in_force`."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    purpose = fields.Enum(ConsentPurpose, required=True)
    organisation_id = fields.UUID(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    text_version = fields.Integer(required=True, metadata=_VERSION)
    text_hash = fields.String(required=True)
    way = fields.Enum(ConsentWay, required=True)
    attachment = fields.UUID(required=True, allow_none=True)
    witness = fields.String(required=True, allow_none=True)
    in_force = fields.Boolean(required=True)
    given_at = fields.Moment(required=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    replaced_at = fields.Moment(required=True, allow_none=True)
    withdrawn_at = fields.Moment(required=True, allow_none=True)
    withdrawn_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class ConsentFilterSchema(PageArgumentsSchema):
    """Whose consents, and which."""

    resident_id = fields.UUID(metadata={"description": "For proxies and workers; without it one's own."})
    purpose = fields.Enum(ConsentPurpose)
    in_force = fields.Boolean()
