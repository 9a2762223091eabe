"""What happens to rooms by the clock."""

from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import actions


@daily_at("03:30")
def forget_past_grains(work: UnitOfWork) -> None:
    """Drop claims on time that has long passed."""
    actions.forget_past_grains(work)
