"""What a decision about a scheme needs to know of an elder: class, level, and what they have beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, select

from service.elderly_care.assessment import queries as assessments
from service.elderly_care.entitlements import rules
from service.elderly_care.entitlements.models import Entitlement, Objection
from service.elderly_care.entitlements.queries.months import paid_days_of
from service.elderly_care.entitlements.rules import IN_FORCE, Days
from service.elderly_care.rules import EligibilityClass, eligibility
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.subsidies.rules import TakeOver
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.tags import queries as tags


@dataclass(frozen=True, slots=True)
class Condition:
    """How an elder stands today: without an assessment that holds there is no level."""

    eligibility: EligibilityClass
    level: int | None
    assessment_id: UUID | None


def condition_of(work: UnitOfWork, elder_id: UUID) -> Condition:
    """Class and level of an elder, as record and assessment say today."""
    latest = assessments.latest_signed(work, elder_id)
    holds = latest if latest is not None and latest.holds_on(local_date(work.now)) else None
    level = holds.level if holds else None
    eligible = eligibility(tags.codes_of(work, elder_id), level)
    return Condition(eligible, level, holds.id if holds else None)


def scheme_excluded_by(
    work: UnitOfWork, elder_id: UUID, scheme: SubsidyScheme, days: Days
) -> SubsidyScheme | None:
    """A scheme that the elder has on one of these days and nobody has beside this one, by whichever of the two says so."""
    return next((other for _, other in _excluded_on(work, elder_id, scheme, days)), None)


def month_of_change(
    work: UnitOfWork, elder_id: UUID, scheme: SubsidyScheme, days: Days
) -> tuple[SubsidyScheme, date] | None:
    """A scheme that nobody has beside this one and that gives a month of these days already; and that month.

    Whichever of the two begins later says whether it may take over within a month.
    """
    for row, other in _excluded_on(work, elder_id, scheme, rules.whole_months(days)):
        theirs = paid_days_of(row)
        shared = rules.shared_month(days, theirs) if theirs else None
        if theirs is None or shared is None:
            continue
        later = other if theirs.first > days.first else scheme
        if later.takes_over is TakeOver.FOLLOWING_MONTH:
            return other, shared.first
    return None


def has_on(work: UnitOfWork, elder_id: UUID, scheme_id: UUID, days: Days) -> bool:
    """Whether the elder has this very scheme on one of these days."""
    query = select(Entitlement.id).where(*_paid_on(elder_id, days), Entitlement.scheme_id == scheme_id)
    return work.session.scalar(query.limit(1)) is not None


def has_open_objection(work: UnitOfWork, entitlement_id: UUID) -> bool:
    """Whether somebody objects and nobody has settled it."""
    query = select(Objection.id).where(
        Objection.entitlement_id == entitlement_id, Objection.outcome.is_(None)
    )
    return work.session.scalar(query.limit(1)) is not None


def objection(work: UnitOfWork, entitlement_id: UUID, objection_id: UUID) -> Objection | None:
    """An objection to this publication, held until this transaction ends."""
    query = select(Objection).where(Objection.id == objection_id, Objection.entitlement_id == entitlement_id)
    return work.session.scalar(query.with_for_update())


def _excluded_on(
    work: UnitOfWork, elder_id: UUID, scheme: SubsidyScheme, days: Days
) -> list[tuple[Entitlement, SubsidyScheme]]:
    """What the elder is granted for some of these days under schemes that nobody has beside this one."""
    query: Any = (
        select(Entitlement, SubsidyScheme)
        .join(SubsidyScheme, Entitlement.scheme_id == SubsidyScheme.id)
        .where(*_paid_on(elder_id, days), SubsidyScheme.id != scheme.id)
        .order_by(SubsidyScheme.code, Entitlement.id)
    )
    return [
        (row, other)
        for row, other in work.session.execute(query)
        if rules.exclude_each_other(scheme.code, scheme.excludes, other.code, other.excludes)
    ]


def _paid_on(elder_id: UUID, days: Days) -> tuple[ColumnElement[bool], ...]:
    """The conditions that something was granted to an elder for one of these days, and not stopped before."""
    until = func.coalesce(Entitlement.stopped_from, cast(Entitlement.ends_on + 1, Date))
    paid = func.daterange(Entitlement.starts_on, until, "[)")
    return (
        Entitlement.elder_id == elder_id,
        Entitlement.status.in_(IN_FORCE),
        Entitlement.is_double.is_(False),
        paid.bool_op("&&")(func.daterange(days.first, days.last, "[]")),
    )
