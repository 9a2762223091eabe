"""Elders' time when two records of one elder become one, and when that is taken back; and when they are forgotten."""

from uuid import UUID

from sqlalchemy import delete, select

from service.elderly_care.visits import queries
from service.elderly_care.visits.actions import grains as time
from service.elderly_care.visits.actions.calling_off import call_off
from service.elderly_care.visits.actions.claims import TAKES_ELDERS_TIME
from service.elderly_care.visits.models import ElderGrain, Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.grains import grains
from service.kit.merging import Changes, Pair
from service.kit.work import UnitOfWork

_BLIND = {"synchronize_session": False}


def join_time(changes: Changes, pair: Pair) -> None:
    """Where both records were visited at once, the visits stand, and the one that stays keeps the time."""
    theirs = select(ElderGrain.grain).where(ElderGrain.elder_id == pair.kept)
    changes.set_aside(ElderGrain, ElderGrain.elder_id == pair.gone, ElderGrain.grain.in_(theirs))


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
