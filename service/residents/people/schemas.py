"""The shapes of residents in JSON."""

from enum import StrEnum
from typing import Any

from marshmallow import validate

from service.kit import fields
from service.kit.fields import Schema
from service.residents.people.rules import (
    Education,
    Ethnicity,
    IncomeSource,
    LivingSituation,
    MaritalStatus,
    MedicalPayment,
    Purpose,
    Sex,
    SpokenLanguage,
    UiStyle,
)
from service.residents.rules import ResidentStatus

_NAME = {"example": "陈阿婆", "description": "1–50 characters, rare ones and `·` among them."}
_PHONE = {"example": "13812345678", "description": "A Chinese mobile or landline number."}
_ID_NUMBER = {"example": "330211194001011022", "description": "18 characters (GB 11643)."}
_REGION = {"example": "330211001001", "description": "A community or a place in one."}
_ADDRESS = {"example": "胜利路 18 号 2 幢 301 室"}


_RELATION = {"example": "女儿"}
_SEX = {"description": "From the ID number, where there is one."}
_BIRTH = {"example": "1940-01-01", "description": "From the ID number, where there is one."}


class DetailsSchema(Schema):
    """How somebody lives, as form A.2 of GB/T 42195-2022 asks it (religion is not kept), and is best spoken to."""

    ethnicity = fields.Enum(Ethnicity, required=True, allow_none=True)
    education = fields.Enum(Education, required=True, allow_none=True)
    marital_status = fields.Enum(MaritalStatus, required=True, allow_none=True)
    living_situation = fields.List(fields.Enum(LivingSituation), required=True, allow_none=True)
    medical_payments = fields.List(fields.Enum(MedicalPayment), required=True, allow_none=True)
    income_sources = fields.List(fields.Enum(IncomeSource), required=True, allow_none=True)
    language = fields.Enum(SpokenLanguage, required=True, allow_none=True)
    ui_style = fields.Enum(UiStyle, required=True, allow_none=True)


def _several(words: type[StrEnum]) -> Any:
    at_most = validate.Length(max=len(words))
    return fields.List(fields.Enum(words), allow_none=True, validate=at_most)


class DetailsChangesSchema(Schema):
    """What changes of how somebody lives; null where it is not known any more."""

    ethnicity = fields.Enum(Ethnicity, allow_none=True)
    education = fields.Enum(Education, allow_none=True)
    marital_status = fields.Enum(MaritalStatus, allow_none=True)
    living_situation = _several(LivingSituation)
    medical_payments = _several(MedicalPayment)
    income_sources = _several(IncomeSource)
    language = fields.Enum(SpokenLanguage, allow_none=True)
    ui_style = fields.Enum(UiStyle, allow_none=True)


class EmergencyContactSchema(Schema):
    """Whom to call for somebody, in order."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "王晓岚"})
    relation = fields.String(required=True, metadata=_RELATION)
    phone = fields.String(required=True, metadata={"example": "138****0002"})


class WantedContactSchema(Schema):
    """Whom to call; with the `id` of one on record the telephone may be left out, and stays."""

    id = fields.UUID()
    name = fields.String(required=True, validate=validate.Length(max=200), metadata={"example": "王晓岚"})
    relation = fields.String(
        required=True, validate=validate.Length(min=1, max=30), metadata={"example": "女儿"}
    )
    phone = fields.String(validate=validate.Length(max=30), metadata=_PHONE)


class MyResidentSchema(Schema):
    """One's own record; telephone and ID number are masked here too, so that a found telephone tells nothing."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    status = fields.Enum(ResidentStatus, required=True)
    region_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001001"})
    address = fields.String(required=True, allow_none=True, metadata=_ADDRESS)
    home_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The home on record, which sets the address."},
    )
    phone = fields.String(required=True, allow_none=True, metadata={"example": "138****5678"})
    id_number = fields.String(required=True, allow_none=True, metadata={"example": "330***********1023"})
    sex = fields.Enum(Sex, required=True, allow_none=True, metadata=_SEX)
    birth_on = fields.Date(required=True, allow_none=True, metadata=_BIRTH)
    details = fields.Nested(DetailsSchema, required=True, allow_none=True)
    emergency_contacts = fields.List(fields.Nested(EmergencyContactSchema), required=True, allow_none=True)
    registered_at = fields.Moment(required=True)
    verified_at = fields.Moment(required=True, allow_none=True)
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it was rejected, or moved on."}
    )


