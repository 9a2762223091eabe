"""What visits hold about a person: what is to come, the copy, what an erasure ends, and how they take part in merges."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.visits import queries
from service.elderly_care.visits.actions import merging
from service.elderly_care.visits.models import ElderGrain
from service.kit.merging import Changes, Pair, held, merged, parted
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_care_visit=Text("查看了您的一次上门服务", "read one of your visits"),
    list_care_visits=Text("查看了上门服务名单，其中有您", "read a list of visits with you on it"),
    list_my_care_visits=Text(
        "护理员查看了自己的上门安排，其中有您", "read, as a caregiver, their visits with you among them"
    ),
    get_care_schedule=Text("查看了机构的上门排班，其中有您", "read an operator's schedule with you on it"),
)


@open_matters
def visits_to_come(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """How many visits stand, at the time of the first."""
    for row in queries.to_come(work, resident_ids):
        what = Text(f"上门服务 {row.number} 次待上门", f"Visits to come: {row.number}")
        yield OpenMatter(row.elder_id, what, row.first_at, row.first_id)


@copied(
    "care_visits",
    Text("上门服务", "Visits"),
    service=Text("服务", "Service"),
    window_starts_at=Text("约定时段起", "Window from"),
    window_ends_at=Text("约定时段止", "Window to"),
)
def care_visits(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every visit to the resident, the oldest first."""
    for row in queries.every_visit_of(work, resident_id):
        yield row._asdict()


@erased
def forget_visits(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What is to come is called off; that there were visits stays, without a name."""
    merging.forget_person(work, resident_id)
    if queries.every_visit_of(work, resident_id):
        yield Kept(
            Text("上门服务的时间和种类，没有姓名", "When and for what visits were made, without a name"),
            Text("公共资金结算依据须留存", "Public money is settled by them"),
        )


@held
def hold_visits(work: UnitOfWork, pair: Pair) -> None:
    """Nobody makes or arranges visits of either record while they merge."""
    merging.hold(work, pair)


@merged(ElderGrain)
def join_time(changes: Changes, pair: Pair) -> None:
    """Where the elder would be visited twice at once, one visit is arranged anew."""
    merging.join_time(changes, pair)


@parted
def part_time(work: UnitOfWork, pair: Pair) -> None:
    """Each has the time of their own visits as they stand now."""
    merging.part_time(work, pair)
