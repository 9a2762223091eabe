"""The shapes of organisations in JSON."""

from typing import Any

from marshmallow import ValidationError, validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.organisations.registry.rules import Grade
from service.organisations.rules import (
    MemberRight,
    OrganisationForm,
    OrganisationKind,
    Standing,
    is_credit_code,
)

_NAME = validate.Length(min=1, max=100)
_EXAMPLE = {"example": "52330211MJ8912345L"}
_NUMBER = {
    "example": "甬镇社证字第0123号",
    "description": "登记证号 or 备案号, where there is one beside the code.",
}
_NUMBER_LENGTH = validate.Length(min=1, max=60)
_HOME = {"example": "330211001001", "description": "Where a social organisation is at home."}
_HOME_LENGTH = validate.Length(max=40)
_GRADE = {"description": "评估等级 that holds today; null without one."}
_REASON = {"example": "未按时报送年度工作报告", "description": "Why it may not act; null while it may."}
_RIGHTS = {"example": ["rooms"], "description": "What the member may do in the organisation's name."}


def _rights(**options: Any) -> fields.List[Any]:
    return fields.List(
        fields.Enum(MemberRight), metadata=_RIGHTS, validate=validate.Length(max=len(MemberRight)), **options
    )


class CreditCode(fields.String):
    """A unified social credit code; small letters are taken for capitals."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs).upper()
        if not is_credit_code(code):
            raise ValidationError(
                "应为 18 位统一社会信用代码，且校验码正确。"
                "|It should be a unified social credit code (GB 32100) of 18 characters with the right check character."
            )
        return code


class OrganisationSchema(Schema):
    """An operator, a social organisation, a department or a property manager."""

    id = fields.UUID(required=True)
    kind = fields.Enum(OrganisationKind, required=True)
    name = fields.String(required=True, metadata={"example": "镇海区夕阳红合唱团"})
    uscc = fields.String(required=True, metadata=_EXAMPLE)
    form = fields.Enum(OrganisationForm, required=True, allow_none=True)
    registration_no = fields.String(required=True, allow_none=True, metadata=_NUMBER)
    registered_on = fields.Date(required=True, allow_none=True, metadata={"example": "2019-05-20"})
    region_code = fields.String(required=True, allow_none=True, metadata=_HOME)
    standing = fields.Enum(Standing, required=True)
    standing_reason = fields.String(required=True, allow_none=True, metadata=_REASON)
    grade = fields.Enum(Grade, required=True, allow_none=True, metadata=_GRADE)
    created_at = fields.Moment(required=True)


class OrganisationRequestSchema(Schema):
    """A new organisation."""

    kind = fields.Enum(OrganisationKind, required=True)
    name = fields.String(required=True, validate=_NAME, metadata={"example": "镇海区夕阳红合唱团"})
    uscc = CreditCode(required=True, validate=validate.Length(max=18), metadata=_EXAMPLE)
    form = fields.Enum(OrganisationForm)
    registration_no = fields.String(validate=_NUMBER_LENGTH, metadata=_NUMBER)
    registered_on = fields.Date(metadata={"example": "2019-05-20"})
    region_code = fields.String(validate=_HOME_LENGTH, metadata=_HOME)


class OrganisationChangesSchema(Schema):
    """What changes of an organisation."""

    kind = fields.Enum(OrganisationKind)
    name = fields.String(validate=_NAME, metadata={"example": "镇海区夕阳红艺术团"})
    uscc = CreditCode(validate=validate.Length(max=18), metadata=_EXAMPLE)
    form = fields.Enum(OrganisationForm, allow_none=True)
    registration_no = fields.String(allow_none=True, validate=_NUMBER_LENGTH, metadata=_NUMBER)
    registered_on = fields.Date(allow_none=True, metadata={"example": "2019-05-20"})
    region_code = fields.String(allow_none=True, validate=_HOME_LENGTH, metadata=_HOME)
    standing = fields.Enum(Standing)
    standing_reason = fields.String(validate=validate.Length(min=1, max=200), metadata=_REASON)


class OrganisationFilterSchema(PageArgumentsSchema):
    """Which organisations."""

    kind = fields.Enum(OrganisationKind)
    standing = fields.Enum(Standing)
    min_grade = fields.Enum(Grade, metadata={"description": "Rated so today, or better."})
    q = fields.String(validate=validate.Length(min=1, max=50), metadata={"description": "Part of a name."})


class OrganisationMemberSchema(Schema):
    """A resident who may act for an organisation."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    rights = _rights(required=True)
    added_at = fields.Moment(required=True)


class OrganisationMemberRequestSchema(Schema):
    """The resident who may act for it from now on; unless said otherwise they use rooms and do not publish."""

    resident_id = fields.UUID(required=True)
    rights = _rights(load_default=(MemberRight.ROOMS,))


class OrganisationMemberChangesSchema(Schema):
    """What a member may do from now on."""

    rights = _rights(required=True)
