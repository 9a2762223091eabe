"""The lines that facts are counted from, inside a statement: one column alike for every kind of fact.

`id` is the visit, complaint, caregiver or finding; `numerator` and `denominator` are what the line gives to its fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on

from service.elderly_care.caregivers.models import Certificate
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.complaints.rules import ComplaintStatus, Outcome
from service.elderly_care.inspections import queries as inspections
from service.elderly_care.performance.rules import Span
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.proofs.models import (
    NotServed,
    NotServedPolicy,
    OverdueVisit,
    ServedTime,
    VisitProof,
)
from service.elderly_care.providers.models import Contract
from service.elderly_care.providers.rules import TargetKind
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.clock import DISTRICT_ZONE, at_local, local_date
from service.residents.tags import queries as tags

# 兜底对象: whom the public looks after whatever it costs (特困、低保、低边).
SUPPORTED = ("extreme_hardship", "low_income", "near_low_income")
# What the operator may say alone: it excuses nothing once the visit was missed.
_BY_WORD = (VisitCancellation.ELDER_ASKED, VisitCancellation.OTHER_DAY)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: a contract's days as they stand at a moment, and which visits are short."""

    contract_id: UUID
    span: Span
    now: datetime
    short_per_mille: int


@dataclass(frozen=True, slots=True)
class Given:
    """What a visit gives to a fact: the numerator, where it `counts`; its denominator is one."""

    numerator: ColumnElement[int]
    counts: ColumnElement[bool]


def lines_by_kind(counting: Counting) -> Mapping[TargetKind, Select[Any]]:
    """The lines of every kind of fact that the database counts; answers to complaints are not among them."""
    visits = visits_of(counting)
    of_visits = {
        kind: _lines(visits.c.id, visits.c.day, given.numerator).where(given.counts)
        for kind, given in given_by(visits).items()
    }
    return {**of_visits, **other_lines(counting)}


def given_by(visits: Subquery) -> Mapping[TargetKind, Given]:
    """What each of these visits gives to the facts that are counted visit by visit."""
    made = visits.c.is_made
    in_time, short, rating = visits.c.is_in_time, visits.c.is_short, visits.c.rating
    return {
        TargetKind.ON_TIME: Given(_one_if(in_time), made & in_time.is_not(None)),
        TargetKind.COMPLETED: Given(_one_if(made), visits.c.is_due),
        TargetKind.PROVED: Given(_one_if(func.coalesce(visits.c.is_proved, False)), made),
        TargetKind.SHORT_VISITS: Given(_one_if(short), made & short.is_not(None)),
        TargetKind.RATING: Given(rating, made & rating.is_not(None)),
    }


def other_lines(counting: Counting) -> Mapping[TargetKind, Select[Any]]:
    """The lines of the facts that are not counted visit by visit."""
    return {
        TargetKind.COMPLAINTS: _founded_complaints(counting),
        TargetKind.CERTIFICATES: _caregivers(counting),
        TargetKind.RESERVED_SHARE: _elders(counting),
        TargetKind.INSPECTIONS: _findings(counting),
    }


def made_within(contract_id: UUID, span: Span) -> ColumnElement[bool]:
    """The condition that a visit of a contract is one of these days': by when it is made, wherever it was put off from."""
    return and_(
        Visit.contract_id == contract_id,
        Visit.window_starts_at >= at_local(span.first),
        Visit.window_starts_at < at_local(span.last + _A_DAY),
    )


def local_day(moment: Any) -> ColumnElement[Any]:
    """The district's calendar day at a moment, for the database."""
    return cast(func.timezone(DISTRICT_ZONE.key, moment), Date)


def falls_under(contract_id: UUID) -> ColumnElement[bool]:
    """The condition that a complaint is of a contract: its visit's, or that of the plan by which the elder was cared for."""
    of_visit = select(Visit.contract_id).where(Visit.id == Complaint.visit_id).scalar_subquery()
    of_plan = (
        select(CarePlan.contract_id)
        .where(
            CarePlan.elder_id == Complaint.elder_id,
            CarePlan.organisation_id == Complaint.organisation_id,
            CarePlan.made_at <= Complaint.made_at,
        )
        .order_by(CarePlan.id.desc())
        .limit(1)
        .correlate(Complaint)
        .scalar_subquery()
    )
    its_operator = select(Contract.organisation_id).where(Contract.id == contract_id).scalar_subquery()
    its_contract = case((Complaint.visit_id.is_not(None), of_visit), else_=of_plan)
    return and_(Complaint.organisation_id == its_operator, its_contract == contract_id)


