"""A dispatcher's day or week: caregivers with their shifts, absences and stops, and what nobody has yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Uuid, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from service.elderly_care.caregivers.models import Absence, Caregiver, Shift
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.clock import at_local
from service.kit.database import Moment
from service.kit.lists import in_text
from service.kit.prepared import Prepared, unseen
from service.kit.work import UnitOfWork
from service.residents import queries as residents

# What a screen can show; a week of the largest operators has fewer.
MOST_OPEN = 500


# The fields of these two are in the order of their statements' columns. Not frozen: a day has hundreds of them.
@dataclass(slots=True)
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
    elder_name: str | None = field(repr=False)


@dataclass(slots=True)
class OpenVisit:
    """A visit that lacks somebody who makes it; `lacking` is how many."""

    visit_id: UUID
    round_id: UUID | None
    status: str
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
    elder_name: str = field(repr=False)


class ScheduledShift(NamedTuple):
    """When somebody works on a weekday, in minutes from its 00:00."""

    weekday: int
    starts: int
    ends: int


class ScheduledAbsence(NamedTuple):
    """When somebody does not work."""

    id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime


@dataclass(slots=True, kw_only=True)
class ScheduledCaregiver:
    """A caregiver's part of the schedule."""

    caregiver_id: UUID
    name: str
    skills: Sequence[str]
    left_on: date | None
    shifts: Sequence[ScheduledShift]
    absences: Sequence[ScheduledAbsence]
    stops: Sequence[ScheduledStop]


@dataclass(slots=True, kw_only=True)
class Schedule:
    """What an operator's caregivers do on some days; `more_open` says that not all that is open is shown."""

    organisation_id: UUID
    caregivers: Sequence[ScheduledCaregiver]
    open: Sequence[OpenVisit]
    more_open: bool


def schedule(work: UnitOfWork, organisation_id: UUID, first: date, last: date) -> Schedule:
    """The schedule of these days, in three statements however much there is; elders' names are masked."""
    begins, ends = at_local(first), at_local(last + timedelta(days=1))
    asked = {"organisation_id": organisation_id, "begins": begins, "ends": ends}
    people = _PEOPLE(work, **asked, first=first).fetchall()
    # What begins the evening before may last into these days.
    stops = _stops(_STOPS(work, **asked, first=first, earliest=begins - timedelta(days=1)).fetchall())
    missing = _OPEN(work, **asked).fetchall()
    return Schedule(
        organisation_id=organisation_id,
        caregivers=[_caregiver(each, stops[each.id]) for each in people],
        open=[_open(row) for row in missing[:MOST_OPEN]],
        more_open=len(missing) > MOST_OPEN,
    )


def _caregiver(row: Any, stops: Sequence[ScheduledStop]) -> ScheduledCaregiver:
    return ScheduledCaregiver(
        caregiver_id=row.id,
        name=row.name,
        skills=row.skills,
        left_on=row.left_on,
        shifts=[ScheduledShift(*each) for each in row.shifts or ()],
        absences=[_absence(*each) for each in row.absences or ()],
        stops=stops,
    )


def _absence(absence_id: str, kind: str, starts_at: str, ends_at: str) -> ScheduledAbsence:
    times = map(datetime.fromisoformat, (starts_at, ends_at))
    return ScheduledAbsence(UUID(absence_id), kind, *times)


def _stops(rows: Sequence[Any]) -> Mapping[UUID, list[ScheduledStop]]:
    found: dict[UUID, list[ScheduledStop]] = defaultdict(list)
    for caregiver_id, *columns in rows:
        stop = ScheduledStop(*columns)
        if stop.elder_name is not None:
            stop.elder_name = residents.masked(stop.elder_name)
        found[caregiver_id].append(stop)
    return found


def _open(row: Any) -> OpenVisit:
    visit = OpenVisit(*row)
    visit.elder_name = residents.masked(visit.elder_name)
    return visit


_ORGANISATION_ID = unseen("organisation_id", Uuid)
_FIRST = unseen("first", Date)
_EARLIEST, _BEGINS, _ENDS = (unseen(name, Moment) for name in ("earliest", "begins", "ends"))
# Whoever works for the operator on the first of these days or later.
_THEIRS = (
    Caregiver.organisation_id == _ORGANISATION_ID,
    or_(Caregiver.left_on.is_(None), Caregiver.left_on >= _FIRST),
)
_SHIFTS = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_array(Shift.weekday, Shift.starts, Shift.ends), Shift.weekday, Shift.starts
            )
        )
    )
    .where(Shift.caregiver_id == Caregiver.id)
    .scalar_subquery()
)
_ABSENCES = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_array(Absence.id, Absence.kind, Absence.starts_at, Absence.ends_at),
                Absence.starts_at,
                Absence.id,
            )
        )
    )
    .where(
        Absence.caregiver_id == Caregiver.id,
        Absence.starts_at < _ENDS,
        Absence.ends_at > _BEGINS,
        Absence.cancelled_at.is_(None),
    )
    .scalar_subquery()
)
_PEOPLE = Prepared(
    select(
        Caregiver.id,
        Caregiver.name,
        Caregiver.skills,
        Caregiver.left_on,
        _SHIFTS.label("shifts"),
        _ABSENCES.label("absences"),
    )
    .where(*_THEIRS)
    .order_by(Caregiver.name, Caregiver.id)
)
_STOPS = Prepared(
    select(
        Assignment.caregiver_id,
        Assignment.visit_id,
        Assignment.round_id,
        func.coalesce(Visit.status, Round.status).label("status"),
        func.coalesce(Visit.mode, Round.mode).label("mode"),
        CareService.name.label("service_name"),
        Round.name,
        Visit.region_code,
        (Assignment.starts_at - func.make_interval(0, 0, 0, 0, 0, Assignment.travel_minutes)).label(
            "sets_out_at"
        ),
        Assignment.starts_at,
        Assignment.ends_at,
        Assignment.travel_minutes,
        Visit.elder_id,
        residents.name_of(Visit.elder_id).label("elder_name"),
    )
    .join(Caregiver, Caregiver.id == Assignment.caregiver_id)
    .outerjoin(Visit, Visit.id == Assignment.visit_id)
    .outerjoin(Round, Round.id == Assignment.round_id)
    .join(CareService, CareService.id == func.coalesce(Visit.service_id, Round.service_id))
    .where(
        *_THEIRS,
        Assignment.released_at.is_(None),
        Assignment.starts_at >= _EARLIEST,
        Assignment.starts_at < _ENDS,
        Assignment.ends_at > _BEGINS,
    )
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
_OPEN = Prepared(
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
        residents.name_of(Visit.elder_id).label("elder_name"),
    )
    .join(CareService, CareService.id == Visit.service_id)
    .outerjoin(Round, Round.id == Visit.round_id)
    .where(
        # In the text, so that the index of what is open serves every plan.
        Visit.status == in_text(VisitStatus.PLANNED),
        Visit.organisation_id == _ORGANISATION_ID,
        Visit.window_starts_at >= _BEGINS,
        Visit.window_starts_at < _ENDS,
    )
    .order_by(Visit.window_starts_at, Visit.id)
    .limit(in_text(MOST_OPEN + 1))
)
