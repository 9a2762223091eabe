"""What plans hold about a person: what is open, the copy, and what an erasure forgets."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.plans import actions, queries
from service.elderly_care.plans.models import PlanPause
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_care_plan=Text("查看了您的照护计划", "read your care plan"),
    list_care_plans=Text("查看了照护计划名单，其中有您", "read a list of care plans with yours on it"),
    get_care_plan_attachment=Text(
        "查看了您签字的照护计划", "read the sheet on which you agreed to a care plan"
    ),
)


@open_matters
def standing_plans(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """What is planned and not over."""
    for row in queries.standing_plans(work, resident_ids):
        words = row.status.words
        what = Text(f"照护计划（{words.zh}）", f"Care plan ({words.en})")
        yield OpenMatter(row.elder_id, what, row.made_at, row.id)


@copied(
    "care_plans",
    Text("照护计划", "Care plans"),
    starts_on=Text("开始日期", "First day"),
    ends_on=Text("结束日期", "Last day"),
    payer=Text("付费方式", "Payer"),
    versions=Text("各版内容", "Versions"),
    pauses=Text("暂停", "Pauses"),
)
def care_plans(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """All that was planned for the resident, with every text that was offered, the oldest first."""
    for row in queries.every_plan_of(work, resident_id):
        yield {
            "starts_on": row.starts_on,
            "ends_on": row.ended_on or row.ends_on,
            "status": row.status,
            "payer": row.payer,
            "reason": row.ended_because,
            "acted_by": row.acted_by_name,
            "versions": [
                {
                    "number": each.number,
                    "status": each.status,
                    "text": each.content["text"],
                    "text_hash": each.text_hash,
                    "agreed_at": each.agreed_at,
                    "agreed_way": each.agreed_way,
                    "acted_by": each.acted_by_name,
                    "witness": each.witness,
                    "reason": each.reason,
                }
                for each in queries.versions(work, row.id)
            ],
            "pauses": [_pause(each) for each in queries.pauses(work, [row.id])],
        }


def _pause(row: PlanPause) -> Mapping[str, Any]:
    return {
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "reason": row.reason,
        "acted_by": row.acted_by_name,
    }


@erased
def forget_plans(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What stands ends, and who agreed is forgotten; what was planned and what it cost stays, without a name."""
    actions.forget_person(work, resident_id)
    if queries.every_plan_of(work, resident_id):
        yield Kept(
            Text(
                "照护计划的服务内容、日期和费用，没有姓名",
                "What care was planned, when and at which price, no name",
            ),
            Text("公共资金的支付依据须留存", "Public money was paid because of it"),
        )
