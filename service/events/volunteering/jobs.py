"""What the time bank asks for by the clock."""

from service.events.volunteering import actions
from service.kit.jobs import every
from service.kit.work import UnitOfWork


@every(hours=1)
def settle_estates(work: UnitOfWork) -> None:
    """Let what some of the dead have left fall to their communities' pools, once their family's time is over."""
    actions.settle_estates(work)
