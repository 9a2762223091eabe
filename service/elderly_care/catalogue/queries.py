"""Questions to the catalogue, which everybody who is logged in may read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from service.elderly_care.catalogue.models import CareAssessmentNeed, CareService
from service.elderly_care.catalogue.rules import Aid, AssessmentNeed, Mode, Payer, ServiceCategory
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


def care_service(work: UnitOfWork, service_id: UUID) -> CareService | None:
    """The service with this id, withdrawn or not."""
    return work.session.scalar(_WHOLE.where(CareService.id == service_id))


def care_services(
    work: UnitOfWork,
    *,
    category: ServiceCategory | None = None,
    mode: Mode | None = None,
    aid: Aid | None = None,
    withdrawn: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[CareService]:
    """Services by category, mode and aid, in the order of their codes."""
    query = _WHOLE
    if not withdrawn:
        query = query.where(CareService.withdrawn_at.is_(None))
    if category is not None:
        query = query.where(CareService.category == category)
    if mode is not None:
        query = query.where(CareService.mode == mode)
    if aid is not None:
        query = query.where(CareService.aids.any_() == aid.value)
    return page(work, query, by=(CareService.code,), cursor=cursor, limit=limit)


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What planning and pricing need to know of a service."""

    id: UUID
    code: str
    name: str
    mode: Mode
    minutes: int
    ceiling_fen: int
    skills: frozenset[str]
    is_withdrawn: bool


def services_by_id(work: UnitOfWork, service_ids: Collection[UUID]) -> Mapping[UUID, ServiceFacts]:
    """What is known of these services, in one statement; what is not on the list is not in the answer."""
    query = select(CareService).where(CareService.id.in_(service_ids))
    return {
        each.id: ServiceFacts(
            id=each.id,
            code=each.code,
            name=each.name,
            mode=each.mode,
            minutes=each.minutes,
            ceiling_fen=each.ceiling_fen,
            skills=frozenset(each.skills),
            is_withdrawn=each.withdrawn_at is not None,
        )
        for each in work.session.scalars(query)
    }


def assessment_needs(
    work: UnitOfWork, service_ids: Collection[UUID], payer: Payer
) -> list[tuple[AssessmentNeed, int | None]]:
    """What these services ask for when this payer pays; a service that says nothing asks for nothing."""
    query = select(CareAssessmentNeed.need, CareAssessmentNeed.within_days).where(
        CareAssessmentNeed.service_id.in_(service_ids), CareAssessmentNeed.payer == payer
    )
    return [(row.need, row.within_days) for row in work.session.execute(query)]


_WHOLE = select(CareService).options(selectinload(CareService.assessment))
