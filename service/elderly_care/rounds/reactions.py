"""What becomes of rounds as visits are made and called off."""

from service.elderly_care.rounds import actions, messages, queries
from service.elderly_care.visits.messages import VisitsCalledOff
from service.kit.messages import on
from service.kit.work import UnitOfWork


@on(messages.VisitsOfOneWindow)
def join_round(work: UnitOfWork, told: messages.VisitsOfOneWindow) -> None:
    """Visits of one window join its round."""
    actions.join(work, told.visit_ids)


@on(VisitsCalledOff)
def drop_empty_rounds(work: UnitOfWork, told: VisitsCalledOff) -> None:
    """A round that nobody needs any more takes nobody's time."""
    actions.drop_empty(work, queries.rounds_of_visits(work, told.visit_ids))
