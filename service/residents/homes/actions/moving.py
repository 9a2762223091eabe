"""Moving in and out."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from service.kit.clock import local_date
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.errors import NoSuchCommunity
from service.residents.homes import queries, rules
from service.residents.homes.actions.places import wanted_home
from service.residents.homes.actions.residences import (
    begin,
    check_departing,
    depart,
    end,
    leave_home,
    settle,
)
from service.residents.homes.errors import LivesThereAlready, NoSuchHousehold
from service.residents.homes.models import Departure, Home, Household, Residence
from service.residents.homes.rules import DepartureKind, Relation, ResidenceEnd
from service.residents.messages import ResidentMovedAway, ResidentPlaceChanged
from service.residents.models import Resident
from service.residents.people import permissions
from service.residents.people import queries as people
from service.residents.people.actions.records import mark_verified
from service.residents.rules import ResidentStatus

_MAY_MOVE = (ResidentStatus.VERIFIED, ResidentStatus.MOVED_AWAY)


def move(
    work: UnitOfWork,
    resident_id: UUID,
    *,
    home: Mapping[str, Any],
    moved_in_on: date,
    household_id: UUID | None = None,
    relation: Relation = Relation.OTHER,
) -> Resident:
    """Note that somebody lives in a home of one's part of the district from a day on.

    Who lives elsewhere is taken in by a worker of both places, or after the other place has noted that they left.
    """
    person = people.resident(work, resident_id, to_decide=True) or queries.gone(work, resident_id)
    person = work.found(person)
    work.expect(person)
    if person.status is not ResidentStatus.MOVED_AWAY:
        work.require(permissions.may_keep(work.actor, people.region_path(work, person)))
    take_in(work, person, home, moved_in_on, household_id=household_id, relation=relation)
    return person


def take_in(
    work: UnitOfWork,
    person: Resident,
    home: Mapping[str, Any],
    on: date,
    *,
    household_id: UUID | None,
    relation: Relation,
) -> Residence:
    """Let somebody live in the home that the worker names."""
    there = wanted_home(work, home)
    household = None
    if household_id is not None:
        household = queries.household(work, household_id, to_change=True)
        if household is None:
            raise NoSuchHousehold(field="household_id")
    return move_in(work, person, there, on, household=household, relation=relation)


def move_in(
    work: UnitOfWork,
    person: Resident,
    home: Home,
    on: date,
    *,
    household: Household | None = None,
    relation: Relation = Relation.OTHER,
) -> Residence:
    """Let somebody, whose record is held or new, live there from a day on, and no longer where they lived.

    Raises LivesThereAlready, ImpossibleResidenceDay, ResidenceOverlaps, WrongState. Permissions are the caller's.
    """
    if person.status not in _MAY_MOVE or person.claim_of is not None:
        raise WrongState(state=person.status)
    rules.check_day(on, local_date(work.now), queries.born_on(work, person), field="moved_in_on")
    present = queries.open_residence(work, person.id)
    returns = person.status is ResidentStatus.MOVED_AWAY
    if present is not None:
        _leave_for(work, present, home, household, on)
    residence = begin(work, person.id, home, on, household=household, relation=relation)
    settle(work, person, home)
    if returns:
        mark_verified(work, person)
    if present is None or present.home_id != home.id:
        # Of whom no home was on record it is only noted now where they live.
        work.announce(
            ResidentPlaceChanged(
                resident_id=person.id, moved=returns or present is not None, noted_at=work.now
            )
        )
    return residence


def leave(
    work: UnitOfWork,
    person: Resident,
    *,
    moved_out_on: date,
    reason: str | None = None,
    whereto: str | None = None,
    region_code: str | None = None,
) -> Resident:
    """Note that somebody has left: the district, or for another community of it (`region_code`)."""
    work.require(permissions.may_keep(work.actor, people.region_path(work, person)))
    if region_code is None:
        move_out(work, person, moved_out_on, reason=reason, whereto=whereto)
    else:
        _move_within(work, person, moved_out_on, region_code)
    return person


def move_out(
    work: UnitOfWork, person: Resident, on: date, *, reason: str | None = None, whereto: str | None = None
) -> Departure:
    """Note that somebody, whose record is held, lives outside the district from a day on."""
    check_departing(person, DepartureKind.MOVED_AWAY)
    residence = leave_home(work, person, on, ResidenceEnd.MOVED_OUT, field="moved_out_on")
    work.announce(ResidentMovedAway(resident_id=person.id, moved_out_on=on))
    return depart(work, person, DepartureKind.MOVED_AWAY, residence, on, reason=reason, whereto=whereto)


def _move_within(work: UnitOfWork, person: Resident, on: date, region_code: str) -> None:
    """Hand the record over to another community, whose workers note the home."""
    check_departing(person, DepartureKind.MOVED_AWAY)
    place = regions.place_in_community(work, region_code)
    if place is None:
        raise NoSuchCommunity(field="region_code")
    leave_home(work, person, on, ResidenceEnd.MOVED, field="moved_out_on")
    person.region_code = place.code
    person.address = None
    work.announce(ResidentPlaceChanged(resident_id=person.id, moved=True, noted_at=work.now))


def _leave_for(
    work: UnitOfWork, present: Residence, home: Home, household: Household | None, on: date
) -> None:
    stays = present.home_id == home.id
    if stays and (household is None or present.household_id == household.id):
        raise LivesThereAlready
    because = ResidenceEnd.HOUSEHOLD if stays else ResidenceEnd.MOVED
    end(work, present, on, because, field="moved_in_on")
