"""What stands of plans already, so that nothing is made twice or again, and what no longer belongs is found."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import NOT_BEGUN, VisitCancellation, VisitStatus
from service.kit.clock import at_local
from service.kit.work import UnitOfWork

Occurrence = tuple[UUID, date]

# What was called off because of the plan is made again when the plan asks for it again.
_BY_THE_PLAN = (
    VisitCancellation.PLAN_CHANGED,
    VisitCancellation.PLAN_PAUSED,
    VisitCancellation.PLAN_ENDED,
)


def settled(work: UnitOfWork, plan_id: UUID, occurrences: Collection[Occurrence]) -> set[Occurrence]:
    """Those of a plan that stand, and those that somebody has called off: by the newest record of each."""
    if not occurrences:
        return set()
    days = [day for _, day in occurrences]
    query = select(Visit.item_id, Visit.occurs_on, Visit.status, Visit.cancelled_because).where(
        Visit.plan_id == plan_id, Visit.occurs_on.between(min(days), max(days))
    )
    newest = {(row.item_id, row.occurs_on): row for row in work.session.execute(query.order_by(Visit.id))}
    return {
        occurrence
        for occurrence, row in newest.items()
        if row.status is not VisitStatus.CANCELLED or row.cancelled_because not in _BY_THE_PLAN
    }


def not_begun_of_plan(work: UnitOfWork, plan_id: UUID, first: date) -> Sequence[Visit]:
    """A plan's visits from a day on that are neither begun nor over, held, in the order of their ids."""
    query = select(Visit).where(
        Visit.plan_id == plan_id,
        or_(Visit.occurs_on >= first, Visit.window_starts_at >= at_local(first)),
        Visit.status.in_(NOT_BEGUN),
        Visit.window_ends_at > work.now,
    )
    held = query.order_by(Visit.id).with_for_update().execution_options(populate_existing=True)
    return work.session.scalars(held).all()
