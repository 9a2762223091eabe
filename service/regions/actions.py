"""Changing the tree of places.

Changes go one after another, under one lock for the whole tree: they are rare, and a subtree must not move while
something is added inside it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, literal, select, update
from sqlalchemy.orm import aliased

from service.kit import locks
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import messages, permissions, queries, rules
from service.regions.errors import CodesUsedUp, NoSuchRegion
from service.regions.models import Region, RegionAncestor, RegionPlacement
from service.regions.queries import Standing, any_of
from service.regions.rules import Level, Stay

_BLIND = {"synchronize_session": False}


def add_region(work: UnitOfWork, *, parent_code: str, level: Level, name: str) -> Standing:
    """Add a place inside a community, under a code of its own for life.

    Raises OutOfScope, NoSuchRegion, WrongParent, CodesUsedUp.
    """
    catch_up(work)
    parent = _parent(work, parent_code)
    work.require(permissions.may_add_below(work.actor, queries.path_of(work, parent_code)), OutOfScope)
    rules.check_parent(level, parent.level)
    code = rules.child_code(parent_code, _next_number(work, parent))
    first = Stay(local_date(work.now), parent_code, name)
    insert_regions(work, [(code, level, first)])
    return work.found(queries.standing(work, code))


def add_building(work: UnitOfWork, *, grid_code: str, name: str) -> str:
    """Add a building in a grid, as above; its code."""
    return add_region(work, parent_code=grid_code, level=Level.BUILDING, name=name).code


def change_region(
    work: UnitOfWork,
    code: str,
    *,
    name: str | None = None,
    parent_code: str | None = None,
    valid_from: date | None = None,
) -> Standing:
    """Rename or move a place inside a community, from today or a later day on.

    Raises OutOfScope, NoSuchRegion, WrongParent, ImpossibleDay.
    """
    catch_up(work)
    region = work.found(_fresh(work, code))
    path = queries.path_of(work, code)
    work.require(permissions.may_change(work.actor, region.level, path), OutOfScope)
    work.expect(region)
    if parent_code:
        parent = _parent(work, parent_code)
        path = queries.path_of(work, parent_code)
        work.require(permissions.may_add_below(work.actor, path), OutOfScope)
        rules.check_parent(region.level, parent.level)
    today = local_date(work.now)
    day = valid_from or today
    rules.check_day(day, today)
    revise(work, {code: (name, parent_code)}, day)
    settle(work, [code])
    return work.found(queries.standing(work, code))


def catch_up(work: UnitOfWork) -> None:
    """Lock the tree for this transaction, and let planned changes take hold whose day has come."""
    locks.hold(work, "regions")
    has_come = RegionPlacement.valid_from <= local_date(work.now)
    due = select(RegionPlacement.region_code).where(RegionPlacement.is_planned, has_come)
    codes = work.session.scalars(due.distinct()).all()
    if codes:
        settle(work, codes)


def insert_regions(work: UnitOfWork, added: Sequence[tuple[str, Level, Stay]]) -> None:
    """Put new places into the tree, those above before those below."""
    rows = [
        {"code": code, "level": level, "name": stay.name, "parent_code": stay.parent_code}
        for code, level, stay in added
    ]
    work.session.execute(insert(Region), rows)
    _insert_stays(work, [(code, stay) for code, _, stay in added])
    _close_tree(work, [code for code, _, _ in added])


def revise(work: UnitOfWork, changes: Mapping[str, tuple[str | None, str | None]], day: date) -> None:
    """Give places another name or parent (None: as it was) from a day on; `settle` makes it show today."""
    histories = _histories(work, changes)
    tails: list[tuple[str, Stay]] = []
    for code, (name, parent_code) in changes.items():
        history = rules.revised(histories[code], day, name=name, parent_code=parent_code)
        tails += [(code, stay) for stay in history if stay.valid_from >= day]
    outdated = RegionPlacement.region_code == any_of(list(changes)), RegionPlacement.valid_from >= day
    work.session.execute(delete(RegionPlacement).where(*outdated))
    _insert_stays(work, tails)


def settle(work: UnitOfWork, codes: Collection[str]) -> None:
    """Let today's rows of these places, and the paths of all below them, follow their placements."""
    today, placement = local_date(work.now), aliased(RegionPlacement)
    ours = Region.code == any_of(list(codes))
    stands = (placement.region_code == Region.code, queries.holds_on(placement, today))
    elsewhere = placement.parent_code.is_distinct_from(Region.parent_code)
    moved = work.session.scalars(select(Region.code).where(ours, *stands, elsewhere)).all()
    renamed = select(Region.code).where(ours, *stands, placement.name != Region.name)
    for code in work.session.scalars(renamed).all():
        work.announce(messages.RegionRenamed(code=code))
    _update(work, ours, *stands, name=placement.name, parent_code=placement.parent_code)
    _update(work, Region.code.in_(queries.below(list(codes))), version=Region.version + 1)
    if moved:
        moved_along = work.session.scalars(queries.below(moved)).unique().all()
        work.session.execute(delete(RegionAncestor).where(RegionAncestor.code == any_of(moved_along)))
        _close_tree(work, moved_along)
    is_planned = RegionPlacement.valid_from > today
    outdated = RegionPlacement.region_code == any_of(list(codes)), RegionPlacement.is_planned != is_planned
    flagged = update(RegionPlacement).where(*outdated).values(is_planned=is_planned)
    work.session.execute(flagged, execution_options=_BLIND)


