"""Questions about assessments."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, Subquery, select
from sqlalchemy.dialects.postgresql import distinct_on

from service.elderly_care.assessment import permissions
from service.elderly_care.assessment.models import Assessment
from service.elderly_care.assessment.rules import AssessmentReason, AssessmentStatus
from service.elderly_care.permissions import PROXY_SCOPE
from service.kit.actor import Function
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """What other rooms need to know of a result."""

    id: UUID
    standard: str
    rule_version: str | None
    level: int
    assessed_on: date
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True, slots=True)
class ShownAssessment:
    """An assessment as it is told; `answers` only to who may see them, else None."""

    id: UUID
    version: int
    elder_id: UUID
    request_id: UUID | None
    standard: str
    rule_version: str | None
    reason: AssessmentReason
    reason_note: str | None
    assessed_on: date
    valid_until: date | None
    total: int | None
    subtotals: Mapping[str, int] | None
    preliminary_level: int | None
    level: int
    applied_rules: Sequence[str]
    status: AssessmentStatus
    reviews_id: UUID | None
    issuer: str | None
    issued_number: str | None
    attachment_id: UUID | None
    assessed_by: UUID
    signed_by: UUID | None
    signed_at: datetime | None
    answers: Mapping[str, Any] | None


def assessment(work: UnitOfWork, assessment_id: UUID, *, to_change: bool = False) -> Assessment | None:
    """The assessment with this id; who reads it to change it waits for others who do."""
    query = select(Assessment).where(Assessment.id == assessment_id)
    return work.session.scalar(query.with_for_update() if to_change else query)


def answers(work: UnitOfWork, row: Assessment) -> dict[str, Any] | None:
    """Scores, risks, diagnoses and remarks, as they were told; None for another body's result."""
    if row.answers_sealed is None:
        return None
    text = work.house.cipher.decrypt(row.answers_sealed, bound_to=f"care_assessments.answers:{row.id}")
    told: dict[str, Any] = orjson.loads(text)
    return told


def listed(row: Assessment, told: Mapping[str, Any] | None = None) -> ShownAssessment:
    """An assessment as a list tells it; with `told`, its answers too."""
    names = ShownAssessment.__dataclass_fields__.keys() - {"answers"}
    return ShownAssessment(**{name: getattr(row, name) for name in names}, answers=told)


def assessments(
    work: UnitOfWork,
    *,
    elder_id: UUID | None = None,
    status: AssessmentStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownAssessment]:
    """What the actor may see: elders and proxies theirs, staff those of their places; the newest first. Raises Forbidden."""
    query = _within_reach(work)
    if elder_id is not None:
        query = query.where(Assessment.elder_id == elder_id)
    if status is not None:
        query = query.where(Assessment.status == status)
    found = page(work, query, by=(Assessment.id,), cursor=cursor, limit=limit, descending=True)
    return Page([listed(row) for row in found.items], found.next_cursor)


def latest_signed(work: UnitOfWork, elder_id: UUID, standard: str | None = None) -> AssessmentFacts | None:
    """The newest result that two have signed or another body has issued."""
    query = _signed(elder_id)
    if standard is not None:
        query = query.where(Assessment.standard == standard)
    row = work.session.scalars(query.limit(1)).first()
    if row is None:
        return None
    return AssessmentFacts(
        row.id, row.standard, row.rule_version, row.level, row.assessed_on, row.valid_until
    )


def levels_on(work: UnitOfWork, elder_ids: Collection[UUID], day: date) -> dict[UUID, int]:
    """The level of each of these elders whose newest result holds on a day, in one statement."""
    newest = _newest().where(Assessment.elder_id.in_(elder_ids)).subquery()
    query = select(newest.c.elder_id, newest.c.level).where(_holds(newest, day))
    return {row.elder_id: row.level for row in work.session.execute(query)}


def elder_ids_of_level(work: UnitOfWork, lowest: int, day: date) -> Sequence[UUID]:
    """Whose newest result holds on a day and says this level or one that needs more."""
    newest = _newest().subquery()
    query = select(newest.c.elder_id).where(newest.c.level >= lowest, _holds(newest, day))
    return work.session.scalars(query).all()


def last_assessed_on(work: UnitOfWork, elder_id: UUID, standard: str) -> date | None:
    """On which day somebody was last assessed by a standard."""
    row = work.session.scalars(_signed(elder_id).where(Assessment.standard == standard).limit(1)).first()
    return row.assessed_on if row else None


def every_assessment_of(work: UnitOfWork, elder_id: UUID) -> Sequence[Assessment]:
    """All that was found about somebody, the oldest first."""
    query = select(Assessment).where(Assessment.elder_id == elder_id)
    return work.session.scalars(query.order_by(Assessment.id)).all()


def _signed(elder_id: UUID) -> Select[Assessment]:
    return (
        select(Assessment)
        .where(Assessment.elder_id == elder_id, Assessment.status == AssessmentStatus.SIGNED)
        .order_by(Assessment.assessed_on.desc(), Assessment.id.desc())
    )


def _newest() -> Select[UUID, int, date | None]:
    """The newest signed result of each elder."""
    return (
        select(Assessment.elder_id, Assessment.level, Assessment.valid_until)
        .where(Assessment.status == AssessmentStatus.SIGNED)
        .ext(distinct_on(Assessment.elder_id))
        .order_by(Assessment.elder_id, Assessment.assessed_on.desc(), Assessment.id.desc())
    )


def _holds(newest: Subquery, day: date) -> ColumnElement[bool]:
    return newest.c.valid_until.is_(None) | (newest.c.valid_until >= day)


def _within_reach(work: UnitOfWork) -> Select[Assessment]:
    actor = work.actor
    if actor.is_staff:
        tops = actor.served_regions(permissions.READERS, Function.CARE)
        if not tops:
            raise Forbidden
        return select(Assessment).where(Assessment.region_code.in_(regions.below(tops)))
    if actor.account_id is None:
        raise Forbidden
    elders = residents.elder_ids(work, actor.account_id, PROXY_SCOPE)
    own = [actor.resident_id] if actor.resident_id else []
    return select(Assessment).where(Assessment.elder_id.in_([*own, *elders]))
