"""What entitlements hold about a person: what is open, the copy, what an erasure forgets, and what a merge joins."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.entitlements import actions, queries
from service.elderly_care.entitlements.models import Entitlement
from service.kit.merging import Changes, Pair, merged
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_care_entitlement=Text("查看了您的一项补贴待遇", "read one of your entitlements"),
    list_care_entitlements=Text("查看了补贴待遇名单，其中有您", "read a list of entitlements with you on it"),
)


@open_matters
def standing_entitlements(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """What is applied for and not decided, or granted and not over."""
    for row in queries.open_or_running(work, resident_ids):
        words = row.status.words
        what = Text(f"补贴待遇（{words.zh}）", f"Entitlement ({words.en})")
        yield OpenMatter(row.elder_id, what, row.applied_at, row.id)


@copied(
    "care_entitlements",
    Text("补贴待遇", "Entitlements"),
    applied_at=Text("申请时间", "Applied at"),
    scheme=Text("方案", "Scheme"),
    eligibility=Text("对象类别", "Class"),
    level=Text("能力等级", "Level"),
    note=Text("说明", "Note"),
    published_from=Text("公示开始", "Public from"),
    published_until=Text("公示结束", "Public until"),
    monthly_hours=Text("每月小时数", "Hours a month"),
    monthly_fen=Text("每月金额（分）", "Fen a month"),
    starts_on=Text("开始日期", "First day"),
    ends_on=Text("结束日期", "Last day"),
    stopped_from=Text("停发日期", "Stopped from"),
    steps=Text("办理经过", "What was done about it"),
    findings=Text("比对结果", "What was found"),
)
def care_entitlements(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """All that the resident applied for, the oldest first; not who objected."""
    for row in queries.every_entitlement_of(work, resident_id):
        told = queries.shown(work, row, None)
        yield {
            "applied_at": told.applied_at,
            "status": told.status,
            "scheme": told.scheme_name,
            "eligibility": told.eligibility,
            "level": told.level,
            "note": told.note,
            "published_from": told.published_from,
            "published_until": told.published_until,
            "monthly_hours": told.monthly_hours,
            "monthly_fen": told.monthly_fen,
            "starts_on": told.starts_on,
            "ends_on": told.ends_on,
            "stopped_from": told.stopped_from,
            "steps": [
                {"kind": each.kind, "made_at": each.made_at, "facts": each.facts, "text": each.text}
                for each in told.steps or ()
            ],
            "findings": [
                {"kind": each.kind, "starts_on": each.starts_on, "ends_on": each.ends_on}
                for each in told.findings or ()
            ],
            "acted_by": row.acted_by_name,
        }


@erased
def forget_entitlements(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What was written goes and what is to come is stopped; what was granted stays, without a name."""
    if actions.forget_person(work, resident_id):
        yield Kept(
            Text(
                "补贴的方案、额度、期限和比对结果，没有姓名",
                "Which subsidy was granted, how much, for which days, and what was found, without a name",
            ),
            Text("公共资金的发放依据须留存", "Public money was paid because of it"),
        )


@merged(Entitlement)
def keep_apart(changes: Changes, pair: Pair) -> None:
    """One person applies for a scheme once at a time, and has it once on each day."""
    actions.keep_apart(changes, pair)
