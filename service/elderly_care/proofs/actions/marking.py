"""Recording marks: by a caregiver's device or by hand; nothing that was theirs is refused or lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import insert

from service.elderly_care.doors import queries as doors
from service.elderly_care.doors.rules import (
    CodeVerdict,
    CoordinateSystem,
    DoorFacts,
    PlaceVerdict,
    code_verdict,
    distance_m,
    place_verdict,
    to_wgs84,
)
from service.elderly_care.proofs import permissions, queries, rules
from service.elderly_care.proofs.actions.deriving import derive, keep
from service.elderly_care.proofs.actions.sealing import seal_all
from service.elderly_care.proofs.errors import NotTheirVisit, NotYourVisit, WrongMode
from service.elderly_care.proofs.models import VisitMark
from service.elderly_care.proofs.queries import HeldVisit, MarkRecord, SeenVisit
from service.elderly_care.proofs.rules import Claim, Clocks, Flag, MarkKind, Reason, Sending, Waiting
from service.elderly_care.rules import Point
from service.elderly_care.visits.rules import VisitStatus
from service.kit.closing import at_the_end
from service.kit.errors import Forbidden
from service.kit.prepared import Prepared, table_of, values_of
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a device says: when, and as far as it knows where, and the code that hung at the door."""

    at: datetime
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    coordinate_system: CoordinateSystem | None = None
    code: str | None = None
    reason_code: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A mark that somebody may make: of which visit, whose, how it reached us."""

    visit: SeenVisit
    caregiver_id: UUID
    kind: MarkKind
    told: Told
    sending: Sending


_AskedDoor: TypeAlias = Callable[[], DoorFacts | None]


@dataclass(frozen=True, slots=True)
class _Worth:
    """What a place and a code are worth at that door."""

    point: Point | None = None
    place: PlaceVerdict = PlaceVerdict.UNKNOWN
    code: CodeVerdict | None = None
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark that is on record, whether it was before, and whether vitals came with it that were not kept."""

    mark: MarkRecord
    visit: HeldVisit
    is_new: bool
    vitals_refused: bool = False


@dataclass(slots=True, kw_only=True)
class NewMark(MarkRecord):
    """A mark with its sealed place, as it is put on record."""

    place_sealed: bytes | None
    recorded_by: UUID | None


def check_in(work: UnitOfWork, visit_id: UUID, **told: Any) -> Marked:
    """Record that the actor came, as the caregiver whose visit it was then. Raises NotYourVisit, WrongMode."""
    return mark_own(work, visit_id, MarkKind.CHECK_IN, Told(**told))


def mark_own(work: UnitOfWork, visit_id: UUID, kind: MarkKind, told: Told) -> Marked:
    """Record a mark of the actor's device; one sent again is the one that is on record. Raises as above."""
    visit = queries.held_to_mark(work, visit_id)
    door = _door(work, visit, told)
    claims, before = queries.own_claims(work, visit)
    if not claims:
        # Who may know of the visit learns that it is not theirs to make; nobody else learns anything.
        queries.standpoint(work, visit)
        raise Forbidden
    if not rules.is_checked(visit.mode):
        raise WrongMode
    sending = sending_of(claims, told.at, visit)
    if sending is None:
        raise NotYourVisit
    caregiver_id = claims[0].caregiver_id
    attempt = Attempt(visit=visit, caregiver_id=caregiver_id, kind=kind, told=told, sending=sending)
    return _record(work, visit, before, attempt, door)


def record_by_hand(
    work: UnitOfWork, visit_id: UUID, *, caregiver_id: UUID, kind: MarkKind, at: datetime, reason_code: Reason
) -> Marked:
    """Record as the operator's planner what a device could not; by itself it proves nothing.

    Raises NotTheirVisit, WrongMode.
    """
    visit = queries.held_to_mark(work, visit_id)
    work.require(permissions.may_plan(queries.standpoint(work, visit)))
    if rules.is_checked(visit.mode) == (kind is MarkKind.TICK):
        raise WrongMode(field="kind")
    told = Told(at=at, reason_code=reason_code)
    claims, before = queries.claims_of(work, visit, caregiver_id)
    sending = sending_of(claims, at, visit, by_hand=True)
    if sending is None:
        raise NotTheirVisit(field="caregiver_id")
    attempt = Attempt(visit=visit, caregiver_id=caregiver_id, kind=kind, told=told, sending=sending)
    return _record(work, visit, before, attempt, _door(work, visit, told))


def sending_of(
    claims: Sequence[Claim], at: datetime, visit: SeenVisit, *, by_hand: bool = False
) -> Sending | None:
    """How a mark reaches us by whose the visit was then and is now; None when it is not theirs to make."""
    theirs = rules.whose(claims, at, visit.made_at)
    if theirs is None:
        return None
    then, now = theirs
    is_cancelled = visit.status is VisitStatus.CANCELLED
    # One that was cancelled has let everybody go: that says nothing of who else has it now.
    return Sending(
        by_hand=by_hand, theirs_then=then, theirs_now=now or is_cancelled, is_cancelled=is_cancelled
    )


