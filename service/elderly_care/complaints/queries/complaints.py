"""Complaints one by one and in pages, for who may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from service.elderly_care import permissions
from service.elderly_care.complaints import rules
from service.elderly_care.complaints.models import Complaint, ComplaintStep
from service.elderly_care.complaints.queries.subjects import is_about
from service.elderly_care.complaints.rules import (
    UNFINISHED,
    ComplaintCategory,
    ComplaintSource,
    ComplaintStatus,
    Outcome,
    StepKind,
    Urgency,
)
from service.kit.acting import ActedBy
from service.kit.actor import Function
from service.kit.clock import local_date
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


@dataclass(frozen=True, slots=True)
class ShownStep:
    """What was done about a complaint, as it is told; an operator does not read what the community noted."""

    kind: StepKind
    outcome: Outcome | None
    text: str | None
    made_at: datetime
    acted_by: ActedBy | None


@dataclass(frozen=True, slots=True)
class ShownComplaint:
    """A complaint as it is told; `text` and `steps` only where one is read, who complained never to an operator if so asked."""

    id: UUID
    version: int
    elder_id: UUID
    elder_name: str | None
    region_code: str
    organisation_id: UUID
    visit_id: UUID | None
    category: ComplaintCategory
    urgency: Urgency
    source: ComplaintSource | None
    confidential: bool
    status: ComplaintStatus
    outcome: Outcome | None
    made_at: datetime
    due_on: date | None
    reopen_until: date | None
    photos: Sequence[UUID]
    acted_by: ActedBy | None
    text: str | None
    steps: Sequence[ShownStep] | None


def complaint(work: UnitOfWork, complaint_id: UUID) -> Complaint | None:
    """The complaint with this id."""
    return work.session.get(Complaint, complaint_id)


def readable(work: UnitOfWork, complaint_id: UUID, *, to_change: bool = False) -> Complaint:
    """A complaint that the actor may see. Raises NotFound, Forbidden."""
    query = _within_reach(work).where(Complaint.id == complaint_id)
    if to_change:
        query = query.with_for_update(of=Complaint)
    return work.found(work.session.scalar(query))


def complaints(
    work: UnitOfWork,
    *,
    elder_id: UUID | None = None,
    organisation_id: UUID | None = None,
    status: ComplaintStatus | None = None,
    region_code: str | None = None,
    overdue: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownComplaint]:
    """The complaints that the actor may see, the newest first. Raises Forbidden."""
    query = _within_reach(work)
    if elder_id is not None:
        query = query.where(Complaint.elder_id == elder_id)
    if organisation_id is not None:
        query = query.where(Complaint.organisation_id == organisation_id)
    if status is not None:
        query = query.where(Complaint.status == status)
    if region_code is not None:
        query = query.where(Complaint.region_code.in_(regions.below([region_code])))
    if overdue:
        query = query.where(*_late(local_date(work.now)))
    found = page(work, query, by=(Complaint.id,), cursor=cursor, limit=limit, descending=True)
    names = _names_for(work, found.items)
    return Page([shown(work, row, names.get(row.elder_id)) for row in found.items], found.next_cursor)


def shown(
    work: UnitOfWork, row: Complaint, elder_name: str | None, *, in_full: bool = False
) -> ShownComplaint:
    """A complaint as the actor is told of it."""
    work.session.flush()
    own = {"elder_name", "confidential", "source", "reopen_until", "photos", "acted_by", "text", "steps"}
    is_hidden = row.is_confidential and permissions.works_for(work.actor, row.organisation_id)
    return ShownComplaint(
        **{name: getattr(row, name) for name in ShownComplaint.__dataclass_fields__.keys() - own},
        elder_name=elder_name,
        confidential=row.is_confidential,
        source=None if is_hidden else row.source,
        acted_by=None if is_hidden else row.acted_by,
        reopen_until=_reopen_until(work, row),
        photos=[UUID(each) for each in row.photos],
        text=text_of(work, row) if in_full else None,
        steps=_shown_steps(work, row, is_hidden=is_hidden) if in_full else None,
    )


def reply_days(work: UnitOfWork) -> dict[Urgency, int]:
    """In how many days an operator answers, as the settings have it; what is not urgent in working days."""
    settings = work.house.settings
    return {
        Urgency.URGENT: settings.care_complaint_urgent_days,
        Urgency.ORDINARY: settings.care_complaint_working_days,
        Urgency.COMPLEX: settings.care_complaint_complex_working_days,
    }


def text_of(work: UnitOfWork, row: Complaint) -> str | None:
    """What was complained of, in the words of who complained; None since it was forgotten."""
    return _opened(work, row.text_sealed, f"care_complaints.text:{row.id}")


def text_of_step(work: UnitOfWork, step: ComplaintStep) -> str | None:
    """What was said with a step."""
    return _opened(work, step.text_sealed, f"care_complaint_steps.text:{step.id}")


def steps_of(work: UnitOfWork, complaint_ids: Collection[UUID]) -> Sequence[ComplaintStep]:
    """What was done about these complaints, in its order."""
    query = select(ComplaintStep).where(ComplaintStep.complaint_id.in_(complaint_ids))
    return work.session.scalars(query.order_by(ComplaintStep.id)).all()


def every_complaint_of(work: UnitOfWork, elder_id: UUID) -> Sequence[Complaint]:
    """All complaints for an elder, the oldest first."""
    query = select(Complaint).where(Complaint.elder_id == elder_id).order_by(Complaint.id)
    return work.session.scalars(query).all()


def unfinished_complaints(work: UnitOfWork, elder_ids: Collection[UUID]) -> Sequence[Complaint]:
    """The complaints for these elders that are not over, in one statement."""
    query = select(Complaint).where(Complaint.elder_id.in_(elder_ids), Complaint.status.in_(UNFINISHED))
    return work.session.scalars(query.order_by(Complaint.id)).all()


def overdue(work: UnitOfWork) -> Sequence[Complaint]:
    """Complaints whose step is late and of which not everybody above has heard; those in others' hands are passed by."""
    query = select(Complaint).where(*_late(local_date(work.now)), Complaint.district_told_at.is_(None))
    return work.session.scalars(query.order_by(Complaint.id).with_for_update(skip_locked=True)).all()


