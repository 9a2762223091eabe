"""A resident's list of notices: what matches them now and what addressed them at its publishing, in one statement.

What matches is looked up by index for each place on their way up and each tag they have, the first few of each, and
merged with the first that addressed them; so a page costs the same however many notices there are.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    Uuid,
    and_,
    bindparam,
    or_,
    select,
    true,
    tuple_,
    union,
)

from service.events.notices.models import Addressee, Notice, NoticeTarget, Receipt
from service.events.notices.rules import LONGEST_PIN, Category
from service.kit.acting import ActedBy, ActingAs, acting_of
from service.kit.clock import local_date
from service.kit.database import Moment
from service.kit.lists import in_text
from service.kit.pages import Page, opened, page_of
from service.kit.prepared import Prepared, unseen
from service.kit.work import UnitOfWork
from service.residents.audiences import queries as audiences

_ORDER = ("rank", "published_at", "id")
# The database would take each moment for one that promises a better plan, and plan longer than it looks.
_NOW, _SINCE = unseen("now", Moment()), unseen("since", Moment())
_TODAY = unseen("today", Date())
_AFTER_WITHIN = (unseen("after_published_at", Moment()), unseen("after_id", Uuid()))
_AFTER = tuple_(unseen("after_rank", Integer()), *_AFTER_WITHIN)
_NONE: ColumnElement[int] = in_text(0)


# Not frozen: a list makes very many, and freezing is most of what that costs.
@dataclass(slots=True)
class ListedNotice:
    """A notice in a list, with what the resident has read of it."""

    id: UUID
    title: str
    summary: str
    category: str
    priority: str
    status: str
    rank: int | None
    region_codes: list[str]
    is_public: bool
    needs_confirmation: bool
    attachments: list[str]
    publish_at: datetime | None
    published_at: datetime | None
    expires_at: datetime | None
    pin_until: datetime | None
    read_at: datetime | None = None
    confirmed_at: datetime | None = None
    acted_by_account_id: UUID | None = field(default=None, repr=False)
    acted_by_name: str | None = field(default=None, repr=False)
    acted_by_as: ActingAs | None = field(default=None, repr=False)

    @property
    def acted_by(self) -> ActedBy | None:
        return acting_of(self)


_OF_A_RECEIPT = ("read_at", "confirmed_at", "acted_by_account_id", "acted_by_name", "acted_by_as")
LISTED: tuple[Any, ...] = tuple(
    getattr(Notice, name) for name in ListedNotice.__dataclass_fields__ if name not in _OF_A_RECEIPT
)
_RECEIPT: tuple[Any, ...] = tuple(getattr(Receipt, name) for name in _OF_A_RECEIPT)


def notices_for(
    work: UnitOfWork,
    resident_id: UUID,
    *,
    category: Category | None = None,
    unread: bool | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ListedNotice]:
    """The notices that a resident sees, those that stand above others first, then the newest.

    What is `unread` is looked for among those of the last 90 days. Raises InvalidInput for a cursor that is not ours.
    """
    values: dict[str, Any] = {
        "resident_id": resident_id,
        "today": local_date(work.now),
        "now": work.now,
        "since": work.now - LONGEST_PIN,
    }
    if category is not None:
        values["category"] = category.value
    after_leading: bool | None = None
    if cursor is not None:
        keys = opened(work, cursor, _ORDER)
        after_leading = bool(keys[0])
        values |= {f"after_{name}": key for name, key in zip(_ORDER, keys, strict=True)}
    statement = _statement(_Asked(category is not None, unread, after_leading, limit + 1))
    found = page_of(work, statement(work, **values).fetchall(), limit, _ORDER)
    return Page([ListedNotice(*row) for row in found.items], found.next_cursor)


def first_unread(whose: ColumnElement[UUID], limit: int) -> Select[Any]:
    """The first notices of the last 90 days that the resident of a column sees and has not read, within a statement."""
    return _first(_Asked(False, True, None, limit, whose))


def first_read_leading(whose: ColumnElement[UUID], limit: int) -> Select[Any]:
    """The first notices that they have read and that stand above others all the same, within a statement."""
    return _first(_Asked(False, False, None, limit, whose, only_leading=True))


class _Asked(NamedTuple):
    """What a page's text depends on; `after_leading` is where the page before it ended, if there was one."""

    by_category: bool
    unread: bool | None
    after_leading: bool | None
    wanted: int
    whose: ColumnElement[UUID] = bindparam("resident_id", type_=Uuid())
    only_leading: bool = False

    @property
    def limit(self) -> ColumnElement[int]:
        # In the text: for a parameter the database would plan as if a tenth of all rows were wanted.
        return in_text(self.wanted)


