"""What follows when a household loses its householder, or somebody goes to another community."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.homes import actions
from service.residents.homes.messages import HouseholderGone, ResidentMovedWithin


@on(HouseholderGone)
def tell_of_missing_householder(work: UnitOfWork, told: HouseholderGone) -> None:
    """Somebody has to ask the household who it is now."""
    actions.tell_of_missing_householder(work, told.household_id)


@on(ResidentMovedWithin)
def tell_new_community(work: UnitOfWork, told: ResidentMovedWithin) -> None:
    """The new community's workers note the home."""
    actions.tell_of_move_within(work, told.resident_id)
