"""What settlements hold about a person: the copy of what was paid for them, and what an erasure forgets."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.settlement import actions, queries
from service.kit.personal import Kept, copied, erased, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    list_care_settlement_lines=Text(
        "查看了养老服务结算明细，其中有您", "read settlement lines with you among them"
    ),
    export_care_settlement=Text(
        "导出了养老服务结算明细，其中有您（姓名已遮盖）",
        "saved settlement lines with you among them by a masked name",
    ),
)


@copied(
    "care_settlement_lines",
    Text("养老服务结算", "Settlements"),
    service_on=Text("服务日期", "Day of the service"),
    service=Text("服务", "Service"),
    month=Text("结算月份", "Settled in"),
    is_reversal=Text("冲销", "Taken back"),
    gross_fen=Text("结算金额（分）", "Owed, in fen"),
    subsidy_fen=Text("补贴（分）", "Subsidy, in fen"),
    insurance_fen=Text("长护险（分）", "Insurance, in fen"),
    self_pay_fen=Text("个人自付（分）", "Paid by you, in fen"),
    check_note=Text("现场核查记录", "Note of the check on the spot"),
)
def care_settlement_lines(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """What was settled for the resident, the oldest first."""
    for each in queries.every_line_of(work, resident_id):
        yield {
            "service_on": each.line.service_on,
            "service": each.service_name,
            "month": each.line.month,
            "status": each.line.status,
            "is_reversal": each.line.reversal_of is not None,
            "gross_fen": each.line.gross_fen,
            "subsidy_fen": each.line.subsidy_fen,
            "insurance_fen": each.line.insurance_fen,
            "self_pay_fen": each.line.self_pay_fen,
            "check_note": each.check_note,
        }


@erased
def forget_settlement_notes(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What was written goes; what was paid stays, without a name."""
    if actions.forget_person(work, resident_id):
        yield Kept(
            Text("服务结算的日期和金额，没有姓名", "Days and amounts of what was settled, without a name"),
            Text("公共资金的支付依据须留存", "Public money was paid because of it"),
        )
