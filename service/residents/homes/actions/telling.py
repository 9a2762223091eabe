"""Telling workers what homes and households need from them."""

from uuid import UUID

from service.kit.telling import Recipient, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.homes import queries, texts
from service.residents.homes.models import Departure, Home, Household
from service.residents.models import Resident
from service.residents.people import queries as people
from service.residents.people.actions import tell_workers
from service.residents.rules import ResidentStatus


def tell_of_missing_householder(work: UnitOfWork, household_id: UUID) -> None:
    """Say to the home's workers that a household needs a new householder, unless it has one or nobody is left."""
    household = work.session.get(Household, household_id)
    if household is None or not queries.shown_household(work, household).needs_householder:
        return
    home = work.session.get_one(Home, household.home_id)
    address = queries.addresses_of(work, [home])[home.id]
    path = regions.path_of(work, home.region_code)
    tell_workers(work, path, texts.HOUSEHOLDER_GONE, subject=household.id, address=address)


def tell_of_move_within(work: UnitOfWork, resident_id: UUID) -> None:
    """Say to the workers of the new community that somebody comes, unless their home is noted already."""
    person = work.session.get(Resident, resident_id)
    if person is not None and person.status is ResidentStatus.VERIFIED and person.home_id is None:
        tell_workers(work, people.region_path(work, person), texts.MOVED_TO_YOU, subject=person.id)


def tell_of_mistake(work: UnitOfWork, departure_id: UUID) -> None:
    """Say to who had neither died nor left what ended meanwhile, if anything did beside the record itself."""
    departure = work.session.get_one(Departure, departure_id)
    resident_id = departure.resident_id
    theirs = [each for each in departure.ended if each["subject"] != str(resident_id)]
    if theirs:
        ended = Text("、".join(each["zh"] for each in theirs), ", ".join(each["en"] for each in theirs))
        person = Recipient(resident_id=resident_id)
        tell(work, person, texts.MISTAKE_UNDONE, subject=resident_id, ended=ended)
