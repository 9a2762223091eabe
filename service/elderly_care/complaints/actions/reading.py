"""Reading complaints, each reading by staff noted; and forgetting what was written."""

from typing import Any
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.complaints import queries
from service.elderly_care.complaints.actions.stepping import step
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.complaints.queries import ShownComplaint
from service.elderly_care.complaints.rules import UNFINISHED, ComplaintStatus, StepKind
from service.kit.files import actions as files
from service.kit.files.models import File
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.consents import queries as consents


def read(work: UnitOfWork, row: Complaint) -> ShownComplaint:
    """One complaint with what was written; the operator has the elder's name only with their consent."""
    is_operators = permissions.works_for(work.actor, row.organisation_id)
    is_named = not is_operators or consents.may_share(work, row.elder_id, row.organisation_id)
    named = residents.names_for_care if is_named else residents.masked_names
    names = named(work, [row.elder_id])
    _note_read(work, "get_care_complaint", row)
    return queries.shown(work, row, names.get(row.elder_id), in_full=True)


def read_list(work: UnitOfWork, **wanted: Any) -> Page[ShownComplaint]:
    """A page of complaints without what was written, noted for whom staff read of."""
    found = queries.complaints(work, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people and work.actor.is_staff:
        work.audit("list_care_complaints", people=people)
    return found


def read_photo(work: UnitOfWork, row: Complaint, file_id: UUID) -> File:
    """A photo of a complaint; raises NotFound for any other file."""
    if str(file_id) not in row.photos:
        return work.found(None)
    _note_read(work, "read_complaint_photo", row)
    return work.found(files.with_body(work, file_id))


def forget_person(work: UnitOfWork, elder_id: UUID) -> bool:
    """Forget what was written for somebody, and by whom; whether complaints stay, as facts about an operator."""
    rows = queries.every_complaint_of(work, elder_id)
    for row in rows:
        if row.status in UNFINISHED:
            step(work, row, ComplaintStatus.WITHDRAWN, StepKind.WITHDRAW, text=None)
        row.text_sealed = row.acted_by_name = None
        photos, row.photos = [UUID(each) for each in row.photos], []
        files.drop(work, photos)
    for made in queries.steps_of(work, [row.id for row in rows]):
        made.text_sealed = made.acted_by_name = None
    return bool(rows)


def _note_read(work: UnitOfWork, action: str, row: Complaint) -> None:
    if work.actor.is_staff:
        work.audit(action, subject=row.id, region_code=row.region_code, people=[row.elder_id])
