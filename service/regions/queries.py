"""Questions about places. Everybody who is logged in may ask them: the tree is no secret."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ARRAY, CTE, ColumnElement, Select, String, Subquery, any_, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.prepared import Bound
from service.kit.work import UnitOfWork
from service.regions.models import Region, RegionAncestor, RegionPlacement
from service.regions.rules import LOCAL, Level


@dataclass(frozen=True, slots=True)
class Step:
    """A place on the way from the top."""

    code: str
    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class Standing:
    """How a place stood on a day. `valid_until` is the last day of this placement, None while no other is planned."""

    code: str
    level: Level
    name: str
    parent_code: str | None
    path: list[Step]
    valid_from: date
    valid_until: date | None
    version: int | None

    @property
    def id(self) -> str:
        return self.code


def region(work: UnitOfWork, code: str) -> Region | None:
    """The place with this code, as it stands today."""
    return work.session.get(Region, code)


def district(work: UnitOfWork) -> str:
    """The code of the district, which looks after what belongs to no place within it."""
    query = select(Region.code).order_by(Region.level != Level.DISTRICT, Region.code)
    return work.session.scalars(query.limit(1)).one()


def place_in_community(work: UnitOfWork, code: str) -> Region | None:
    """The community with this code, or the estate, grid or building in one; None for any other place."""
    found = region(work, code)
    return found if found and found.level in (Level.COMMUNITY, *LOCAL) else None


def is_official(work: UnitOfWork, code: str) -> bool:
    """Whether it is a community or lies above one."""
    found = region(work, code)
    return found is not None and found.level not in LOCAL


def path_of(work: UnitOfWork, code: str) -> tuple[str, ...]:
    """The codes from the top of today's tree down to this one; empty when there is no such place."""
    above = select(RegionAncestor.ancestor_code).where(RegionAncestor.code == code)
    return tuple(work.session.scalars(above.order_by(RegionAncestor.depth.desc())))


def steps_down_to(work: UnitOfWork, codes: Collection[str]) -> dict[str, list[Step]]:
    """The way from the top of today's tree down to each of these places, itself last, in one statement."""
    above = aliased(Region)
    ways = (
        select(RegionAncestor.code, above.code.label("above"), above.name, above.level)
        .join(above, above.code == RegionAncestor.ancestor_code)
        .where(RegionAncestor.code == any_of(list(codes)))
        .order_by(RegionAncestor.code, RegionAncestor.depth.desc())
    )
    found: dict[str, list[Step]] = {}
    for row in work.session.execute(ways):
        found.setdefault(row.code, []).append(Step(row.above, row.name, row.level))
    return found


def path_array(code: ColumnElement[Any] | Any) -> ColumnElement[list[str]]:
    """`path_of` the column `code` as `text[]`, inside another statement; null for no or an unknown place."""
    above = aliased(RegionAncestor)
    in_order = aggregate_order_by(above.ancestor_code, above.depth.desc())
    path = select(func.array_agg(in_order, type_=ARRAY(String))).where(above.code == code)
    return path.correlate_except(above).scalar_subquery()


def below(codes: Bound[Sequence[str]]) -> Select[str]:
    """The codes of all places at or below any of these in today's tree, for `.in_(…)`."""
    return select(RegionAncestor.code).where(RegionAncestor.ancestor_code == any_of(codes))


def above(codes: Bound[Sequence[str]]) -> Select[str]:
    """The codes of these places and of all that lie above any of them in today's tree, for `.in_(…)`."""
    return select(RegionAncestor.ancestor_code.label("code")).where(RegionAncestor.code == any_of(codes))


def steps_below(code: str) -> Subquery:
    """Each place at or below this one, with its child (code and name) that it lies in; no child for the place itself."""
    under, child = aliased(RegionAncestor), aliased(RegionAncestor)
    children = select(Region.code, Region.name).where(Region.parent_code == code).subquery()
    reached = select(child.code, children.c.code.label("child_code"), children.c.name).join(
        children, children.c.code == child.ancestor_code
    )
    step = reached.subquery()
    return (
        select(under.code, step.c.child_code, step.c.name.label("child_name"))
        .outerjoin(step, step.c.code == under.code)
        .where(under.ancestor_code == code)
        .subquery()
    )


def streets() -> Subquery:
    """Each place at or below a street, with the street (code and name) in which it lies."""
    above = aliased(Region)
    return (
        select(RegionAncestor.code, above.code.label("street_code"), above.name.label("street_name"))
        .join(above, above.code == RegionAncestor.ancestor_code)
        .where(above.level == Level.STREET)
        .subquery()
    )


