"""Death, and undoing a death or a moving away that was noted by mistake."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, literal, update
from sqlalchemy.dialects.postgresql import JSONB

from service.accounts import actions as accounts
from service.kit.clock import local_date
from service.kit.errors import WrongState
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.homes import queries
from service.residents.homes.actions.residences import (
    STATUS_AFTER,
    check_departing,
    depart,
    end,
    leave_home,
    settle,
)
from service.residents.homes.models import Departure, Home, Residence
from service.residents.homes.rules import DepartureKind, Relation, ResidenceEnd
from service.residents.messages import (
    ResidentDepartureUndone,
    ResidentDied,
    ResidentPlaceChanged,
    ResidentVerified,
)
from service.residents.models import Resident
from service.residents.people import permissions
from service.residents.people import queries as people
from service.residents.rules import ResidentStatus


def record_death(
    work: UnitOfWork, person: Resident, *, died_on: date, reason: str | None = None
) -> Departure:
    """Note that somebody, whose record is held, has died; what is open for them ends, and their account rests."""
    work.require(permissions.may_keep(work.actor, people.region_path(work, person)))
    check_departing(person, DepartureKind.DIED)
    residence = leave_home(work, person, died_on, ResidenceEnd.DIED, field="died_on")
    departure = depart(work, person, DepartureKind.DIED, residence, died_on, reason=reason)
    accounts.let_accounts_rest(work, person.id)
    work.announce(ResidentDied(resident_id=person.id, died_on=died_on))
    return departure


def undo_departure(work: UnitOfWork, person: Resident, kind: DepartureKind) -> Departure:
    """Let somebody, whose record is held, stand as before, in the home where they lived.

    What ended meanwhile, such as bookings, stays ended; the departure tells which. Raises WrongState.
    """
    work.require(permissions.may_keep(work.actor, people.region_path(work, person)))
    departure = queries.departure(work, person.id, kind)
    if departure is None or person.status is not STATUS_AFTER[kind]:
        raise WrongState(state=person.status)
    departure.undone_at = work.now
    departure.undone_by = work.actor.account_id
    person.status = departure.status_before
    person.reason = None
    if departure.residence_id is not None:
        _reopen(work, person, work.session.get_one(Residence, departure.residence_id))
        # Their home may have been put into another place meanwhile.
        work.announce(ResidentPlaceChanged(resident_id=person.id, moved=False, noted_at=work.now))
    if kind is DepartureKind.DIED:
        accounts.wake_accounts(work, person.id)
    work.announce(
        ResidentDepartureUndone(
            resident_id=person.id, departure_id=departure.id, departed_on=departure.departed_on
        )
    )
    if person.status is ResidentStatus.VERIFIED:
        work.announce(ResidentVerified(resident_id=person.id))
    return departure


def note_ended(
    work: UnitOfWork, resident_id: UUID, what: Text, *, subject: UUID, at: datetime | None = None
) -> None:
    """Keep with somebody's departure that this ended by it, so that who undoes it can say so.

    For the reactions of every domain to ResidentDied and ResidentMovedAway.
    """
    for kind in (DepartureKind.DIED, DepartureKind.MOVED_AWAY):
        departure = queries.departure(work, resident_id, kind)
        if departure is not None:
            noted = {
                "zh": what.zh,
                "en": what.en,
                "at": at.isoformat() if at else None,
                "subject": str(subject),
            }
            _append(work, departure, noted)
            return


def forget(work: UnitOfWork, resident_id: UUID) -> None:
    """Drop what was said in free words, and let the erased record live nowhere from today on."""
    for departure in queries.departures(work, resident_id):
        departure.reason = departure.whereto = None
    residence = queries.open_residence(work, resident_id)
    if residence is not None:
        day = max(local_date(work.now), residence.moved_in_on)
        end(work, residence, day, ResidenceEnd.ERASED, field="resident_id")
    person = work.session.get_one(Resident, resident_id)
    person.home_id = person.address = None


def _append(work: UnitOfWork, departure: Departure, noted: dict[str, str | None]) -> None:
    """In one statement: several domains react at the same time."""
    longer = func.coalesce(Departure.ended, literal([], JSONB)).op("||")(literal([noted], JSONB))
    changed = update(Departure).where(Departure.id == departure.id).values(ended=longer)
    work.session.execute(changed, execution_options={"synchronize_session": False})
    work.session.expire(departure)


def _reopen(work: UnitOfWork, person: Resident, residence: Residence) -> None:
    """Let a residence go on; who was the householder is so again unless another has become it."""
    household_id = residence.household_id
    was_householder = residence.relation is Relation.HOUSEHOLDER
    if was_householder and household_id is not None and queries.has_householder(work, household_id):
        residence.relation = Relation.OTHER
    residence.moved_out_on = None
    residence.ended_because = None
    settle(work, person, work.session.get_one(Home, residence.home_id))
    work.session.flush()
