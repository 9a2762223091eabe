"""Closing months some days after their end, and years once nothing can be said against their months any more."""

from datetime import timedelta
from uuid import UUID

from service.elderly_care.performance import queries, rules
from service.elderly_care.performance.actions.freezing import freeze, keep_lines, keep_notes
from service.elderly_care.performance.queries import Counting, Due
from service.elderly_care.performance.rules import Period, Span
from service.kit import locks
from service.kit.clock import local_date
from service.kit.work import UnitOfWork

_BATCH = 20


def close_months(work: UnitOfWork) -> None:
    """Close the next month of every contract whose time has come, some at a time; one in another's hands is passed by."""
    ended_by = local_date(work.now) - timedelta(days=work.house.settings.care_performance_close_days)
    for due in queries.months_to_close(work, ended_by, _BATCH):
        if _hold(work, due.contract_id) and not _is_closed(work, due, Period.MONTH):
            _close_month(work, due)


def close_years(work: UnitOfWork) -> None:
    """Close the years of contracts after the last day for an appeal against their last month."""
    for due in queries.years_to_close(work, local_date(work.now), _BATCH):
        if _hold(work, due.contract_id) and not _is_closed(work, due, Period.YEAR):
            _close_year(work, due)


def _close_month(work: UnitOfWork, due: Due) -> None:
    policy, span = queries.policy(work), Span.month(due.first_on)
    counting = Counting(due.contract_id, span, work.now, policy.short_per_mille)
    facts, lines = queries.facts_with_lines(work, counting)
    row = freeze(
        work,
        due.contract_id,
        Period.MONTH,
        span.first,
        facts=facts,
        targets=queries.targets_of(work, due.contract_id),
        policy=policy,
        elders=queries.elders_served(work, due.contract_id, span),
    )
    keep_lines(work, row, lines)
    keep_notes(work, row, queries.unnoted(work, due.contract_id, span.first))


def _close_year(work: UnitOfWork, due: Due) -> None:
    """A year's facts are those of its months as they hold, corrected ones as they were corrected."""
    span = Span.year(due.first_on)
    months = queries.last_versions(work, due.contract_id, Period.MONTH, span.first, span.last)
    freeze(
        work,
        due.contract_id,
        Period.YEAR,
        span.first,
        facts=rules.together(queries.closed_facts(work, [each.id for each in months])),
        targets=queries.targets_of(work, due.contract_id),
        policy=queries.policy(work),
        elders=queries.elders_served(work, due.contract_id, span),
    )


def _hold(work: UnitOfWork, contract_id: UUID) -> bool:
    return locks.hold_if_free(work, "care_performance", contract_id)


def _is_closed(work: UnitOfWork, due: Due, period: Period) -> bool:
    return bool(queries.versions(work, due.contract_id, period, due.first_on))
