"""Proposing who could make visits and rounds that lack somebody; nothing is assigned by it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.doors.travel import TravelTimes
from service.elderly_care.rules import Point
from service.elderly_care.visits import permissions, queries, rules
from service.elderly_care.visits.models import Round, Visit
from service.elderly_care.visits.rules import Candidate, Opening
from service.kit.work import UnitOfWork

MOST = 5
_MINUTE = timedelta(minutes=1)


def candidates(work: UnitOfWork, visit_id: UUID) -> list[Candidate]:
    """Who could make a visit, the best first. Raises NotFound."""
    visit = queries.visit(work, visit_id)
    allowed = visit is not None and permissions.may_arrange(work.actor, visit.organisation_id)
    visit = work.found(visit if allowed else None)
    return covers(work, visit.organisation_id, [visit], [])[visit.id]


def covers(
    work: UnitOfWork, organisation_id: UUID, visits: Sequence[Visit], rounds: Sequence[Round]
) -> dict[UUID, list[Candidate]]:
    """Who could make each of these, as things stand now; one person may stand in several."""
    if not visits and not rounds:
        return {}
    people = caregivers.staff_facts(work, organisation_id)
    ids = [each.id for each in people]
    span = _span(visits, rounds)
    stops, places = queries.stops_of(work, ids, *span, also={each.elder_id for each in visits})
    openings = [*_of_visits(work, visits, places, span), *(_of_round(work, each) for each in rounds)]
    absences: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for absence in caregivers.absences_between(work, ids, *span):
        absences[absence.caregiver_id].append((absence.starts_at, absence.ends_at))
    held = queries.caregiver_ids_of(work, [each.id for each in visits])
    way = work.house.provider(TravelTimes).minutes
    return {
        opening.id: rules.candidates(
            opening,
            [each for each in people if each.id not in held.get(opening.id, ())],
            stops,
            absences,
            way,
            most=MOST,
        )
        for opening in openings
    }


def _span(visits: Sequence[Visit], rounds: Sequence[Round]) -> tuple[datetime, datetime]:
    """From when until when any of these may be made."""
    starts = [
        *(each.window_starts_at for each in visits),
        *(each.starts_at for each in visits if each.starts_at),
        *(each.starts_at for each in rounds),
    ]
    ends = [
        *(each.window_ends_at for each in visits),
        *(each.ends_at for each in visits if each.ends_at),
        *(each.ends_at for each in rounds),
    ]
    return min(starts), max(ends)


def _of_visits(
    work: UnitOfWork,
    visits: Sequence[Visit],
    places: Mapping[UUID, Point],
    span: tuple[datetime, datetime],
) -> list[Opening]:
    elders, plans = {each.elder_id for each in visits}, {each.plan_id for each in visits}
    known, taken = queries.known_to(work, elders), queries.elders_time(work, elders, *span)
    refused, preferred = queries.refused_by(work, plans), queries.preferred_by(work, plans)
    return [
        Opening(
            id=each.id,
            times=rules.times_in(
                (each.window_starts_at, each.window_ends_at), each.minutes, each.starts_at, work.now
            ),
            minutes=each.minutes,
            skills=frozenset(each.skills),
            refused=refused[each.plan_id],
            preferred=preferred[each.plan_id],
            known=frozenset(known.get(each.elder_id, ())),
            where=queries.where_of_visit(each, places),
            taken=frozenset(grain for grain, by in taken.get(each.elder_id, ()) if by != each.id),
        )
        for each in visits
    ]


def _of_round(work: UnitOfWork, round_: Round) -> Opening:
    """A round stays at its time; who is refused by one of its elders does not come."""
    visits = queries.visits_of_round(work, round_.id)
    refused = queries.refused_by(work, {each.plan_id for each in visits})
    return Opening(
        id=round_.id,
        times=[round_.starts_at],
        minutes=(round_.ends_at - round_.starts_at) // _MINUTE,
        skills=frozenset(skill for each in visits for skill in each.skills),
        refused=frozenset().union(*refused.values()),
        preferred=frozenset(),
        known=frozenset(),
        where=queries.where_of_round(work, round_),
    )
