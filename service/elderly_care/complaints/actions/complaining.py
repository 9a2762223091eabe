"""Complaining for an elder, complaining once more, and taking it back."""

from collections.abc import Sequence
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.complaints import queries, rules
from service.elderly_care.complaints.actions.stepping import reply_by, step
from service.elderly_care.complaints.errors import NotTheirOperator, VisitOfAnother
from service.elderly_care.complaints.messages import ComplaintMoved
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.complaints.rules import (
    ComplaintCategory,
    ComplaintSource,
    ComplaintStatus,
    StepKind,
)
from service.kit.acting import ActedBy, ActingAs, acted_by_columns
from service.kit.actor import Function
from service.kit.files import actions as files
from service.kit.work import UnitOfWork
from service.residents import actions as residents_actions
from service.residents import queries as residents


def complain(
    work: UnitOfWork,
    *,
    elder_id: UUID,
    category: ComplaintCategory,
    text: str,
    visit_id: UUID | None = None,
    organisation_id: UUID | None = None,
    source: ComplaintSource | None = None,
    urgent: bool = False,
    confidential: bool = False,
    photos: Sequence[UUID] = (),
) -> Complaint:
    """Complain of care, as the elder, for them, or as the worker who heard it.

    Raises OutOfScope, VisitOfAnother, NotTheirOperator, ImpossibleSource, NoSuchFile.
    """
    acted_by = _acting_for(work, elder_id)
    urgency = rules.urgency_of(category, is_urgent=urgent)
    by_staff = acted_by is not None and acted_by.acting_as is ActingAs.STAFF
    row = Complaint(
        id=work.new_id(),
        elder_id=elder_id,
        organisation_id=_operator(work, elder_id, visit_id, organisation_id),
        region_code=_region_of(work, elder_id),
        visit_id=visit_id,
        category=category,
        urgency=urgency,
        source=rules.source_of(source, entered_by_staff=by_staff),
        is_confidential=confidential,
        photos=[str(each) for each in photos],
        status=ComplaintStatus.OPEN,
        due_on=reply_by(work, urgency),
        made_at=work.now,
        created_by=work.actor.account_id,
        updated_at=work.now,
        **acted_by_columns(acted_by),
    )
    files.attach(work, photos, field="photos")
    row.text_sealed = work.house.cipher.encrypt(text, bound_to=f"care_complaints.text:{row.id}")
    work.session.add(row)
    work.announce(ComplaintMoved(complaint_id=row.id, status=row.status))
    return row


def reopen(work: UnitOfWork, row: Complaint, *, reason: str) -> Complaint:
    """Say, once, that a closed complaint is not settled; the operator answers anew.

    Raises OutOfScope, WrongState, ReopenedBefore, TooLateToReopen.
    """
    acted_by = _acting_for(work, row.elder_id)
    days = work.house.settings.care_complaint_reopen_days
    before = row.reopened_at is not None
    rules.check_reopen(row.status, row.closed_at, work.now, days, reopened_before=before)
    row.reopened_at, row.outcome, row.closed_at = work.now, None, None
    due_on = reply_by(work, row.urgency)
    to = ComplaintStatus.REOPENED
    return step(work, row, to, StepKind.REOPEN, text=reason, due_on=due_on, acted_by=acted_by)


def withdraw(work: UnitOfWork, row: Complaint, *, reason: str | None = None) -> Complaint:
    """Take a complaint back before it is closed. Raises OutOfScope, WrongState."""
    acted_by = _acting_for(work, row.elder_id)
    rules.check_move(row.status, ComplaintStatus.WITHDRAWN)
    to = ComplaintStatus.WITHDRAWN
    return step(work, row, to, StepKind.WITHDRAW, text=reason, acted_by=acted_by)


def _acting_for(work: UnitOfWork, elder_id: UUID) -> ActedBy | None:
    return residents_actions.act_for(work, elder_id, permissions.PROXY_SCOPE, Function.CARE)


def _operator(work: UnitOfWork, elder_id: UUID, visit_id: UUID | None, organisation_id: UUID | None) -> UUID:
    """Who answers: whose visit it was, who is named, or the only one that the elder has had to do with."""
    if visit_id is not None:
        theirs = queries.operator_of_visit(work, visit_id, elder_id)
        if theirs is None or organisation_id not in (None, theirs):
            raise VisitOfAnother(field="visit_id")
        return theirs
    known = queries.operators_of(work, elder_id)
    if organisation_id is None and len(known) == 1:
        return next(iter(known))
    if organisation_id is None or organisation_id not in known:
        raise NotTheirOperator(field="organisation_id")
    return organisation_id


def _region_of(work: UnitOfWork, elder_id: UUID) -> str:
    who = residents.standing(work, elder_id)
    here = who.region_code if who else None
    return here or work.found(queries.last_region_of(work, elder_id))