def _record(
    work: UnitOfWork, visit: HeldVisit, before: Waiting | None, attempt: Attempt, door: _AskedDoor
) -> Marked:
    """While the visit's row is held no other mark of it comes in between."""
    marks = queries.marks_of(work, visit.id) if before else []
    key = (attempt.caregiver_id, attempt.kind, attempt.told.at)
    known = next((each for each in marks if (each.caregiver_id, each.kind, each.at) == key), None)
    if known is not None:
        return Marked(known, visit, is_new=False)
    mark = new_mark(work, attempt, door())
    concluded = derive(work, visit, before, [*marks, mark])
    at_the_end(work, _KEEP_MARK, **values_of(mark))
    keep(work, visit, concluded)
    return Marked(mark, visit, is_new=True)


def new_mark(work: UnitOfWork, attempt: Attempt, door: DoorFacts | None) -> NewMark:
    """The mark that an attempt makes, seen from the elder's door as far as that is on record."""
    mark_id, told = work.new_id(), attempt.told
    worth = _worth(work, attempt.visit, told, door)
    is_placed = worth.point is not None
    return NewMark(
        id=mark_id,
        visit_id=attempt.visit.id,
        caregiver_id=attempt.caregiver_id,
        kind=attempt.kind,
        at=told.at,
        received_at=work.now,
        place_sealed=_sealed_place(work, mark_id, told, worth.point),
        coordinate_system=told.coordinate_system if is_placed else None,
        accuracy_m=told.accuracy_m if is_placed else None,
        distance_m=worth.distance,
        place=worth.place,
        code=worth.code,
        flags=rules.in_order(_remarks(work, attempt, worth)),
        reason_code=told.reason_code,
        recorded_by=work.actor.account_id,
    )


def _remarks(work: UnitOfWork, attempt: Attempt, worth: _Worth) -> set[Flag]:
    visit, at = attempt.visit, attempt.told.at
    remarks = rules.remarks_on_sending(at, work.now, attempt.sending, _clocks(work))
    if not attempt.sending.by_hand:
        remarks |= rules.remarks_on_place(visit.mode, worth.place, worth.code)
    if attempt.kind is not MarkKind.CHECK_OUT:
        begins_at = work.now if Flag.CLOCK_AHEAD in remarks else at
        remarks |= rules.remarks_on_time(begins_at, visit.window_starts_at, visit.window_ends_at)
    return remarks


def _door(work: UnitOfWork, visit: SeenVisit, told: Told) -> _AskedDoor:
    """The door from which a mark is seen, where it says anything of a place; asked with the next question."""
    has_code = told.code is not None
    if not rules.needs_place(visit.mode) or not (has_code or told.latitude is not None):
        return lambda: None
    return doors.door_with_next(work, visit.elder_id, with_secrets=has_code)


def _worth(work: UnitOfWork, visit: SeenVisit, told: Told, door: DoorFacts | None) -> _Worth:
    """What is told, seen from the door; of a call nothing is kept, for it says nothing of the elder's home."""
    if not rules.needs_place(visit.mode):
        return _Worth()
    point = _point(told)
    if point is None and told.code is None:
        return _Worth()
    settings = work.house.settings
    home = door.place if door else None
    place = place_verdict(
        home,
        point,
        accuracy_m=told.accuracy_m or 0,
        radius_m=settings.care_radius_m + (door.allowance_m if door else 0),
        accuracy_cap_m=settings.care_accuracy_cap_m,
    )
    steps = settings.care_code_tolerance_steps
    code = None if told.code is None else code_verdict(door, told.code, told.at, tolerance_steps=steps)
    return _Worth(point, place, code, round(distance_m(home, point)) if home and point else None)


def _point(told: Told) -> Point | None:
    if told.latitude is None or told.longitude is None or told.coordinate_system is None:
        return None
    return to_wgs84(told.latitude, told.longitude, told.coordinate_system)


def _sealed_place(work: UnitOfWork, mark_id: UUID, told: Told, point: Point | None) -> bytes | None:
    if point is None:
        return None
    place = {
        "latitude": point.latitude,
        "longitude": point.longitude,
        "sent": [told.latitude, told.longitude],
    }
    return seal_all(work, place, f"care_visit_marks.place:{mark_id}")


def _clocks(work: UnitOfWork) -> Clocks:
    settings = work.house.settings
    return Clocks(
        ahead=timedelta(minutes=settings.care_clock_ahead_minutes),
        late=timedelta(minutes=settings.care_sent_late_minutes),
    )


_KEEP_MARK = Prepared(insert(table_of(VisitMark)))
