"""What complaints ask for by the clock."""

from service.elderly_care.complaints import actions
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork


@daily_at("08:55")
def tell_of_overdue_complaints(work: UnitOfWork) -> None:
    """Tell the street, and later the district, of complaints whose step is late."""
    actions.tell_overdue(work)
