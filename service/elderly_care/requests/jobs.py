"""What requests ask for by the clock."""

from service.elderly_care.requests import actions
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork


@daily_at("08:50")
def tell_of_overdue_requests(work: UnitOfWork) -> None:
    """Tell the street and the district of requests whose step is late."""
    actions.tell_overdue(work)


@daily_at("08:45")
def tell_of_missing_assessments(work: UnitOfWork) -> None:
    """Tell the community, and later the street, of assessments that were to follow and did not."""
    actions.tell_missing_assessments(work)
