"""Making visits due, one for each elder, in the rhythm of today's grade; and what they follow.

Whatever changed, the same action is run again: by the clock, when a visit was made, when an elder moved or was assessed.
Two who do so at once make one visit: the database lets one be due for each elder.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from service.elderly_care.welfare_visits import queries, rules
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.elderly_care.welfare_visits.queries import DueVisit, Graded
from service.elderly_care.welfare_visits.rules import Policy, RiskGrade, WelfareStatus
from service.kit.clock import local_date
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork

_BATCH = 500


def renew_all(work: UnitOfWork) -> None:
    """Let everybody in the district be called on in the rhythm of today's grade, and nobody else.

    Most are as they were: their visits are only read, so that whoever knocks meanwhile need not wait for the last of all.
    """
    policy = queries.policy(work)
    elder_ids = queries.concerned_ids(work, policy)
    for begin in range(0, len(elder_ids), _BATCH):
        differing = _differing(work, elder_ids[begin : begin + _BATCH], policy)
        if differing:
            renew(work, differing, policy=policy)


def renew(
    work: UnitOfWork,
    elder_ids: Collection[UUID],
    *,
    begins_at: datetime | None = None,
    policy: Policy | None = None,
) -> None:
    """Let each of these elders have one visit due, or none; a new period begins now, or with the visit before it."""
    policy = policy or queries.policy(work)
    work.session.flush()
    graded = queries.graded(work, elder_ids, policy)
    due = queries.held_due(work, elder_ids)
    new = []
    for elder_id in sorted(elder_ids):
        row, known = due.get(elder_id), graded.get(elder_id)
        grade = known.grade if known else None
        if known is None or grade is None:
            if row is not None:
                _drop(work, row)
        elif row is None:
            new.append(_new(work, known, grade, policy, begins_at or work.now))
        else:
            _follow(work, row, known, grade, policy)
    work.session.flush()
    if new:
        # Another who does so at the same time comes first, and this one adds nothing.
        work.session.execute(insert(table_of(WelfareVisit)).on_conflict_do_nothing(), new)


def follow_elder(work: UnitOfWork, elder_id: UUID) -> bool:
    """Let the visit that is due for an elder be due where they live now; whether that is another place."""
    before = queries.due_visits(work, [elder_id])
    if not before:
        return False
    formerly = before[0].region_code
    renew(work, [elder_id])
    return before[0].region_code != formerly


def end_all_of(work: UnitOfWork, elder_id: UUID) -> int:
    """Drop what is due for somebody who has died, moved away or is erased; how much that was."""
    due = queries.held_due(work, [elder_id])
    for row in due.values():
        _drop(work, row)
    return len(due)


def _differing(work: UnitOfWork, elder_ids: Collection[UUID], policy: Policy) -> list[UUID]:
    """For whom a visit is to be made due, to change, or to be dropped, as far as can be seen without holding any."""
    graded = queries.graded(work, elder_ids, policy)
    due = queries.due_now(work, elder_ids)
    return [each for each in elder_ids if _differs(graded.get(each), due.get(each), policy)]


def _differs(known: Graded | None, row: DueVisit | None, policy: Policy) -> bool:
    if known is None or known.grade is None or row is None:
        return row is not None or (known is not None and known.grade is not None)
    stands = (row.grade, row.policy_number, tuple(row.reasons), row.region_code)
    return stands != (known.grade, policy.number, known.reasons, known.region_code)


def _new(
    work: UnitOfWork, known: Graded, grade: RiskGrade, policy: Policy, begins_at: datetime
) -> dict[str, object]:
    return {
        "id": work.new_id(),
        "elder_id": known.elder_id,
        "region_code": known.region_code,
        "grade": grade,
        "reasons": list(known.reasons),
        "policy_number": policy.number,
        "begins_at": begins_at,
        "due_at": rules.due_by(local_date(begins_at), policy.rhythms[grade]),
        "status": WelfareStatus.DUE,
        "tries": 0,
        "version": 1,
    }


def _follow(work: UnitOfWork, row: WelfareVisit, known: Graded, grade: RiskGrade, policy: Policy) -> None:
    if (row.grade, row.policy_number) != (grade, policy.number):
        if row.changed_at is None:
            rhythm, today = policy.rhythms[grade], local_date(work.now)
            row.due_at = rules.regraded(row.due_at, row.begins_at, today, rhythm)
        row.grade, row.policy_number = grade, policy.number
    if list(row.reasons) != list(known.reasons):
        row.reasons = list(known.reasons)
    if known.region_code is not None and row.region_code != known.region_code:
        row.formerly, row.moved_at, row.region_code = row.region_code, work.now, known.region_code
        row.grid_told_at = row.community_told_at = row.street_told_at = None


def _drop(work: UnitOfWork, row: WelfareVisit) -> None:
    row.status, row.closed_at = WelfareStatus.DROPPED, work.now
