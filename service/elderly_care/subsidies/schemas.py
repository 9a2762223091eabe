"""The shapes of schemes in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.rules import EligibilityClass
from service.elderly_care.subsidies.rules import CODE_PATTERN, LEVELS, WHOLE, Basis, TakeOver
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_CODE = {"example": "consumption_2026_home"}
_NAME = {"example": "养老服务消费补贴（居家社区）"}
_PER_MILLE = {"example": 500, "description": "Of each thousand of the basis."}
_CAP = {"example": 80000, "description": "The most in one natural month, in fen; null: no cap."}
_LEVELS = {"example": [2, 3, 4], "description": "Levels of ability (0–4); empty: all, assessed or not."}
_CLASSES = {"example": [], "description": "Empty: all classes."}
_EXCLUDES = {"example": [], "description": "Codes of schemes that nobody has beside this one."}
_TAKES_OVER = {
    "example": "following_month",
    "description": "When it begins for who had, in that month, a scheme that may not stand beside it.",
}
_SOURCE = {"example": "杭州市人民政府新闻发布会 2026-02-03"}


def _share(**options: Any) -> fields.Integer:
    return fields.Integer(validate=validate.Range(min=0, max=WHOLE), **options)


def _levels(**options: Any) -> Any:
    level = fields.Integer(validate=validate.Range(min=LEVELS[0], max=LEVELS[-1]))
    return fields.List(level, validate=validate.Length(max=len(LEVELS)), metadata=_LEVELS, **options)


def _classes(**options: Any) -> Any:
    longest = validate.Length(max=len(EligibilityClass))
    return fields.List(fields.Enum(EligibilityClass), validate=longest, metadata=_CLASSES, **options)


def _codes(**options: Any) -> Any:
    code = fields.String(validate=validate.Regexp(CODE_PATTERN))
    return fields.List(code, validate=validate.Length(max=50), metadata=_EXCLUDES, **options)


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


def _cap(**options: Any) -> fields.Integer:
    return fields.Integer(
        allow_none=True, validate=validate.Range(min=0, max=100_000_00), metadata=_CAP, **options
    )


class CostSharesSchema(Schema):
    """What the levels of government bear, per mille of what is paid; all 0 while it is not settled."""

    central = _share(load_default=0, metadata={"example": 0})
    city = _share(load_default=0, metadata={"example": 300})
    district = _share(load_default=0, metadata={"example": 500})
    town = _share(load_default=0, metadata={"example": 200})


class SubsidySchemeSchema(Schema):
    """What is paid of care, for whom and when."""

    id = fields.UUID(required=True)
    code = fields.String(required=True, metadata=_CODE)
    name = fields.String(required=True, metadata=_NAME)
    payer = fields.Enum(Payer, required=True, metadata={"example": "subsidy"})
    valid_from = fields.Date(required=True, metadata={"example": "2026-01-01"})
    valid_until = fields.Date(required=True, allow_none=True, metadata={"example": "2026-12-31"})
    levels = fields.List(fields.Integer(), required=True, metadata=_LEVELS)
    eligibility = fields.List(fields.Enum(EligibilityClass), required=True, metadata=_CLASSES)
    basis = fields.Enum(Basis, required=True, metadata={"example": "self_paid"})
    per_mille = fields.Integer(required=True, metadata=_PER_MILLE)
    monthly_cap_fen = fields.Integer(required=True, allow_none=True, metadata=_CAP)
    excludes = fields.List(fields.String(), required=True, metadata=_EXCLUDES)
    takes_over = fields.Enum(TakeOver, required=True, metadata=_TAKES_OVER)
    cost_shares = fields.Nested(CostSharesSchema, required=True)
    source = fields.String(required=True, allow_none=True, metadata=_SOURCE)


class NewSubsidySchemeSchema(Schema):
    """A scheme to put on the list."""

    code = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN), metadata=_CODE)
    name = _text(100, _NAME, required=True)
    payer = fields.Enum(Payer, required=True, metadata={"example": "subsidy"})
    valid_from = fields.Date(required=True, metadata={"example": "2026-01-01"})
    valid_until = fields.Date(load_default=None, allow_none=True, metadata={"example": "2026-12-31"})
    levels = _levels(load_default=list)
    eligibility = _classes(load_default=list)
    basis = fields.Enum(Basis, load_default=Basis.SELF_PAID, metadata={"example": "self_paid"})
    per_mille = fields.Integer(required=True, validate=validate.Range(min=1, max=WHOLE), metadata=_PER_MILLE)
    monthly_cap_fen = _cap(load_default=None)
    excludes = _codes(load_default=list)
    takes_over = fields.Enum(TakeOver, load_default=TakeOver.FOLLOWING_MONTH, metadata=_TAKES_OVER)
    cost_shares = fields.Nested(CostSharesSchema)
    source = _text(500, _SOURCE, allow_none=True)


class SubsidySchemeChangesSchema(Schema):
    """What changes of a scheme; its code and payer stay."""

    name = _text(100, _NAME)
    valid_from = fields.Date(metadata={"example": "2026-01-01"})
    valid_until = fields.Date(allow_none=True, metadata={"example": "2026-12-31"})
    levels = _levels()
    eligibility = _classes()
    basis = fields.Enum(Basis, metadata={"example": "self_paid"})
    per_mille = fields.Integer(validate=validate.Range(min=1, max=WHOLE), metadata=_PER_MILLE)
    monthly_cap_fen = _cap()
    excludes = _codes()
    takes_over = fields.Enum(TakeOver, metadata=_TAKES_OVER)
    cost_shares = fields.Nested(CostSharesSchema)
    source = _text(500, _SOURCE, allow_none=True)


class SubsidySchemeFilterSchema(PageArgumentsSchema):
    """Which schemes."""

    payer = fields.Enum(Payer)
    on = fields.Date(metadata={"description": "That hold on this day.", "example": "2026-03-02"})