def grids() -> Subquery:
    """Each place at or below a grid, with the code of the grid in which it lies."""
    above = aliased(Region)
    return (
        select(RegionAncestor.code, above.code.label("grid_code"))
        .join(above, above.code == RegionAncestor.ancestor_code)
        .where(above.level == Level.GRID)
        .subquery()
    )


def levels(work: UnitOfWork, codes: Collection[str]) -> dict[str, Level]:
    """What kinds of places these are; without those that there are not."""
    query = select(Region.code, Region.level).where(Region.code == any_of(list(codes)))
    return {row.code: row.level for row in work.session.execute(query)}


def paths_of(work: UnitOfWork, codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """`path_of` each of these places, in one statement; without those that there are not."""
    query = select(Region.code, path_array(Region.code).label("path")).where(
        Region.code == any_of(list(codes))
    )
    return {row.code: tuple(row.path) for row in work.session.execute(query)}


def below_on(codes: Sequence[str], day: date) -> Select[str]:
    """The codes of all places that stood at or below any of these on a day, for figures of the past."""
    top = aliased(RegionPlacement)
    found: CTE = (
        select(top.region_code)
        .where(top.region_code == any_of(codes), holds_on(top, day))
        .cte("below_on", recursive=True)
    )
    under = aliased(RegionPlacement)
    found = found.union(
        select(under.region_code)
        .join(found, under.parent_code == found.c.region_code)
        .where(holds_on(under, day))
    )
    return select(found.c.region_code)


def standing(work: UnitOfWork, code: str, on: date | None = None) -> Standing | None:
    """How a place stood on a day, with its path of that day; None when it did not exist. Today has a version."""
    day = on or local_date(work.now)
    rows = work.session.execute(_way_up(code, day)).all()
    if not rows:
        return None
    own = rows[0]
    return Standing(
        code=own.code,
        level=own.level,
        name=own.name,
        parent_code=own.parent_code,
        path=[Step(row.code, row.name, row.level) for row in reversed(rows)],
        valid_from=own.valid_from,
        valid_until=own.next_from - timedelta(days=1) if own.next_from else None,
        version=own.version if on is None else None,
    )


def regions(
    work: UnitOfWork,
    *,
    parent_code: str | None = None,
    level: Level | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Region]:
    """Places of today's tree by parent and level; `q` is part of a name or the beginning of a code."""
    query = select(Region)
    if parent_code:
        query = query.where(Region.parent_code == parent_code)
    if level:
        query = query.where(Region.level == level)
    if q:
        query = query.where(
            Region.name.icontains(q, autoescape=True) | Region.code.startswith(q, autoescape=True)
        )
    return page(work, query, by=(Region.code,), cursor=cursor, limit=limit)


def any_of(codes: Bound[Sequence[str]]) -> ColumnElement[Any]:
    """`= ANY(…)` of one array: the same statement however many codes there are."""
    return any_(codes if isinstance(codes, ColumnElement) else literal(list(codes), ARRAY(String)))


def holds_on(placement: type[RegionPlacement], day: date) -> ColumnElement[bool]:
    """The condition that a placement is the newest of its region to have begun by that day."""
    other = aliased(RegionPlacement)
    newest = select(func.max(other.valid_from)).where(
        other.region_code == placement.region_code, other.valid_from <= day
    )
    return placement.valid_from == newest.correlate(placement).scalar_subquery()


def _way_up(code: str, day: date) -> Select[Any]:
    """The place and all that stood above it on that day, from itself upwards."""
    own = aliased(RegionPlacement)
    way: CTE = (
        select(own.region_code, own.parent_code, own.name, own.valid_from, literal(0).label("depth"))
        .where(own.region_code == code, holds_on(own, day))
        .cte("way_up", recursive=True)
    )
    above = aliased(RegionPlacement)
    way = way.union_all(
        select(above.region_code, above.parent_code, above.name, above.valid_from, way.c.depth + 1)
        .join(way, above.region_code == way.c.parent_code)
        .where(holds_on(above, day))
    )
    later = aliased(RegionPlacement)
    next_from = select(func.min(later.valid_from)).where(
        later.region_code == way.c.region_code, later.valid_from > way.c.valid_from
    )
    return (
        select(
            Region.code,
            Region.level,
            Region.version,
            way.c.name,
            way.c.parent_code,
            way.c.valid_from,
            next_from.correlate(way).scalar_subquery().label("next_from"),
        )
        .join(way, Region.code == way.c.region_code)
        .order_by(way.c.depth)
    )
