"""Complaints in one line."""

from datetime import timedelta
from typing import Any

from service.elderly_care.complaints.models import Complaint
from service.elderly_care.complaints.rules import (
    WITH_OPERATOR,
    ComplaintCategory,
    ComplaintSource,
    ComplaintStatus,
    Outcome,
    Urgency,
)
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.models import Resident

_UNFINISHED = (*WITH_OPERATOR, ComplaintStatus.ANSWERED)


def complaint(
    work: UnitOfWork,
    elder: Resident,
    operator: Organisation,
    *,
    status: ComplaintStatus = ComplaintStatus.OPEN,
    text: str = "护理员迟到一小时。",
    **columns: Any,
) -> Complaint:
    """A complaint of the elder's own about an operator, due in three days while it is not over."""
    is_closed = status is ComplaintStatus.CLOSED
    due_on = local_date(work.now) + timedelta(days=3) if status in _UNFINISHED else None
    made = Complaint(
        id=work.new_id(),
        elder_id=elder.id,
        region_code=elder.region_code,
        organisation_id=operator.id,
        category=columns.pop("category", ComplaintCategory.PUNCTUALITY),
        urgency=columns.pop("urgency", Urgency.ORDINARY),
        source=ComplaintSource.APP,
        status=status,
        due_on=columns.pop("due_on", due_on),
        outcome=columns.pop("outcome", Outcome.FOUNDED if is_closed else None),
        closed_at=columns.pop("closed_at", work.now if is_closed else None),
        reopened_at=work.now if status is ComplaintStatus.REOPENED else None,
        made_at=work.now,
        updated_at=work.now,
        **columns,
    )
    made.text_sealed = work.house.cipher.encrypt(text, bound_to=f"care_complaints.text:{made.id}")
    work.session.add(made)
    work.session.flush()
    return made
