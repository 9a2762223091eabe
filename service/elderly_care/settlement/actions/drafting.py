"""Making a settlement and counting it anew: at once where that takes a moment, else step by step in the background."""

from datetime import date
from uuid import UUID

from service.elderly_care.providers import queries as providers
from service.elderly_care.settlement import permissions, queries, rules
from service.elderly_care.settlement.actions.counting import count
from service.elderly_care.settlement.actions.touching import touch
from service.elderly_care.settlement.errors import CountingUnderWay, LaterMonthStands, SettlementStands
from service.elderly_care.settlement.messages import SettlementCounted
from service.elderly_care.settlement.models import Settlement
from service.elderly_care.settlement.rules import SettlementStatus
from service.kit import background
from service.kit.background import BackgroundRun
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork

KIND = "elderly_care.settlement"
BATCH_VISITS = 5000
_SEED_DIGITS = 12


def make(work: UnitOfWork, *, contract_id: UUID, month: date) -> Settlement:
    """Make the settlement of a month that is over, as the operator's manager, and count it.

    Raises OutOfScope, MonthNotOver, OutsideContract, SettlementStands, LaterMonthStands, VoucherSpent.
    """
    contract = providers.contract_facts(work, contract_id)
    work.require(
        contract is not None and permissions.may_settle(work.actor, contract.organisation_id), OutOfScope
    )
    contract = work.found(contract)
    late_months = work.house.settings.care_settlement_late_months
    rules.check_month(month, local_date(work.now), contract.starts_on, contract.ends_on, late_months)
    if queries.stands(work, contract_id, month):
        raise SettlementStands
    if queries.has_later_month(work, contract_id, month):
        raise LaterMonthStands
    row = Settlement(
        id=work.new_id(),
        contract_id=contract_id,
        organisation_id=contract.organisation_id,
        month=month,
        status=SettlementStatus.DRAFT,
        seed=int(work.house.randomness.digits(_SEED_DIGITS)),
        facts_at=work.now,
        made_by=work.actor.account_id,
        made_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _begin(work, row)
    return row


def recount(work: UnitOfWork, row: Settlement) -> Settlement:
    """Count a draft anew from what is recorded now. Raises WrongState, CountingUnderWay, VoucherSpent."""
    work.require(permissions.may_settle(work.actor, row.organisation_id), OutOfScope)
    rules.check_draft(row.status)
    if queries.is_counting(work, row):
        raise CountingUnderWay
    _begin(work, row)
    return row


def step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Count the next elders; whether they were the last."""
    row = work.session.get_one(Settlement, UUID(run.checkpoint["settlement_id"]), with_for_update=True)
    _count_next(work, row)
    run.done = row.counting_done
    if queries.next_batch(work, row.id) is not None:
        return False
    _finish(work, row)
    work.announce(SettlementCounted(settlement_id=row.id))
    return True


def _begin(work: UnitOfWork, row: Settlement) -> None:
    touch(work, row)
    row.facts_at, row.counted_at = work.now, None
    row.counting_done = row.unpriced = 0
    row.run_id = None
    queries.drop_batches(work, row.id)
    queries.snapshot_terms(work, row.id)
    row.counting_of = queries.list_elders(work, row, BATCH_VISITS)
    work.session.flush()
    if row.counting_of > work.house.settings.care_settlement_at_once:
        run = background.ask_for(work, KIND, settlement_id=str(row.id))
        run.of, row.run_id = row.counting_of, run.id
        return
    while queries.next_batch(work, row.id) is not None:
        _count_next(work, row)
    _finish(work, row)


def _count_next(work: UnitOfWork, row: Settlement) -> None:
    batch = queries.next_batch(work, row.id)
    if batch is None:
        return
    row.unpriced += count(work, row, batch.elder_ids, batch.since)
    row.counting_done += batch.visits
    work.session.delete(batch)
    work.session.flush()


def _finish(work: UnitOfWork, row: Settlement) -> None:
    work.session.flush()
    queries.add_up(work, row.id)
    row.counted_at = work.now
    work.session.flush()