def _late(today: date) -> tuple[Any, ...]:
    return Complaint.status.in_(UNFINISHED), Complaint.due_on < today


def _names_for(work: UnitOfWork, rows: Sequence[Complaint]) -> dict[UUID, str]:
    """The elders' names as a list shows them: in full to who has them in their place or acts for them, else masked."""
    elders = [row.elder_id for row in rows]
    if work.actor.is_staff and not work.actor.served_regions(permissions.WORKERS, Function.CARE):
        return residents.masked_names(work, elders)
    return residents.names_for_care(work, elders)


def _reopen_until(work: UnitOfWork, row: Complaint) -> date | None:
    if row.status is not ComplaintStatus.CLOSED or row.closed_at is None or row.reopened_at is not None:
        return None
    return rules.reopen_until(row.closed_at, work.house.settings.care_complaint_reopen_days)


def _shown_steps(work: UnitOfWork, row: Complaint, *, is_hidden: bool) -> list[ShownStep]:
    is_operators = permissions.works_for(work.actor, row.organisation_id)
    return [
        ShownStep(
            kind=each.kind,
            outcome=each.outcome,
            text=None if is_operators and each.kind is StepKind.CLOSE else text_of_step(work, each),
            made_at=each.made_at,
            acted_by=None if is_hidden else each.acted_by,
        )
        for each in steps_of(work, [row.id])
    ]


def _opened(work: UnitOfWork, ciphertext: bytes | None, place: str) -> str | None:
    return None if ciphertext is None else work.house.cipher.decrypt(ciphertext, bound_to=place)


def _within_reach(work: UnitOfWork) -> Select[Complaint]:
    actor = work.actor
    if actor.is_staff:
        tops = actor.served_regions(permissions.WORKERS, Function.CARE)
        operators = actor.served_organisations(permissions.MANAGERS)
        if not tops and not operators:
            raise Forbidden
        with_operator = and_(Complaint.organisation_id.in_(operators), ~is_about(actor.account_id))
        return select(Complaint).where(or_(with_operator, Complaint.region_code.in_(regions.below(tops))))
    if actor.account_id is None:
        raise Forbidden
    elders = residents.elder_ids(work, actor.account_id, permissions.PROXY_SCOPE)
    own = [actor.resident_id] if actor.resident_id else []
    return select(Complaint).where(Complaint.elder_id.in_([*own, *elders]))
