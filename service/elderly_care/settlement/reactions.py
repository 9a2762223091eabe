"""Who hears of it when a settlement is counted or moves."""

from service.elderly_care.settlement import actions, messages, queries
from service.kit.messages import on
from service.kit.work import UnitOfWork


@on(messages.SettlementMoved)
def tell_of_settlement(work: UnitOfWork, told: messages.SettlementMoved) -> None:
    """Whom it concerns is told where a settlement stands, unless it has gone on meanwhile."""
    row = work.found(queries.settlement(work, told.settlement_id))
    if row.status == told.status:
        actions.tell_of_move(work, row)


@on(messages.SettlementCounted)
def tell_of_counting(work: UnitOfWork, told: messages.SettlementCounted) -> None:
    """The manager hears that what took a while is done."""
    row = work.found(queries.settlement(work, told.settlement_id))
    if row.counted_at is not None:
        actions.tell_counted(work, row)
