"""What happens to a resident where they live, over HTTP: verified into a home, moving, leaving, dying."""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, Stale, WrongState
from service.kit.pages import Page
from service.kit.problems import language
from service.kit.work import UnitOfWork
from service.residents.errors import (
    LivesInAHome,
    NoSuchCommunity,
    OnRecordAlready,
    RecordElsewhere,
    RecordUndecided,
)
from service.residents.homes import actions
from service.residents.homes.errors import (
    BadRoom,
    HouseholderTwice,
    ImpossibleResidenceDay,
    LivesThereAlready,
    NoSuchHome,
    NoSuchHousehold,
    ResidenceOverlaps,
)
from service.residents.homes.models import Departure
from service.residents.homes.queries import Stay
from service.residents.homes.rules import DepartureKind
from service.residents.homes.schemas import (
    DeathSchema,
    DepartureSchema,
    MoveOutSchema,
    MoveSchema,
    StaySchema,
    VerificationSchema,
)
from service.residents.models import Resident
from service.residents.people import queries as people
from service.residents.people.errors import WRONG_DETAILS, WRONG_ID_NUMBERS, WRONG_NAMES, WRONG_PHONES
from service.residents.people.queries import ShownResident
from service.residents.people.schemas import ResidentChangesSchema, ResidentSchema

moves = Blueprint(
    "moves", url_prefix="/residents", description="迁移: where residents live, have lived, and how they left."
)

_TAKING_IN = (
    NoSuchHome,
    NoSuchHousehold,
    NoSuchCommunity,
    BadRoom,
    HouseholderTwice,
    LivesThereAlready,
    ResidenceOverlaps,
    ImpossibleResidenceDay,
)


@moves.patch("/<uuid:resident_id>")
@moves.arguments(ResidentChangesSchema)
@moves.response(200, ResidentSchema)
@moves.fails(
    *WRONG_NAMES,
    *WRONG_PHONES,
    *WRONG_ID_NUMBERS,
    *WRONG_DETAILS,
    NoSuchCommunity,
    OnRecordAlready,
    OutOfScope,
    WrongState,
    LivesInAHome,
    ImpossibleResidenceDay,
)
def change_resident(work: UnitOfWork, changes: dict[str, Any], resident_id: UUID) -> ShownResident:
    """Change a record; a `status` notes that the person moved away or died today, or that this was a mistake.

    Region and address of who lives in a home on record are those of the home.
    """
    person = work.found(people.resident(work, resident_id, to_decide=True))
    work.expect(person)
    return people.shown(work, actions.change_record(work, person, changes))


@moves.post("/<uuid:resident_id>/verify")
@moves.arguments(VerificationSchema, required=False)
@moves.response(200, ResidentSchema)
@moves.fails(WrongState, RecordElsewhere, RecordUndecided, OnRecordAlready, OutOfScope, *_TAKING_IN)
def verify_resident(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> ShownResident:
    """Verify a registration, perhaps into a home.

    A claim is joined to the record with that ID number, which is the answer.
    """
    person = work.found(people.resident(work, resident_id, to_decide=True))
    return people.shown(work, actions.verify(work, person, **wanted))


@moves.post("/<uuid:resident_id>/move")
@moves.arguments(MoveSchema)
@moves.response(200, ResidentSchema)
@moves.fails(NotFound, OutOfScope, Stale, WrongState, *_TAKING_IN)
def move_resident(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> ShownResident:
    """Note in which home somebody lives from a day on; it ends where they lived before.

    Who is on record elsewhere is taken in by a worker who serves both places, or once they are noted as moved away.
    """
    return people.shown(work, actions.move(work, resident_id, **wanted))


@moves.post("/<uuid:resident_id>/move-out")
@moves.arguments(MoveOutSchema)
@moves.response(200, ResidentSchema)
@moves.fails(Stale, WrongState, NoSuchCommunity, ImpossibleResidenceDay)
def move_resident_out(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> ShownResident:
    """Note that somebody has left: `moved_away`, unless for the community of this district in `region_code`."""
    person = _held(work, resident_id)
    return people.shown(work, actions.leave(work, person, **wanted))


@moves.post("/<uuid:resident_id>/undo-move-out")
@moves.response(200, DepartureSchema)
@moves.fails(Stale, WrongState)
def undo_move_out(work: UnitOfWork, resident_id: UUID) -> dict[str, Any]:
    """Take back a moving away that was noted by mistake; the answer lists what ended by it and stays ended."""
    person = _held(work, resident_id)
    return _told(work, person, actions.undo_departure(work, person, DepartureKind.MOVED_AWAY))


@moves.post("/<uuid:resident_id>/record-death")
@moves.arguments(DeathSchema)
@moves.response(200, DepartureSchema)
@moves.fails(Stale, WrongState, ImpossibleResidenceDay)
def record_death(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> dict[str, Any]:
    """Note that somebody has died. What is open for them ends without any message to them, and subsidies stop."""
    person = _held(work, resident_id)
    return _told(work, person, actions.record_death(work, person, **wanted))


@moves.post("/<uuid:resident_id>/undo-death")
@moves.response(200, DepartureSchema)
@moves.fails(Stale, WrongState)
def undo_death(work: UnitOfWork, resident_id: UUID) -> dict[str, Any]:
    """Take back a death that was noted by mistake; the answer lists what ended by it and stays ended."""
    person = _held(work, resident_id)
    return _told(work, person, actions.undo_departure(work, person, DepartureKind.DIED))


@moves.get("/<uuid:resident_id>/homes")
@moves.paged(StaySchema)
def list_homes_of_resident(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> Page[Stay]:
    """List where somebody lives and has lived, the newest first; kept in their access log."""
    return actions.look_through_stays(work, resident_id, **wanted)


def _held(work: UnitOfWork, resident_id: UUID) -> Resident:
    """The record, for others to wait for; an If-Match holds here too."""
    person = work.found(people.resident(work, resident_id, to_decide=True))
    work.expect(person)
    return person


def _told(work: UnitOfWork, person: Resident, departure: Departure) -> dict[str, Any]:
    work.session.flush()
    spoken = "en" if language() == "en" else "zh"
    return {
        "kind": departure.kind,
        "departed_on": departure.departed_on,
        "reason": departure.reason,
        "undone_at": departure.undone_at,
        "ended": [
            {
                "what": each[spoken],
                "subject": each["subject"],
                "at": datetime.fromisoformat(each["at"]) if each["at"] else None,
            }
            for each in departure.ended
        ],
        "resident": people.shown(work, person),
    }
