"""What waits at the gateways for a household is called off once the household needs it no more.

A gateway may be dead for hours, and takes so many a minute; nobody is to be rung up for what they have answered.
"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from service.events.notices.rules import key_of
from service.events.reaching.models import ReachPerson
from service.events.reaching.texts import TO_CONFIRM
from service.kit.database import any_of
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging


def call_off(work: UnitOfWork, household_ids: Collection[UUID]) -> None:
    """Send nothing more to these households."""
    if not household_ids:
        return
    people: dict[UUID, list[UUID]] = defaultdict(list)
    query = select(ReachPerson.notice_id, ReachPerson.resident_id)
    for row in work.session.execute(query.where(ReachPerson.household_id == any_of(household_ids))):
        people[row.notice_id].append(row.resident_id)
    for notice_id, resident_ids in people.items():
        messaging.call_off(work, resident_ids, key=key_of(notice_id, TO_CONFIRM))
