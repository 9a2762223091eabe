"""What a month has left expires once nothing of it can be settled any more."""

from service.elderly_care.vouchers import queries
from service.elderly_care.vouchers.actions.entries import Movement, add_entries
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.work import UnitOfWork

_AT_ONCE = 1000


def expire_due(work: UnitOfWork) -> None:
    """Let some of what is left of months long settled expire; also what came back to one since."""
    rows = queries.to_expire(work, _AT_ONCE)
    add_entries(work, [Movement(row, EntryKind.EXPIRED, row.remaining) for row in rows])
