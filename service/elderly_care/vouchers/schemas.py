"""The shapes of vouchers in JSON."""

from marshmallow import validate

from service.elderly_care.vouchers.rules import EntryKind, VoucherStatus, VoucherUnit
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_CODE = {"example": "consumption_2026_home"}
_NAME = {"example": "养老服务消费补贴（居家社区）"}
_REGION = {"example": "330211001001"}
_ENTITLED = {"example": 60000, "description": "What it gives as far as is known today."}
_REMAINING = {"example": 42000, "description": "issued − withdrawn − drawn + returned − expired."}


def _amount(example: int = 60000) -> fields.Integer:
    return fields.Integer(required=True, metadata={"example": example})


class CareVoucherEntrySchema(Schema):
    """One movement of a voucher; `settlement_line_id` is that of what was drawn or returned."""

    kind = fields.Enum(EntryKind, required=True)
    amount = _amount(18000)
    made_at = fields.Moment(required=True)
    settlement_line_id = fields.UUID(required=True, allow_none=True)


class CareVoucherSchema(Schema):
    """What an entitlement gives in a month, all amounts in `unit`; `entries` only where one is read.

    It is for services on its days, which are null where none is left, and may be settled until `open_until`. What was
    drawn beyond `entitled`, because a death or a move was told late, is recovered by the settlement.
    """

    id = fields.UUID(required=True)
    entitlement_id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, metadata=_REGION)
    scheme_id = fields.UUID(required=True)
    scheme_code = fields.String(required=True, metadata=_CODE)
    scheme_name = fields.String(required=True, metadata=_NAME)
    month = fields.Month(required=True)
    unit = fields.Enum(VoucherUnit, required=True)
    status = fields.Enum(VoucherStatus, required=True)
    first_day = fields.Date(required=True, allow_none=True, metadata={"example": "2026-03-01"})
    last_day = fields.Date(required=True, allow_none=True, metadata={"example": "2026-03-31"})
    open_until = fields.Date(required=True, metadata={"example": "2026-06-01"})
    granted = _amount()
    entitled = fields.Integer(required=True, metadata=_ENTITLED)
    issued = _amount()
    withdrawn = _amount(0)
    drawn = _amount(18000)
    returned = _amount(0)
    expired = _amount(0)
    remaining = fields.Integer(required=True, metadata=_REMAINING)
    entries = fields.List(fields.Nested(CareVoucherEntrySchema), required=True, allow_none=True)


class CareVoucherFilterSchema(PageArgumentsSchema):
    """Which vouchers."""

    elder_id = fields.UUID()
    scheme_code = fields.String(validate=validate.Length(max=60), metadata=_CODE)
    month = fields.Month()
    status = fields.Enum(VoucherStatus)
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)


class CareVoucherLedgerArgumentsSchema(Schema):
    """Of which month, and of which scheme; of all, unless said otherwise."""

    month = fields.Month(required=True)
    scheme_code = fields.String(validate=validate.Length(max=60), metadata=_CODE)


class CareVoucherTotalSchema(Schema):
    """The sums of all vouchers that are counted in one unit."""

    unit = fields.Enum(VoucherUnit, required=True)
    vouchers = _amount(40)
    issued = _amount(2400000)
    withdrawn = _amount(60000)
    drawn = _amount(1500000)
    returned = _amount(18000)
    expired = _amount(0)
    remaining = _amount(858000)


class CareVoucherLedgerRowSchema(Schema):
    """The sums of one scheme's vouchers in one street, which is null where an elder stands at none."""

    street_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001"})
    street_name = fields.String(required=True, allow_none=True, metadata={"example": "招宝山街道"})
    scheme_code = fields.String(required=True, metadata=_CODE)
    scheme_name = fields.String(required=True, metadata=_NAME)
    unit = fields.Enum(VoucherUnit, required=True)
    vouchers = _amount(40)
    issued = _amount(2400000)
    withdrawn = _amount(60000)
    drawn = _amount(1500000)
    returned = _amount(18000)
    expired = _amount(0)
    remaining = _amount(858000)


class CareVoucherLedgerSchema(Schema):
    """The ledger of a natural month: sums of the entries of its vouchers, whenever they were made."""

    month = fields.Month(required=True)
    rows = fields.List(fields.Nested(CareVoucherLedgerRowSchema), required=True)
    totals = fields.List(fields.Nested(CareVoucherTotalSchema), required=True)
