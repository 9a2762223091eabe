"""Settlements one by one and in pages, each with the figures that the actor may see."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, delete, or_, select

from service.elderly_care.permissions import may_audit
from service.elderly_care.settlement import permissions
from service.elderly_care.settlement.models import Settlement, SettlementBatch, SettlementShare
from service.elderly_care.settlement.queries.showing import ShownSettlement, listed
from service.elderly_care.settlement.rules import SettlementStatus
from service.kit.background import OPEN, BackgroundRun
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def settlement(work: UnitOfWork, settlement_id: UUID) -> Settlement | None:
    """The settlement with this id."""
    return work.session.get(Settlement, settlement_id)


def readable(work: UnitOfWork, settlement_id: UUID, *, to_change: bool = False) -> Settlement:
    """A settlement of which the actor sees something. Raises NotFound, Forbidden."""
    query = _within_reach(work).where(Settlement.id == settlement_id)
    if to_change:
        query = query.with_for_update(of=Settlement).execution_options(populate_existing=True)
    return work.found(work.session.scalar(query))


def settlements(
    work: UnitOfWork,
    *,
    contract_id: UUID | None = None,
    month: date | None = None,
    status: SettlementStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownSettlement]:
    """The settlements that the actor may see, the newest first. Raises Forbidden."""
    query = _within_reach(work)
    if contract_id is not None:
        query = query.where(Settlement.contract_id == contract_id)
    if month is not None:
        query = query.where(Settlement.month == month)
    if status is not None:
        query = query.where(Settlement.status == status)
    found = page(work, query, by=(Settlement.id,), cursor=cursor, limit=limit, descending=True)
    return Page(listed(work, found.items), found.next_cursor)


def stands(work: UnitOfWork, contract_id: UUID, month: date) -> bool:
    """Whether a contract's month has a settlement."""
    query = select(Settlement.id).where(Settlement.contract_id == contract_id, Settlement.month == month)
    return work.session.scalar(query) is not None


def has_later_month(work: UnitOfWork, contract_id: UUID, month: date) -> bool:
    """Whether a later month of the contract has a settlement."""
    query = select(Settlement.id).where(Settlement.contract_id == contract_id, Settlement.month > month)
    return work.session.scalar(query.limit(1)) is not None


def shares_of(work: UnitOfWork, settlement_id: UUID) -> Sequence[SettlementShare]:
    """The shares of all streets, whoever asks."""
    query = select(SettlementShare).where(SettlementShare.settlement_id == settlement_id)
    return work.session.scalars(query.order_by(SettlementShare.street_code)).all()


def is_counting(work: UnitOfWork, row: Settlement) -> bool:
    """Whether it is being counted in the background."""
    if row.counted_at is not None or row.run_id is None:
        return False
    run = select(BackgroundRun.status).where(BackgroundRun.id == row.run_id)
    return work.session.scalar(run) in OPEN


def drop_batches(work: UnitOfWork, settlement_id: UUID) -> None:
    """Forget what was still to be counted."""
    work.session.execute(delete(SettlementBatch).where(SettlementBatch.settlement_id == settlement_id))


def _within_reach(work: UnitOfWork) -> Select[Settlement]:
    actor = work.actor
    if permissions.may_govern(actor) or may_audit(actor):
        return select(Settlement)
    operators, tops = permissions.operators(actor), permissions.streets(actor)
    if not operators and not tops:
        raise Forbidden
    has_share = (
        select(SettlementShare.settlement_id)
        .where(
            SettlementShare.settlement_id == Settlement.id,
            SettlementShare.street_code.in_(regions.below(tops)),
        )
        .exists()
    )
    # A draft that was never submitted is the operator's own paper.
    in_street = has_share & Settlement.submitted_at.is_not(None)
    return select(Settlement).where(or_(Settlement.organisation_id.in_(operators), in_street))
