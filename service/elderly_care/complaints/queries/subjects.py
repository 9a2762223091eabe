"""Of whom an elder may complain, and whom a complaint is about."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.visits.models import Assignment, Visit
from service.kit.work import UnitOfWork


def operators_of(work: UnitOfWork, elder_id: UUID) -> Collection[UUID]:
    """Who cares or has cared for an elder, or was to: under a contract or paid by the elder alone."""
    asked = select(CareRequest.organisation_id).where(
        CareRequest.elder_id == elder_id, CareRequest.organisation_id.is_not(None)
    )
    planned = select(CarePlan.organisation_id).where(CarePlan.elder_id == elder_id)
    return {row.organisation_id for row in work.session.execute(asked.union(planned))}


def operator_of_visit(work: UnitOfWork, visit_id: UUID, elder_id: UUID) -> UUID | None:
    """Whose visit it is; None when it is none of this elder's."""
    query = select(Visit.organisation_id).where(Visit.id == visit_id, Visit.elder_id == elder_id)
    return work.session.scalar(query)


def last_region_of(work: UnitOfWork, elder_id: UUID) -> str | None:
    """Where somebody lived when they asked for care last."""
    query = select(CareRequest.region_code).where(CareRequest.elder_id == elder_id)
    return work.session.scalar(query.order_by(CareRequest.id.desc()).limit(1))


def account_ids_complained_of(work: UnitOfWork, row: Complaint) -> set[UUID]:
    """The accounts of the caregivers whose visit is complained of."""
    return set(work.session.scalars(_caregivers_of(row.visit_id))) if row.visit_id else set()


def is_about(account_id: UUID | None) -> ColumnElement[bool]:
    """The condition that a complaint is about a visit that was this account's to make."""
    theirs = _caregivers_of(Complaint.visit_id).where(Caregiver.account_id == account_id)
    return theirs.correlate(Complaint).exists()


def _caregivers_of(visit_id: Any) -> Select[UUID]:
    """Whoever the visit, or the round that it belongs to, was ever given to."""
    return (
        select(Caregiver.account_id)
        .join(Assignment, Assignment.caregiver_id == Caregiver.id)
        .join(Visit, or_(Assignment.visit_id == Visit.id, Assignment.round_id == Visit.round_id))
        .where(Visit.id == visit_id)
    )
