"""What assessments hold about a person: the copy of it, and what stays after an erasure."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.assessment import actions, queries
from service.elderly_care.assessment.models import Assessment
from service.kit.merging import Changes, Pair, merged
from service.kit.personal import Kept, copied, erased, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    assess=Text("为您做了能力评估", "assessed you"),
    sign_assessment=Text("签署了您的能力评估", "signed your assessment"),
    record_external_assessment=Text(
        "登记了其他机构对您的评估结果", "recorded another body's assessment of you"
    ),
    get_assessment=Text("查看了您的一次能力评估", "read one of your assessments"),
    get_assessment_appeal=Text("查看了对您评估结果的申诉", "read the appeal against one of your assessments"),
    list_assessments=Text("查看了能力评估名单，其中有您", "read a list of assessments with you on it"),
)


@copied(
    "assessments",
    Text("能力评估", "Assessments"),
    standard=Text("标准", "Standard"),
    assessed_on=Text("评估日期", "Assessed on"),
    total=Text("总分", "Total"),
    level=Text("等级", "Level"),
    issuer=Text("出具机构", "Issuer"),
    answers=Text("评估内容", "Answers"),
)
def assessments(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every result about the resident, the oldest first, with all that was answered."""
    for row in queries.every_assessment_of(work, resident_id):
        yield {
            "standard": row.standard,
            "assessed_on": row.assessed_on,
            "reason": row.reason,
            "total": row.total,
            "level": row.level,
            "status": row.status,
            "issuer": row.issuer,
            "answers": queries.answers(work, row),
        }


@copied(
    "assessment_appeals",
    Text("评估申诉", "Appeals against assessments"),
    appealed_at=Text("申诉时间", "Appealed at"),
    outcome=Text("结果", "Outcome"),
    answer=Text("答复", "Answer"),
)
def assessment_appeals(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every appeal against a result about the resident, the oldest first."""
    for row in queries.every_appeal_by(work, resident_id):
        yield {
            "reason": row.reason,
            "appealed_at": row.appealed_at,
            "outcome": row.outcome,
            "answer": row.answer,
            "acted_by": row.acted_by_name,
        }


@erased
def forget_assessments(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """The answers go; the level stays, without a name, as the ground on which public money was spent."""
    if actions.forget_person(work, resident_id):
        yield Kept(
            Text("能力评估的等级和日期", "The level and day of assessments"),
            Text("公共资金的发放依据须留存", "Public money was granted because of them"),
        )


@merged(Assessment)
def one_draft(changes: Changes, pair: Pair) -> None:
    """Of two drafts the one of the record that goes is made void: who made it assesses again."""
    drafts = (Assessment.elder_id == pair.gone, Assessment.status == "draft")
    changes.change(Assessment, *drafts, status="void", void_because="merged")
