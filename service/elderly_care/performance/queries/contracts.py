"""Whose performance the actor may read."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from service.elderly_care.performance import permissions
from service.elderly_care.permissions import PLANNERS, may_audit
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.models import Contract
from service.kit.work import UnitOfWork


def within_reach(work: UnitOfWork) -> ColumnElement[bool]:
    """The condition that the actor may read how a contract is kept. Raises Forbidden."""
    actor = work.actor
    work.require(permissions.may_read_any(actor))
    if may_audit(actor):
        return true()
    own = Contract.organisation_id.in_(actor.served_organisations(PLANNERS))
    tops = permissions.inspected_places(actor)
    return or_(own, providers.overseen(work, tops)) if tops else own


def readable_contract(work: UnitOfWork, contract_id: UUID) -> Contract:
    """A contract whose performance the actor may read. Raises NotFound, Forbidden."""
    query = select(Contract).where(Contract.id == contract_id, within_reach(work))
    return work.found(work.session.scalar(query))
