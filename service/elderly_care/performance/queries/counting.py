"""The facts of a contract's days, counted from what stands; with the lines against the operator in the same statements.

A month may have a million visits: they are read some days at a time, so that no statement grows with the contract.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    cast,
    column,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
    values,
)

from service.elderly_care.performance import rules
from service.elderly_care.performance.queries.answering import answer_lines
from service.elderly_care.performance.queries.counted import (
    Counting,
    given_by,
    local_day,
    made_within,
    other_lines,
    visits_of,
)
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
    return _facts(work, counting, _counted(work, counting, with_lines=False))


def facts_with_lines(work: UnitOfWork, counting: Counting) -> tuple[list[Fact], list[CountedLine]]:
    """Every fact with the lines that count against the operator, each part of both as of one moment."""
    rows = _counted(work, counting, with_lines=True)
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
    found = {
        kind: Fact(
            kind,
            sum(row.numerator for row in sums if row.kind == kind),
            sum(row.denominator for row in sums if row.kind == kind),
        )
        for kind in TargetKind
    }
    complaints, made = found[TargetKind.COMPLAINTS].numerator, found[TargetKind.PROVED].denominator
    found[TargetKind.COMPLAINTS] = Fact(TargetKind.COMPLAINTS, complaints, made)
    answered = answer_lines(work, counting)
    found[TargetKind.COMPLAINTS_ANSWERED] = Fact(
        TargetKind.COMPLAINTS_ANSWERED, sum(each.numerator for each in answered), len(answered)
    )
    return list(found.values())


def _counted(work: UnitOfWork, counting: Counting, *, with_lines: bool) -> list[Any]:
    """The sums of lines, of some days a time, without an id; and if so asked the lines against the operator."""
    rows: list[Any] = []
    for days in _slices(work, counting):
        part = replace(counting, span=days)
        asked = [*_sums_of_visits(part), *(_visits_against(part) if with_lines else [])]
        rows += work.session.execute(union_all(*asked)).all()
    others = {kind: found.cte(f"{kind}_lines") for kind, found in other_lines(counting).items()}
    asked = [_sum(kind, each) for kind, each in others.items()]
    if with_lines:
        asked += [_against(kind, each) for kind, each in others.items()]
    return [*rows, *work.session.execute(union_all(*asked)).all()]


def _slices(work: UnitOfWork, counting: Counting) -> list[Span]:
    day = local_day(Visit.window_starts_at).label("day")
    query = select(day, func.count().label("visits")).where(made_within(counting.contract_id, counting.span))
    visits = {row.day: row.visits for row in work.session.execute(query.group_by(day))}
    return rules.slices(counting.span, visits, work.house.settings.care_performance_at_once)


def _sums_of_visits(counting: Counting) -> list[Any]:
    """What the lines of visits come to, by kind: the visits are read once for all their facts."""
    visits = visits_of(counting)
    given = given_by(visits)
    once = (
        select(
            *(
                func.sum(each.numerator).filter(each.counts).label(f"{kind}_numerator")
                for kind, each in given.items()
            ),
            *(func.count().filter(each.counts).label(f"{kind}_denominator") for kind, each in given.items()),
        )
        .select_from(visits)
        .cte("sums_of_visits")
    )
    return [
        _summed(kind, once.c[f"{kind}_numerator"], once.c[f"{kind}_denominator"]).select_from(once)
        for kind in given
    ]


def _visits_against(counting: Counting) -> list[Any]:
    """The lines of visits against the operator: the visits are read once, and few are looked at for each fact."""
    visits = visits_of(counting)
    given = {
        kind: replace(each, counts=and_(each.counts, _speaks_against(kind, each.numerator)))
        for kind, each in given_by(visits).items()
    }
    names: list[ColumnElement[Any]] = [
        column("kind", String),
        column("numerator", Integer),
        column("counts", Boolean),
    ]
    told = [(literal(kind.value, String), each.numerator, each.counts) for kind, each in given.items()]
    each = values(*names, name="given").data(told).lateral()
    return [
        select(each.c.kind, visits.c.id, visits.c.day, each.c.numerator, literal(1).label("denominator"))
        .join_from(visits, each, true())
        .where(or_(*(one.counts for one in given.values())), each.c.counts)
    ]


def _sum(kind: TargetKind, lines: CTE) -> Any:
    return _summed(kind, func.sum(lines.c.numerator), func.sum(lines.c.denominator))


def _summed(kind: TargetKind, numerator: Any, denominator: Any) -> Select[Any]:
    return select(
        literal(kind.value, String).label("kind"),
        cast(null(), Uuid).label("id"),
        cast(null(), Date).label("day"),
        cast(func.coalesce(numerator, 0), Integer).label("numerator"),
        cast(func.coalesce(denominator, 0), Integer).label("denominator"),
    )


def _against(kind: TargetKind, lines: CTE) -> Any:
    told = select(literal(kind.value, String).label("kind"), *lines.c)
    return told.where(_speaks_against(kind, lines.c.numerator))


def _speaks_against(kind: TargetKind, numerator: ColumnElement[int]) -> ColumnElement[bool]:
    """What `speaks_against` says, for the database."""
    if kind in LESS_IS_BETTER:
        return numerator > 0
    return numerator < (MOST_STARS if kind is TargetKind.RATING else 1)
