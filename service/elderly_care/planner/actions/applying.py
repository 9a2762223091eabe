"""Applying a proposal: all of it, as a dispatcher would have arranged it, or nothing when something has changed."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from service.elderly_care.planner import queries
from service.elderly_care.planner.errors import VISITS_CHANGED, ChangedMeanwhile
from service.elderly_care.planner.models import CareSchedule, ProposedVisit
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits import queries as visits_queries
from service.elderly_care.visits.actions import Wish
from service.kit.background import RunStatus
from service.kit.errors import DomainError, WrongState
from service.kit.texts import Text
from service.kit.work import UnitOfWork

_APPLIED = Text("已采用", "applied")


def apply(work: UnitOfWork, schedule_id: UUID) -> CareSchedule:
    """Arrange all visits as they are proposed, or none. Raises NotFound, WrongState, ChangedMeanwhile."""
    schedule = work.found(queries.readable(work, schedule_id, to_change=True))
    if schedule.status is not RunStatus.DONE or schedule.applied_at is not None:
        raise WrongState(state=_APPLIED if schedule.applied_at else schedule.status)
    stops = sorted(queries.proposed(work, schedule.id), key=lambda each: each.visit_id)
    held = _unchanged(work, stops)
    wishes = [
        _wish(visit_id, list(made_by), held.get(visit_id, ()))
        for visit_id, made_by in groupby(stops, lambda each: each.visit_id)
    ]
    try:
        if wishes:
            visits.arrange(work, wishes)
    except DomainError as refusal:
        # Whatever refuses what was possible when it was proposed is something that has changed.
        raise ChangedMeanwhile(what=refusal.title) from refusal
    schedule.applied_at, schedule.applied_by = work.now, work.actor.account_id
    return schedule


def _unchanged(work: UnitOfWork, stops: Sequence[ProposedVisit]) -> dict[UUID, list[UUID]]:
    """Who makes these visits already, held and as they were proposed. Raises ChangedMeanwhile."""
    ids = {each.visit_id for each in stops}
    found = visits_queries.visits_to_change(work, ids)
    changed = {each.visit_id for each in stops if found[each.visit_id].version != each.visit_version}
    if changed:
        raise ChangedMeanwhile(what=_counted(len(changed)))
    return visits_queries.caregiver_ids_of(work, ids)


def _counted(count: int) -> Text:
    facts = {"count": count}
    return Text(VISITS_CHANGED.in_language("zh-CN", facts), VISITS_CHANGED.in_language("en", facts))


def _wish(visit_id: UUID, made_by: Sequence[ProposedVisit], held: Sequence[UUID]) -> Wish:
    return Wish(visit_id, [*held, *(each.caregiver_id for each in made_by)], made_by[0].starts_at)
