"""What waits at the gateways is called off: for a household that needs it no more at once, for a whole notice in the background.

A gateway may be dead for hours, and takes so many a minute; nobody is to be rung up for what they have answered.
"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from service.events.notices.rules import key_of
from service.events.reaching.models import Ladder, ReachPerson
from service.events.reaching.texts import TO_CONFIRM
from service.kit.background import BEFORE_ALL, BackgroundRun, ask_for
from service.kit.database import any_of
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging

KIND = "events.reach_call_off"
AT_ONCE = 10_000


def call_off(work: UnitOfWork, household_ids: Collection[UUID]) -> None:
    """Send nothing more to these households."""
    if not household_ids:
        return
    people: dict[UUID, list[UUID]] = defaultdict(list)
    query = select(ReachPerson.notice_id, ReachPerson.resident_id)
    for row in work.session.execute(query.where(ReachPerson.household_id == any_of(household_ids))):
        people[row.notice_id].append(row.resident_id)
    for notice_id, resident_ids in people.items():
        _call_off(work, notice_id, resident_ids)


def begin_to_call_off(work: UnitOfWork, ladder: Ladder) -> None:
    """Have everything called off, soon after this transaction."""
    ladder.run_id = ask_for(work, KIND, notice_id=str(ladder.notice_id), after=str(BEFORE_ALL)).id


def call_off_next(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Send nothing more to the next of a notice's people; whether they were the last."""
    notice_id, after = UUID(run.checkpoint["notice_id"]), UUID(run.checkpoint["after"])
    theirs = ReachPerson.notice_id == notice_id, ReachPerson.resident_id > after
    query = select(ReachPerson.resident_id).where(*theirs).order_by(ReachPerson.resident_id)
    people = work.session.scalars(query.limit(AT_ONCE)).all()
    _call_off(work, notice_id, people)
    run.done += len(people)
    if len(people) < AT_ONCE:
        return True
    run.checkpoint = {**run.checkpoint, "after": str(people[-1])}
    return False


def _call_off(work: UnitOfWork, notice_id: UUID, resident_ids: Collection[UUID]) -> None:
    messaging.call_off(work, resident_ids, key=key_of(notice_id, TO_CONFIRM))
