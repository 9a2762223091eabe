"""The shapes of facilities, contracts and prices in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.catalogue.rules import HIGHEST_FEN
from service.elderly_care.providers.rules import ContractStatus, FacilityKind, TargetKind
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_NAME = {"example": "招宝山街道居家养老服务中心"}
_REGION = {"example": "330211001001"}
_DEPOSIT = {"example": 5000000, "description": "In fen."}
_RATIO = {"example": 0.2, "description": "The least share of supported elders (兜底) among those served."}
_TARGET = {"example": 950, "description": "In per mille; a rating in thousandths of a star."}
_PRICE = {"example": 9000, "description": "What one time costs, in fen."}
_ADDRESS = {"example": "镇海区招宝山街道胜利路 8 号"}


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


def _fen(metadata: Any, highest: int = 2_000_000_000, **options: Any) -> fields.Integer:
    return fields.Integer(validate=validate.Range(min=0, max=highest), metadata=metadata, **options)


def _ratio(**options: Any) -> fields.Float:
    return fields.Float(validate=validate.Range(min=0, max=1), metadata=_RATIO, **options)


def _served(**options: Any) -> Any:
    code = fields.String(validate=validate.Length(min=1, max=40), metadata=_REGION)
    return fields.List(code, validate=validate.Length(min=1, max=200), **options)


class FacilitySchema(Schema):
    """A publicly owned facility."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata=_NAME)
    kind = fields.Enum(FacilityKind, required=True)
    region_code = fields.String(required=True, metadata=_REGION)
    owner_id = fields.UUID(required=True, metadata={"description": "The department that owns it."})
    asset_number = fields.String(required=True, metadata={"example": "ZH-2019-0042"})
    beds = fields.Integer(required=True, metadata={"example": 12})
    address = fields.String(required=True, metadata=_ADDRESS)
    latitude = fields.Float(required=True, allow_none=True, metadata={"example": 29.953})
    longitude = fields.Float(required=True, allow_none=True, metadata={"example": 121.716})
    phone = fields.String(required=True, allow_none=True, metadata={"example": "0574-86250000"})


class NewFacilitySchema(Schema):
    """A facility to enter."""

    name = _text(100, _NAME, required=True)
    kind = fields.Enum(FacilityKind, required=True)
    region_code = fields.String(required=True, validate=validate.Length(max=40), metadata=_REGION)
    owner_id = fields.UUID(required=True)
    asset_number = _text(60, {"example": "ZH-2019-0042"}, required=True)
    beds = fields.Integer(load_default=0, validate=validate.Range(min=0, max=5000))
    address = _text(200, _ADDRESS, required=True)
    latitude = fields.latitude(allow_none=True)
    longitude = fields.longitude(allow_none=True)
    phone = fields.office_phone(allow_none=True)


class FacilityChangesSchema(Schema):
    """What changes of a facility; its asset number and place in the tree stay."""

    name = _text(100, _NAME)
    kind = fields.Enum(FacilityKind)
    owner_id = fields.UUID()
    beds = fields.Integer(validate=validate.Range(min=0, max=5000))
    address = _text(200, _ADDRESS)
    latitude = fields.latitude(allow_none=True)
    longitude = fields.longitude(allow_none=True)
    phone = fields.office_phone(allow_none=True)


class FacilityFilterSchema(PageArgumentsSchema):
    """Which facilities."""

    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    kind = fields.Enum(FacilityKind)


class TargetSchema(Schema):
    """What a contract is judged by, and with which weight of 100."""

    kind = fields.Enum(TargetKind, required=True)
    target = fields.Integer(required=True, validate=validate.Range(min=0, max=5000), metadata=_TARGET)
    weight = fields.Integer(required=True, validate=validate.Range(min=1, max=100), metadata={"example": 100})


class FirstPriceSchema(Schema):
    """What a service costs from the first day of a contract on."""

    service_id = fields.UUID(required=True)
    price_fen = _fen(_PRICE, HIGHEST_FEN, required=True)


class ContractSchema(Schema):
    """That an operator runs a facility for a term; `agreed_until` is its last day as it was signed."""

    id = fields.UUID(required=True)
    facility_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    agreed_until = fields.Date(required=True)
    status = fields.Enum(ContractStatus, required=True)
    deposit_fen = fields.Integer(required=True, metadata=_DEPOSIT)
    reserved_ratio = fields.Float(required=True, metadata=_RATIO)
    service_regions = fields.List(fields.String(), required=True, metadata={"example": ["330211001"]})
    targets = fields.List(fields.Nested(TargetSchema), required=True)
    ended_early_because = fields.String(required=True, allow_none=True, metadata={"example": None})
    successor_id = fields.UUID(required=True, allow_none=True)


class NewContractSchema(Schema):
    """A contract to make; its first prices hold from its first day on."""

    facility_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    starts_on = fields.Date(required=True, metadata={"example": "2026-01-01"})
    ends_on = fields.Date(required=True, metadata={"example": "2028-12-31"})
    deposit_fen = _fen(_DEPOSIT, load_default=0)
    reserved_ratio = _ratio(load_default=0.2)
    service_regions = _served(required=True)
    prices = fields.List(
        fields.Nested(FirstPriceSchema), load_default=list, validate=validate.Length(max=200)
    )
    targets = fields.List(
        fields.Nested(TargetSchema), load_default=list, validate=validate.Length(max=len(TargetKind))
    )


class ContractChangesSchema(Schema):
    """What changes of a contract; lists are replaced as a whole."""

    deposit_fen = _fen(_DEPOSIT)
    reserved_ratio = _ratio()
    service_regions = _served()
    targets = fields.List(fields.Nested(TargetSchema), validate=validate.Length(max=len(TargetKind)))


class ContractFilterSchema(PageArgumentsSchema):
    """Which contracts."""

    organisation_id = fields.UUID()
    facility_id = fields.UUID()
    region_code = fields.String(
        validate=validate.Length(max=40),
        metadata={"example": "330211001001", "description": "Serving people at this place."},
    )
    status = fields.Enum(ContractStatus)


class ContractEndSchema(Schema):
    """With which last day a contract ends early, why, and which one goes on."""

    ends_on = fields.Date(required=True, metadata={"example": "2026-06-30"})
    reason = _text(200, {"example": "机构申请退出"}, required=True)
    successor_id = fields.UUID()


class PriceSchema(Schema):
    """A price version: what one time of a service costs from a day on, until its next one."""

    id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    price_fen = fields.Integer(required=True, metadata=_PRICE)
    valid_from = fields.Date(required=True)
    set_at = fields.Moment(required=True)


class NewPriceSchema(Schema):
    """A price that holds from a day on."""

    service_id = fields.UUID(required=True)
    price_fen = _fen(_PRICE, HIGHEST_FEN, required=True)
    valid_from = fields.Date(required=True, metadata={"example": "2026-07-01"})


class ServingOperatorSchema(Schema):
    """An operator who serves people today, and from where."""

    contract_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "镇海区金桂养老服务有限公司"})
    facility_id = fields.UUID(required=True)
    facility_name = fields.String(required=True, metadata=_NAME)
    address = fields.String(required=True, metadata=_ADDRESS)
    phone = fields.String(required=True, allow_none=True, metadata={"example": "0574-86250000"})
    service_regions = fields.List(fields.String(), required=True, metadata={"example": ["330211001"]})


class OperatorFilterSchema(PageArgumentsSchema):
    """Which operators."""

    region_code = fields.String(
        validate=validate.Length(max=40),
        metadata={"example": "330211001001", "description": "Serving people at this place."},
    )
