"""Reading who lives where, which the audit trail and the access log of those people keep."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.homes import queries
from service.residents.homes.queries import ShownHome, ShownHousehold, Stay
from service.residents.people import actions as people


def show_home(work: UnitOfWork, home_id: UUID, on: date | None = None) -> ShownHome:
    """A home with who lives there now, or lived there on a day. Raises NotFound."""
    home = queries.shown(work, work.found(queries.home(work, home_id)), on)
    _note_read(work, "get_home", home.households, (each.resident_id for each in home.lodgers), home.id)
    return home


def show_household(work: UnitOfWork, household_id: UUID) -> ShownHousehold:
    """A household with its present members. Raises NotFound."""
    household = queries.shown_household(work, work.found(queries.household(work, household_id)))
    _note_read(work, "get_household", [household], subject=household.id)
    return household


def look_through_households(work: UnitOfWork, **wanted: Any) -> Page[ShownHousehold]:
    """Households with their members."""
    found = queries.households(work, **wanted)
    _note_read(work, "list_households", found.items)
    return found


def look_through_stays(work: UnitOfWork, resident_id: UUID, **wanted: Any) -> Page[Stay]:
    """Where somebody lives and has lived. Raises NotFound."""
    action = "list_homes_of_resident"
    person = people.look_up(work, resident_id, action=action)
    work.audit(action, subject=person.id, region_code=person.region_code, people=[person.id])
    return queries.stays(work, person.id, **wanted)


def _note_read(
    work: UnitOfWork,
    action: str,
    households: Iterable[ShownHousehold],
    others: Iterable[UUID] = (),
    subject: UUID | None = None,
) -> None:
    members = (member.resident_id for each in households for member in each.members)
    work.audit(action, subject=subject, people={*members, *others})
