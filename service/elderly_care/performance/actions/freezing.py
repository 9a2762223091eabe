"""Writing down a score that never changes from then on: its facts, and for a month the lines against the operator."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import insert

from service.elderly_care.performance import queries, rules
from service.elderly_care.performance.messages import PeriodClosed
from service.elderly_care.performance.models import (
    PerformanceFact,
    PerformanceLine,
    PerformanceNote,
    PerformancePolicy,
    PerformanceScore,
)
from service.elderly_care.performance.queries import CountedLine
from service.elderly_care.performance.rules import Fact, Period, Target
from service.elderly_care.providers.rules import TargetKind
from service.kit.work import UnitOfWork


def freeze(
    work: UnitOfWork,
    contract_id: UUID,
    period: Period,
    first_on: date,
    *,
    facts: Sequence[Fact],
    targets: Mapping[TargetKind, Target],
    policy: PerformancePolicy,
    elders: int,
    corrects: PerformanceScore | None = None,
) -> PerformanceScore:
    """Judge facts by these targets and keep what comes of it; the caller holds the contract's lock."""
    judged = rules.judged(facts, targets)
    points = rules.score(judged)
    number = corrects.number + 1 if corrects else 1
    row = PerformanceScore(
        id=work.new_id(),
        contract_id=contract_id,
        period=period,
        first_on=first_on,
        number=number,
        score=points,
        grade=rules.grade(points, queries.thresholds(policy)),
        elders=elders,
        policy_number=policy.number,
        corrects_id=corrects.id if corrects else None,
        closed_at=work.now,
        appeal_until=rules.appeal_until(period, number, work.now, policy.appeal_working_days),
    )
    work.session.add(row)
    work.session.flush()
    names = ("kind", "numerator", "denominator", "target", "weight", "attained_per_mille")
    work.session.add_all(
        PerformanceFact(score_id=row.id, **{name: getattr(each, name) for name in names}) for each in judged
    )
    work.session.flush()
    work.announce(PeriodClosed(score_id=row.id))
    return row


def keep_lines(work: UnitOfWork, row: PerformanceScore, lines: Sequence[CountedLine]) -> None:
    """Keep the lines against the operator, each with an id by which an appeal can name it."""
    kept = [
        {
            "id": work.new_id(),
            "score_id": row.id,
            "kind": line.kind,
            "day": line.day,
            "numerator": line.numerator,
            "denominator": line.denominator,
            **dict.fromkeys(("visit_id", "complaint_id", "caregiver_id", "finding_id")),
            queries.subject_of(line.kind): line.id,
        }
        for line in sorted(lines, key=lambda each: (each.kind, each.day, each.id))
    ]
    if kept:
        work.session.execute(insert(PerformanceLine), kept)


def keep_notes(
    work: UnitOfWork, row: PerformanceScore, changes: Sequence[tuple[PerformanceScore, Sequence[Fact]]]
) -> None:
    """Keep what has changed of earlier months, so that it is noted once."""
    work.session.add_all(
        PerformanceNote(
            score_id=row.id,
            of_score_id=of.id,
            kind=each.kind,
            numerator=each.numerator,
            denominator=each.denominator,
        )
        for of, changed in changes
        for each in changed
    )
    work.session.flush()
