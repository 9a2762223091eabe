"""A small tree of places."""

from datetime import date

from sqlalchemy.dialects.postgresql import insert

from service.kit.actor import SYSTEM
from service.kit.work import UnitOfWork
from service.regions import actions
from service.regions.models import Region, RegionAncestor, RegionPlacement
from service.regions.rules import Level

SINCE = date(2020, 1, 1)
CITY, DISTRICT = "3302", "330211"
STREET, OTHER_STREET = "330211001", "330211002"
COMMUNITY, SECOND_COMMUNITY, OTHER_COMMUNITY = "330211001001", "330211001002", "330211002001"
GRID = "330211001001-001"

_TREE = (
    (CITY, "city", "宁波市", None),
    (DISTRICT, "district", "镇海区", CITY),
    (STREET, "street", "招宝山街道", DISTRICT),
    (OTHER_STREET, "street", "蛟川街道", DISTRICT),
    (COMMUNITY, "community", "胜利路社区", STREET),
    (SECOND_COMMUNITY, "community", "总浦桥社区", STREET),
    (OTHER_COMMUNITY, "community", "临江社区", OTHER_STREET),
    (GRID, "grid", "第一网格", COMMUNITY),
)
_PARENTS = {code: parent for code, _, _, parent in _TREE}


def tree(work: UnitOfWork) -> None:
    """A city, a district, two streets, three communities and a grid, standing since 2020; once, however often asked."""
    regions = [
        {
            "code": code,
            "level": level,
            "name": name,
            "parent_code": parent,
            "children_made": 1 if code == COMMUNITY else 0,
            "version": 1,
        }
        for code, level, name, parent in _TREE
    ]
    placements = [
        {"region_code": code, "valid_from": SINCE, "parent_code": parent, "name": name, "is_planned": False}
        for code, _, name, parent in _TREE
    ]
    ancestors = [
        {"code": code, "ancestor_code": above, "depth": depth}
        for code in _PARENTS
        for depth, above in enumerate(_upwards(code))
    ]
    for table, rows in ((Region, regions), (RegionPlacement, placements), (RegionAncestor, ancestors)):
        work.session.execute(insert(table).values(rows).on_conflict_do_nothing())


def _upwards(code: str) -> list[str]:
    parent = _PARENTS[code]
    return [code, *(_upwards(parent) if parent else ())]


def region(work: UnitOfWork, parent_code: str, level: Level, name: str = "新建") -> str:
    """The code of a new place inside a community, added as the service's own."""
    actor, work.actor = work.actor, SYSTEM
    made = actions.add_region(work, parent_code=parent_code, level=level, name=name)
    work.actor = actor
    return made.code
