"""A month or a year as it is told: what is frozen, what has come since, what was said about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.elderly_care.performance import rules
from service.elderly_care.performance.models import PerformanceAppeal, PerformanceScore
from service.elderly_care.performance.queries import frozen
from service.elderly_care.performance.queries.counted import Counting
from service.elderly_care.performance.queries.counting import elders_served, facts
from service.elderly_care.performance.queries.policies import policy, targets_of, thresholds
from service.elderly_care.performance.rules import (
    AppealStatus,
    Fact,
    Grade,
    JudgedFact,
    Period,
    ScoreState,
    Span,
    Target,
)
from service.elderly_care.providers.models import Contract
from service.elderly_care.providers.rules import TargetKind
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """By how much a fact of a month has changed; of which month, by its first day."""

    month: date
    fact: TargetKind
    numerator_change: int
    denominator_change: int


@dataclass(frozen=True, slots=True)
class ShownReply:
    """What the operator said."""

    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ShownAppeal:
    """What the operator appeals against, and what was decided."""

    fact: TargetKind
    line_ids: Sequence[UUID]
    reason: str
    status: AppealStatus
    made_at: datetime
    decide_by: date
    left_out: Sequence[UUID]
    answer: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownPerformance:
    """A period of a contract as it is told."""

    id: UUID | None
    contract_id: UUID
    organisation_id: UUID
    period: Period
    first_on: date
    state: ScoreState
    score: int | None
    grade: Grade | None
    policy_number: int
    elders: int
    facts: Sequence[JudgedFact]
    late: Sequence[ShownDifference]
    notes: Sequence[ShownDifference]
    versions: Sequence[PerformanceScore]
    closed_at: datetime | None
    reply_until: date | None
    appeal_until: date | None
    reply: ShownReply | None
    appeal: ShownAppeal | None


def provisional(work: UnitOfWork, contract: Contract, month: date) -> ShownPerformance:
    """A month that is not closed yet, counted now."""
    span, held = Span.month(month), policy(work)
    counting = Counting(contract.id, span, work.now, held.short_per_mille)
    found = rules.judged(facts(work, counting), targets_of(work, contract.id))
    points = rules.score(found)
    return ShownPerformance(
        id=None,
        contract_id=contract.id,
        organisation_id=contract.organisation_id,
        period=Period.MONTH,
        first_on=span.first,
        state=ScoreState.PROVISIONAL,
        score=points,
        grade=rules.grade(points, thresholds(held)),
        policy_number=held.number,
        elders=elders_served(work, contract.id, span),
        facts=found,
        late=[],
        notes=to_note(work, contract.id, span.first),
        versions=[],
        closed_at=None,
        reply_until=None,
        appeal_until=None,
        reply=None,
        appeal=None,
    )


def closed(work: UnitOfWork, contract: Contract, row: PerformanceScore) -> ShownPerformance:
    """A period that is closed, in this version, with what was said about it."""
    known = frozen.versions(work, contract.id, row.period, row.first_on)
    first = known[0]
    is_month, days = row.period is Period.MONTH, work.house.settings.care_performance_reply_days
    return ShownPerformance(
        id=row.id,
        contract_id=contract.id,
        organisation_id=contract.organisation_id,
        period=row.period,
        first_on=row.first_on,
        state=ScoreState.CLOSED if row.number == 1 else ScoreState.CORRECTED,
        score=row.score,
        grade=row.grade,
        policy_number=row.policy_number,
        elders=row.elders,
        facts=frozen_facts(work, row.id),
        late=_told(row.first_on, changes_since(work, first)) if is_month else [],
        notes=[each for on, fact in frozen.notes_of(work, first.id) for each in _told(on, [fact])],
        versions=known,
        closed_at=row.closed_at,
        reply_until=rules.reply_until(first.closed_at, days) if is_month else None,
        appeal_until=first.appeal_until,
        reply=_reply(work, first),
        appeal=_appeal(work, first),
    )


def frozen_facts(work: UnitOfWork, score_id: UUID) -> list[JudgedFact]:
    """The facts of a closed score beside the targets that held."""
    rows = frozen.fact_rows(work, [score_id])
    found = [Fact(row.kind, row.numerator, row.denominator) for row in rows]
    return rules.judged(found, frozen_targets(work, score_id))


def frozen_targets(work: UnitOfWork, score_id: UUID) -> dict[TargetKind, Target]:
    """What the contract asked when a score was closed."""
    rows = frozen.fact_rows(work, [score_id])
    return {row.kind: Target(row.target, row.weight) for row in rows if row.target is not None and row.weight}


def changes_since(work: UnitOfWork, first: PerformanceScore) -> list[Fact]:
    """By how much the facts of a closed month differ from what is counted of it now, by the policy that held."""
    return rules.differences(_counted_now(work, first), frozen.closed_facts(work, [first.id]))


def unnoted(work: UnitOfWork, contract_id: UUID, month: date) -> list[tuple[PerformanceScore, list[Fact]]]:
    """What has changed of the closed months before this one and was not noted by a later one yet."""
    found = []
    for first_on in rules.months_before(month, rules.LOOKS_BACK):
        known = frozen.versions(work, contract_id, Period.MONTH, first_on)
        if known:
            first = known[0]
            told = [*frozen.closed_facts(work, [first.id]), *frozen.noted(work, first.id)]
            found.append((first, rules.differences(_counted_now(work, first), told)))
    return found


def to_note(work: UnitOfWork, contract_id: UUID, month: date) -> list[ShownDifference]:
    """The same, as it is told while a month runs."""
    return [
        each for row, changed in unnoted(work, contract_id, month) for each in _told(row.first_on, changed)
    ]


def _counted_now(work: UnitOfWork, first: PerformanceScore) -> list[Fact]:
    held, span = policy(work, first.policy_number), Span.month(first.first_on)
    return facts(work, Counting(first.contract_id, span, work.now, held.short_per_mille))


def _told(month: date, changed: Sequence[Fact]) -> list[ShownDifference]:
    return [ShownDifference(month, each.kind, each.numerator, each.denominator) for each in changed]


def _reply(work: UnitOfWork, first: PerformanceScore) -> ShownReply | None:
    row = frozen.reply_to(work, first.id)
    if row is None:
        return None
    words = work.house.cipher.decrypt(row.text_sealed, bound_to=f"care_performance_replies.text:{row.id}")
    return ShownReply(words, row.made_at)


def _appeal(work: UnitOfWork, first: PerformanceScore) -> ShownAppeal | None:
    row = frozen.appeal_against(work, first.id)
    if row is None:
        return None
    lines = frozen.appealed_lines(work, row.id)
    place = f"care_performance_appeals.reason:{row.id}"
    return ShownAppeal(
        fact=row.kind,
        line_ids=[each.line_id for each in lines],
        reason=work.house.cipher.decrypt(row.reason_sealed, bound_to=place),
        status=row.status,
        made_at=row.made_at,
        decide_by=row.decide_by,
        left_out=[each.line_id for each in lines if each.is_left_out],
        answer=_answer(work, row),
        decided_at=row.decided_at,
    )


def _answer(work: UnitOfWork, row: PerformanceAppeal) -> str | None:
    place = f"care_performance_appeals.answer:{row.id}"
    return work.house.cipher.decrypt(row.answer_sealed, bound_to=place) if row.answer_sealed else None
