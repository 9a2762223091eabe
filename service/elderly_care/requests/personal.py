"""What requests hold about a person: what is open, the copy, and what an erasure forgets."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.requests import actions, queries
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_care_request=Text("查看了您的一份养老服务申请", "read one of your requests for care"),
    list_care_requests=Text(
        "查看了养老服务申请名单，其中有您", "read a list of requests for care with you on it"
    ),
)


@open_matters
def standing_requests(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """What is asked for and not over."""
    for row in queries.standing_requests(work, resident_ids):
        words = row.status.words
        what = Text(f"养老服务申请（{words.zh}）", f"Request for care ({words.en})")
        yield OpenMatter(row.elder_id, what, row.submitted_at, row.id)


@copied(
    "care_requests",
    Text("养老服务申请", "Requests for care"),
    submitted_at=Text("提交时间", "Submitted at"),
    eligibility=Text("对象类别", "Class"),
    payer=Text("付费方式", "Payer"),
    details=Text("说明", "Details"),
)
def care_requests(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """All that the resident has asked for, the oldest first."""
    for row in queries.every_request_of(work, resident_id):
        yield {
            "submitted_at": row.submitted_at,
            "status": row.status,
            "eligibility": row.eligibility,
            "payer": row.payer,
            "reason": row.reason,
            "details": queries.details(work, row),
            "acted_by": row.acted_by_name,
        }


@erased
def forget_requests(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What is open ends, and what was told is forgotten; that there was a request stays, without a name."""
    actions.close_all_of(work, resident_id)
    actions.forget_person(work, resident_id)
    if queries.every_request_of(work, resident_id):
        yield Kept(
            Text(
                "养老服务申请的时间和类别，没有姓名",
                "When care was asked for and in which class, without a name",
            ),
            Text("公共资金的发放依据须留存", "Public money was granted because of it"),
        )
