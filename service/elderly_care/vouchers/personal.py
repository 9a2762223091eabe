"""What vouchers hold about a person: the copy, and what an erasure leaves."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.vouchers import queries
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.personal import Kept, copied, erased, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_care_voucher=Text("查看了您的一张补贴券", "read one of your vouchers"),
    export_care_voucher_ledger=Text(
        "导出了补贴券台账，其中有您（姓名已遮盖）",
        "saved a ledger of vouchers with yours in it, by a masked name",
    ),
    list_care_vouchers=Text("查看了补贴券名单，其中有您", "read a list of vouchers with yours on it"),
)


@copied(
    "care_vouchers",
    Text("补贴券", "Vouchers"),
    month=Text("月份", "Month"),
    unit=Text("单位", "Counted in"),
    entries=Text("流水", "Entries"),
    **{each.value: each.words for each in EntryKind},
)
def care_vouchers(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """All that was issued for the resident, the oldest first, and how it was used."""
    rows = queries.every_voucher_of(work, resident_id)
    entries = queries.entries_of(work, [row.id for row in rows])
    for row in rows:
        yield {
            "month": row.month,
            "unit": row.unit,
            "status": row.status,
            **{each.value: getattr(row, each) for each in EntryKind},
            "entries": [
                {"kind": each.kind, "amount": each.amount, "made_at": each.made_at}
                for each in entries
                if each.voucher_id == row.id
            ],
        }


@erased
def keep_vouchers(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Vouchers hold amounts and no words; what is still open ends with the entitlement."""
    if queries.every_voucher_of(work, resident_id):
        yield Kept(
            Text(
                "每月补贴的发放、核销和过期数额，没有姓名",
                "How much of a subsidy was issued, used and lapsed in which month, without a name",
            ),
            Text("公共资金的账目须留存", "The books of public money are kept"),
        )
