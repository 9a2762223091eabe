"""The facts of a contract's days, counted from what stands; with the lines against the operator in the same statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    Date,
    Integer,
    String,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from service.elderly_care.performance.queries.answering import answer_lines
from service.elderly_care.performance.queries.counted import Counting, lines_by_kind, made_within
from service.elderly_care.performance.rules import (
    LESS_IS_BETTER,
    MOST_STARS,
    Fact,
    Span,
    speaks_against,
)
from service.elderly_care.providers.rules import TargetKind
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One line of a fact: what is counted, of which day, and what it gives."""

    kind: TargetKind
    id: UUID
    day: date
    numerator: int
    denominator: int


def facts(work: UnitOfWork, counting: Counting) -> list[Fact]:
    """Every fact, in the order of the kinds; those of which there is nothing are 0 of 0."""
    lines = _lines(counting)
    rows = work.session.execute(_sums(lines)).all()
    return _facts(work, counting, rows)


def facts_with_lines(work: UnitOfWork, counting: Counting) -> tuple[list[Fact], list[CountedLine]]:
    """Every fact with the lines that count against the operator, as of one moment."""
    lines = _lines(counting)
    rows = work.session.execute(union_all(_sums(lines), _against(lines))).all()
    against = [
        CountedLine(TargetKind(row.kind), row.id, row.day, row.numerator, row.denominator)
        for row in rows
        if row.id is not None
    ]
    late_answers = [
        CountedLine(TargetKind.COMPLAINTS_ANSWERED, each.id, each.day, each.numerator, each.denominator)
        for each in answer_lines(work, counting)
        if speaks_against(TargetKind.COMPLAINTS_ANSWERED, each.numerator)
    ]
    return _facts(work, counting, [row for row in rows if row.id is None]), [*against, *late_answers]


def elders_served(work: UnitOfWork, contract_id: UUID, span: Span) -> int:
    """How many elders were visited under a contract on these days."""
    query = select(func.count(Visit.elder_id.distinct())).where(
        made_within(contract_id, span),
        Visit.status.in_((VisitStatus.DONE, VisitStatus.CONFIRMED)),
        ~Visit.is_private,
    )
    return work.session.scalar(query) or 0


def _facts(work: UnitOfWork, counting: Counting, sums: Sequence[Any]) -> list[Fact]:
    found = {TargetKind(row.kind): Fact(TargetKind(row.kind), row.numerator, row.denominator) for row in sums}
    known = {kind: found.get(kind, Fact(kind, 0, 0)) for kind in TargetKind}
    made = known[TargetKind.PROVED].denominator
    complaints = known[TargetKind.COMPLAINTS].numerator
    known[TargetKind.COMPLAINTS] = Fact(TargetKind.COMPLAINTS, complaints, made)
    answered = answer_lines(work, counting)
    known[TargetKind.COMPLAINTS_ANSWERED] = Fact(
        TargetKind.COMPLAINTS_ANSWERED, sum(each.numerator for each in answered), len(answered)
    )
    return list(known.values())


def _lines(counting: Counting) -> CTE:
    each = [
        select(literal(kind.value, String).label("kind"), *found.subquery().c)
        for kind, found in lines_by_kind(counting).items()
    ]
    return union_all(*each).cte("lines")


def _sums(lines: CTE) -> Any:
    return select(
        lines.c.kind,
        cast(null(), Uuid).label("id"),
        cast(null(), Date).label("day"),
        cast(func.sum(lines.c.numerator), Integer).label("numerator"),
        cast(func.sum(lines.c.denominator), Integer).label("denominator"),
    ).group_by(lines.c.kind)


def _against(lines: CTE) -> Any:
    """What `speaks_against` says, for the database."""
    less = lines.c.kind.in_([kind.value for kind in LESS_IS_BETTER])
    best = case((lines.c.kind == TargetKind.RATING.value, MOST_STARS), else_=1)
    return select(lines).where(or_(and_(less, lines.c.numerator > 0), and_(~less, lines.c.numerator < best)))
