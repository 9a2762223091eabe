"""Reading how a contract is kept, and the lines that it is counted from, which is noted for whoever is among them."""

from datetime import date
from typing import Any
from uuid import UUID

from service.elderly_care.performance import queries, rules
from service.elderly_care.performance.models import PerformanceScore
from service.elderly_care.performance.queries import Counting, ShownLine, ShownPerformance
from service.elderly_care.performance.rules import Period, Span
from service.elderly_care.providers.models import Contract
from service.elderly_care.providers.rules import TargetKind
from service.kit.clock import local_date
from service.kit.pages import Page
from service.kit.work import UnitOfWork


def read_month(work: UnitOfWork, *, contract_id: UUID, month: date) -> ShownPerformance:
    """A month as it holds: counted now, or closed, or corrected. Raises NotFound, Forbidden."""
    contract = _in_month(work, contract_id, month)
    known = queries.versions(work, contract_id, Period.MONTH, month)
    if known:
        return queries.closed(work, contract, known[-1])
    return queries.provisional(work, contract, month)


def read(work: UnitOfWork, row: PerformanceScore) -> ShownPerformance:
    """One version of a closed period."""
    return queries.closed(work, queries.readable_contract(work, row.contract_id), row)


def read_present_lines(
    work: UnitOfWork, *, contract_id: UUID, month: date, fact: TargetKind, **paging: Any
) -> Page[ShownLine]:
    """The lines of a fact of a month as they stand now. Raises NotFound, Forbidden."""
    contract = _in_month(work, contract_id, month)
    known = queries.versions(work, contract_id, Period.MONTH, month)
    policy = queries.policy(work, known[0].policy_number if known else None)
    counting = Counting(contract_id, Span.month(month), work.now, policy.short_per_mille)
    return _noted(work, contract_id, queries.present_lines(work, contract, counting, fact, **paging))


def read_closed_lines(
    work: UnitOfWork, row: PerformanceScore, *, fact: TargetKind, **paging: Any
) -> Page[ShownLine]:
    """The lines of a fact against the operator, as they were when a month was closed."""
    contract = queries.readable_contract(work, row.contract_id)
    return _noted(work, row.contract_id, queries.closed_lines(work, contract, row, fact, **paging))


def _in_month(work: UnitOfWork, contract_id: UUID, month: date) -> Contract:
    """A contract with a month of its term that has begun."""
    contract = queries.readable_contract(work, contract_id)
    begins, ends = rules.Span.month(contract.starts_on).first, contract.ends_on
    is_known = begins <= month <= min(ends, local_date(work.now))
    return work.found(contract if is_known else None)


def _noted(work: UnitOfWork, contract_id: UUID, found: Page[ShownLine]) -> Page[ShownLine]:
    people = sorted({each.elder_id for each in found.items if each.elder_id})
    if people:
        work.audit("list_performance_lines", subject=contract_id, people=people)
    return found
