"""What some people have to read, in one statement: first what any of them has not read, then what stands above others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, case, func, literal_column, select, true, union_all

from service.events.notices.models import Notice, Receipt
from service.events.notices.queries.pages import first_read_leading, first_unread
from service.events.notices.rules import LONGEST_PIN
from service.kit.clock import local_date
from service.kit.lists import EachGiven, in_text
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork


@dataclass(slots=True)
class NoticeToRead:
    """A notice with who has not read it, all of whom it waits for; where all have, with whom it stands above others for.

    It is read, and confirmed, once all of these have.
    """

    id: UUID
    title: str
    summary: str
    category: str
    priority: str
    needs_confirmation: bool
    published_at: datetime
    pin_until: datetime | None
    resident_ids: list[UUID]
    read_at: datetime | None
    confirmed_at: datetime | None


class NoticesToRead(NamedTuple):
    """The first of them, and how many there are that not all have read, up to as many as were to be counted."""

    notices: list[NoticeToRead]
    unread: int


def notices_to_read(
    work: UnitOfWork, resident_ids: Collection[UUID], *, shown: int, counted: int
) -> NoticesToRead:
    """What these people have not read of the last 90 days, and after it what stands above others though they have.

    Both in the order of their lists; what several of them see is there once.
    """
    if not resident_ids:
        return NoticesToRead([], 0)
    values = {"today": local_date(work.now), "now": work.now, "since": work.now - LONGEST_PIN}
    rows = _statement(shown, counted)(work, resident_ids=list(resident_ids), **values).fetchall()
    return NoticesToRead(
        [NoticeToRead(*row[:-1]) for row in rows], min(rows[0].unread, counted) if rows else 0
    )


_TOLD: tuple[Any, ...] = (
    Notice.id,
    Notice.title,
    Notice.summary,
    Notice.category,
    Notice.priority,
    Notice.needs_confirmation,
    Notice.published_at,
    Notice.pin_until,
)


@lru_cache(maxsize=8)
def _statement(shown: int, counted: int) -> Prepared:
    first = _first(shown, counted).subquery()
    receipt = _receipts(first.c.resident_ids).lateral()
    told = (
        select(*_TOLD, first.c.resident_ids, receipt.c.read_at, receipt.c.confirmed_at, first.c.unread)
        .join(first, first.c.id == Notice.id)
        .join(receipt, true())
    )
    return Prepared(told.order_by(*_ordered(first.c)))


def _first(shown: int, counted: int) -> Any:
    """The first notices of all, each with those whom it is for, out of the first of each."""
    each = EachGiven("resident_ids", Uuid())
    parts = (
        (first_unread(each.value, counted).subquery(), True),
        (first_read_leading(each.value, shown).subquery(), False),
    )
    found = union_all(
        *(
            each.first(select(*part.c, each.value.label("whose"), literal_column(str(waits)).label("waits")))
            for part, waits in parts
        )
    ).subquery()
    waits, whose = func.bool_or(found.c.waits), func.array_agg(found.c.whose)
    keys = found.c.id, found.c.rank, found.c.published_at
    grouped = select(
        *keys,
        waits.label("waits"),
        func.coalesce(whose.filter(found.c.waits), whose).label("resident_ids"),
        func.count(case((waits, literal_column("1")))).over().label("unread"),
    ).group_by(*keys)
    return grouped.order_by(*_ordered(grouped.selected_columns)).limit(in_text(shown))


def _ordered(columns: Any) -> list[Any]:
    return [columns[name].desc() for name in ("waits", "rank", "published_at", "id")]


def _receipts(resident_ids: Any) -> Any:
    """When the last of them has read and confirmed a notice, if all have."""
    everybody = func.cardinality(resident_ids)

    def when_all(moment: Any) -> Any:
        return case((func.count(moment) == everybody, func.max(moment)))

    theirs = Receipt.notice_id == Notice.id, Receipt.resident_id == resident_ids.any_()
    return select(
        when_all(Receipt.read_at).label("read_at"), when_all(Receipt.confirmed_at).label("confirmed_at")
    ).where(*theirs)
