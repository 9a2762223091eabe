"""What notices hold about a person: which were meant for them, and what they have read and confirmed."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.events.notices.actions import forgetting, merging
from service.events.notices.models import Addressee, Receipt
from service.events.notices.queries import people
from service.kit.merging import Changes, Pair, merged
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork


@copied(
    "notices",
    Text("发给您的公告", "Notices that addressed you"),
    title=Text("标题", "Title"),
    published_at=Text("发布时间", "Published at"),
)
def notices(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every notice that addressed the resident, the oldest first."""
    for row in people.every_notice_for(work, resident_id):
        yield row._asdict()


@copied(
    "notice_receipts",
    Text("您看过的公告", "Notices that you have read"),
    title=Text("标题", "Title"),
    read_at=Text("阅读时间", "Read at"),
    confirmed_at=Text("确认时间", "Confirmed at"),
)
def receipts(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every notice that the resident, or somebody for them, has read."""
    for row in people.every_receipt_of(work, resident_id):
        yield row._asdict()


@erased
def forget_notices(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """That they were addressed and what they read goes; how many a notice has reached stays."""
    if forgetting.forget_person(work, resident_id):
        yield Kept(
            Text("公告送达和阅读的人数，没有姓名", "How many a notice addressed and reached, without a name"),
            Text(
                "公共事务统计，已匿名化（《个人信息保护法》第四条）",
                "Figures of public matters, made anonymous (PIPL Art. 4)",
            ),
        )


@merged(Addressee, Receipt)
def address_once(changes: Changes, pair: Pair) -> None:
    """One person was addressed once."""
    merging.address_once(changes, pair)
