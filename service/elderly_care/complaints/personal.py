"""What complaints hold about a person: what is open, the copy, and what an erasure forgets."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.complaints import actions, queries
from service.elderly_care.complaints.models import ComplaintStep
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_care_complaint=Text("查看了您的一件养老服务投诉", "read one of your complaints of care"),
    list_care_complaints=Text(
        "查看了养老服务投诉名单，其中有您", "read a list of complaints of care with you on it"
    ),
    read_complaint_photo=Text("查看了您投诉中的照片", "looked at a photo of your complaint"),
)


@open_matters
def standing_complaints(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """What is complained of and not closed."""
    for row in queries.unfinished_complaints(work, resident_ids):
        words = row.status.words
        what = Text(f"养老服务投诉（{words.zh}）", f"Complaint of care ({words.en})")
        yield OpenMatter(row.elder_id, what, row.made_at, row.id)


@copied(
    "care_complaints",
    Text("养老服务投诉", "Complaints of care"),
    made_at=Text("提出时间", "Made at"),
    category=Text("类别", "Of what"),
    text=Text("内容", "What was said"),
    outcome=Text("结果", "Found"),
    closed_at=Text("办结时间", "Closed at"),
    steps=Text("办理经过", "What was done about it"),
)
def care_complaints(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """All complaints for the resident, the oldest first, with what was answered."""
    rows = queries.every_complaint_of(work, resident_id)
    steps = queries.steps_of(work, [row.id for row in rows])
    for row in rows:
        yield {
            "made_at": row.made_at,
            "status": row.status,
            "category": row.category,
            "text": queries.text_of(work, row),
            "outcome": row.outcome,
            "closed_at": row.closed_at,
            "steps": [_copied_step(work, each) for each in steps if each.complaint_id == row.id],
            "acted_by": row.acted_by_name,
        }


@erased
def forget_complaints(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What was written goes; that an operator was complained of and what was found stays, without a name."""
    if actions.forget_person(work, resident_id):
        yield Kept(
            Text(
                "投诉的时间、类别和结果，没有姓名",
                "When and of what was complained and what was found, without a name",
            ),
            Text("运营机构的考核依据须留存", "Operators are judged by it"),
        )


def _copied_step(work: UnitOfWork, each: ComplaintStep) -> Mapping[str, Any]:
    return {"kind": each.kind, "made_at": each.made_at, "text": queries.text_of_step(work, each)}
