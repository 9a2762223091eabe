"""Visits one by one, and those that something is to be done with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from service.elderly_care.permissions import PROXY_SCOPE, may_audit
from service.elderly_care.welfare_visits.models import WelfareElder, WelfareVisit
from service.elderly_care.welfare_visits.rules import RiskGrade, WelfareStatus
from service.kit.actor import REGION_STAFF, Function
from service.kit.errors import Forbidden
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

_FRESH = {"populate_existing": True}
IS_DUE = WelfareVisit.status == WelfareStatus.DUE


@dataclass(frozen=True, slots=True)
class DueVisit:
    """What a visit that is due follows from: where, and by which grade, reasons and policy."""

    region_code: str
    grade: RiskGrade
    reasons: Sequence[str]
    policy_number: int


def visit(work: UnitOfWork, visit_id: UUID) -> WelfareVisit | None:
    """The visit with this id."""
    return work.session.get(WelfareVisit, visit_id)


def held(work: UnitOfWork, visit_id: UUID) -> WelfareVisit | None:
    """The visit with this id, held until this transaction ends."""
    query = select(WelfareVisit).where(WelfareVisit.id == visit_id).with_for_update()
    return work.session.scalar(query, execution_options=_FRESH)


def readable(work: UnitOfWork, visit_id: UUID) -> WelfareVisit:
    """A visit that the actor may see: of their place, their own, or of whom they act for. Raises NotFound, Forbidden."""
    return work.found(work.session.scalar(within_reach(work).where(WelfareVisit.id == visit_id)))


def held_due(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, WelfareVisit]:
    """The visit that is due for each of these elders, held until this transaction ends."""
    query = select(WelfareVisit).where(WelfareVisit.elder_id.in_(elder_ids), IS_DUE)
    rows = work.session.scalars(query.order_by(WelfareVisit.id).with_for_update(), execution_options=_FRESH)
    return {row.elder_id: row for row in rows}


def due_now(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, DueVisit]:
    """How the visit that is due for each of these elders stands, held by nobody."""
    query = select(
        WelfareVisit.elder_id,
        WelfareVisit.region_code,
        WelfareVisit.grade,
        WelfareVisit.reasons,
        WelfareVisit.policy_number,
    ).where(WelfareVisit.elder_id.in_(elder_ids), IS_DUE)
    return {row.elder_id: DueVisit(*row[1:]) for row in work.session.execute(query)}


def due_visits(work: UnitOfWork, elder_ids: Collection[UUID]) -> Sequence[WelfareVisit]:
    """The visits that are due for these elders, in one statement."""
    query = select(WelfareVisit).where(WelfareVisit.elder_id.in_(elder_ids), IS_DUE)
    return work.session.scalars(query.order_by(WelfareVisit.id)).all()


def every_visit_of(work: UnitOfWork, elder_id: UUID) -> Sequence[WelfareVisit]:
    """All visits for an elder, the oldest first."""
    query = select(WelfareVisit).where(WelfareVisit.elder_id == elder_id)
    return work.session.scalars(query.order_by(WelfareVisit.id)).all()


def overdue(work: UnitOfWork) -> Sequence[WelfareVisit]:
    """What is late and of which not everybody above has heard; what is in others' hands is passed by."""
    query = select(WelfareVisit).where(
        IS_DUE, WelfareVisit.due_at <= work.now, WelfareVisit.street_told_at.is_(None)
    )
    in_order = query.order_by(WelfareVisit.due_at, WelfareVisit.id)
    return work.session.scalars(in_order.with_for_update(skip_locked=True)).all()


def settled_before(oldest: datetime, limit: int) -> Select[UUID]:
    """The ids of visits that were over before a moment, the oldest first."""
    old = select(WelfareVisit.id).where(WelfareVisit.closed_at < oldest)
    return old.order_by(WelfareVisit.closed_at, WelfareVisit.id).limit(limit)


def welfare_elder(work: UnitOfWork, elder_id: UUID, *, to_change: bool = False) -> WelfareElder | None:
    """What is settled for an elder beside the policy; None while nothing is."""
    query = select(WelfareElder).where(WelfareElder.elder_id == elder_id)
    if not to_change:
        return work.session.scalar(query)
    return work.session.scalar(query.with_for_update(), execution_options=_FRESH)


def within_reach(work: UnitOfWork) -> Select[WelfareVisit]:
    """Every visit that the actor may see. Raises Forbidden."""
    actor = work.actor
    if may_audit(actor):
        return select(WelfareVisit)
    if actor.is_staff:
        tops = actor.served_regions(REGION_STAFF, Function.CARE)
        if not tops:
            raise Forbidden
        return select(WelfareVisit).where(WelfareVisit.region_code.in_(regions.below(tops)))
    if actor.account_id is None:
        raise Forbidden
    elders = residents.elder_ids(work, actor.account_id, PROXY_SCOPE)
    own = [actor.resident_id] if actor.resident_id else []
    return select(WelfareVisit).where(WelfareVisit.elder_id.in_([*own, *elders]))
