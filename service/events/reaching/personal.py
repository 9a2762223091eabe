"""What ladders hold about a person: for which notices their household was to be reached, and how it was."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.events.reaching.actions import forgetting, merging
from service.events.reaching.models import ReachHousehold, ReachPerson, Rung
from service.events.reaching.queries import people
from service.kit.merging import Changes, Pair, merged
from service.kit.personal import Kept, copied, erased, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    list_notice_households=Text(
        "为送达公告查看了住户名单，其中有您", "read whom to reach with a notice, you among them"
    ),
    note_notice_reached=Text(
        "登记公告已告知您家，看到了住户姓名和地址",
        "noted that your household was told of a notice, and saw its names and address",
    ),
)


@copied(
    "reaching",
    Text("公告如何送达您家", "How notices were brought to your household"),
    title=Text("标题", "Title"),
    began_at=Text("开始时间", "Began at"),
    step=Text("进行到", "As far as"),
    reached_by=Text("触达方式", "Reached by"),
    reached_at=Text("触达时间", "Reached at"),
    through_you=Text("由您知晓", "Through you"),
    acted_by=Text("办理人", "Who told you"),
)
def reaching(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every notice that was to be brought to the resident's household, the oldest first."""
    yield from people.every_household_of(work, resident_id)


@erased
def forget_reaching(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """That they were to be reached goes; how many households a notice has reached stays."""
    if forgetting.forget_person(work, resident_id):
        yield Kept(
            Text(
                "公告逐户触达的户数，没有姓名", "How many households a notice was brought to, without a name"
            ),
            Text(
                "公共事务统计，已匿名化（《个人信息保护法》第四条）",
                "Figures of public matters, made anonymous (PIPL Art. 4)",
            ),
        )


@merged(ReachPerson, ReachHousehold, Rung)
def reach_once(changes: Changes, pair: Pair) -> None:
    """One person is to be reached once."""
    merging.reach_once(changes, pair)
