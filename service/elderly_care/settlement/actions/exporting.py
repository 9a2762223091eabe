"""A settlement as a workbook for the accountant: a line a row, with masked names, in yuan."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.settlement import queries
from service.elderly_care.settlement.models import Settlement
from service.elderly_care.settlement.rules import DeductionReason
from service.kit.texts import Language, Text
from service.kit.work import UnitOfWork
from service.kit.workbooks import Cell, workbook
from service.regions import queries as regions

_FEN = Decimal(100)
_HEADER = (
    Text("明细编号", "Line"),
    Text("服务日期", "Day of the service"),
    Text("镇街", "Street"),
    Text("老人", "Elder"),
    Text("服务", "Service"),
    Text("方式", "Mode"),
    Text("核实方式", "Proof"),
    Text("冲销的明细", "Line taken back"),
    Text("单价（元）", "Price listed (yuan)"),
    Text("应计（元）", "Price (yuan)"),
    Text("扣减（元）", "Deducted (yuan)"),
    Text("扣减原因", "Deducted for"),
    Text("结算（元）", "Owed (yuan)"),
    Text("补贴（元）", "Subsidy (yuan)"),
    Text("长护险（元）", "Insurance (yuan)"),
    Text("个人自付（元）", "Paid by the elder (yuan)"),
    Text("中央（元）", "Central (yuan)"),
    Text("市（元）", "City (yuan)"),
    Text("区（元）", "District (yuan)"),
    Text("镇街承担（元）", "Town (yuan)"),
    Text("未定分担（元）", "Not shared yet (yuan)"),
    Text("价格生效日", "Price valid from"),
)
_BETWEEN_REASONS = Text("、", "; ")
_SUMS = ("gross_fen", "subsidy_fen", "insurance_fen", "self_pay_fen", "central_fen", "city_fen")
_ALSO = ("district_fen", "town_fen", "unshared_fen")


def export(work: UnitOfWork, row: Settlement, language: Language) -> bytes:
    """The bytes of the workbook, of the lines that the actor may see; each elder in it sees that in their access log."""
    people: set[UUID] = set()
    header = [each.in_language(language) for each in _HEADER]
    written = b"".join(workbook(f"{row.month:%Y-%m}", header, _rows(work, row, language, people)))
    work.audit("export_care_settlement", subject=row.id, people=sorted(people))
    return written


def _rows(work: UnitOfWork, row: Settlement, language: Language, people: set[UUID]) -> Iterator[list[Cell]]:
    """A row for each line; whose they are is noted among the people."""
    streets: dict[str, str] = {}
    for each, name in queries.workbook_rows(work, row):
        people.add(each.elder_id)
        if each.street_code not in streets:
            found = regions.region(work, each.street_code)
            streets[each.street_code] = found.name if found else each.street_code
        yield _row(each, name, streets[each.street_code], language)


def _row(each: Any, elder: str, street: str, language: Language) -> list[Cell]:
    reasons = [DeductionReason(one["reason_code"]).words.in_language(language) for one in each.deductions]
    return [
        str(each.id),
        each.service_on.isoformat(),
        street,
        elder,
        each.service_name,
        Mode(each.mode).words.in_language(language),
        each.proof.words.in_language(language),
        str(each.reversal_of or ""),
        _yuan(each.listed_fen),
        _yuan(each.price_fen),
        _yuan(each.deducted_fen),
        _BETWEEN_REASONS.in_language(language).join(reasons),
        *(_yuan(getattr(each, name)) for name in (*_SUMS, *_ALSO)),
        each.valid_from.isoformat(),
    ]


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / _FEN