@lru_cache(maxsize=64)
def _statement(asked: _Asked) -> Prepared:
    return Prepared(_page(asked))


def _first(asked: _Asked) -> Select[Any]:
    parts = [_matching(asked)]
    if not asked.only_leading:
        parts.append(_addressed(asked))
    if asked.after_leading is not False:
        parts.append(_addressed_leading(asked))
    found = union(*(select(*part.c) for part in parts)).subquery()
    return select(*found.c).order_by(*(found.c[name].desc() for name in _ORDER)).limit(asked.limit)


def _page(asked: _Asked) -> Select[Any]:
    first = _first(asked).subquery()
    told = (
        select(*LISTED, *_RECEIPT)
        .join(first, first.c.id == Notice.id)
        .outerjoin(Receipt, and_(Receipt.notice_id == Notice.id, Receipt.resident_id == asked.whose))
    )
    return told.order_by(*(first.c[name].desc() for name in _ORDER))


def _matching(asked: _Asked) -> Subquery:
    """The first notices of each place and tag of the resident."""
    target = NoticeTarget
    keys = audiences.keys_of(asked.whose, _TODAY)
    here = (target.rank, target.published_at, target.notice_id)
    first = (
        select(target.rank, target.published_at, target.notice_id.label("id"))
        .where(
            target.region_code == keys.c.place,
            target.audience == keys.c.tag,
            target.rank.is_not(None),
            or_(target.expires_at.is_(None), target.expires_at > _NOW),
        )
        .order_by(*(column.desc() for column in here))
        .limit(asked.limit)
    )
    if asked.after_leading is not None:
        first = first.where(tuple_(*here) < _AFTER)
    if asked.by_category:
        first = first.where(target.category == bindparam("category", type_=String()))
    if asked.only_leading:
        first = first.where(target.rank > _NONE)
    elif asked.unread is not None:
        # All that stands above others is as new.
        first = first.where(tuple_(target.rank, target.published_at) > tuple_(_NONE, _SINCE))
    if asked.unread is not None:
        first = first.where(_is_read(asked, target.notice_id))
    each = first.lateral()
    return select(*each.c).select_from(keys).join(each, true()).subquery()


def _addressed_leading(asked: _Asked) -> Subquery:
    """What addressed the resident and stands above others, of which all is of the last 90 days."""
    query = _addressed_ones(asked).where(
        Addressee.leads, Notice.rank > _NONE, Addressee.published_at > _SINCE
    )
    if asked.after_leading is not None:
        query = query.where(tuple_(Notice.rank, Notice.published_at, Notice.id) < _AFTER)
    ordered = query.order_by(Notice.rank.desc(), Notice.published_at.desc(), Notice.id.desc())
    return ordered.limit(asked.limit).subquery()


def _addressed(asked: _Asked) -> Subquery:
    """What addressed the resident and does not stand above others, the newest first."""
    stands_below = Notice.rank == _NONE
    if asked.after_leading is None:
        # In the minute after it was pinned: those of the first page come to its top all the same.
        stands_below = or_(stands_below, and_(Notice.rank > _NONE, ~Addressee.leads))
    query = _addressed_ones(asked).where(stands_below)
    if asked.after_leading is False:
        query = query.where(tuple_(Addressee.published_at, Addressee.notice_id) < tuple_(*_AFTER_WITHIN))
    if asked.unread is not None:
        query = query.where(Addressee.published_at > _SINCE)
    ordered = query.order_by(Addressee.published_at.desc(), Addressee.notice_id.desc())
    return ordered.limit(asked.limit).subquery()


def _addressed_ones(asked: _Asked) -> Select[int | None, datetime | None, UUID]:
    query = (
        select(Notice.rank, Notice.published_at, Notice.id)
        .join(Addressee, Addressee.notice_id == Notice.id)
        .where(
            Addressee.resident_id == asked.whose,
            or_(Notice.expires_at.is_(None), Notice.expires_at > _NOW),
        )
    )
    if asked.by_category:
        query = query.where(Notice.category == bindparam("category", type_=String()))
    return query if asked.unread is None else query.where(_is_read(asked, Notice.id))


def _is_read(asked: _Asked, notice_id: Any) -> ColumnElement[bool]:
    """Whether the resident has read it or, where that is asked for, has not."""
    theirs = Receipt.notice_id == notice_id, Receipt.resident_id == asked.whose
    read = select(Receipt.notice_id).where(*theirs)
    return ~read.exists() if asked.unread else read.exists()
