"""Reading a round with its doors in the order of the way, each as far as who reads needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors import queries as doors
from service.elderly_care.providers import queries as providers
from service.elderly_care.rounds import queries, rules
from service.elderly_care.rounds.queries import RoundStop, ShownRound
from service.elderly_care.visits import queries as visits_queries
from service.elderly_care.visits import rules as visits_rules
from service.elderly_care.visits.actions import Door, areas_of, doors_of
from service.elderly_care.visits.models import Round, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.work import UnitOfWork
from service.residents import queries as residents

_TO_MAKE = frozenset({VisitStatus.ASSIGNED, VisitStatus.MISSED})


def read(work: UnitOfWork, round_id: UUID) -> ShownRound:
    """A round; how to get in at its doors for who plans it and, from the evening before, for whose it is.

    Raises NotFound, Forbidden.
    """
    row = queries.readable(work, round_id)
    visits = queries.visits_of(work, row.id)
    if visits:
        people = sorted({each.elder_id for each in visits})
        work.audit("get_care_round", subject=row.id, people=people)
    return replace(queries.shown(work, row), stops=_stops(work, row, visits))


def _stops(work: UnitOfWork, row: Round, visits: Sequence[Visit]) -> list[RoundStop]:
    names = residents.masked_names(work, {each.elder_id for each in visits})
    areas = areas_of(work, {each.region_code for each in visits})
    opened = _opened(work, row, visits)
    by_id = {each.id: each for each in visits}
    return [
        RoundStop(
            visit_id=visit.id,
            elder_id=visit.elder_id,
            elder_name=opened[visit.elder_id].name if visit.elder_id in opened else names[visit.elder_id],
            region_code=visit.region_code,
            area=areas.get(visit.region_code, ""),
            status=visit.status,
            door=opened.get(visit.elder_id),
        )
        for visit in (by_id[each] for each in _in_order(work, row, visits))
    ]


def _in_order(work: UnitOfWork, row: Round, visits: Sequence[Visit]) -> list[UUID]:
    """The order of the way from the kitchen; to a session people come themselves."""
    if row.mode is Mode.CENTRE_SESSION:
        return [each.id for each in visits]
    places = doors.places_of(work, {each.elder_id for each in visits})
    start = None
    if row.facility_id is not None:
        start = providers.places_of_facilities(work, [row.facility_id]).get(row.facility_id)
    return rules.stop_order(start, {each.id: places.get(each.elder_id) for each in visits})


def _opened(work: UnitOfWork, row: Round, visits: Sequence[Visit]) -> Mapping[UUID | None, Door]:
    """How to get in: of all for who plans the round, of those still to be made for whose it is, when it is time."""
    shown = list(visits)
    if not permissions.may_plan(work.actor, row.organisation_id):
        hour = work.house.settings.care_door_from_hour
        is_time = visits_rules.is_door_open(row.starts_at, row.ends_at, work.now, from_hour=hour)
        shown = [each for each in visits if is_time and each.status in _TO_MAKE]
    asked = visits_queries.requests_of(work, {each.elder_id: each.plan_id for each in shown}) if shown else {}
    return doors_of(work, row.organisation_id, asked) if asked else {}
