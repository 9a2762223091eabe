"""Who was addressed and who has read: in numbers, for the places that the actor serves, and of whom it is asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from service.accounts import queries as accounts
from service.events.notices.models import Addressing, GridReceipts, Receipt
from service.kit.database import any_of
from service.kit.pages import Page, page
from service.kit.telling import Pending
from service.kit.work import UnitOfWork
from service.regions import queries as regions


@dataclass(frozen=True, slots=True)
class ShownReceipts:
    """How many a notice addressed in the actor's places, how many of them have read and confirmed it, and by grid."""

    addressed: int
    read: int
    confirmed: int
    addressing: Addressing | None
    items: Sequence[Any]
    next_cursor: str | None


def receipts(
    work: UnitOfWork,
    notice_id: UUID,
    tops: Sequence[str],
    *,
    cursor: str | None = None,
    limit: int = 20,
) -> ShownReceipts:
    """The receipts of a notice at or below these places, by grid in the order of their codes."""
    theirs = GridReceipts.notice_id == notice_id, GridReceipts.grid_code.in_(regions.below(tops))
    counts = [GridReceipts.addressed, GridReceipts.read, GridReceipts.confirmed]
    total = work.session.execute(
        select(*(func.coalesce(func.sum(count), 0).label(count.key) for count in counts)).where(*theirs)
    ).one()
    query = select(GridReceipts.grid_code, *counts).where(*theirs)
    found = _page(work, query, cursor, limit)
    names = regions.steps_down_to(work, [row.grid_code for row in found.items])
    return ShownReceipts(
        addressed=total.addressed,
        read=total.read,
        confirmed=total.confirmed,
        addressing=work.session.get(Addressing, notice_id, populate_existing=True),
        items=[row._asdict() | {"grid_name": names[row.grid_code][-1].name} for row in found.items],
        next_cursor=found.next_cursor,
    )


def read_by_their_accounts(work: UnitOfWork, pending: Collection[Pending]) -> list[Pending]:
    """Of which of these the account itself has read the notice: in person, or as who acts for the resident.

    What one of two has read for the same resident is still told to the other.
    """
    query = select(Receipt.notice_id, Receipt.resident_id, Receipt.acted_by_account_id).where(
        Receipt.notice_id == any_of({UUID(each.subject) for each in pending}),
        Receipt.resident_id == any_of({each.resident_id for each in pending}),
    )
    acted_by = {
        (str(notice_id), reader): account_id for notice_id, reader, account_id in work.session.execute(query)
    }
    found = [each for each in pending if (each.subject, each.resident_id) in acted_by]
    whose = accounts.residents_of_accounts(work, {each.account_id for each in found}) if found else {}

    def has_read(each: Pending) -> bool:
        proxy = acted_by[each.subject, each.resident_id]
        return proxy == each.account_id if proxy else whose.get(each.account_id) == each.resident_id

    return [each for each in found if has_read(each)]


def _page(work: UnitOfWork, query: Any, cursor: str | None, limit: int) -> Page[Any]:
    return page(work, query, by=(GridReceipts.grid_code,), cursor=cursor, limit=limit, scalars=False)
