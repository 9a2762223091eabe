"""What is on record of one resident: which notices were brought to their household, and how."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.events.notices.models import Notice
from service.events.reaching.models import Ladder, ReachHousehold, ReachPerson
from service.kit.work import UnitOfWork


def every_household_of(work: UnitOfWork, resident_id: UUID) -> Iterator[Mapping[str, Any]]:
    """How each notice was brought to a resident's household, the oldest first."""
    query = (
        select(ReachHousehold, Notice.title, Ladder.began_at)
        .join(ReachPerson, ReachPerson.household_id == ReachHousehold.id)
        .join(Ladder, Ladder.notice_id == ReachPerson.notice_id)
        .join(Notice, Notice.id == ReachPerson.notice_id)
        .where(ReachPerson.resident_id == resident_id)
        .order_by(Ladder.began_at, ReachHousehold.id)
    )
    for household, title, began_at in work.session.execute(query):
        yield {
            "title": title,
            "began_at": began_at,
            "step": household.step.words if household.step else None,
            "reached_by": household.reached_by.words if household.reached_by else None,
            "reached_at": household.reached_at,
            "through_you": household.reached_through == resident_id,
            "acted_by": household.acted_by_name,
        }
