"""Answers to complaints that were due on a contract's days: few, and by working days, which the database does not know."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.complaints import queries as complaints
from service.elderly_care.complaints import rules as complaint_rules
from service.elderly_care.complaints.models import Complaint
from service.elderly_care.complaints.rules import StepKind
from service.elderly_care.performance.queries.counted import Counting, falls_under
from service.elderly_care.performance.rules import answers
from service.kit.clock import at_local, local_date
from service.kit.work import UnitOfWork

# A complaint is closed and reopened within this time, so that no answer is due later.
_LONGEST = timedelta(days=120)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """That a complaint was to be answered by a day, and whether it was; `key` names it among the lines of a fact."""

    id: UUID
    key: str
    day: date
    numerator: int
    denominator: int = 1


def answer_lines(work: UnitOfWork, counting: Counting) -> list[AnswerLine]:
    """Every answer that was due on these days and of which it is known how it ended, by day."""
    span, today = counting.span, local_date(counting.now)
    query = select(Complaint).where(
        falls_under(counting.contract_id),
        Complaint.made_at >= at_local(span.first) - _LONGEST,
        Complaint.made_at < at_local(span.last + _A_DAY),
    )
    rows = work.session.scalars(query.order_by(Complaint.id)).all()
    steps, days = _steps(work, [row.id for row in rows]), complaints.reply_days(work)
    found = []
    for row in rows:
        reply_by = partial(complaint_rules.reply_by, urgency=row.urgency, days=days)
        due = answers(local_date(row.made_at), steps[row.id], reply_by)
        found += [
            AnswerLine(row.id, f"{row.id}:{place}", each.due_on, int(each.is_in_time))
            for place, each in enumerate(due)
            if span.first <= each.due_on <= span.last and each.counts_by(today)
        ]
    return sorted(found, key=lambda each: (each.day, each.key))


def _steps(work: UnitOfWork, complaint_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[tuple[StepKind, date]]]:
    found: dict[UUID, list[tuple[StepKind, date]]] = defaultdict(list)
    for step in complaints.steps_of(work, complaint_ids):
        found[step.complaint_id].append((step.kind, local_date(step.made_at)))
    return found
