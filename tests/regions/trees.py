"""Looking at the whole tree."""

from datetime import date

from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.regions import queries
from service.regions.models import Region, RegionAncestor, RegionPlacement

Tree = dict[str, tuple[str | None, str]]


def tree_on(work: UnitOfWork, day: date) -> Tree:
    """Every place of that day with its parent and name, by the placements."""
    columns = RegionPlacement.region_code, RegionPlacement.parent_code, RegionPlacement.name
    rows = work.session.execute(select(*columns).where(queries.holds_on(RegionPlacement, day)))
    return {code: (parent_code, name) for code, parent_code, name in rows}


def tree_of_today(work: UnitOfWork) -> Tree:
    """Every place with its parent and name, by its own row."""
    rows = work.session.execute(select(Region.code, Region.parent_code, Region.name))
    return {code: (parent_code, name) for code, parent_code, name in rows}


def assert_closed(work: UnitOfWork) -> None:
    """Compare the closed tree with one made anew from the parents."""
    kept = set(
        work.session.execute(select(RegionAncestor.code, RegionAncestor.ancestor_code, RegionAncestor.depth))
    )
    parents = {code: parent_code for code, (parent_code, _) in tree_of_today(work).items()}
    anew: set[tuple[str, str, int]] = set()
    for code in parents:
        above: str | None = code
        depth = 0
        while above is not None:
            anew.add((code, above, depth))
            above, depth = parents[above], depth + 1

    assert {tuple(row) for row in kept} == anew
