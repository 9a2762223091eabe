"""Letting the people of a piece live in their homes, in the households that their list shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, insert, select

from service.kit.clock import local_date
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork
from service.residents.homes.models import Home, Household, Residence
from service.residents.homes.rules import HouseholdKind, Relation
from service.residents.imports.rules.known import HomeKey, Known
from service.residents.models import Resident


@dataclass(slots=True)
class _Household:
    """A household of a home: who is its householder, or who is said to be by rows before that person's own."""

    id: UUID
    householder: str | None = None
    expected: str | None = None
    is_new: bool = False


def settle(work: UnitOfWork, people: Sequence[Known], homes: Mapping[HomeKey, Home]) -> None:
    """Let people live there from today on; none of them has a residence that is open."""
    moving = [(known, homes[known.home]) for known in people if known.home is not None]
    if not moving:
        return
    present = _households_in(work, [home.id for home in homes.values()])
    # Householders first: a list may name them after the members of their household.
    moving.sort(key=lambda each: each[0].relation is not Relation.HOUSEHOLDER)
    residences = []
    for known, home in moving:
        household = _household_of(work, known, present.setdefault(home.id, []))
        residences.append(_residence(work, known, home, household))
    founded = [
        {
            "id": household.id,
            "home_id": home_id,
            "kind": HouseholdKind.FAMILY,
            "made_at": work.now,
            "version": 1,
        }
        for home_id, households in present.items()
        for household in households
        if household.is_new
    ]
    if founded:
        work.session.connection().execute(insert(table_of(Household)), founded)
    work.session.connection().execute(insert(table_of(Residence)), residences)


def _household_of(work: UnitOfWork, known: Known, there: list[_Household]) -> _Household | None:
    """The household somebody belongs to; None for who is nothing to anybody there, such as a lodger."""
    if known.relation is Relation.HOUSEHOLDER:
        vacant = (each for each in there if each.householder is None and each.expected in (None, known.name))
        own = next(vacant, None) or _new(work, there)
        own.householder = known.name
        return own
    if known.relation is None and known.householder is None:
        return None
    if known.householder is None:
        return there[0] if there else _new(work, there)
    named = (each for each in there if known.householder in (each.householder, each.expected))
    found = next(named, None) or _new(work, there)
    found.expected = known.householder
    return found


def _new(work: UnitOfWork, there: list[_Household]) -> _Household:
    made = _Household(work.new_id(), is_new=True)
    there.append(made)
    return made


def _residence(work: UnitOfWork, known: Known, home: Home, household: _Household | None) -> dict[str, Any]:
    return {
        "id": work.new_id(),
        "resident_id": known.id,
        "home_id": home.id,
        "household_id": household.id if household else None,
        "relation": known.relation or Relation.OTHER,
        "moved_in_on": local_date(work.now),
        "version": 1,
    }


def _households_in(work: UnitOfWork, home_ids: Sequence[UUID]) -> dict[UUID, list[_Household]]:
    """The households of these homes, each with its householder's name."""
    is_householder = and_(
        Residence.household_id == Household.id,
        Residence.moved_out_on.is_(None),
        Residence.relation == Relation.HOUSEHOLDER,
    )
    query = (
        select(Household.id, Household.home_id, Resident.name)
        .outerjoin(Residence, is_householder)
        .outerjoin(Resident, Resident.id == Residence.resident_id)
        .where(Household.home_id.in_(home_ids))
        .order_by(Household.id)
    )
    found: dict[UUID, list[_Household]] = {}
    for row in work.session.execute(query):
        found.setdefault(row.home_id, []).append(_Household(row.id, row.name))
    return found
