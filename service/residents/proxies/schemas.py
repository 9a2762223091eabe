"""The shapes of proxies in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.content import ContentState
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.proxies.rules import LONGEST_RELATION
from service.residents.rules import AgreementWay, ProxyScope, ProxyStatus


class NamedElderSchema(Schema):
    """An elder as the asker knows them: a name, and a telephone or ID number."""

    name = fields.String(
        required=True, validate=validate.Length(min=1, max=200), metadata={"example": "陈阿婆"}
    )
    phone = fields.String(validate=validate.Length(max=30), metadata={"example": "13812345678"})
    id_number = fields.String(validate=validate.Length(max=40), metadata={"example": "330211194001011022"})


class ProxyRequestSchema(Schema):
    """For whom one asks to act, in what, until when (at most, and by default, a year)."""

    elder = fields.Nested(NamedElderSchema, required=True)
    relation = fields.String(
        required=True, validate=validate.Length(min=1, max=LONGEST_RELATION), metadata={"example": "女儿"}
    )
    scopes = fields.List(
        fields.Enum(ProxyScope), required=True, validate=validate.Length(min=1, max=len(ProxyScope))
    )
    valid_until = fields.Date(load_default=None, metadata={"example": "2026-12-31"})
    proof = fields.UUID(metadata={"description": "What shows the relation: the id of an upload."})


class ElderSchema(Schema):
    """Whom it is about; the asker sees only what they typed, masked, until it is approved."""

    resident_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, metadata={"example": "陈**"})


class ProxySchema(Schema):
    """That somebody may act, or asks to act, for an elder."""

    id = fields.UUID(required=True)
    elder = fields.Nested(ElderSchema, required=True)
    proxy_name = fields.String(required=True, metadata={"example": "陈小妹"})
    relation = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "example": "女儿",
            "description": "As the asker says; null to the elder before it was looked at.",
        },
    )
    content_state = fields.Enum(
        ContentState,
        required=True,
        allow_none=True,
        metadata={
            "description": "Whether the elder may read what the asker says of themself, for the asker and workers; "
            "none: it needs no check."
        },
    )
    scopes = fields.List(fields.Enum(ProxyScope), required=True)
    status = fields.Enum(ProxyStatus, required=True)
    valid_until = fields.Date(required=True, metadata={"example": "2026-12-31"})
    asked_at = fields.Moment(required=True)
    decided_at = fields.Moment(required=True, allow_none=True)
    agreed_way = fields.Enum(AgreementWay, required=True, allow_none=True)
    proof = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "For the asker and workers; null to the elder."},
    )
    attachment = fields.UUID(required=True, allow_none=True)
    revoked_at = fields.Moment(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class AgreementSchema(Schema):
    """How the elder's word is brought; without a way the elder agrees online, or a worker who knows them approves."""

    way = fields.Enum(AgreementWay)
    phone = fields.String(
        validate=validate.Length(max=30),
        metadata={"example": "13812345678", "description": "The elder's, with `sms_code`."},
    )
    code = fields.String(validate=validate.Length(max=12), metadata={"example": "482913"})
    attachment = fields.UUID(metadata={"description": "The signed sheet, with `paper`: the id of an upload."})
    witness = fields.String(
        validate=validate.Length(min=1, max=100),
        metadata={"example": "王芳", "description": "Before whom the elder agreed, with `paper`."},
    )


class ApprovalSchema(AgreementSchema):
    """The elder's agreement, perhaps to less than was asked."""

    scopes = fields.List(fields.Enum(ProxyScope), validate=validate.Length(min=1, max=len(ProxyScope)))
    valid_until = fields.Date(metadata={"example": "2026-06-30"})


class ExtensionSchema(AgreementSchema):
    """Until when it is to go on, and how the elder agrees."""

    valid_until = fields.Date(required=True, metadata={"example": "2027-06-30"})


class CodeRequestSchema(Schema):
    """To which telephone of the elder's a code is to go."""

    phone = fields.String(
        required=True, validate=validate.Length(max=30), metadata={"example": "13812345678"}
    )


class AgreementCodeSchema(Schema):
    """That a code is on its way, if this is the elder's telephone; `demonstration_code` only where nothing is sent."""

    expires_in = fields.Integer(required=True, metadata={"example": 300, "description": "Seconds."})
    demonstration_code = fields.String(required=True, allow_none=True)


class ProxyFilterSchema(PageArgumentsSchema):
    """Which proxies."""

    status = fields.Enum(ProxyStatus)
    elder_id = fields.UUID()
