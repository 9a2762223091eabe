"""Who is told of an inspection and of what is done about a finding."""

from service.elderly_care.inspections import actions, messages, queries
from service.kit.messages import on
from service.kit.work import UnitOfWork


@on(messages.InspectionMade)
def tell_of_inspection(work: UnitOfWork, told: messages.InspectionMade) -> None:
    """The operator's managers are told that there is something to mend."""
    actions.tell_of_inspection(work, work.found(queries.inspection(work, told.inspection_id)))


@on(messages.FindingMoved)
def tell_of_finding(work: UnitOfWork, told: messages.FindingMoved) -> None:
    """Who acts next is told where a finding stands."""
    row = work.found(queries.finding(work, told.finding_id))
    if row.status == told.status:
        actions.tell_of_move(work, row)
