"""Homes, households and residences in one line."""

from datetime import date
from typing import Any

from service.kit.work import UnitOfWork
from service.residents.homes import actions
from service.residents.homes.models import Home, Household, Residence
from service.residents.homes.rules import HouseholdKind, Relation, ResidenceEnd, walk_order
from service.residents.models import Resident
from tests.factories import regions

SINCE = date(2024, 1, 1)


def home(
    work: UnitOfWork, region_code: str = regions.GRID, room: str = "301", unit: str = "", **values: Any
) -> Home:
    """A home on record in which nobody lives yet."""
    regions.tree(work)
    made = Home(
        id=work.new_id(),
        region_code=region_code,
        unit=unit,
        room=room,
        walk_order=walk_order(unit, room),
        made_at=work.now,
        **values,
    )
    work.session.add(made)
    work.session.flush()
    return made


def household(work: UnitOfWork, home: Home, kind: HouseholdKind = HouseholdKind.FAMILY) -> Household:
    """A household of the home without members."""
    made = Household(id=work.new_id(), home_id=home.id, kind=kind, made_at=work.now)
    work.session.add(made)
    work.session.flush()
    return made


def living(
    work: UnitOfWork,
    person: Resident,
    home: Home,
    on: date = SINCE,
    household: Household | None = None,
    relation: Relation = Relation.OTHER,
) -> Residence:
    """Let the resident live there from a day on, and no longer where they lived."""
    made = actions.move_in(work, person, home, on, household=household, relation=relation)
    work.session.flush()
    return made


def former(work: UnitOfWork, person: Resident, home: Home, since: date, until: date) -> Residence:
    """A residence that is over."""
    made = Residence(
        id=work.new_id(),
        resident_id=person.id,
        home_id=home.id,
        relation=Relation.OTHER,
        moved_in_on=since,
        moved_out_on=until,
        ended_because=ResidenceEnd.MOVED,
    )
    work.session.add(made)
    work.session.flush()
    return made
