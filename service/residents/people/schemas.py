"""The shapes of residents in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.people.rules import Purpose
from service.residents.rules import ResidentStatus

_NAME = {"example": "陈阿婆", "description": "1–50 characters, rare ones and `·` among them."}
_PHONE = {"example": "13812345678", "description": "A Chinese mobile or landline number."}
_ID_NUMBER = {"example": "330211194001011022", "description": "18 characters (GB 11643)."}
_REGION = {"example": "330211001001", "description": "A community or a place in one."}
_ADDRESS = {"example": "胜利路 18 号 2 幢 301 室"}


class MyResidentSchema(Schema):
    """One's own record; telephone and ID number are masked here too, so that a found telephone tells nothing."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    status = fields.Enum(ResidentStatus, required=True)
    region_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001001"})
    address = fields.String(required=True, allow_none=True, metadata=_ADDRESS)
    home_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The home on record, which sets the address."}
    )
    phone = fields.String(required=True, allow_none=True, metadata={"example": "138****5678"})
    id_number = fields.String(required=True, allow_none=True, metadata={"example": "330***********1023"})
    registered_at = fields.Moment(required=True)
    verified_at = fields.Moment(required=True, allow_none=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it was rejected, or moved on."}
    )


class ResidentSchema(MyResidentSchema):
    """A record as workers see it."""

    is_claim = fields.Boolean(
        required=True,
        metadata={"description": "The ID number is on record: verifying joins the two."},
    )


class SelfRegistrationSchema(Schema):
    """Who I am; without `region_code` one can be a proxy and nothing else."""

    name = fields.String(required=True, validate=validate.Length(max=200), metadata=_NAME)
    phone = fields.String(required=True, validate=validate.Length(max=30), metadata=_PHONE)
    id_number = fields.String(validate=validate.Length(max=40), metadata=_ID_NUMBER)
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    address = fields.String(validate=validate.Length(max=200), metadata=_ADDRESS)


class MyChangesSchema(Schema):
    """What one may change oneself; once verified, only `phone` and `address`."""

    name = fields.String(validate=validate.Length(max=200), metadata=_NAME)
    phone = fields.String(validate=validate.Length(max=30), metadata=_PHONE)
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    address = fields.String(allow_none=True, validate=validate.Length(max=200), metadata=_ADDRESS)


class ResidentRegistrationSchema(Schema):
    """Somebody whom a worker enters, with or without a telephone."""

    name = fields.String(required=True, validate=validate.Length(max=200), metadata=_NAME)
    region_code = fields.String(required=True, validate=validate.Length(max=40), metadata=_REGION)
    phone = fields.String(validate=validate.Length(max=30), metadata=_PHONE)
    id_number = fields.String(validate=validate.Length(max=40), metadata=_ID_NUMBER)
    address = fields.String(validate=validate.Length(max=200), metadata=_ADDRESS)


class ResidentChangesSchema(Schema):
    """What a worker changes of a record."""

    name = fields.String(validate=validate.Length(max=200), metadata=_NAME)
    phone = fields.String(allow_none=True, validate=validate.Length(max=30), metadata=_PHONE)
    id_number = fields.String(validate=validate.Length(max=40), metadata=_ID_NUMBER)
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    address = fields.String(allow_none=True, validate=validate.Length(max=200), metadata=_ADDRESS)
    status = fields.Enum(
        ResidentStatus,
        metadata={"description": "`moved_away`, `deceased`, or `verified` again after a mistake."},
    )
    reason = fields.String(validate=validate.Length(max=500), metadata={"example": "随女儿迁往杭州"})


class RejectionSchema(Schema):
    """Why a registration is not accepted; the person reads it."""

    reason = fields.String(
        required=True, validate=validate.Length(min=1, max=500), metadata={"example": "不住在本社区"}
    )


class ResidentFilterSchema(PageArgumentsSchema):
    """Which records."""

    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    status = fields.Enum(ResidentStatus)
    q = fields.String(
        validate=validate.Length(min=1, max=50),
        metadata={"description": "The beginning of a name, or a whole telephone or ID number."},
    )


class SensitiveArgumentsSchema(Schema):
    """For what."""

    purpose = fields.Enum(Purpose, required=True)


class SensitiveSchema(Schema):
    """Telephone and ID number in full."""

    phone = fields.String(required=True, allow_none=True, metadata={"example": "+8613812345678"})
    id_number = fields.String(required=True, allow_none=True, metadata={"example": "330211194001011022"})
