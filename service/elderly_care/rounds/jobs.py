"""What rounds ask for by the clock."""

from service.elderly_care.rounds import actions
from service.kit.jobs import every
from service.kit.work import UnitOfWork


@every(minutes=5)
def finish_rounds(work: UnitOfWork) -> None:
    """Let rounds be done that are over."""
    actions.finish(work)
