"""What the time bank holds about a person: the copy, what an erasure leaves, and how accounts take part in merges."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from service.events.volunteering import actions, queries
from service.events.volunteering.models import VolunteerHours
from service.events.volunteering.rules import HoursStatus
from service.kit.merging import Changes, Pair, held, merged
from service.kit.personal import Kept, copied, erased, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_time_account=Text("查看了您的时间账户", "read your account of the time bank"),
    list_volunteer_hours=Text(
        "查看了志愿时长名单，其中有您", "read a list of volunteer hours with yours on it"
    ),
    get_volunteer_hours=Text("查看了您的一次志愿时长", "read some of your volunteer hours"),
    list_time_entries=Text(
        "查看了时间银行流水，其中有您", "read entries of the time bank with yours among them"
    ),
    list_time_corrections=Text("查看了时长冲正名单，其中有您", "read a list of corrections with yours on it"),
)


@copied(
    "volunteer_hours",
    Text("志愿时长", "Volunteer hours"),
    served_on=Text("服务日期", "Day"),
    service=Text("服务内容", "Service"),
    source=Text("来源", "Source"),
    minutes=Text("服务分钟", "Minutes served"),
    credited=Text("计入分钟", "Minutes credited"),
    withheld=Text("未全部计入的原因", "Why not all"),
    reversed_because=Text("冲正原因", "Why taken back"),
)
def volunteer_hours(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """All hours of the resident, the oldest first."""
    for row in queries.every_hours_of(work, resident_id):
        yield {
            "served_on": row.served_on,
            "service": row.service,
            "source": row.source,
            "minutes": row.minutes,
            "credited": row.credited,
            "withheld": row.withheld,
            "status": row.status,
            "reversed_because": row.reversed_because,
        }


@copied(
    "time_entries",
    Text("时间银行流水", "Entries of the time bank"),
    kind=Text("类别", "Kind"),
    minutes=Text("分钟（转出为负）", "Minutes (less than nothing: given)"),
    used_for=Text("用于", "Used for"),
    made_at=Text("时间", "When"),
)
def time_entries(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """How the resident's minutes moved, without who had the other account."""
    mine = {each.id for each in queries.accounts_of(work, [resident_id])}
    for row in queries.every_entry_of(work, sorted(mine)):
        yield {
            "kind": row.kind,
            "minutes": row.minutes * ((row.to_account_id in mine) - (row.from_account_id in mine)),
            "used_for": row.used_for,
            "made_at": row.made_at,
            "acted_by": row.acted_by_name,
        }


@copied(
    "time_corrections",
    Text("时长冲正", "Corrections of hours"),
    minutes=Text("应扣分钟", "Minutes to take back"),
    taken=Text("已扣分钟", "Minutes taken"),
    made_at=Text("时间", "When"),
    waived_because=Text("免除原因", "Why waived"),
)
def time_corrections(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """What was taken back of the resident's hours."""
    for row in queries.every_correction_of(work, resident_id):
        yield {
            "minutes": row.minutes,
            "taken": row.taken,
            "status": row.status,
            "made_at": row.made_at,
            "waived_because": row.waived_because,
        }


@erased
def forget_volunteer(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What is left falls to the community's pool; hours and entries stay without words and without a name."""
    fallen = actions.forget_person(work, resident_id)
    if queries.every_hours_of(work, resident_id) or queries.accounts_of(work, [resident_id]):
        yield Kept(
            Text(
                f"志愿时长和时间银行流水，没有姓名；余额 {fallen} 分钟归入社区公共池",
                f"Hours and entries of the time bank, without a name; the {fallen} minutes left fall to the pool",
            ),
            Text("账目须两边相符，不能缺页", "The books must balance, and miss no page"),
        )


@held
def hold_accounts(work: UnitOfWork, pair: Pair) -> None:
    """Minutes move first, and meet their person's record afterwards."""
    queries.hold(work, [pair.kept, pair.gone])


@merged(VolunteerHours)
def serve_once(changes: Changes, pair: Pair) -> None:
    """Of an activity at which both records were, one's hours count; what the other's brought is taken back after it."""
    same = aliased(VolunteerHours)
    there = exists(
        select(same.id).where(
            same.resident_id == pair.kept,
            same.activity_id == VolunteerHours.activity_id,
            same.status == HoursStatus.COUNTED,
        )
    )
    changes.change(
        VolunteerHours,
        VolunteerHours.resident_id == pair.gone,
        VolunteerHours.status == HoursStatus.COUNTED,
        there,
        status=HoursStatus.DOUBLED,
    )
