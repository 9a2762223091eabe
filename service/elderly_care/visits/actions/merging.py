"""Elders' time when two records of one elder become one, and when that is taken back; and when they are forgotten."""

from uuid import UUID

from sqlalchemy import delete, select

from service.elderly_care.plans import queries as plans
from service.elderly_care.visits import queries, rules
from service.elderly_care.visits.actions import grains as time
from service.elderly_care.visits.actions.calling_off import call_off
from service.elderly_care.visits.actions.claims import TAKES_ELDERS_TIME
from service.elderly_care.visits.actions.giving_back import give_back
from service.elderly_care.visits.models import ElderGrain, Visit
from service.elderly_care.visits.rules import Stay, VisitCancellation, VisitStatus
from service.kit.grains import grains
from service.kit.merging import Changes, Pair
from service.kit.work import UnitOfWork

_BLIND = {"synchronize_session": False}


def hold(work: UnitOfWork, pair: Pair) -> None:
    """Whoever makes, moves or gives away visits of either record waits for the merge, or the merge for them.

    The plans first, so that no visit is made meanwhile, then rounds and visits, as everybody locks them; an elder's day
    needs no lock of its own, since nobody claims it who does not hold a visit.
    """
    for plan in plans.standing_plans(work, (pair.kept, pair.gone)):
        plans.held(work, plan)
    to_come = queries.arranged_for(work, (pair.kept, pair.gone))
    queries.rounds_to_change(work, {each.round_id for each in to_come if each.round_id})
    queries.visits_to_change(work, {each.id for each in to_come})


def join_time(changes: Changes, pair: Pair) -> None:
    """Nobody is to be with the one elder twice at once: a visit of two is arranged anew, and who plans it is told.

    Where both have begun they stand, and the one of the record that stays keeps the time.
    """
    _let_give_way(changes.work, pair)
    theirs = select(ElderGrain.grain).where(ElderGrain.elder_id == pair.kept)
    changes.set_aside(ElderGrain, ElderGrain.elder_id == pair.gone, ElderGrain.grain.in_(theirs))


def _let_give_way(work: UnitOfWork, pair: Pair) -> None:
    visits = {each.id: each for each in queries.arranged_for(work, (pair.kept, pair.gone))}
    stays = {
        elder_id: [_stay(each) for each in visits.values() if each.elder_id == elder_id and _takes_time(each)]
        for elder_id in (pair.kept, pair.gone)
    }
    yielding = [visits[each] for each in rules.giving_way(stays[pair.kept], stays[pair.gone])]
    if yielding:
        give_back(work, yielding)


def _takes_time(visit: Visit) -> bool:
    return visit.mode in TAKES_ELDERS_TIME and visit.starts_at is not None


def _stay(visit: Visit) -> Stay:
    taken = grains(visit.starts_at, visit.ends_at) if visit.starts_at and visit.ends_at else ()
    return Stay(visit.id, frozenset(taken), visit.status, in_round=visit.round_id is not None)


def part_time(work: UnitOfWork, pair: Pair) -> None:
    """Each has the time of their own visits as they stand now, whatever was arranged meanwhile."""
    both = (pair.kept, pair.gone)
    work.session.execute(delete(ElderGrain).where(ElderGrain.elder_id.in_(both)), execution_options=_BLIND)
    # Columns, since rows that the session knows may still say whose they were before.
    columns = select(Visit.id, Visit.elder_id, Visit.mode, Visit.starts_at, Visit.ends_at)
    standing = columns.where(
        Visit.elder_id.in_(both), Visit.status != VisitStatus.CANCELLED, Visit.ends_at > work.now - time.KEPT
    )
    taken: dict[tuple[UUID, int], UUID] = {}
    for row in work.session.execute(standing.order_by(Visit.id)):
        if row.mode in TAKES_ELDERS_TIME:
            for grain in grains(row.starts_at, row.ends_at):
                taken.setdefault((row.elder_id, grain), row.id)
    time.claim(work, elders=[(*key, visit_id) for key, visit_id in taken.items()])


def forget_person(work: UnitOfWork, elder_id: UUID) -> None:
    """What is to come is called off; that somebody was visited stays, without a name."""
    visits = queries.visits_to_change(work, queries.ids_to_come(work, elder_id))
    call_off(work, list(visits.values()), VisitCancellation.PLAN_ENDED)
