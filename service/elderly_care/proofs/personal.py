"""What proofs hold about a person: the copy of it, and what an erasure forgets."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.proofs import actions, queries
from service.kit.personal import Kept, copied, erased, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_visit_proof=Text("查看了您的一次服务记录", "read what was recorded of a visit to you"),
    get_visit_photo=Text("查看了您的一次服务的照片", "looked at a photo of a visit to you"),
    list_unconfirmed_visits=Text(
        "查看了待确认的服务名单，其中有您", "read a list of visits to be confirmed with you on it"
    ),
)


@copied(
    "care_visit_proofs",
    Text("养老服务记录", "What was recorded of visits"),
    started_at=Text("开始", "Began"),
    ended_at=Text("结束", "Ended"),
    rating=Text("评分", "Rating"),
    comment=Text("评价", "Comment"),
    confirmed_at=Text("确认时间", "Confirmed at"),
    reports=Text("服务内容和测量", "What was done and measured"),
    incidents=Text("服务中的情况", "What happened"),
    not_served=Text("未服务原因", "Why it was not served"),
)
def visit_proofs(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """All that was recorded of the visits to the resident, the oldest first."""
    yield from queries.copy_of(work, resident_id)


@erased
def forget_proofs(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Places, notes, vitals and photos go; that somebody came, and when, stays without a name."""
    if actions.forget_person(work, resident_id):
        yield Kept(
            Text("上门服务的开始和结束时间，没有姓名", "When visits began and ended, without a name"),
            Text("公共资金的结算依据须留存", "Public money was paid because of them"),
        )
