"""How a complaint moves: its state, the last day of the step that begins, and what was said."""

from datetime import date

from service.elderly_care.complaints import queries, rules
from service.elderly_care.complaints.messages import ComplaintMoved
from service.elderly_care.complaints.models import Complaint, ComplaintStep
from service.elderly_care.complaints.rules import ComplaintStatus, Outcome, StepKind, Urgency
from service.kit.acting import ActedBy, acted_by_columns
from service.kit.clock import local_date
from service.kit.work import UnitOfWork


def step(
    work: UnitOfWork,
    row: Complaint,
    to: ComplaintStatus,
    kind: StepKind,
    *,
    text: str | None,
    due_on: date | None = None,
    outcome: Outcome | None = None,
    acted_by: ActedBy | None = None,
) -> Complaint:
    """Move a complaint, and keep what was said with it; the caller has checked that it may."""
    row.status, row.due_on, row.updated_at = to, due_on, work.now
    row.street_told_at = row.district_told_at = None
    made = ComplaintStep(
        id=work.new_id(),
        complaint_id=row.id,
        kind=kind,
        outcome=outcome,
        made_at=work.now,
        made_by=work.actor.account_id,
        **acted_by_columns(acted_by),
    )
    if text:
        made.text_sealed = work.house.cipher.encrypt(text, bound_to=f"care_complaint_steps.text:{made.id}")
    work.session.add(made)
    work.announce(ComplaintMoved(complaint_id=row.id, status=to))
    return row


def reply_by(work: UnitOfWork, urgency: Urgency) -> date:
    """Until when the operator is to answer what comes today."""
    return rules.reply_by(local_date(work.now), urgency, queries.reply_days(work))
