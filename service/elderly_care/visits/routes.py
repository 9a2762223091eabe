"""Visits over HTTP: the dispatcher's lists and acts, the caregiver's week, and absences."""

from typing import Any
from uuid import UUID

from service.elderly_care.caregivers.errors import AbsenceOverlaps, ImpossibleStretch, NoSuchCaregiver
from service.elderly_care.visits import actions, errors
from service.elderly_care.visits.queries import Schedule, VisitRecord
from service.elderly_care.visits.schemas import (
    ArrangedVisitsSchema,
    DaysSchema,
    MyStopsSchema,
    NewAbsenceSchema,
    NotedAbsenceSchema,
    ScheduleQuerySchema,
    ScheduleSchema,
    VisitAssignmentsSchema,
    VisitCancellationSchema,
    VisitCandidatesSchema,
    VisitChangesSchema,
    VisitDaySchema,
    VisitFilterSchema,
    VisitSchema,
    VisitSwapSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork

visits = Blueprint("care_visits", url_prefix="/care/visits", description="上门: who visits whom, and when.")
schedule = Blueprint(
    "care_schedule", url_prefix="/care/schedule", description="排班表: an operator's day or week."
)
absences = Blueprint(
    "noted_absences", url_prefix="/care/caregivers", description="请假: what an absence leaves open."
)

_REFUSALS = (
    WrongState,
    errors.CaregiverBusy,
    errors.ElderBusy,
    errors.CaregiverAbsent,
    errors.InARound,
    errors.SkillMissing,
    errors.CertificateExpired,
    errors.CaregiverRefused,
    errors.OutsideShift,
    errors.OutsideWindow,
    errors.OffQuarter,
    errors.InThePast,
    errors.TooManyCaregivers,
    NoSuchCaregiver,
)


@visits.get()
@visits.paged(VisitSchema, VisitFilterSchema)
def list_care_visits(work: UnitOfWork, wanted: dict[str, Any]) -> Page[VisitRecord]:
    """List visits in the order of time: one's own and one's elders', those of one's place, or of one's operator."""
    return actions.read_list(work, **wanted)


@visits.get("/mine")
@visits.arguments(DaysSchema, location="query")
@visits.response(200, MyStopsSchema)
@visits.fails(errors.TooFarToSee, NotFound)
def list_my_care_visits(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Any]:
    """List what one makes as a caregiver, seven days at most; how to get in from the evening before."""
    return {"stops": actions.read_mine(work, **wanted)}


@visits.post("/assign")
@visits.arguments(VisitAssignmentsSchema)
@visits.response(200, ArrangedVisitsSchema)
@visits.fails(*_REFUSALS, NotFound)
def assign_care_visits(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Any]:
    """Give up to a hundred visits to caregivers and times, all or none."""
    wishes = [actions.Wish(**each, where=f"visits.{place}.") for place, each in enumerate(wanted["visits"])]
    arranged = actions.arrange(work, wishes)
    return {"visits": actions.told(work, [each.id for each in arranged])}


@visits.post("/swap")
@visits.arguments(VisitSwapSchema)
@visits.response(200, ArrangedVisitsSchema)
@visits.fails(*_REFUSALS, NotFound)
def swap_care_visits(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Any]:
    """Let two visits trade their caregivers, each at its time."""
    traded = actions.swap(work, **wanted)
    return {"visits": actions.told(work, [each.id for each in traded])}


@visits.get("/<uuid:visit_id>", audited=True)
@visits.response(200, VisitSchema)
def get_care_visit(work: UnitOfWork, visit_id: UUID) -> VisitRecord:
    """Read a visit; who plans it, or makes it and is about to, also reads how to get in."""
    return actions.read(work, visit_id)


@visits.patch("/<uuid:visit_id>")
@visits.arguments(VisitChangesSchema)
@visits.response(200, VisitSchema)
@visits.fails(*_REFUSALS)
def change_care_visit(work: UnitOfWork, changes: dict[str, Any], visit_id: UUID) -> VisitRecord:
    """Assign or move a visit: its caregivers as a whole list, its time, or both."""
    return _told(work, actions.change(work, visit_id, changes).id)


@visits.get("/<uuid:visit_id>/candidates")
@visits.response(200, VisitCandidatesSchema)
def list_visit_candidates(work: UnitOfWork, visit_id: UUID) -> dict[str, Any]:
    """List who could make a visit as things stand now, the best first."""
    return {"candidates": actions.candidates(work, visit_id)}


@visits.post("/<uuid:visit_id>/unassign")
@visits.response(200, VisitSchema)
@visits.fails(WrongState, errors.InARound)
def unassign_care_visit(work: UnitOfWork, visit_id: UUID) -> VisitRecord:
    """Take a visit back from its caregivers; the time stays arranged with the elder."""
    return _told(work, actions.unassign(work, visit_id).id)


@visits.post("/<uuid:visit_id>/cancel")
@visits.arguments(VisitCancellationSchema)
@visits.response(200, VisitSchema)
@visits.fails(WrongState, OutOfScope)
def cancel_care_visit(work: UnitOfWork, wanted: dict[str, Any], visit_id: UUID) -> VisitRecord:
    """Call a visit off before it begins, as who plans it, as the elder or for them."""
    return _told(work, actions.cancel(work, visit_id, **wanted).id)


@visits.post("/<uuid:visit_id>/reschedule")
@visits.arguments(VisitDaySchema)
@visits.response(201, VisitSchema)
@visits.fails(*_REFUSALS, errors.OutsidePlan, errors.DayTaken)
def reschedule_care_visit(work: UnitOfWork, wanted: dict[str, Any], visit_id: UUID) -> VisitRecord:
    """Make a visit on another day instead; the answer is the new one, which says where it comes from."""
    return _told(work, actions.reschedule(work, visit_id, **wanted).id)


@schedule.get()
@schedule.arguments(ScheduleQuerySchema, location="query")
@schedule.response(200, ScheduleSchema)
@schedule.fails(errors.TooFarToSee, OutOfScope)
def get_care_schedule(work: UnitOfWork, wanted: dict[str, Any]) -> Schedule:
    """Read an operator's day or week: shifts, absences and stops of each caregiver, and what nobody has yet."""
    return actions.read_schedule(work, **wanted)


@absences.post("/<uuid:caregiver_id>/absences")
@absences.arguments(NewAbsenceSchema)
@absences.response(201, NotedAbsenceSchema)
@absences.fails(AbsenceOverlaps, ImpossibleStretch)
def note_caregiver_absence(work: UnitOfWork, wanted: dict[str, Any], caregiver_id: UUID) -> dict[str, Any]:
    """Note that a caregiver is absent, oneself or as who plans: lists what that leaves open and proposes covers."""
    return _noted(actions.note_absence(work, caregiver_id, wanted))


def _told(work: UnitOfWork, visit_id: UUID) -> VisitRecord:
    [record] = actions.told(work, [visit_id])
    return record


def _noted(noted: actions.AbsenceNoted) -> dict[str, Any]:
    absence, left = noted.absence, noted.left_open
    left_open = [{"visit_id": each.id, "round_id": None, **_time(each)} for each in left.visits]
    left_open += [{"visit_id": None, "round_id": each.id, **_time(each)} for each in left.rounds]
    names = ("id", "caregiver_id", "kind", "starts_at", "ends_at", "note", "recorded_at", "cancelled_at")
    proposed = noted.covers
    return {
        **{name: getattr(absence, name) for name in names},
        "open": left_open,
        "covers": proposed
        and [
            {**each, "candidates": proposed.get(each["visit_id"] or each["round_id"], [])}
            for each in left_open
        ],
    }


def _time(each: Any) -> dict[str, Any]:
    return {"starts_at": each.starts_at, "ends_at": each.ends_at}