def visits_of(counting: Counting) -> Subquery:
    """The visits of these days whose window is over, with what became of each.

    Each question has them for itself, so that it reads no more of them than it asks for: kept for several, the many visits
    of a large contract would be written to disk and read again.
    """
    is_made = Visit.status.in_((VisitStatus.DONE, VisitStatus.CONFIRMED))
    called_off = and_(
        Visit.status == VisitStatus.CANCELLED,
        Visit.cancelled_because != VisitCancellation.OPERATOR,
        or_(Visit.cancelled_because.not_in(_BY_WORD), ~_was_missed()),
    )
    excused = and_(Visit.status == VisitStatus.NOT_SERVED, ~func.coalesce(_counts_against(), True))
    limit = Visit.minutes * counting.short_per_mille
    query: Any = (
        select(
            Visit.id,
            local_day(Visit.window_starts_at).label("day"),
            Visit.elder_id,
            is_made.label("is_made"),
            (~or_(called_off, excused)).label("is_due"),
            VisitProof.started_at.between(Visit.window_starts_at, Visit.window_ends_at).label("is_in_time"),
            VisitProof.is_proved,
            (VisitProof.minutes_served * 1000 < limit).label("is_short"),
            VisitProof.rating,
        )
        .outerjoin(VisitProof, VisitProof.visit_id == Visit.id)
        .where(
            made_within(counting.contract_id, counting.span),
            Visit.window_ends_at <= counting.now,
            ~Visit.is_private,
        )
    )
    visits: Subquery = query.subquery()
    return visits


def _was_missed() -> ColumnElement[bool]:
    missed = select(OverdueVisit.visit_id).where(OverdueVisit.missed_at.is_not(None))
    return missed.where(OverdueVisit.visit_id == Visit.id).correlate(Visit).exists()


def _counts_against() -> ColumnElement[Any]:
    """What the policy said that held when a visit was last said not to be served."""
    return (
        select(NotServedPolicy.counts_against_operator)
        .join(NotServed, NotServed.policy_id == NotServedPolicy.id)
        .where(NotServed.visit_id == Visit.id)
        .order_by(NotServed.at.desc(), NotServed.id.desc())
        .limit(1)
        .correlate(Visit)
        .scalar_subquery()
    )


def _founded_complaints(counting: Counting) -> Select[Any]:
    """Complaints that were found to be so in these days; they are counted beside the visits made."""
    day = local_day(Complaint.closed_at)
    return _lines(Complaint.id, day, literal(1), literal(0)).where(
        falls_under(counting.contract_id),
        Complaint.status == ComplaintStatus.CLOSED,
        Complaint.outcome == Outcome.FOUNDED,
        Complaint.closed_at >= at_local(counting.span.first),
        Complaint.closed_at < at_local(counting.span.last + _A_DAY),
    )


def _caregivers(counting: Counting) -> Select[Any]:
    """Who made visits, and whether a certificate of theirs held on each day on which they did."""
    visits = visits_of(counting)
    days = (
        select(ServedTime.caregiver_id, visits.c.day)
        .join(visits, visits.c.id == ServedTime.visit_id)
        .where(visits.c.is_made)
        .distinct()
        .subquery()
    )
    holds = (
        select(Certificate.id)
        .where(
            Certificate.caregiver_id == days.c.caregiver_id,
            Certificate.issued_on <= days.c.day,
            Certificate.expires_on >= days.c.day,
        )
        .exists()
    )
    first, always = func.min(days.c.day), func.bool_and(holds)
    return _lines(days.c.caregiver_id, first, _one_if(always)).group_by(days.c.caregiver_id)


def _elders(counting: Counting) -> Select[Any]:
    """Each elder who was served by the first visit to them, and whether they are among the supported."""
    visits = visits_of(counting)
    first = (
        select(visits.c.id, visits.c.day, visits.c.elder_id)
        .ext(distinct_on(visits.c.elder_id))
        .where(visits.c.is_made)
        .order_by(visits.c.elder_id, visits.c.day, visits.c.id)
        .subquery()
    )
    supported = tags.tagged_between(SUPPORTED, counting.span.first, counting.span.last)
    return _lines(first.c.id, first.c.day, _one_if(first.c.elder_id.in_(supported)))


def _findings(counting: Counting) -> Select[Any]:
    span, today = counting.span, local_date(counting.now)
    found = inspections.mendings(counting.contract_id, span.first, span.last, today)
    return _lines(found.c.id, found.c.mend_by, _one_if(func.coalesce(found.c.in_time, False)))


def _lines(
    subject: Any, day: Any, numerator: Any, denominator: ColumnElement[Any] | None = None
) -> Select[Any]:
    ones = literal(1) if denominator is None else denominator
    return select(
        subject.label("id"),
        day.label("day"),
        cast(numerator, Integer).label("numerator"),
        cast(ones, Integer).label("denominator"),
    )


def _one_if(holds: ColumnElement[Any]) -> ColumnElement[int]:
    return case((holds, 1), else_=0)
