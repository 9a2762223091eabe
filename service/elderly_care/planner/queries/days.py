"""What planning a day needs to know, read anew for each step: in as many statements however many visits there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.caregivers.rules import CaregiverFacts
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.travel import TravelTimes
from service.elderly_care.planner.models import CareSchedule, ProposedVisit
from service.elderly_care.planner.rules import Day, Task, Ways, Worker, minute_of
from service.elderly_care.rules import Point
from service.elderly_care.visits import queries as visits
from service.elderly_care.visits.actions.claims import TAKES_ELDERS_TIME
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import REACH, Stop, VisitStatus, first_quarter
from service.kit.clock import at_local
from service.kit.grains import grain_of, grains
from service.kit.work import UnitOfWork

_ONE_DAY = timedelta(days=1)
_IN_ROUNDS = frozenset({Mode.DELIVERY_ROUND, Mode.CENTRE_SESSION})


def day_of(work: UnitOfWork, schedule: CareSchedule, day: date) -> Day | None:
    """A day as it stands now, with what the same proposal has put on days before; None where nobody is lacking."""
    open_visits = _open_visits(work, schedule.organisation_id, day)
    if not open_visits:
        return None
    span = _span(open_visits)
    before = _proposed_around(work, schedule, span)
    elders = {each.elder_id for each in open_visits}
    people = caregivers.staff_facts(work, schedule.organisation_id)
    ids = [each.id for each in people]
    stops, places = visits.stops_of(work, ids, *span, also=elders | {visit.elder_id for _, visit in before})
    for stop, visit in before:
        stops[stop.caregiver_id].append(_as_standing(stop, visit, places))
    return Day(
        tasks=_tasks(work, open_visits, places),
        workers=_workers(work, people, stops, span),
        ways=Ways(work.house.provider(TravelTimes).minutes),
        taken=_taken(work, elders, span, before),
    )


def _open_visits(work: UnitOfWork, organisation_id: UUID, day: date) -> Sequence[Visit]:
    """Visits of a day that lack somebody and stand in no round."""
    query = select(Visit).where(
        Visit.organisation_id == organisation_id,
        Visit.status == VisitStatus.PLANNED,
        Visit.round_id.is_(None),
        Visit.window_starts_at >= at_local(day),
        Visit.window_starts_at < at_local(day + _ONE_DAY),
    )
    fresh = query.order_by(Visit.window_starts_at, Visit.id).execution_options(populate_existing=True)
    return work.session.scalars(fresh).all()


def _span(open_visits: Sequence[Visit]) -> tuple[datetime, datetime]:
    """From when until when any of these may be made."""
    starts = [each.window_starts_at for each in open_visits]
    starts += [each.starts_at for each in open_visits if each.starts_at]
    ends = [each.window_ends_at for each in open_visits]
    ends += [each.ends_at for each in open_visits if each.ends_at]
    return min(starts), max(ends)


def _tasks(work: UnitOfWork, open_visits: Sequence[Visit], places: Mapping[UUID, Point]) -> list[Task]:
    plans = {each.plan_id for each in open_visits}
    refused, preferred = visits.refused_by(work, plans), visits.preferred_by(work, plans)
    known = visits.known_to(work, {each.elder_id for each in open_visits})
    held = visits.caregiver_ids_of(work, [each.id for each in open_visits])
    return [
        Task(
            visit_id=each.id,
            version=each.version,
            elder_id=each.elder_id,
            where=visits.where_of_visit(each, places),
            minutes=each.minutes,
            first=first,
            last=last,
            lacking=each.caregivers_needed - len(held.get(each.id, ())),
            skills=frozenset(each.skills),
            refused=refused[each.plan_id],
            preferred=preferred[each.plan_id],
            known=frozenset(known.get(each.elder_id, ())),
            held=frozenset(held.get(each.id, ())),
            takes_elders_time=each.mode in TAKES_ELDERS_TIME,
            is_for_a_round=each.mode in _IN_ROUNDS,
        )
        for each in open_visits
        for first, last in [_starts(each, work.now, is_held=each.id in held)]
    ]


def _starts(visit: Visit, now: datetime, *, is_held: bool) -> tuple[int, int]:
    """The grains at which a visit may begin, none when it is too late; what is arranged with the elder stays."""
    if visit.starts_at is not None and visit.ends_at is not None and (is_held or visit.starts_at >= now):
        arranged = grain_of(visit.starts_at)
        return arranged, arranged if visit.ends_at > now else arranged - 1
    first = grain_of(first_quarter(max(visit.window_starts_at, now)))
    return first, grain_of(visit.window_ends_at - timedelta(minutes=visit.minutes))


def _workers(
    work: UnitOfWork,
    people: Sequence[CaregiverFacts],
    stops: Mapping[UUID, Sequence[Stop]],
    span: tuple[datetime, datetime],
) -> list[Worker]:
    away = defaultdict(list)
    for absence in caregivers.absences_between(work, stops.keys(), *span):
        away[absence.caregiver_id].append((minute_of(absence.starts_at), minute_of(absence.ends_at)))
    return [Worker(facts=each, stops=stops[each.id], absences=away[each.id]) for each in people]


def _taken(
    work: UnitOfWork,
    elders: Collection[UUID],
    span: tuple[datetime, datetime],
    before: Sequence[tuple[ProposedVisit, Visit]],
) -> dict[UUID, dict[int, UUID]]:
    """By which visit a grain of these elders is taken, by what stands and what is proposed."""
    taken = {whose: dict(found) for whose, found in visits.elders_time(work, elders, *span).items()}
    for stop, visit in before:
        if visit.mode in TAKES_ELDERS_TIME:
            theirs = dict.fromkeys(grains(stop.starts_at, stop.ends_at), visit.id)
            taken.setdefault(visit.elder_id, {}).update(theirs)
    return taken


def _proposed_around(
    work: UnitOfWork, schedule: CareSchedule, span: tuple[datetime, datetime]
) -> Sequence[tuple[ProposedVisit, Visit]]:
    """What this proposal has put on days before and lies within reach."""
    query = (
        select(ProposedVisit, Visit)
        .join(Visit, Visit.id == ProposedVisit.visit_id)
        .where(ProposedVisit.schedule_id == schedule.id, ProposedVisit.ends_at > span[0] - REACH)
        .order_by(ProposedVisit.starts_at, ProposedVisit.visit_id)
    )
    return work.session.execute(query).all()


def _as_standing(stop: ProposedVisit, visit: Visit, places: Mapping[UUID, Point]) -> Stop:
    where = visits.where_of_visit(visit, places)
    return Stop(visit.id, stop.starts_at, stop.ends_at, where, stop.travel_minutes)
