"""What caregivers do around a time, as stops on their way; the places of doors are opened once for all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors import queries as doors
from service.elderly_care.providers import queries as providers
from service.elderly_care.rules import Point
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.elderly_care.visits.rules import REACH, Stop, Where
from service.kit.work import UnitOfWork

# Nothing that is claimed lasts longer.
_LONGEST = timedelta(days=1)


def stops_of(
    work: UnitOfWork,
    caregiver_ids: Collection[UUID],
    starts_at: datetime,
    ends_at: datetime,
    *,
    also: Collection[UUID] = (),
) -> tuple[dict[UUID, list[Stop]], Mapping[UUID, Point]]:
    """What these caregivers do within reach of a stretch of time, and the places of the doors, those of `also` too."""
    rows = work.session.execute(_stops(caregiver_ids, starts_at - REACH, ends_at + REACH)).all()
    elders = {row.elder_id for row in rows if row.elder_id is not None} | set(also)
    places = doors.places_of(work, elders) if elders else {}
    centres = _centres(work, rows)
    found: dict[UUID, list[Stop]] = {caregiver_id: [] for caregiver_id in caregiver_ids}
    for row in rows:
        where = _where_of(row, places, centres)
        found[row.caregiver_id].append(Stop(row.id, row.starts_at, row.ends_at, where, row.travel_minutes))
    return found, places


def where_of_visit(visit: Visit, places: Mapping[UUID, Point]) -> Where | None:
    """Where a visit is made: at the elder's door, at the operator's centre, or, a call, anywhere."""
    if visit.mode is Mode.PHONE:
        return None
    if visit.mode is Mode.CENTRE_SESSION:
        return Where(visit.organisation_id)
    return Where(visit.elder_id, places.get(visit.elder_id))


def where_of_round(work: UnitOfWork, round_: Round) -> Where:
    """Where a round begins and ends: a session at its centre, a delivery on its way through many doors."""
    if round_.mode is Mode.CENTRE_SESSION:
        at = round_.facility_id or round_.organisation_id
        return Where(at, _places_of_facilities(work, {round_.facility_id} - {None}).get(at))
    return Where(round_.id)


def _stops(caregiver_ids: Collection[UUID], starts_at: datetime, ends_at: datetime) -> Any:
    visit, round_ = aliased(Visit), aliased(Round)
    return (
        select(
            Assignment.id,
            Assignment.caregiver_id,
            Assignment.starts_at,
            Assignment.ends_at,
            Assignment.travel_minutes,
            Assignment.round_id,
            func.coalesce(visit.mode, round_.mode).label("mode"),
            func.coalesce(visit.organisation_id, round_.organisation_id).label("organisation_id"),
            visit.elder_id,
            round_.facility_id,
        )
        .outerjoin(visit, visit.id == Assignment.visit_id)
        .outerjoin(round_, round_.id == Assignment.round_id)
        .where(
            Assignment.caregiver_id.in_(caregiver_ids),
            Assignment.released_at.is_(None),
            Assignment.starts_at.between(starts_at - _LONGEST, ends_at),
            Assignment.ends_at >= starts_at,
        )
        .order_by(Assignment.starts_at, Assignment.id)
    )


def _where_of(row: Any, places: Mapping[UUID, Point], centres: Mapping[UUID, Point]) -> Where | None:
    if row.mode == Mode.PHONE:
        return None
    if row.mode == Mode.CENTRE_SESSION:
        at = row.facility_id or row.organisation_id
        return Where(at, centres.get(at))
    if row.round_id is not None:
        return Where(row.round_id)
    return Where(row.elder_id, places.get(row.elder_id))


def _centres(work: UnitOfWork, rows: Sequence[Any]) -> dict[UUID, Point]:
    return _places_of_facilities(work, {row.facility_id for row in rows} - {None})


def _places_of_facilities(work: UnitOfWork, facility_ids: Iterable[UUID | None]) -> dict[UUID, Point]:
    wanted = [each for each in facility_ids if each is not None]
    return providers.places_of_facilities(work, wanted) if wanted else {}
