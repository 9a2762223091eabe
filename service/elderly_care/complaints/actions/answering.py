"""The operator's reply, and the end that the elder's community puts to a complaint after calling back."""

from service.elderly_care import permissions
from service.elderly_care.complaints import rules
from service.elderly_care.complaints.actions.stepping import step
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.complaints.rules import ComplaintStatus, Outcome, StepKind
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def reply(work: UnitOfWork, row: Complaint, *, text: str) -> Complaint:
    """Answer a complaint as the operator's manager; the community calls back next. Raises OutOfScope, WrongState."""
    work.require(permissions.may_manage(work.actor, row.organisation_id), OutOfScope)
    rules.check_move(row.status, ComplaintStatus.ANSWERED)
    days = work.house.settings.care_complaint_close_working_days
    due_on = working_day_after(local_date(work.now), days)
    return step(work, row, ComplaintStatus.ANSWERED, StepKind.REPLY, text=text, due_on=due_on)


def close(work: UnitOfWork, row: Complaint, *, outcome: Outcome, note: str) -> Complaint:
    """End a complaint as a worker of the elder's place who called back, never as the operator.

    Raises OutOfScope, WrongState, NotAnsweredYet.
    """
    path = regions.path_of(work, row.region_code)
    is_operators = permissions.works_for(work.actor, row.organisation_id)
    work.require(permissions.may_handle(work.actor, path) and not is_operators, OutOfScope)
    rules.check_close(row.status, row.due_on, local_date(work.now))
    row.outcome, row.closed_at = outcome, work.now
    return step(work, row, ComplaintStatus.CLOSED, StepKind.CLOSE, text=note, outcome=outcome)
