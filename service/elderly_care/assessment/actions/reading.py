"""Reading what was found, each reading noted; and forgetting it."""

from typing import Any
from uuid import UUID

from service.elderly_care.assessment import permissions, queries
from service.elderly_care.assessment.models import Assessment
from service.elderly_care.assessment.queries import ShownAssessment
from service.elderly_care.assessment.queries.appeals import ShownAppeal
from service.elderly_care.permissions import PROXY_SCOPE
from service.kit.files import actions as files
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def read(work: UnitOfWork, assessment_id: UUID) -> ShownAssessment:
    """One assessment: elders, proxies, assessors and the district with its answers, workers of the place without."""
    row = readable(work, assessment_id)
    sees_answers = not work.actor.is_staff or permissions.may_read_answers(
        work.actor, regions.path_of(work, row.region_code)
    )
    _note_read(work, "get_assessment", [row.elder_id], subject=row.id, with_answers=sees_answers)
    return queries.listed(row, queries.answers(work, row) if sees_answers else None)


def read_list(work: UnitOfWork, **wanted: Any) -> Page[ShownAssessment]:
    """A page of what the actor may see, without the answers."""
    found = queries.assessments(work, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people:
        _note_read(work, "list_assessments", people)
    return found


def read_appeal(work: UnitOfWork, assessment_id: UUID) -> ShownAppeal:
    """The newest appeal against an assessment, for who may see that. Raises NotFound."""
    row = readable(work, assessment_id)
    appealed = work.found(queries.last_appeal(work, row.id))
    _note_read(work, "get_assessment_appeal", [row.elder_id], subject=row.id)
    return queries.shown_appeal(work, appealed)


def readable(work: UnitOfWork, assessment_id: UUID, *, to_change: bool = False) -> Assessment:
    """An assessment that the actor may see. Raises NotFound."""
    row = work.found(queries.assessment(work, assessment_id, to_change=to_change))
    actor = work.actor
    if actor.is_staff:
        allowed = permissions.may_read(actor, regions.path_of(work, row.region_code))
    else:
        is_proxy = actor.account_id is not None and row.elder_id in residents.elder_ids(
            work, actor.account_id, PROXY_SCOPE
        )
        allowed = is_proxy or actor.resident_id == row.elder_id
    return work.found(row if allowed else None)


def forget_person(work: UnitOfWork, elder_id: UUID) -> bool:
    """Forget what was answered about somebody; whether a result stays, because money was granted by it."""
    rows = queries.every_assessment_of(work, elder_id)
    for row in rows:
        row.answers_sealed = row.subtotals = row.reason_note = None
        if row.attachment_id is not None:
            attachment_id, row.attachment_id = row.attachment_id, None
            files.drop(work, [attachment_id])
    for appealed in queries.every_appeal_by(work, elder_id):
        appealed.reason, appealed.answer, appealed.acted_by_name = "", None, None
    return bool(rows)


def _note_read(
    work: UnitOfWork, action: str, people: list[UUID], *, subject: UUID | None = None, **facts: Any
) -> None:
    if work.actor.is_staff:
        work.audit(action, subject=subject, people=people, **facts)
