"""What must hold of claimed time whatever was done: nobody in two places, every way fits and is reckoned."""

from collections import defaultdict
from itertools import pairwise

from sqlalchemy import select

from service.elderly_care.doors.travel import TravelTimes
from service.elderly_care.visits import queries, rules
from service.elderly_care.visits.models import Assignment, CaregiverGrain, ElderGrain, Visit
from service.elderly_care.visits.rules import Stop
from service.kit.grains import grains
from service.kit.work import UnitOfWork


def check_promises(work: UnitOfWork, *, exactly: bool = True) -> None:
    """Read all that is claimed and compare it with what stands; `exactly`: with the ways as they are reckoned now."""
    work.session.expire_all()
    standing = work.session.scalars(select(Assignment).where(Assignment.released_at.is_(None))).all()
    _check_grains(work, standing)
    _check_elders(work)
    by_caregiver: dict[object, list[Assignment]] = defaultdict(list)
    for each in standing:
        by_caregiver[each.caregiver_id].append(each)
    for caregiver_id, mine in by_caregiver.items():
        first, last = min(each.starts_at for each in mine), max(each.ends_at for each in mine)
        stops, _ = queries.stops_of(work, [caregiver_id], first, last)  # type: ignore[list-item]
        assert len(stops[caregiver_id]) == len(mine)  # type: ignore[index]
        _check_day(work, sorted(stops[caregiver_id], key=lambda each: each.starts_at), exactly)  # type: ignore[index]


def _check_grains(work: UnitOfWork, standing: object) -> None:
    held: dict[object, set[tuple[object, int]]] = defaultdict(set)
    for row in work.session.execute(select(CaregiverGrain)).scalars():
        held[row.assignment_id].add((row.caregiver_id, row.grain))
    wanted = {
        each.id: {
            (each.caregiver_id, grain)
            for grain in Stop(each.id, each.starts_at, each.ends_at, None, each.travel_minutes).claimed
        }
        for each in standing  # type: ignore[attr-defined]
    }
    assert dict(held) == wanted


def _check_elders(work: UnitOfWork) -> None:
    held = {(row.elder_id, row.grain, row.visit_id) for row in work.session.scalars(select(ElderGrain))}
    arranged = select(Visit).where(Visit.starts_at.is_not(None), Visit.status != rules.VisitStatus.CANCELLED)
    wanted = {
        (each.elder_id, grain, each.id)
        for each in work.session.scalars(arranged)
        if each.starts_at and each.ends_at
        for grain in grains(each.starts_at, each.ends_at)
    }
    assert held == wanted


def _check_day(work: UnitOfWork, stops: list[Stop], exactly: bool) -> None:
    way = work.house.provider(TravelTimes).minutes
    assert not rules.is_clash(stops)
    for former, following in pairwise(stops):
        assert former.ends_at <= following.starts_at
    for stop in stops:
        before = rules.stop_before(stops, stop)
        needed = rules.way_minutes(way, before.where if before else None, stop.where)
        if exactly:
            assert stop.travel_minutes == needed
        assert stop.travel_minutes <= needed
