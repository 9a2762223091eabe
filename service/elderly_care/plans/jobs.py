"""What plans ask for by the clock."""

from service.elderly_care.plans import actions
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork


@daily_at("00:05")
def turn_plans_to_today(work: UnitOfWork) -> None:
    """End what is over, let offers lapse that nobody answered, and begin and end pauses."""
    actions.turn_to_today(work)


@daily_at("08:40")
def hand_over_plans(work: UnitOfWork) -> None:
    """Hand over what was agreed to after its contract's end was announced."""
    actions.hand_over_what_ends(work)
