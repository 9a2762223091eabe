"""What a month's voucher is worth, how several of one scheme share a month, and until when it may be drawn.

A voucher is worth the whole month's grant, however many days of the month it is for, as consumption vouchers are. Where
an elder has several of one scheme in a month, because it was stopped and granted anew, they share the month by their
days, so that together they never exceed the greatest of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.elderly_care.entitlements.rules import Unit
from service.kit.months import first_of, last_of, month_after
from service.kit.texts import Worded

MINUTES_OF_AN_HOUR = 60


class VoucherUnit(Worded):
    """In what a voucher is counted."""

    MINUTES = "minutes", "分钟", "minutes"
    FEN = "fen", "分", "fen"


class VoucherStatus(Worded):
    """What became of a voucher."""

    OPEN = "open", "可用", "open"
    SPENT = "spent", "已用完", "spent"
    EXPIRED = "expired", "已过期", "expired"
    WITHDRAWN = "withdrawn", "已收回", "withdrawn"


class EntryKind(Worded):
    """How a voucher moved."""

    ISSUED = "issued", "发放", "issued"
    WITHDRAWN = "withdrawn", "收回", "withdrawn"
    DRAWN = "drawn", "核销", "drawn"
    RETURNED = "returned", "退回", "returned"
    EXPIRED = "expired", "过期", "expired"


@dataclass(frozen=True, slots=True)
class Part:
    """How one voucher of an elder, scheme and month stands.

    `granted` is what it would give for the whole month, `days` are those for which it is, `issued` is without what was
    withdrawn, `used` is what was drawn and not given back, or has expired.
    """

    granted: int
    days: int
    issued: int
    used: int


def unit_of(unit: Unit) -> VoucherUnit:
    """In what a voucher for a grant in this unit is counted."""
    return VoucherUnit.FEN if unit is Unit.FEN else VoucherUnit.MINUTES


def amount_of(unit: Unit, amount: int, cap_fen: int | None) -> int:
    """What a grant gives in a month, in the voucher's unit; of fen no more than its scheme's cap."""
    if unit is Unit.HOURS:
        return amount * MINUTES_OF_AN_HOUR
    return amount if cap_fen is None else min(amount, cap_fen)


def days_in(first: date | None, last: date | None) -> int:
    """How many days a voucher is for; None: for none."""
    return 0 if first is None or last is None else (last - first).days + 1


def open_until(month: date, settle_days: int) -> date:
    """The last day on which services of a month may be settled."""
    return last_of(month) + timedelta(days=settle_days)


def open_months(today: date, settle_days: int) -> list[date]:
    """The months whose services may be settled today, the oldest first."""
    month, found = first_of(today), list[date]()
    while open_until(month, settle_days) >= today:
        found.append(month)
        month = month_after(month, -1)
    return found[::-1]


def entitled(parts: Sequence[Part]) -> list[int]:
    """What each of the vouchers of one elder, scheme and month is worth: its share of the month by days, rounded down."""
    days = sum(each.days for each in parts)
    return [each.granted * each.days // days if days else 0 for each in parts]


def moves(parts: Sequence[Part]) -> list[int]:
    """By how much each voucher grows or shrinks to be worth what it is entitled to.

    What was used is never withdrawn; nothing grows into what another of the same month has used beyond its share.
    """
    wanted = entitled(parts)
    stand = [
        max(each.used, min(each.issued, worth)) if each.issued > worth else each.issued
        for each, worth in zip(parts, wanted, strict=True)
    ]
    most = max((each.granted for each in parts if each.days), default=0)
    room = max(0, most - sum(stand))
    found = []
    for each, worth, now in zip(parts, wanted, stand, strict=True):
        grown = min(max(0, worth - now), room)
        room -= grown
        found.append(now + grown - each.issued)
    return found
