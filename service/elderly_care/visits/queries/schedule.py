"""A dispatcher's day or week: caregivers with their shifts, absences and stops, and what nobody has yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from service.elderly_care.caregivers.models import Caregiver, Shift
from service.elderly_care.caregivers.queries import absences_between
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.clock import at_local
from service.kit.work import UnitOfWork

# What a screen can show; a week of the largest operators has fewer.
MOST_OPEN = 500


@dataclass(slots=True, kw_only=True)
class ScheduledStop:
    """A visit or a round that somebody makes."""

    visit_id: UUID | None
    round_id: UUID | None
    status: str
    mode: str
    service_name: str
    name: str | None
    region_code: str | None
    sets_out_at: datetime
    starts_at: datetime
    ends_at: datetime
    travel_minutes: int
    elder_id: UUID | None = field(repr=False)
    elder_name: str | None = field(default=None, repr=False)


@dataclass(slots=True, kw_only=True)
class OpenVisit:
    """A visit that lacks somebody who makes it; `lacking` is how many."""

    visit_id: UUID
    round_id: UUID | None
    status: VisitStatus
    mode: str
    service_name: str
    region_code: str
    window_starts_at: datetime
    window_ends_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int
    skills: Sequence[str]
    lacking: int
    elder_id: UUID = field(repr=False)
    elder_name: str | None = field(default=None, repr=False)


@dataclass(slots=True, kw_only=True)
class ScheduledCaregiver:
    """A caregiver's part of the schedule."""

    caregiver_id: UUID
    name: str
    skills: Sequence[str]
    left_on: date | None
    shifts: Sequence[Any]
    absences: Sequence[Any]
    stops: Sequence[ScheduledStop]


@dataclass(slots=True, kw_only=True)
class Schedule:
    """What an operator's caregivers do on some days; `more_open` says that not all that is open is shown."""

    organisation_id: UUID
    caregivers: Sequence[ScheduledCaregiver]
    open: Sequence[OpenVisit]
    more_open: bool


def schedule(work: UnitOfWork, organisation_id: UUID, first: date, last: date) -> Schedule:
    """The schedule of these days, in six statements however much there is; names are not in it yet."""
    begins, ends = at_local(first), at_local(last + timedelta(days=1))
    people = work.session.execute(_people(organisation_id, first)).all()
    ids = [each.id for each in people]
    shifts = _shifts(work, ids)
    absences: dict[UUID, list[Any]] = defaultdict(list)
    for absence in absences_between(work, ids, begins, ends):
        absences[absence.caregiver_id].append(absence)
    stops = _stops(work, ids, begins, ends)
    missing = work.session.execute(_open(organisation_id, begins, ends).limit(MOST_OPEN + 1)).all()
    return Schedule(
        organisation_id=organisation_id,
        caregivers=[
            ScheduledCaregiver(
                caregiver_id=each.id,
                name=each.name,
                skills=each.skills,
                left_on=each.left_on,
                shifts=shifts[each.id],
                absences=absences[each.id],
                stops=stops[each.id],
            )
            for each in people
        ],
        open=[OpenVisit(**row._asdict()) for row in missing[:MOST_OPEN]],
        more_open=len(missing) > MOST_OPEN,
    )


def _people(organisation_id: UUID, first: date) -> Any:
    return (
        select(Caregiver.id, Caregiver.name, Caregiver.skills, Caregiver.left_on)
        .where(
            Caregiver.organisation_id == organisation_id,
            or_(Caregiver.left_on.is_(None), Caregiver.left_on >= first),
        )
        .order_by(Caregiver.name, Caregiver.id)
    )


def _shifts(work: UnitOfWork, caregiver_ids: Sequence[UUID]) -> Mapping[UUID, list[Any]]:
    query = select(Shift.caregiver_id, Shift.weekday, Shift.starts, Shift.ends).where(
        Shift.caregiver_id.in_(caregiver_ids)
    )
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in work.session.execute(query.order_by(Shift.weekday, Shift.starts)):
        found[row.caregiver_id].append(row)
    return found


def _stops(
    work: UnitOfWork, caregiver_ids: Sequence[UUID], begins: datetime, ends: datetime
) -> Mapping[UUID, list[ScheduledStop]]:
    query = _STOPS.where(
        Assignment.caregiver_id.in_(caregiver_ids),
        # What begins the evening before may last into these days.
        Assignment.starts_at >= begins - timedelta(days=1),
        Assignment.starts_at < ends,
        Assignment.ends_at > begins,
    )
    found: dict[UUID, list[ScheduledStop]] = defaultdict(list)
    for row in work.session.execute(query):
        values = row._asdict()
        caregiver_id, of_round = values.pop("caregiver_id"), values.pop("round_status")
        status = values.pop("visit_status") or of_round
        sets_out_at = row.starts_at - timedelta(minutes=row.travel_minutes)
        found[caregiver_id].append(ScheduledStop(**values, status=status, sets_out_at=sets_out_at))
    return found


def _open(organisation_id: UUID, begins: datetime, ends: datetime) -> Any:
    return _OPEN.where(
        Visit.organisation_id == organisation_id,
        Visit.window_starts_at >= begins,
        Visit.window_starts_at < ends,
    )


_STOPS: Any = (
    select(
        Assignment.caregiver_id,
        Assignment.visit_id,
        Assignment.round_id,
        Assignment.starts_at,
        Assignment.ends_at,
        Assignment.travel_minutes,
        Visit.status.label("visit_status"),
        Round.status.label("round_status"),
        func.coalesce(Visit.mode, Round.mode).label("mode"),
        CareService.name.label("service_name"),
        Round.name,
        Visit.region_code,
        Visit.elder_id,
    )
    .outerjoin(Visit, Visit.id == Assignment.visit_id)
    .outerjoin(Round, Round.id == Assignment.round_id)
    .join(CareService, CareService.id == func.coalesce(Visit.service_id, Round.service_id))
    .where(Assignment.released_at.is_(None))
    .order_by(Assignment.starts_at, Assignment.id)
)
_HELD = (
    select(func.count())
    .where(
        or_(Assignment.visit_id == Visit.id, Assignment.round_id == Visit.round_id),
        Assignment.released_at.is_(None),
    )
    .correlate(Visit)
    .scalar_subquery()
)
# Visits that wait for somebody, the first windows first; those of a round wait with it.
_OPEN: Any = (
    select(
        Visit.id.label("visit_id"),
        Visit.round_id,
        Visit.status,
        Visit.mode,
        CareService.name.label("service_name"),
        Visit.region_code,
        Visit.window_starts_at,
        Visit.window_ends_at,
        Visit.starts_at,
        Visit.ends_at,
        Visit.minutes,
        Visit.skills,
        (func.coalesce(Round.caregivers_needed, Visit.caregivers_needed) - _HELD).label("lacking"),
        Visit.elder_id,
    )
    .join(CareService, CareService.id == Visit.service_id)
    .outerjoin(Round, Round.id == Visit.round_id)
    .where(Visit.status == VisitStatus.PLANNED)
    .order_by(Visit.window_starts_at, Visit.id)
)
