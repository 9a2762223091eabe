"""Inspections and findings one by one and in pages, for who may see them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, false, or_, select

from service.elderly_care.inspections import permissions
from service.elderly_care.inspections.models import FindingStep, Inspection, InspectionFinding
from service.elderly_care.inspections.rules import FindingStatus
from service.elderly_care.permissions import PLANNERS, may_audit
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.models import Contract
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


def inspection(work: UnitOfWork, inspection_id: UUID) -> Inspection | None:
    """The inspection with this id."""
    return work.session.get(Inspection, inspection_id)


def finding(work: UnitOfWork, finding_id: UUID) -> InspectionFinding | None:
    """The finding with this id."""
    return work.session.get(InspectionFinding, finding_id)


def readable(work: UnitOfWork, inspection_id: UUID) -> Inspection:
    """An inspection that the actor may see. Raises NotFound, Forbidden."""
    query = _seen(work).where(Inspection.id == inspection_id)
    return work.found(work.session.scalar(query))


def finding_to_change(work: UnitOfWork, inspection_id: UUID, finding_id: UUID) -> InspectionFinding:
    """A finding of an inspection that the actor may see, held until this transaction ends. Raises NotFound, Forbidden."""
    readable(work, inspection_id)
    query = select(InspectionFinding).where(
        InspectionFinding.id == finding_id, InspectionFinding.inspection_id == inspection_id
    )
    return work.found(work.session.scalar(query.with_for_update()))


def inspections(
    work: UnitOfWork,
    *,
    contract_id: UUID | None = None,
    unmended: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Inspection]:
    """The inspections that the actor may see, the newest first; `unmended` those of which something waits. Raises Forbidden."""
    query = _seen(work)
    if contract_id is not None:
        query = query.where(Inspection.contract_id == contract_id)
    if unmended:
        waiting = select(InspectionFinding.inspection_id).where(
            InspectionFinding.status != FindingStatus.VERIFIED
        )
        query = query.where(Inspection.id.in_(waiting))
    return page(work, query, by=(Inspection.id,), cursor=cursor, limit=limit, descending=True)


def contract_to_inspect(work: UnitOfWork, contract_id: UUID) -> Contract | None:
    """A contract that runs or serves in the actor's places."""
    query = select(Contract).where(Contract.id == contract_id, _where_inspected(work))
    return work.session.scalar(query)


def findings_of(work: UnitOfWork, inspection_ids: Collection[UUID]) -> Sequence[InspectionFinding]:
    """What was found at these inspections, in its order."""
    query = select(InspectionFinding).where(InspectionFinding.inspection_id.in_(inspection_ids))
    return work.session.scalars(query.order_by(InspectionFinding.id)).all()


def steps_of(work: UnitOfWork, finding_ids: Collection[UUID]) -> Sequence[FindingStep]:
    """What was done about these findings, in its order."""
    query = select(FindingStep).where(FindingStep.finding_id.in_(finding_ids))
    return work.session.scalars(query.order_by(FindingStep.id)).all()


def overdue(work: UnitOfWork, today: date) -> Sequence[InspectionFinding]:
    """Findings that were not mended in time and of which not everybody has heard; those in others' hands are passed by."""
    query = select(InspectionFinding).where(
        InspectionFinding.status == FindingStatus.OPEN,
        InspectionFinding.mend_by < today,
        InspectionFinding.district_told_at.is_(None),
    )
    ordered = query.order_by(InspectionFinding.mend_by, InspectionFinding.id)
    return work.session.scalars(ordered.with_for_update(skip_locked=True)).all()


def inspected_by(work: UnitOfWork, contract_id: UUID, account_id: UUID, first: date, last: date) -> bool:
    """Whether somebody inspected or verified under a contract on one of these days, or what was to be mended then."""
    made = select(Inspection.id).where(
        Inspection.contract_id == contract_id,
        Inspection.made_by == account_id,
        Inspection.made_on.between(first, last),
    )
    verified = (
        select(FindingStep.id)
        .join(InspectionFinding, InspectionFinding.id == FindingStep.finding_id)
        .where(
            InspectionFinding.contract_id == contract_id,
            FindingStep.made_by == account_id,
            InspectionFinding.mend_by.between(first, last),
        )
    )
    return bool(work.session.scalar(select(or_(made.exists(), verified.exists()))))


def mendings(contract_id: UUID, first: date, last: date, today: date) -> Subquery:
    """The findings that were to be mended on one of these days, with whether they were, inside another statement.

    One whose day is still to come or runs counts only once it is mended.
    """
    is_mended = InspectionFinding.mended_on.is_not(None)
    in_time = is_mended & (InspectionFinding.mended_on <= InspectionFinding.mend_by)
    query: Any = select(InspectionFinding.id, InspectionFinding.mend_by, in_time.label("in_time")).where(
        InspectionFinding.contract_id == contract_id,
        InspectionFinding.mend_by.between(first, last),
        or_(InspectionFinding.mend_by < today, is_mended),
    )
    found: Subquery = query.subquery("mendings")
    return found


def _seen(work: UnitOfWork) -> Select[Inspection]:
    actor = work.actor
    work.require(permissions.may_read_any(actor))
    query = select(Inspection)
    if may_audit(actor):
        return query
    own = Contract.organisation_id.in_(actor.served_organisations(PLANNERS))
    theirs = or_(own, _where_inspected(work))
    return query.join(Contract, Contract.id == Inspection.contract_id).where(theirs)


def _where_inspected(work: UnitOfWork) -> ColumnElement[bool]:
    tops = permissions.inspected_places(work.actor)
    return providers.overseen(work, tops) if tops else false()
