"""What follows when a household loses its householder, somebody goes elsewhere, or a place is renamed."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.regions.messages import RegionRenamed
from service.residents.homes import actions
from service.residents.homes.messages import HouseholderGone
from service.residents.messages import ResidentDepartureUndone, ResidentPlaceChanged


@on(HouseholderGone)
def tell_of_missing_householder(work: UnitOfWork, told: HouseholderGone) -> None:
    """Somebody has to ask the household who it is now."""
    actions.tell_of_missing_householder(work, told.household_id)


@on(ResidentPlaceChanged)
def tell_new_community(work: UnitOfWork, told: ResidentPlaceChanged) -> None:
    """The new community's workers note the home of who has come to them."""
    if told.moved:
        actions.tell_of_move_within(work, told.resident_id)


@on(ResidentDepartureUndone)
def apologise(work: UnitOfWork, told: ResidentDepartureUndone) -> None:
    """Whose record was wrong is told what ended meanwhile."""
    actions.tell_of_mistake(work, told.departure_id)


@on(RegionRenamed)
def write_addresses_anew(work: UnitOfWork, told: RegionRenamed) -> None:
    """The name of an estate or a building stands in addresses."""
    actions.rewrite_addresses(work, told.code)