class ResidentSchema(MyResidentSchema):
    """A record as workers see it; `details` and `emergency_contacts` are null to who does not meet the person."""

    is_claim = fields.Boolean(
        required=True,
        metadata={"description": "The ID number is on record: verifying joins the two."},
    )
    proved_by = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "example": "zheliban",
            "description": "Who has seen the ID card of this name and number; where the person lives is not proven.",
        },
    )


class SelfRegistrationSchema(Schema):
    """Who I am; without `region_code` one can be a proxy and nothing else."""

    name = fields.String(required=True, validate=validate.Length(max=200), metadata=_NAME)
    phone = fields.String(required=True, validate=validate.Length(max=30), metadata=_PHONE)
    id_number = fields.String(validate=validate.Length(max=40), metadata=_ID_NUMBER)
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    address = fields.String(validate=validate.Length(max=200), metadata=_ADDRESS)


class MyChangesSchema(Schema):
    """What one may change oneself; once verified, neither name and region nor sex and birth date."""

    name = fields.String(validate=validate.Length(max=200), metadata=_NAME)
    phone = fields.String(validate=validate.Length(max=30), metadata=_PHONE)
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    address = fields.String(allow_none=True, validate=validate.Length(max=200), metadata=_ADDRESS)
    sex = fields.Enum(Sex, metadata=_SEX)
    birth_on = fields.Date(metadata=_BIRTH)
    details = fields.Nested(DetailsChangesSchema)
    emergency_contacts = fields.List(
        fields.Nested(WantedContactSchema),
        validate=validate.Length(max=5),
        metadata={"description": "All of them, in the order in which to call."},
    )


class ResidentRegistrationSchema(Schema):
    """Somebody whom a worker enters, with or without a telephone."""

    name = fields.String(required=True, validate=validate.Length(max=200), metadata=_NAME)
    region_code = fields.String(required=True, validate=validate.Length(max=40), metadata=_REGION)
    phone = fields.String(validate=validate.Length(max=30), metadata=_PHONE)
    id_number = fields.String(validate=validate.Length(max=40), metadata=_ID_NUMBER)
    address = fields.String(validate=validate.Length(max=200), metadata=_ADDRESS)
    sex = fields.Enum(Sex, metadata=_SEX)
    birth_on = fields.Date(metadata=_BIRTH)
    details = fields.Nested(DetailsChangesSchema)
    emergency_contacts = fields.List(
        fields.Nested(WantedContactSchema),
        validate=validate.Length(max=5),
        metadata={"description": "All of them, in the order in which to call."},
    )


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
    sex = fields.Enum(Sex, allow_none=True, metadata=_SEX)
    birth_on = fields.Date(allow_none=True, metadata=_BIRTH)
    details = fields.Nested(DetailsChangesSchema)
    emergency_contacts = fields.List(
        fields.Nested(WantedContactSchema),
        validate=validate.Length(max=5),
        metadata={"description": "All of them, in the order in which to call."},
    )


class RejectionSchema(Schema):
    """Why a registration is not accepted; the person reads it."""

    reason = fields.String(
        required=True, validate=validate.Length(min=1, max=500), metadata={"example": "不住在本社区"}
    )


class SensitiveArgumentsSchema(Schema):
    """For what."""

    purpose = fields.Enum(Purpose, required=True)


class FullContactSchema(Schema):
    """Whom to call for somebody, with the telephone in full."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "王晓岚"})
    relation = fields.String(required=True, metadata=_RELATION)
    phone = fields.String(required=True, metadata={"example": "+8613800010002"})


class SensitiveSchema(Schema):
    """Telephones and ID number in full."""

    phone = fields.String(required=True, allow_none=True, metadata={"example": "+8613812345678"})
    id_number = fields.String(required=True, allow_none=True, metadata={"example": "330211194001011022"})
    emergency_contacts = fields.List(fields.Nested(FullContactSchema), required=True)
