"""Founding, changing and splitting households."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.homes import queries
from service.residents.homes.actions.moving import move_in
from service.residents.homes.actions.residences import new_household
from service.residents.homes.errors import HouseholderTwice, NoSuchHome, NotAMember
from service.residents.homes.models import Home, Household
from service.residents.homes.rules import HouseholdKind, Relation
from service.residents.people import permissions


def found_household(
    work: UnitOfWork,
    *,
    home_id: UUID,
    kind: HouseholdKind = HouseholdKind.FAMILY,
    number: str | None = None,
    members: Sequence[Mapping[str, Any]] = (),
    on: date | None = None,
) -> Household:
    """Put a household on record; its members live in that home already, in no household or in another."""
    home = queries.home(work, home_id)
    if home is None:
        raise NoSuchHome(field="home_id")
    _require_keeper(work, home)
    household = new_household(work, home, kind, number)
    _gather(work, home, household, members, on)
    return household


def split_household(
    work: UnitOfWork,
    household: Household,
    *,
    members: Sequence[Mapping[str, Any]],
    on: date | None = None,
    number: str | None = None,
) -> Household:
    """Let some members be a household of their own in the same home from a day on (分户). Raises NotAMember."""
    home = work.session.get_one(Home, household.home_id)
    _require_keeper(work, home)
    there = {each.resident_id for each in queries.members_now(work, household.id)}
    _check_members(members, there)
    split = new_household(work, home, household.kind, number)
    _gather(work, home, split, members, on)
    return split


def change_household(work: UnitOfWork, household: Household, changes: Mapping[str, Any]) -> Household:
    """Change its kind or number, who is its householder, and what the others are to them."""
    _require_keeper(work, work.session.get_one(Home, household.home_id))
    if "kind" in changes:
        household.kind = changes["kind"]
    if "number" in changes:
        household.number = changes["number"] or None
    relations = {each["resident_id"]: each["relation"] for each in changes.get("members", ())}
    if householder_id := changes.get("householder_id"):
        relations[householder_id] = Relation.HOUSEHOLDER
    if relations:
        _relate(work, household, relations)
        # Who belongs to it how is part of the household, and of its version.
        household.version += 1
    return household


def _relate(work: UnitOfWork, household: Household, relations: dict[UUID, Relation]) -> None:
    """Give members their relations; a householder who makes way and is not named becomes `other`."""
    queries.held(work, relations)
    members = {each.resident_id: each for each in queries.members_now(work, household.id)}
    if not members.keys() >= relations.keys():
        raise NotAMember(field="members")
    chosen = [each for each, relation in relations.items() if relation is Relation.HOUSEHOLDER]
    if len(chosen) > 1:
        raise HouseholderTwice(field="members")
    for resident_id, residence in members.items():
        makes_way = bool(chosen) and residence.relation is Relation.HOUSEHOLDER
        wanted = relations.get(resident_id, Relation.OTHER if makes_way else residence.relation)
        # The new householder comes after the former one has made way, for there is never more than one.
        residence.relation = Relation.OTHER if wanted is Relation.HOUSEHOLDER else wanted
    work.session.flush()
    for resident_id in chosen:
        members[resident_id].relation = Relation.HOUSEHOLDER
    work.session.flush()


def _gather(
    work: UnitOfWork,
    home: Home,
    household: Household,
    members: Sequence[Mapping[str, Any]],
    on: date | None,
) -> None:
    """Let people who live in the home belong to the household from a day on."""
    day = on or local_date(work.now)
    people = {each.id: each for each in queries.held(work, [each["resident_id"] for each in members])}
    _check_members(members, {each.id for each in people.values() if each.home_id == home.id})
    for each in members:
        move_in(work, people[each["resident_id"]], home, day, household=household, relation=each["relation"])


def _check_members(members: Sequence[Mapping[str, Any]], there: set[UUID]) -> None:
    for number, each in enumerate(members):
        if each["resident_id"] not in there:
            raise NotAMember(field=f"members.{number}.resident_id")


def _require_keeper(work: UnitOfWork, home: Home) -> None:
    path = regions.path_of(work, home.region_code)
    work.require(permissions.may_keep(work.actor, path), OutOfScope)
