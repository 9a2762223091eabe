"""What visiting care asks for by the clock."""

from datetime import datetime

from service.elderly_care.welfare_visits import actions
from service.kit.clock import local_date
from service.kit.jobs import daily_at, every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@daily_at("05:30")
def make_welfare_visits(work: UnitOfWork) -> None:
    """Let everybody be called on in the rhythm of today's grade, and who came back from hospital soon."""
    actions.renew_all(work)
    actions.hasten_after_hospital(work, local_date(work.now))


@every(minutes=30)
def tell_of_overdue_welfare_visits(work: UnitOfWork) -> None:
    """Tell the grid worker, later the community and the street, of visits that are late."""
    actions.tell_overdue(work)


@kept_for("care_welfare_days")
def forget_welfare_visits(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop visits made long ago, with what was found."""
    return actions.forget_settled(work, oldest, limit)
