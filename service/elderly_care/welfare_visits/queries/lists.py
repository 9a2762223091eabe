"""Whom to call on: for who calls there in walking order, for the street and the district what is late."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from service.elderly_care.permissions import WORKERS
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.elderly_care.welfare_visits.permissions import CALLERS
from service.elderly_care.welfare_visits.queries.showing import ShownVisit, shown
from service.elderly_care.welfare_visits.queries.visits import IS_DUE
from service.kit.actor import Function
from service.kit.clock import at_local
from service.kit.errors import Forbidden, OutOfScope
from service.kit.pages import Page, cut, last_key, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.walks import queries as walks

_A_DAY = timedelta(days=1)


def visits_to_make(
    work: UnitOfWork,
    *,
    grid: str | None = None,
    due: date | None = None,
    overdue: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownVisit]:
    """Visits that are due where the actor calls on people, in walking order; else, where they oversee it, the late ones.

    Raises Forbidden, and OutOfScope for a place that is not theirs.
    """
    calling = work.actor.served_regions(CALLERS, Function.CARE)
    overseeing = work.actor.served_regions(WORKERS, Function.CARE)
    path = regions.path_of(work, grid) if grid else ()
    is_calling = not set(calling).isdisjoint(path) if grid else bool(calling)
    query = _due(_tops(calling if is_calling else overseeing, grid, path))
    if due is not None:
        query = query.where(WelfareVisit.due_at <= at_local(due + _A_DAY))
    if overdue or not is_calling:
        query = query.where(WelfareVisit.due_at <= work.now)
    if is_calling:
        return _in_walking_order(work, query, cursor=cursor, limit=limit)
    by = (WelfareVisit.due_at, WelfareVisit.id)
    found = page(work, query, by=by, cursor=cursor, limit=limit)
    return Page(shown(work, found.items), found.next_cursor)


def _tops(served: Sequence[str], grid: str | None, path: Sequence[str]) -> list[str]:
    if not served:
        raise Forbidden
    if grid is None:
        return list(served)
    if set(served).isdisjoint(path):
        raise OutOfScope
    return [grid]


def _due(tops: Sequence[str]) -> Select[WelfareVisit]:
    return select(WelfareVisit).where(IS_DUE, WelfareVisit.region_code.in_(regions.below(tops)))


def _in_walking_order(
    work: UnitOfWork, query: Select[WelfareVisit], *, cursor: str | None, limit: int
) -> Page[ShownVisit]:
    """A community has a few hundred. Pages end at elders, who keep their place when they were called on meanwhile."""
    pairs: Any = query.with_only_columns(WelfareVisit.elder_id, WelfareVisit.id)
    due: dict[UUID, UUID] = {row.elder_id: row.id for row in work.session.execute(pairs)}
    ended_at = _elder_id(last_key(work, cursor))
    elder_ids = due.keys() if ended_at is None else due.keys() | {ended_at}
    in_order = [door.resident_id for door in walks.doors_in_order(work, elder_ids)]
    found = cut(work, in_order, key=str, cursor=cursor, limit=limit)
    return Page(shown(work, _loaded(work, [due[each] for each in found.items])), found.next_cursor)


def _elder_id(key: str | None) -> UUID | None:
    """The elder of a cursor; none of one that was made for another list, which `cut` refuses."""
    try:
        return UUID(key) if key else None
    except ValueError:
        return None


def _loaded(work: UnitOfWork, visit_ids: Sequence[UUID]) -> list[WelfareVisit]:
    found = work.session.scalars(select(WelfareVisit).where(WelfareVisit.id.in_(visit_ids)))
    by_id = {row.id: row for row in found}
    return [by_id[visit_id] for visit_id in visit_ids]
