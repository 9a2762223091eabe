"""What inspections ask for by the clock."""

from service.elderly_care.inspections import actions
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork


@daily_at("08:45")
def tell_of_overdue_findings(work: UnitOfWork) -> None:
    """Tell the operator, then the street, then the district of findings that were not mended in time."""
    actions.tell_overdue(work)
