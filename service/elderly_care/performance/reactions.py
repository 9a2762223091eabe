"""Who is told that a period was closed, that somebody appeals, and what was decided."""

from service.elderly_care.performance import actions, messages, queries
from service.kit.messages import on
from service.kit.work import UnitOfWork


@on(messages.PeriodClosed)
def tell_of_period(work: UnitOfWork, told: messages.PeriodClosed) -> None:
    """The operator is told of a score; with a year the district too, and when too many were failed."""
    actions.tell_of_score(work, work.found(queries.score_row(work, told.score_id)))


@on(messages.AppealMoved)
def tell_of_appeal(work: UnitOfWork, told: messages.AppealMoved) -> None:
    """The district is told that there is something to decide, the operator what it did not win."""
    appeal = work.found(queries.appeal(work, told.appeal_id))
    if appeal.status == told.status:
        actions.tell_of_appeal(work, appeal)
