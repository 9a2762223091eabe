"""Beginning and ending residences: what moving, departing and changing households have in common."""

from datetime import date
from uuid import UUID

from service.kit.clock import local_date
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.residents.homes import messages, queries, rules
from service.residents.homes.errors import HouseholderTwice, NoSuchHousehold, ResidenceOverlaps
from service.residents.homes.models import Departure, Home, Household, Residence
from service.residents.homes.rules import DepartureKind, HouseholdKind, Relation, ResidenceEnd
from service.residents.models import Resident
from service.residents.rules import ResidentStatus, check_resident_move

STATUS_AFTER = {
    DepartureKind.DIED: ResidentStatus.DECEASED,
    DepartureKind.MOVED_AWAY: ResidentStatus.MOVED_AWAY,
}


def begin(
    work: UnitOfWork,
    resident_id: UUID,
    home: Home,
    on: date,
    *,
    household: Household | None,
    relation: Relation,
) -> Residence:
    """A residence from this day on. Raises NoSuchHousehold, HouseholderTwice, ResidenceOverlaps."""
    if relation is Relation.HOUSEHOLDER and household is None:
        household = new_household(work, home)
    if household is not None:
        if household.home_id != home.id:
            raise NoSuchHousehold(field="household_id")
        if relation is Relation.HOUSEHOLDER and queries.has_householder(work, household.id):
            raise HouseholderTwice(field="relation")
    if queries.lived_somewhere_after(work, resident_id, on):
        raise ResidenceOverlaps(field="moved_in_on")
    residence = Residence(
        id=work.new_id(),
        resident_id=resident_id,
        home_id=home.id,
        household_id=household.id if household else None,
        relation=relation,
        moved_in_on=on,
    )
    work.session.add(residence)
    work.session.flush()
    return residence


def end(work: UnitOfWork, residence: Residence, on: date, because: ResidenceEnd, *, field: str) -> None:
    """End a residence; a household whose householder leaves others behind needs a new one, and says so."""
    if on < residence.moved_in_on:
        raise ResidenceOverlaps(field=field)
    residence.moved_out_on = on
    residence.ended_because = because
    work.session.flush()
    if residence.relation is Relation.HOUSEHOLDER and residence.household_id is not None:
        work.announce(messages.HouseholderGone(household_id=residence.household_id))


def leave_home(
    work: UnitOfWork, person: Resident, on: date, because: ResidenceEnd, *, field: str
) -> Residence | None:
    """End the residence on record, if there is one; the last address stays. Raises ImpossibleResidenceDay."""
    residence = queries.open_residence(work, person.id)
    born_on = queries.born_on(work, person)
    moved_in_on = residence.moved_in_on if residence else None
    rules.check_day(on, local_date(work.now), born_on, moved_in_on, field=field)
    if residence is not None:
        end(work, residence, on, because, field=field)
    person.home_id = None
    return residence


def depart(
    work: UnitOfWork,
    person: Resident,
    kind: DepartureKind,
    residence: Residence | None,
    on: date,
    *,
    reason: str | None,
    whereto: str | None = None,
) -> Departure:
    """Note that somebody has died or left the district, so that it can be taken back."""
    departure = Departure(
        id=work.new_id(),
        resident_id=person.id,
        kind=kind,
        departed_on=on,
        reason=reason,
        whereto=whereto,
        status_before=person.status,
        residence_id=residence.id if residence else None,
        recorded_by=work.actor.account_id,
        recorded_at=work.now,
    )
    work.session.add(departure)
    person.status = STATUS_AFTER[kind]
    person.reason = reason
    return departure


def check_departing(person: Resident, kind: DepartureKind) -> None:
    """Raise WrongState unless this is the record of somebody who may die or leave."""
    if person.claim_of is not None or person.status is ResidentStatus.PENDING:
        raise WrongState(state=person.status)
    check_resident_move(person.status, STATUS_AFTER[kind])


def settle(work: UnitOfWork, person: Resident, home: Home) -> None:
    """Let somebody's record follow the home."""
    person.home_id = home.id
    person.region_code = home.region_code
    person.address = queries.addresses_of(work, [home])[home.id]


def new_household(
    work: UnitOfWork,
    home: Home,
    kind: HouseholdKind = HouseholdKind.FAMILY,
    number: str | None = None,
) -> Household:
    """A household that has no members yet."""
    household = Household(id=work.new_id(), home_id=home.id, kind=kind, number=number, made_at=work.now)
    work.session.add(household)
    work.session.flush()
    return household
