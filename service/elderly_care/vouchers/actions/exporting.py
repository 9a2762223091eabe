"""A month's vouchers as a workbook for the accountant: a voucher a row, with masked names, money in yuan."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from service.elderly_care.vouchers import queries
from service.elderly_care.vouchers.rules import VoucherUnit
from service.kit.texts import Language, Text
from service.kit.work import UnitOfWork
from service.kit.workbooks import Cell, workbook

_FEN = Decimal(100)
_FACTS = (
    Text("券编号", "Voucher"),
    Text("月份", "Month"),
    Text("镇街", "Street"),
    Text("老人", "Elder"),
    Text("方案编码", "Scheme code"),
    Text("方案", "Scheme"),
    Text("状态", "Status"),
)
_SUMS = {
    "issued": Text("发放", "Issued"),
    "withdrawn": Text("收回", "Withdrawn"),
    "drawn": Text("核销", "Drawn"),
    "returned": Text("退回", "Returned"),
    "expired": Text("过期", "Expired"),
    "remaining": Text("结余", "Remaining"),
}
# Of each unit columns of their own, so that whoever adds up a column adds up one thing.
_UNITS = {
    VoucherUnit.FEN: Text("{sum}（元）", "{sum} (yuan)"),
    VoucherUnit.MINUTES: Text("{sum}（分钟）", "{sum} (minutes)"),
}


def export_ledger(
    work: UnitOfWork, language: Language, *, month: date, scheme_code: str | None = None
) -> bytes:
    """The bytes of the workbook, of the vouchers of the actor's places; each elder in it sees that in their access log.

    Raises Forbidden.
    """
    people: set[UUID] = set()
    rows = _rows(work, language, people, month=month, scheme_code=scheme_code)
    written = b"".join(workbook(f"{month:%Y-%m}", _header(language), rows))
    work.audit("export_care_voucher_ledger", people=sorted(people))
    return written


def _header(language: Language) -> list[str]:
    sums = [each.in_language(language) for each in _SUMS.values()]
    counted = [unit.in_language(language, {"sum": each}) for unit in _UNITS.values() for each in sums]
    return [*(each.in_language(language) for each in _FACTS), *counted]


def _rows(work: UnitOfWork, language: Language, people: set[UUID], **wanted: Any) -> Iterator[list[Cell]]:
    """A row for each voucher; whose they are is noted among the people."""
    for each, elder in queries.ledger_vouchers(work, **wanted):
        people.add(each.elder_id)
        yield [
            str(each.id),
            f"{each.month:%Y-%m}",
            each.street_name or "",
            elder,
            each.scheme_code,
            each.scheme_name,
            each.status.words.in_language(language),
            *_counted(each),
        ]


def _counted(each: Any) -> list[Cell]:
    sums = [Decimal(getattr(each, name)) for name in _SUMS]
    blank: list[Cell] = [""] * len(sums)
    if each.unit is VoucherUnit.FEN:
        return [*(fen / _FEN for fen in sums), *blank]
    return [*blank, *sums]
