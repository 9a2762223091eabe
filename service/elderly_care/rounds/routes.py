"""Rounds over HTTP."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from service.elderly_care.caregivers.errors import NoSuchCaregiver
from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.providers.errors import NoSuchFacility
from service.elderly_care.rounds import actions, queries
from service.elderly_care.rounds.actions import Answer
from service.elderly_care.rounds.errors import (
    CentreCodeWrong,
    ImpossibleTime,
    LeftBeforeArriving,
    NotForRound,
    NotManyAtOnce,
    WrongRoundKind,
)
from service.elderly_care.rounds.queries import ShownRound
from service.elderly_care.rounds.schemas import (
    CentreCodeSchema,
    NewRoundSchema,
    RoundAnswerSchema,
    RoundAnswersSchema,
    RoundChangesSchema,
    RoundFilterSchema,
    RoundSchema,
    RoundTicksSchema,
    RoundVisitsSchema,
    SessionAttendanceSchema,
    ShownCentreCodeSchema,
)
from service.elderly_care.visits.errors import (
    CaregiverAbsent,
    CaregiverBusy,
    CaregiverRefused,
    CertificateExpired,
    ElderBusy,
    InThePast,
    OutsideShift,
    OutsideWindow,
    SkillMissing,
    TooManyCaregivers,
)
from service.kit.api import Blueprint
from service.kit.errors import OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.problems import language
from service.kit.shown_codes import ShownCode
from service.kit.work import UnitOfWork

care_rounds = Blueprint(
    "care_rounds",
    url_prefix="/care/rounds",
    description="班次: meals from door to door, sessions at the centre.",
)
_CLAIMING = (
    NoSuchCaregiver,
    CaregiverRefused,
    SkillMissing,
    CertificateExpired,
    OutsideShift,
    TooManyCaregivers,
    CaregiverAbsent,
    CaregiverBusy,
    ElderBusy,
)


@care_rounds.get()
@care_rounds.paged(RoundSchema, RoundFilterSchema)
def list_care_rounds(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownRound]:
    """List rounds in their order: those of one's operator as its planner, or one's own as a caregiver."""
    return queries.rounds(work, **wanted)


@care_rounds.post()
@care_rounds.arguments(NewRoundSchema)
@care_rounds.response(201, RoundSchema)
@care_rounds.fails(NoSuchService, NotManyAtOnce, NoSuchFacility, ImpossibleTime, OutOfScope)
def make_care_round(work: UnitOfWork, wanted: dict[str, Any]) -> ShownRound:
    """Make a round by hand, for visits to be moved into; those of plans join one of their window by themselves."""
    return queries.shown(work, actions.make(work, **wanted))


@care_rounds.get("/<uuid:round_id>")
@care_rounds.response(200, RoundSchema)
def get_care_round(work: UnitOfWork, round_id: UUID) -> ShownRound:
    """Read a round with its doors in the order of the way; how to get in only where and when that is needed."""
    return actions.read(work, round_id)


@care_rounds.patch("/<uuid:round_id>")
@care_rounds.arguments(RoundChangesSchema)
@care_rounds.response(200, RoundSchema)
@care_rounds.fails(WrongState, ImpossibleTime, InThePast, OutsideWindow, NoSuchFacility, *_CLAIMING)
def change_care_round(work: UnitOfWork, wanted: dict[str, Any], round_id: UUID) -> ShownRound:
    """Change when a round is made and by whom: their time is claimed once for all its visits, which follow it."""
    return queries.shown(work, actions.change(work, round_id, **wanted))


@care_rounds.post("/<uuid:round_id>/visits")
@care_rounds.arguments(RoundVisitsSchema)
@care_rounds.response(200, RoundSchema)
@care_rounds.fails(WrongState, NotForRound, *_CLAIMING)
def move_visits_into_care_round(work: UnitOfWork, wanted: dict[str, Any], round_id: UUID) -> ShownRound:
    """Let visits be made in this round, out of whichever they were in; all of them or none."""
    return queries.shown(work, actions.move_visits(work, round_id, **wanted))


@care_rounds.post("/<uuid:round_id>/cancel")
@care_rounds.response(200, RoundSchema)
@care_rounds.fails(WrongState)
def cancel_care_round(work: UnitOfWork, round_id: UUID) -> ShownRound:
    """Call a round off; its visits stay, to be moved into others or to be called off themselves."""
    return queries.shown(work, actions.cancel(work, round_id))


@care_rounds.post("/<uuid:round_id>/ticks")
@care_rounds.arguments(RoundTicksSchema)
@care_rounds.response(200, RoundAnswersSchema)
@care_rounds.fails(WrongRoundKind)
def tick_care_round(work: UnitOfWork, told: dict[str, Any], round_id: UUID) -> dict[str, Any]:
    """Say as its caregiver what happened at the doors of a round; each is answered for itself, however late and often."""
    return _told(actions.tick(work, round_id, told["ticks"]))


@care_rounds.post("/<uuid:round_id>/attendance")
@care_rounds.arguments(SessionAttendanceSchema)
@care_rounds.response(200, RoundAnswersSchema)
@care_rounds.fails(WrongRoundKind, LeftBeforeArriving)
def record_attendance(work: UnitOfWork, told: dict[str, Any], round_id: UUID) -> dict[str, Any]:
    """Say as its caregiver who came to a session and when they left; each is answered for itself."""
    return _told(actions.attend(work, round_id, told["present"]))


@care_rounds.get("/<uuid:round_id>/check-in-code")
@care_rounds.response(200, ShownCentreCodeSchema)
@care_rounds.fails(WrongRoundKind)
def get_centre_check_in_code(work: UnitOfWork, round_id: UUID) -> ShownCode:
    """Read the rotating code of a session, to be shown at the centre; elders never read it here."""
    return actions.show_code(work, round_id)


@care_rounds.post("/<uuid:round_id>/check-in")
@care_rounds.arguments(CentreCodeSchema)
@care_rounds.response(200, RoundAnswerSchema)
@care_rounds.fails(CentreCodeWrong, WrongState)
def check_in_at_centre(work: UnitOfWork, told: dict[str, Any], round_id: UUID) -> dict[str, Any]:
    """Say as the elder that one came to a session, with the code that the centre shows now."""
    return _answer(actions.check_in(work, round_id, **told))


def _told(answers: Sequence[Answer]) -> dict[str, Any]:
    return {"answers": [_answer(each) for each in answers]}


def _answer(answer: Answer) -> dict[str, Any]:
    refusal = answer.refusal
    return {
        "visit_id": answer.visit_id,
        "at": answer.at,
        "result": answer.result,
        "code": refusal.code if refusal else None,
        "detail": refusal.tell(language()) if refusal else None,
    }
