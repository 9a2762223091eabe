"""What becomes of rounds as visits are made and called off."""

from service.elderly_care.rounds import actions, messages, queries
from service.elderly_care.visits.messages import VisitsCalledOff, VisitsMade
from service.kit.messages import on
from service.kit.work import UnitOfWork


@on(VisitsMade)
def sort_by_windows(work: UnitOfWork, told: VisitsMade) -> None:
    """What is given to many at once joins rounds, one window after the other, each in a transaction of its own."""
    for visit_ids in actions.by_window(work, told.visit_ids):
        work.announce(messages.VisitsOfOneWindow(visit_ids=visit_ids))


@on(messages.VisitsOfOneWindow)
def join_round(work: UnitOfWork, told: messages.VisitsOfOneWindow) -> None:
    """Visits of one window join its round."""
    actions.join(work, told.visit_ids)


@on(VisitsCalledOff)
def sort_by_rounds(work: UnitOfWork, told: VisitsCalledOff) -> None:
    """What was called off may leave rounds empty; each is looked at in a transaction of its own."""
    for round_id in sorted(queries.rounds_of_visits(work, told.visit_ids)):
        work.announce(messages.RoundLostVisits(round_id=round_id))


@on(messages.RoundLostVisits)
def drop_empty_round(work: UnitOfWork, told: messages.RoundLostVisits) -> None:
    """A round that nobody needs any more takes nobody's time."""
    actions.drop_if_empty(work, told.round_id)
