"""Bringing the official part of the tree in line with a file."""

from datetime import date

from sqlalchemy import func, select

from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.regions import actions
from service.regions.imports import rules
from service.regions.imports.rules import Difference, Known, Row
from service.regions.models import Region, RegionPlacement
from service.regions.rules import OFFICIAL, Stay


def import_regions(work: UnitOfWork, content: bytes, *, since: date | None = None) -> Difference:
    """Add, rename and move the places of a file, all or nothing, and tell what that changed.

    New ones stand from `since` (today by default), but not before their parents; changes hold from today. A
    place without a parent in the file stays where it is. What the file lacks is left alone. Raises BadRegionFile.
    """
    rows = rules.read(content)
    actions.catch_up(work)
    known = _known(work)
    rules.check(rows, known)
    found = rules.difference(rows, known)
    today = local_date(work.now)
    if found.added:
        first_days = {code: region.since for code, region in known.items()}
        actions.insert_regions(
            work,
            [
                (row.code, row.level, _stay(row, min(since or today, today), first_days))
                for row in found.added
            ],
        )
    changes = {row.code: (row.name, row.parent_code) for row in (*found.renamed, *found.moved)}
    if changes:
        actions.revise(work, changes, today)
        actions.settle(work, list(changes))
    return found


def _stay(row: Row, since: date, first_days: dict[str, date]) -> Stay:
    """Where a new place first stands; `first_days` learns of it, since those below come later."""
    first_days[row.code] = max(since, first_days[row.parent_code]) if row.parent_code else since
    return Stay(first_days[row.code], row.parent_code, row.name)


def _known(work: UnitOfWork) -> dict[str, Known]:
    first_day = func.min(RegionPlacement.valid_from)
    official = (
        select(Region.code, Region.level, Region.name, Region.parent_code, first_day)
        .join(RegionPlacement, RegionPlacement.region_code == Region.code)
        .where(Region.level.in_(OFFICIAL))
        .group_by(Region.code)
    )
    return {row[0]: Known(*row) for row in work.session.execute(official)}
