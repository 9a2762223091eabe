"""Questions about appeals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.assessment.models import Assessment, AssessmentAppeal
from service.elderly_care.assessment.rules import AppealOutcome
from service.kit.acting import ActedBy
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownAppeal:
    """An appeal as it is told."""

    id: UUID
    version: int
    assessment_id: UUID
    reason: str
    appealed_at: datetime
    decide_by: date
    outcome: AppealOutcome | None
    answer: str | None
    review_id: UUID | None
    decided_at: datetime | None
    acted_by: ActedBy | None


def shown_appeal(work: UnitOfWork, appeal: AssessmentAppeal) -> ShownAppeal:
    """An appeal as it is told."""
    work.session.flush()
    names = ShownAppeal.__dataclass_fields__
    return ShownAppeal(**{name: getattr(appeal, name) for name in names})


def open_appeal(work: UnitOfWork, assessment_id: UUID) -> AssessmentAppeal | None:
    """The appeal against an assessment that waits to be decided, held until this transaction ends."""
    query = select(AssessmentAppeal).where(
        AssessmentAppeal.assessment_id == assessment_id, AssessmentAppeal.outcome.is_(None)
    )
    return work.session.scalar(query.with_for_update())


def last_appeal(work: UnitOfWork, assessment_id: UUID) -> AssessmentAppeal | None:
    """The newest appeal against an assessment, decided or not."""
    query = select(AssessmentAppeal).where(AssessmentAppeal.assessment_id == assessment_id)
    return work.session.scalar(query.order_by(AssessmentAppeal.id.desc()).limit(1))


def every_appeal_by(work: UnitOfWork, elder_id: UUID) -> Sequence[AssessmentAppeal]:
    """All appeals against what was found about somebody, the oldest first."""
    query: Any = (
        select(AssessmentAppeal)
        .join(Assessment, Assessment.id == AssessmentAppeal.assessment_id)
        .where(Assessment.elder_id == elder_id)
        .order_by(AssessmentAppeal.id)
    )
    return list(work.session.scalars(query))
