"""The shapes of proxies in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.proxies.rules import LONGEST_RELATION
from service.residents.rules import ProxyScope, ProxyStatus


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


class ElderSchema(Schema):
    """Whom it is about; the asker sees only what they typed, masked, until it is approved."""

    resident_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, metadata={"example": "陈**"})


class ProxySchema(Schema):
    """That somebody may act, or asks to act, for an elder."""

    id = fields.UUID(required=True)
    elder = fields.Nested(ElderSchema, required=True)
    proxy_name = fields.String(required=True, metadata={"example": "陈小妹"})
    relation = fields.String(required=True, metadata={"example": "女儿"})
    scopes = fields.List(fields.Enum(ProxyScope), required=True)
    status = fields.Enum(ProxyStatus, required=True)
    valid_until = fields.Date(required=True, metadata={"example": "2026-12-31"})
    asked_at = fields.Moment(required=True)
    decided_at = fields.Moment(required=True, allow_none=True)
    revoked_at = fields.Moment(required=True, allow_none=True)


class ProxyFilterSchema(PageArgumentsSchema):
    """Which proxies."""

    status = fields.Enum(ProxyStatus)
    elder_id = fields.UUID()
