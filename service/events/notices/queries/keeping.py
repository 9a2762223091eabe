"""The list of notices as staff have it: what they may change, and what was published to anybody whom they serve."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from service.events.notices import permissions
from service.events.notices.models import Notice, NoticeTarget
from service.events.notices.queries.pages import LISTED, ListedNotice
from service.events.notices.rules import OPEN, SHOWN, Category, NoticeStatus
from service.kit.errors import OutOfScope
from service.kit.lists import given, in_text
from service.kit.pages import Page, opened, page_of
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from service.regions import queries as regions

_ORDER = ("id",)
_TOPS = given("tops", String())
_AFTER: ColumnElement[Any] = bindparam("after_id", type_=Uuid())


def notices_kept(
    work: UnitOfWork,
    *,
    status: NoticeStatus | None = None,
    category: Category | None = None,
    region_code: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ListedNotice]:
    """The notices of the actor's places, the newest written first; of a place, those that it or a place in it is target of.

    Raises OutOfScope for a place not served, and InvalidInput for a cursor that is not ours.
    """
    tops = permissions.tops(work.actor)
    if region_code is not None:
        path = regions.path_of(work, region_code)
        work.require(permissions.may_keep(work.actor, [path]), OutOfScope)
    if not tops:
        return Page([], None)
    values: dict[str, Any] = {
        "tops": tops,
        "status": status,
        "category": category,
        "places": region_code and [region_code],
    }
    if cursor is not None:
        values["after_id"] = opened(work, cursor, _ORDER)[0]
    asked = {name: value for name, value in values.items() if value is not None}
    found = page_of(work, _asked(asked, limit)(work, **asked).fetchall(), limit, _ORDER)
    return Page([ListedNotice(*row) for row in found.items], found.next_cursor)


def number_to_review(work: UnitOfWork, most: int) -> int:
    """How many notices wait for review that the actor may publish and neither wrote nor submitted; `most` for more."""
    tops = permissions.tops_to_review(work.actor)
    if not tops:
        return 0
    target = aliased(NoticeTarget)
    elsewhere = select(target.notice_id).where(
        target.notice_id == Notice.id, target.region_code.not_in(regions.below(tops))
    )
    own = Notice.written_by, Notice.changed_by, Notice.submitted_by
    first = (
        select(Notice.id)
        .where(
            Notice.status == in_text(NoticeStatus.IN_REVIEW),
            ~elsewhere.exists(),
            *(column != work.actor.account_id for column in own),
        )
        .limit(most)
        .subquery()
    )
    return work.session.scalar(select(func.count()).select_from(first)) or 0


class _Asked(NamedTuple):
    """What the list's text depends on."""

    names: frozenset[str]
    only_open: bool
    wanted: int


def _asked(asked: Mapping[str, Any], limit: int) -> Prepared:
    return _statement(_Asked(frozenset(asked), asked.get("status") in OPEN, limit + 1))


@lru_cache(maxsize=64)
def _statement(asked: _Asked) -> Prepared:
    limit: ColumnElement[int] = in_text(asked.wanted)
    first = (_few_open(asked, limit) if asked.only_open else _of_places(asked, limit)).subquery("first")
    told = select(*LISTED).join(first, first.c.id == Notice.id)
    return Prepared(told.order_by(Notice.id.desc()))


def _few_open(asked: _Asked, limit: ColumnElement[int]) -> Select[Any]:
    """Of what is not published yet there are few, and an index of their own has them."""
    query = select(Notice.id).where(Notice.status.in_([in_text(each) for each in OPEN]))
    if "places" in asked.names:
        there = select(NoticeTarget.notice_id).where(
            NoticeTarget.notice_id == Notice.id, NoticeTarget.region_code.in_(_below_place())
        )
        query = query.where(there.exists())
    return query.where(*_conditions(asked)).order_by(Notice.id.desc()).limit(limit)


def _of_places(asked: _Asked, limit: ColumnElement[int]) -> Select[Any]:
    """The first of each place that the actor has to do with, merged."""
    codes = _codes(asked)
    first = (
        select(NoticeTarget.notice_id.label("id"))
        .join(Notice, Notice.id == NoticeTarget.notice_id)
        .where(NoticeTarget.region_code == codes.c.code, *_conditions(asked))
        .order_by(NoticeTarget.notice_id.desc())
        .limit(limit)
        .lateral("each")
    )
    found = select(first.c.id).select_from(codes).join(first, true()).distinct()
    return found.order_by(first.c.id.desc()).limit(limit)


def _conditions(asked: _Asked) -> list[ColumnElement[bool]]:
    # What was withdrawn before its time was never published, and is its keepers' alone.
    was_shown = and_(Notice.status.in_([in_text(each) for each in SHOWN]), Notice.published_at.is_not(None))
    conditions = [or_(was_shown, _is_kept())]
    if "status" in asked.names:
        conditions.append(Notice.status == bindparam("status", type_=String()))
    if "category" in asked.names:
        conditions.append(Notice.category == bindparam("category", type_=String()))
    if "after_id" in asked.names:
        conditions.append(Notice.id < _AFTER)
    return conditions


def _is_kept() -> ColumnElement[bool]:
    """Whether all its targets are places that the actor serves."""
    target = aliased(NoticeTarget)
    elsewhere = select(target.notice_id).where(
        target.notice_id == Notice.id, target.region_code.not_in(regions.below(_TOPS))
    )
    return ~elsewhere.exists()


def _codes(asked: _Asked) -> CTE:
    """The place asked for and those in it, or all that the actor serves and what lies above that."""
    if "places" in asked.names:
        return _below_place().cte("codes")
    return regions.below(_TOPS).union(regions.above(_TOPS)).cte("codes")


def _below_place() -> Select[Any]:
    return regions.below(given("places", String()))