def _update(work: UnitOfWork, *where: ColumnElement[bool], **values: Any) -> None:
    work.session.execute(update(Region).where(*where).values(**values), execution_options=_BLIND)


def _close_tree(work: UnitOfWork, codes: Sequence[str]) -> None:
    """Write down all that lies above these places."""
    way = (
        select(Region.code, Region.code.label("ancestor_code"), literal(0).label("depth"))
        .where(Region.code == any_of(codes))
        .cte("way", recursive=True)
    )
    above = aliased(Region)
    way = way.union_all(
        select(way.c.code, above.parent_code, way.c.depth + 1)
        .join(above, above.code == way.c.ancestor_code)
        .where(above.parent_code.is_not(None))
    )
    rows = select(way.c.code, way.c.ancestor_code, way.c.depth)
    work.session.execute(insert(RegionAncestor).from_select(["code", "ancestor_code", "depth"], rows))


def _next_number(work: UnitOfWork, parent: Region) -> int:
    """Count on at the parent, whose number never goes back, so no code is ever given twice."""
    number: int | None = work.session.scalar(
        update(Region)
        .where(Region.code == parent.code, Region.children_made < rules.CHILDREN_LIMIT)
        .values(children_made=Region.children_made + 1)
        .returning(Region.children_made),
        execution_options=_BLIND,
    )
    if number is None:
        raise CodesUsedUp(field="parent_code", name=parent.name)
    return number


def _parent(work: UnitOfWork, code: str) -> Region:
    parent = _fresh(work, code)
    if parent is None:
        raise NoSuchRegion(field="parent_code", code=code)
    return parent


def _fresh(work: UnitOfWork, code: str) -> Region | None:
    """The row as it is now that the tree is locked."""
    return work.session.get(Region, code, populate_existing=True)


def _histories(work: UnitOfWork, codes: Iterable[str]) -> dict[str, list[Stay]]:
    placements = (
        select(RegionPlacement)
        .where(RegionPlacement.region_code == any_of(list(codes)))
        .order_by(RegionPlacement.region_code, RegionPlacement.valid_from)
        .execution_options(populate_existing=True)
    )
    histories: dict[str, list[Stay]] = defaultdict(list)
    for row in work.session.scalars(placements):
        histories[row.region_code].append(Stay(row.valid_from, row.parent_code, row.name))
    return histories


def _insert_stays(work: UnitOfWork, stays: Sequence[tuple[str, Stay]]) -> None:
    rows = [
        {
            "region_code": code,
            "valid_from": stay.valid_from,
            "parent_code": stay.parent_code,
            "name": stay.name,
            "is_planned": stay.valid_from > local_date(work.now),
        }
        for code, stay in stays
    ]
    if rows:
        work.session.execute(insert(RegionPlacement), rows)
