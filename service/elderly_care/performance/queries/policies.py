"""Versions of the policy, which everybody who is logged in may read."""

from uuid import UUID

from sqlalchemy import select

from service.elderly_care.performance.models import PerformancePolicy
from service.elderly_care.performance.rules import Target, Thresholds
from service.elderly_care.providers.models import ContractTarget
from service.elderly_care.providers.rules import TargetKind
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


def policy(work: UnitOfWork, number: int | None = None) -> PerformancePolicy:
    """The version with this number, or the one that holds; there has always been one."""
    query = select(PerformancePolicy)
    if number is not None:
        query = query.where(PerformancePolicy.number == number)
    return work.session.scalars(query.order_by(PerformancePolicy.number.desc()).limit(1)).one()


def policies(work: UnitOfWork, *, cursor: str | None = None, limit: int = 20) -> Page[PerformancePolicy]:
    """All versions, the newest first."""
    by = (PerformancePolicy.number,)
    return page(work, select(PerformancePolicy), by=by, cursor=cursor, limit=limit, descending=True)


def thresholds(row: PerformancePolicy) -> Thresholds:
    """What a version says of grades."""
    return Thresholds(row.excellent_from, row.passed_from)


def targets_of(work: UnitOfWork, contract_id: UUID) -> dict[TargetKind, Target]:
    """What a contract asks today."""
    query = select(ContractTarget).where(ContractTarget.contract_id == contract_id)
    return {row.kind: Target(row.target, row.weight) for row in work.session.scalars(query)}
