"""Closed scores with their facts, lines and notes, and what is to be closed next."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, and_, cast, func, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from service.elderly_care.performance.models import (
    AppealedLine,
    PerformanceAppeal,
    PerformanceFact,
    PerformanceLine,
    PerformanceNote,
    PerformanceReply,
    PerformanceScore,
)
from service.elderly_care.performance.queries.contracts import within_reach
from service.elderly_care.performance.queries.counted import local_day
from service.elderly_care.performance.rules import AppealStatus, Fact, Grade, Period
from service.elderly_care.providers.models import Contract
from service.elderly_care.providers.rules import TargetKind
from service.elderly_care.visits.models import Visit
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork

_MONTH = text("INTERVAL '1 month'")


class Due(NamedTuple):
    """A period of a contract that is to be closed."""

    contract_id: UUID
    first_on: date


def score_row(work: UnitOfWork, score_id: UUID) -> PerformanceScore | None:
    """The closed score with this id."""
    return work.session.get(PerformanceScore, score_id)


def readable_score(work: UnitOfWork, score_id: UUID) -> PerformanceScore:
    """A closed score that the actor may read. Raises NotFound, Forbidden."""
    return work.found(work.session.scalar(_seen(work).where(PerformanceScore.id == score_id)))


def scores(
    work: UnitOfWork,
    *,
    contract_id: UUID | None = None,
    period: Period | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[PerformanceScore]:
    """Closed scores that the actor may read, corrected versions among them, the newest first. Raises Forbidden."""
    query = _seen(work)
    if contract_id is not None:
        query = query.where(PerformanceScore.contract_id == contract_id)
    if period is not None:
        query = query.where(PerformanceScore.period == period)
    return page(work, query, by=(PerformanceScore.id,), cursor=cursor, limit=limit, descending=True)


def versions(
    work: UnitOfWork, contract_id: UUID, period: Period, first_on: date
) -> Sequence[PerformanceScore]:
    """What stands of a period: as it was closed, then as it was corrected."""
    query = select(PerformanceScore).where(
        PerformanceScore.contract_id == contract_id,
        PerformanceScore.period == period,
        PerformanceScore.first_on == first_on,
    )
    return work.session.scalars(query.order_by(PerformanceScore.number)).all()


def last_versions(
    work: UnitOfWork, contract_id: UUID, period: Period, first: date, last: date
) -> Sequence[PerformanceScore]:
    """What holds of each period that begins on one of these days."""
    query = (
        select(PerformanceScore)
        .ext(distinct_on(PerformanceScore.first_on))
        .where(
            PerformanceScore.contract_id == contract_id,
            PerformanceScore.period == period,
            PerformanceScore.first_on.between(first, last),
        )
        .order_by(PerformanceScore.first_on, PerformanceScore.number.desc())
    )
    return work.session.scalars(query).all()


def fact_rows(work: UnitOfWork, score_ids: Collection[UUID]) -> Sequence[PerformanceFact]:
    """The facts of these scores."""
    query = select(PerformanceFact).where(PerformanceFact.score_id.in_(score_ids))
    return work.session.scalars(query).all()


def closed_facts(work: UnitOfWork, score_ids: Collection[UUID]) -> list[Fact]:
    """The same, as plain facts."""
    rows = fact_rows(work, score_ids)
    return [Fact(row.kind, row.numerator, row.denominator) for row in rows]


def noted(work: UnitOfWork, of_score_id: UUID) -> list[Fact]:
    """By how much facts of a month have changed as later months have noted it."""
    query = select(PerformanceNote).where(PerformanceNote.of_score_id == of_score_id)
    return [Fact(row.kind, row.numerator, row.denominator) for row in work.session.scalars(query)]


def notes_of(work: UnitOfWork, score_id: UUID) -> list[tuple[date, Fact]]:
    """What a month has noted of earlier ones, by the first day of each."""
    query: Any = (
        select(PerformanceNote, PerformanceScore.first_on)
        .join(PerformanceScore, PerformanceScore.id == PerformanceNote.of_score_id)
        .where(PerformanceNote.score_id == score_id)
        .order_by(PerformanceScore.first_on, PerformanceNote.kind)
    )
    return [
        (row.first_on, Fact(note.kind, note.numerator, note.denominator))
        for row in work.session.execute(query)
        for note in [row.PerformanceNote]
    ]


def reply_to(work: UnitOfWork, score_id: UUID) -> PerformanceReply | None:
    """What the operator said of a month."""
    return work.session.scalar(select(PerformanceReply).where(PerformanceReply.score_id == score_id))


def appeal(work: UnitOfWork, appeal_id: UUID) -> PerformanceAppeal | None:
    """The appeal with this id."""
    return work.session.get(PerformanceAppeal, appeal_id)


def appeal_against(work: UnitOfWork, score_id: UUID, *, to_change: bool = False) -> PerformanceAppeal | None:
    """The appeal against a month."""
    query = select(PerformanceAppeal).where(PerformanceAppeal.score_id == score_id)
    return work.session.scalar(query.with_for_update() if to_change else query)


def appealed_lines(work: UnitOfWork, appeal_id: UUID) -> Sequence[AppealedLine]:
    """The lines that an appeal names."""
    query = select(AppealedLine).where(AppealedLine.appeal_id == appeal_id)
    return work.session.scalars(query.order_by(AppealedLine.line_id)).all()


def lines_among(
    work: UnitOfWork, score_id: UUID, kind: TargetKind, line_ids: Collection[UUID]
) -> Sequence[PerformanceLine]:
    """Those of these lines that stand under a fact of a closed month."""
    query = select(PerformanceLine).where(
        PerformanceLine.id.in_(line_ids),
        PerformanceLine.score_id == score_id,
        PerformanceLine.kind == kind,
    )
    return work.session.scalars(query.order_by(PerformanceLine.id)).all()


def months_to_close(work: UnitOfWork, ended_by: date, limit: int) -> list[Due]:
    """The next month of each contract that is not closed and ended by a day, from that of its first visit on."""
    closed = (
        select(func.max(PerformanceScore.first_on))
        .where(PerformanceScore.contract_id == Contract.id, PerformanceScore.period == Period.MONTH)
        .scalar_subquery()
    )
    begun = (
        select(local_day(func.min(Visit.window_starts_at)))
        .where(Visit.contract_id == Contract.id, ~Visit.is_private)
        .scalar_subquery()
    )
    following = func.coalesce(closed + _MONTH, func.date_trunc("month", begun))
    first_on = cast(following, Date).label("first_on")
    query: Any = select(Contract.id, first_on).where(
        cast(following + _MONTH, Date) <= ended_by + timedelta(days=1), first_on <= Contract.ends_on
    )
    ordered = query.order_by(first_on, Contract.id).limit(limit)
    return [Due(row.id, row.first_on) for row in work.session.execute(ordered)]


def years_to_close(work: UnitOfWork, today: date, limit: int) -> list[Due]:
    """Years of contracts of which no month can be appealed against any more, nor has an appeal to be decided."""
    month, year = aliased(PerformanceScore), aliased(PerformanceScore)
    first_on = cast(func.date_trunc("year", month.first_on), Date)
    last = func.max(month.first_on)
    is_closed = (
        select(year.id)
        .where(year.contract_id == month.contract_id, year.period == Period.YEAR, year.first_on == first_on)
        .exists()
    )
    is_open = func.bool_or(PerformanceAppeal.status == AppealStatus.OPEN)
    query: Any = (
        select(month.contract_id, first_on.label("first_on"))
        .join(Contract, Contract.id == month.contract_id)
        .outerjoin(PerformanceAppeal, PerformanceAppeal.score_id == month.id)
        .where(month.period == Period.MONTH, ~is_closed)
        .group_by(month.contract_id, first_on, Contract.ends_on)
        .having(
            func.max(month.appeal_until) < today,
            ~func.coalesce(is_open, False),
            or_(
                func.extract("month", last) == 12,
                and_(last >= cast(func.date_trunc("month", Contract.ends_on), Date)),
            ),
        )
        .order_by(first_on, month.contract_id)
        .limit(limit)
    )
    return [Due(row.contract_id, row.first_on) for row in work.session.execute(query)]


def failed_years(work: UnitOfWork, contract_id: UUID) -> int:
    """How many years of a contract were failed."""
    query = select(func.count()).where(
        PerformanceScore.contract_id == contract_id,
        PerformanceScore.period == Period.YEAR,
        PerformanceScore.grade == Grade.FAILED,
    )
    return work.session.scalar(query) or 0


def _seen(work: UnitOfWork) -> Select[PerformanceScore]:
    query = select(PerformanceScore).join(Contract, Contract.id == PerformanceScore.contract_id)
    return query.where(within_reach(work))
