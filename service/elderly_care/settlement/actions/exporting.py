"""A settlement as a workbook for the accountant: a line a row, with masked names, in yuan."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.settlement import queries
from service.elderly_care.settlement.models import Settlement
from service.elderly_care.settlement.rules import DeductionReason
from service.kit.work import UnitOfWork
from service.kit.workbooks import Cell, workbook
from service.regions import queries as regions

_FEN = Decimal(100)
_HEADER = (
    "明细编号", "服务日期", "镇街", "老人", "服务", "方式", "核实方式", "冲销的明细", "单价（元）", "应计（元）",
    "扣减（元）", "扣减原因", "结算（元）", "补贴（元）", "长护险（元）", "个人自付（元）", "中央（元）", "市（元）",
    "区（元）", "镇街承担（元）", "未定分担（元）", "价格生效日",
)  # fmt: skip
_SUMS = ("gross_fen", "subsidy_fen", "insurance_fen", "self_pay_fen", "central_fen", "city_fen")
_ALSO = ("district_fen", "town_fen", "unshared_fen")


def export(work: UnitOfWork, row: Settlement) -> bytes:
    """The bytes of the workbook, of the lines that the actor may see; each elder in it sees that in their access log."""
    people: set[UUID] = set()
    written = b"".join(workbook(f"{row.month:%Y-%m}", _HEADER, _rows(work, row, people)))
    work.audit("export_care_settlement", subject=row.id, people=sorted(people))
    return written


def _rows(work: UnitOfWork, row: Settlement, people: set[UUID]) -> Iterator[list[Cell]]:
    """A row for each line; whose they are is noted among the people."""
    streets: dict[str, str] = {}
    for each, name in queries.workbook_rows(work, row):
        people.add(each.elder_id)
        if each.street_code not in streets:
            found = regions.region(work, each.street_code)
            streets[each.street_code] = found.name if found else each.street_code
        yield _row(each, name, streets[each.street_code])


def _row(each: Any, elder: str, street: str) -> list[Cell]:
    return [
        str(each.id),
        each.service_on.isoformat(),
        street,
        elder,
        each.service_name,
        Mode(each.mode).words.zh,
        each.proof.words.zh,
        str(each.reversal_of or ""),
        _yuan(each.listed_fen),
        _yuan(each.price_fen),
        _yuan(each.deducted_fen),
        "、".join(DeductionReason(one["reason_code"]).words.zh for one in each.deductions),
        *(_yuan(getattr(each, name)) for name in (*_SUMS, *_ALSO)),
        each.valid_from.isoformat(),
    ]


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / _FEN
