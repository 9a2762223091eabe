"""Who is told of scores and appeals: the operator's managers, and the district."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care import permissions as care
from service.elderly_care.performance import queries, rules
from service.elderly_care.performance.models import PerformanceAppeal, PerformanceScore
from service.elderly_care.performance.rules import AppealStatus, Grade, Period
from service.elderly_care.performance.texts import (
    CORRECTED,
    DISMISSED,
    FAILED_AGAIN,
    MONTH_CLOSED,
    TO_DECIDE,
    YEAR_CLOSED,
)
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.models import Facility
from service.kit.actor import Function, Role
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def tell_of_score(work: UnitOfWork, row: PerformanceScore) -> None:
    """Tell the managers of a score; of a year the district too. A period without facts is nothing to speak of."""
    if row.score is None or row.grade is None:
        return
    facts = {"score": row.score, "grade": row.grade.words}
    if row.period is Period.YEAR:
        _tell(work, row, YEAR_CLOSED, [*_managers(work, row), *_district(work, row)], **facts)
        _tell_of_failures(work, row)
    elif row.number > 1:
        _tell(work, row, CORRECTED, _managers(work, row), **facts)
    else:
        days = work.house.settings.care_performance_reply_days
        facts["reply_until"] = rules.reply_until(row.closed_at, days)
        facts["appeal_until"] = row.appeal_until
        _tell(work, row, MONTH_CLOSED, _managers(work, row), **facts)


def tell_of_appeal(work: UnitOfWork, appeal: PerformanceAppeal) -> None:
    """Tell the district that there is something to decide, the managers what was dismissed."""
    row = work.found(queries.score_row(work, appeal.score_id))
    if appeal.status is AppealStatus.OPEN:
        told = {"fact": appeal.kind.words, "count": len(queries.appealed_lines(work, appeal.id))}
        _tell(work, row, TO_DECIDE, _district(work, row), decide_by=appeal.decide_by, **told)
    elif appeal.status is AppealStatus.DISMISSED:
        _tell(work, row, DISMISSED, _managers(work, row))


def _tell_of_failures(work: UnitOfWork, row: PerformanceScore) -> None:
    """After so many failed years the contract may be ended (handbook §3.7)."""
    count = queries.failed_years(work, row.contract_id)
    if row.grade is Grade.FAILED and count >= queries.policy(work, row.policy_number).failed_years:
        _tell(work, row, FAILED_AGAIN, [*_managers(work, row), *_district(work, row)], count=count)


def _managers(work: UnitOfWork, row: PerformanceScore) -> Sequence[UUID]:
    contract = work.found(providers.contract_facts(work, row.contract_id))
    return accounts.account_ids_working_for(work, contract.organisation_id, care.MANAGERS)


def _district(work: UnitOfWork, row: PerformanceScore) -> Sequence[UUID]:
    path = regions.path_of(work, _facility(work, row).region_code)
    return accounts.account_ids_serving(work, path, Role.DISTRICT_STAFF, Function.CARE)


def _facility(work: UnitOfWork, row: PerformanceScore) -> Facility:
    contract = work.found(providers.contract_facts(work, row.contract_id))
    return work.found(providers.facility(work, contract.facility_id))


def _tell(
    work: UnitOfWork, row: PerformanceScore, text: SpokenText, account_ids: Sequence[UUID], **facts: object
) -> None:
    facility, first_on = _facility(work, row), row.first_on
    when = {"month": _month(first_on), "year": first_on.year}
    for account_id in account_ids:
        person = Recipient(account_id=account_id)
        tell(work, person, text, subject=row.id, facility=facility.name, **when, **facts)


def _month(first_on: date) -> str:
    return f"{first_on:%Y-%m}"
