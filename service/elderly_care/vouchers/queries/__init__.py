"""Questions about vouchers and their entries."""

from service.elderly_care.vouchers.queries.entries import (
    drawn_by_lines,
    elder_ids_of,
    entries_of,
    voucher_ids_of_lines,
)
from service.elderly_care.vouchers.queries.ledger import Ledger, ledger, ledger_vouchers
from service.elderly_care.vouchers.queries.months import (
    Key,
    OpenVoucher,
    by_scheme,
    held,
    held_by_id,
    hold_grants,
    is_open,
    open_in,
    open_months,
    open_of,
    part_of,
    to_expire,
    vouchers_of,
    whole_months,
    without_voucher,
)
from service.elderly_care.vouchers.queries.vouchers import (
    ShownVoucher,
    every_voucher_of,
    readable,
    shown,
    vouchers,
)

__all__ = [
    "Key",
    "Ledger",
    "OpenVoucher",
    "ShownVoucher",
    "by_scheme",
    "drawn_by_lines",
    "elder_ids_of",
    "entries_of",
    "every_voucher_of",
    "held",
    "held_by_id",
    "hold_grants",
    "is_open",
    "ledger",
    "ledger_vouchers",
    "open_in",
    "open_months",
    "open_of",
    "part_of",
    "readable",
    "shown",
    "to_expire",
    "voucher_ids_of_lines",
    "vouchers",
    "vouchers_of",
    "whole_months",
    "without_voucher",
]
