"""Entitlements go where their elder lives, end with their life, and are forgotten with their name."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from service.elderly_care.entitlements import queries, rules
from service.elderly_care.entitlements.actions.stepping import step
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import IN_FORCE, OPEN, EntitlementStatus, StopReason
from service.kit.clock import local_date
from service.kit.merging import Changes, Pair
from service.kit.work import UnitOfWork
from service.residents import queries as residents


def follow_elder(work: UnitOfWork, elder_id: UUID) -> None:
    """Let what is open or granted stand where the elder lives now."""
    elder = residents.standing(work, elder_id)
    if elder is None or elder.region_code is None:
        return
    for row in queries.held_of(work, elder_id):
        if row.region_code != elder.region_code:
            formerly, row.region_code, row.updated_at = row.region_code, elder.region_code, work.now
            work.audit(
                "entitlement_followed_elder", subject=row.id, region_code=row.region_code, formerly=formerly
            )


def close_open_of(work: UnitOfWork, elder_id: UUID) -> int:
    """Take back what an elder applied for who has died or left; how much that was."""
    closed = [row for row in queries.held_of(work, elder_id) if row.status in OPEN]
    for row in closed:
        step(work, row, EntitlementStatus.WITHDRAWN, text=None)
    return len(closed)


def keep_apart(changes: Changes, pair: Pair) -> None:
    """Of two records of one person the one that stays has each scheme once: the other's is withdrawn, or marked as double."""
    kept = aliased(Entitlement)
    mine = Entitlement.elder_id == pair.gone
    theirs = (kept.elder_id == pair.kept, kept.scheme_id == Entitlement.scheme_id)
    applied_twice = select(kept.id).where(*theirs, kept.status.in_(OPEN)).correlate(Entitlement).exists()
    changes.change(
        Entitlement,
        mine,
        Entitlement.status.in_(OPEN),
        applied_twice,
        status=EntitlementStatus.WITHDRAWN.value,
        due_on=None,
    )
    had_twice = select(kept.id).where(
        *theirs,
        kept.status.in_(IN_FORCE),
        kept.is_double.is_(False),
        _paid(kept).bool_op("&&")(_paid(Entitlement)),
    )
    changes.change(
        Entitlement,
        mine,
        Entitlement.status.in_(IN_FORCE),
        had_twice.correlate(Entitlement).exists(),
        is_double=True,
    )


def forget_person(work: UnitOfWork, elder_id: UUID) -> bool:
    """End what goes on and forget what was written; whether grants stay, as the ground on which money was paid."""
    close_open_of(work, elder_id)
    rows = queries.every_entitlement_of(work, elder_id)
    tomorrow = local_date(work.now) + timedelta(days=1)
    for row in rows:
        _stop(work, row, tomorrow)
        row.note_sealed = row.acted_by_name = None
    ids = [row.id for row in rows]
    for made in queries.steps_of(work, ids):
        made.facts_sealed = made.text_sealed = made.acted_by_name = None
    for objection in queries.objections_of(work, ids):
        objection.objector_sealed = objection.text_sealed = objection.answer_sealed = None
    return bool(rows)


def _stop(work: UnitOfWork, row: Entitlement, on: date) -> None:
    """Stop what is still to come of a grant; what has been paid stays."""
    if row.status not in IN_FORCE:
        return
    days = queries.granted_days(row)
    left = rules.Days(on, None).within(days)
    if left is None or (row.stopped_from is not None and row.stopped_from <= left.first):
        return
    row.stopped_from, row.stop_reason = left.first, StopReason.OTHER
    step(work, row, EntitlementStatus.STOPPED, text=None)


def _paid(row: type[Entitlement]) -> ColumnElement[object]:
    return func.daterange(row.starts_on, func.coalesce(row.stopped_from, row.ends_on + 1), "[)")
