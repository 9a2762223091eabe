"""What visiting care holds about a person: what is due, the copy, what is forgotten, and one visit of two."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.welfare_visits import actions, queries
from service.elderly_care.welfare_visits.models import WelfareContact, WelfareElder, WelfareVisit
from service.kit.merging import Changes, Pair, held, merged
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    list_welfare_visits=Text("查看了探访名单，其中有您", "read a list of whom to call on with you on it"),
    get_welfare_visit=Text("查看或登记了对您的一次探访", "read or noted a visit to you"),
    get_welfare_elder=Text("查看了对您的探访情况", "read how you are called on"),
)


@open_matters
def due_visits(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """That somebody is to be called on."""
    for row in queries.due_visits(work, resident_ids):
        grade = row.grade.words
        what = Text(f"探访关爱（{grade.zh}）", f"Welfare visit ({grade.en})")
        yield OpenMatter(row.elder_id, what, row.due_at, row.id)


@copied(
    "care_welfare_visits",
    Text("探访关爱", "Welfare visits"),
    grade=Text("风险等级", "Grade"),
    due_at=Text("应于此前探访", "Due by"),
    settled_at=Text("探访时间", "Made at"),
    outcome=Text("结果", "Outcome"),
    tries=Text("走访记录", "What was noted"),
)
def welfare_visits(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every visit that was due for the resident, the oldest first, with all that was found."""
    rows = queries.every_visit_of(work, resident_id)
    contacts = queries.contacts_of_visits(work, [row.id for row in rows])
    for row in rows:
        yield {
            "grade": row.grade,
            "due_at": row.due_at,
            "status": row.status,
            "settled_at": row.settled_at,
            "outcome": row.outcome,
            "tries": [_copied_try(work, each) for each in contacts if each.visit_id == row.id],
        }


@copied(
    "care_welfare_elders",
    Text("探访约定", "How one is called on"),
    wish=Text("意愿", "Wish"),
    grade=Text("手工定级", "Grade set by hand"),
)
def welfare_elder(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """What is settled for the resident beside the policy."""
    row = queries.welfare_elder(work, resident_id)
    if row is not None:
        yield {
            "wish": row.wish,
            "grade": row.grade,
            "reason": queries.reason_of(work, row),
            "valid_until": row.until,
            "acted_by": row.acted_by_name,
        }


@erased
def forget_welfare_visits(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What was found and said goes; that somebody was called on in time stays, without a name."""
    if actions.forget_person(work, resident_id):
        yield Kept(
            Text(
                "探访的时间、等级和是否见到，没有姓名",
                "When somebody was called on and whether they were met, without a name",
            ),
            Text("须能说明探访按时完成", "It must stay known that people were called on in time"),
        )


@held
def hold_elders(work: UnitOfWork, pair: Pair) -> None:
    """Nothing is settled for either record while they merge."""
    for elder_id in sorted((pair.kept, pair.gone)):
        actions.hold_elder(work, elder_id)


@merged(WelfareVisit, WelfareElder)
def one_of_each(changes: Changes, pair: Pair) -> None:
    """Of two visits that are due one goes on, and of what is settled the stricter holds."""
    actions.one_of_each(changes, pair)


def _copied_try(work: UnitOfWork, contact: WelfareContact) -> Mapping[str, Any]:
    told = queries.content_of(work, contact)
    return {
        "at": contact.at,
        "way": contact.way,
        "outcome": contact.outcome,
        "acted_by": contact.acted_by_name,
        **told,
    }
