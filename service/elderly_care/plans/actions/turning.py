"""What a new day does to plans: some are over, some offers lapse, some pauses begin or end."""

from service.elderly_care.plans import queries
from service.elderly_care.plans.actions.ending import finish
from service.elderly_care.plans.actions.offering import lapse
from service.elderly_care.plans.actions.pausing import follow_the_day
from service.elderly_care.plans.rules import PlanStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork


def turn_to_today(work: UnitOfWork) -> None:
    """Let every plan stand where the day puts it."""
    today = local_date(work.now)
    for found in queries.over_by(work, today):
        row = queries.held(work, found)
        if row.status is not PlanStatus.ENDED and row.ends_on is not None and row.ends_on < today:
            finish(work, row, last_day=row.ends_on, because=None)
    for found in queries.with_offers(work):
        lapse(work, queries.held(work, found))
    for found in queries.paused_otherwise(work, today):
        follow_the_day(work, queries.held(work, found))
