"""Importing the official part of the tree."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select

from config.settings import CHECKOUT
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.regions import queries
from service.regions.errors import BadRegionFile
from service.regions.imports.actions import import_regions
from service.regions.models import Region
from service.regions.rules import Level
from tests.factories.regions import region
from tests.regions.trees import assert_closed, tree_of_today
from tests.statements import statements

ZHENHAI = (CHECKOUT / "data" / "regions-zhenhai-330211.csv").read_bytes()
HEADER = "code,level,name,parent_code\n"
SMALL = HEADER + "330211,district,镇海区,\n330211001,street,甲街道,330211\n330211002,street,乙街道,330211\n"
SMALL += "330211001001,community,甲社区,330211001\n"
WITH_CITY = SMALL.replace("镇海区,", "镇海区,3302") + "3302,city,宁波市,\n"


def imported(work: UnitOfWork, text: str) -> tuple[int, int, int, int, int]:
    """How many were added, renamed, moved, left as they were, missing."""
    found = import_regions(work, text.encode())
    return len(found.added), len(found.renamed), len(found.moved), found.unchanged, len(found.missing)


def test_the_districts_own_file_makes_its_whole_tree(work: UnitOfWork) -> None:
    found = import_regions(work, ZHENHAI)

    assert len(found.added) == work.session.scalar(select(func.count()).select_from(Region)) == 107
    assert queries.path_of(work, "330211001001") == ("330211", "330211001", "330211001001")
    assert_closed(work)


def test_a_second_import_changes_nothing(work: UnitOfWork) -> None:
    import_regions(work, ZHENHAI)
    before = tree_of_today(work)

    found = import_regions(work, ZHENHAI)

    assert (found.added, found.renamed, found.moved, found.unchanged, found.missing) == ([], [], [], 107, [])
    assert tree_of_today(work) == before


def test_an_import_takes_few_statements_however_many_rows(work: UnitOfWork, engine: Engine) -> None:
    imported(work, SMALL)

    with statements(engine) as sent:
        import_regions(work, ZHENHAI)

    assert len(sent) <= 15


def test_names_and_places_that_changed_are_told_and_hold_from_today(work: UnitOfWork) -> None:
    imported(work, SMALL)
    work.now += timedelta(days=10)
    changed = SMALL.replace("甲社区,330211001", "新社区,330211002")

    counts = imported(work, changed)

    yesterday = queries.standing(work, "330211001001", local_date(work.now) - timedelta(days=1))
    today = queries.standing(work, "330211001001")
    assert counts == (0, 1, 1, 3, 0)
    assert yesterday is not None
    assert today is not None
    assert (yesterday.name, yesterday.parent_code) == ("甲社区", "330211001")
    assert (today.name, today.parent_code) == ("新社区", "330211002")


def test_what_workers_made_below_moves_along(work: UnitOfWork) -> None:
    imported(work, SMALL)
    grid = region(work, "330211001001", Level.GRID)

    imported(work, SMALL.replace("甲社区,330211001", "甲社区,330211002"))

    assert queries.path_of(work, grid) == ("330211", "330211002", "330211001001", grid)
    assert_closed(work)


def test_what_the_file_lacks_is_listed_and_left_alone(work: UnitOfWork) -> None:
    imported(work, SMALL)

    found = import_regions(work, (HEADER + "330211,district,镇海区,\n").encode())

    assert [missing.code for missing in found.missing] == ["330211001", "330211001001", "330211002"]
    assert queries.region(work, "330211001001") is not None


def test_a_district_gets_its_city_later_and_keeps_it(work: UnitOfWork) -> None:
    imported(work, SMALL)

    with_city = imported(work, WITH_CITY)
    again_without = imported(work, SMALL)

    assert with_city == (1, 0, 1, 3, 0)
    assert again_without == (0, 0, 0, 4, 0)
    assert queries.path_of(work, "330211001001") == ("3302", "330211", "330211001", "330211001001")
    assert_closed(work)


def test_a_district_file_fits_below_a_city_that_is_there(work: UnitOfWork) -> None:
    imported(work, HEADER + "3302,city,宁波市,\n")

    imported(work, SMALL.replace("镇海区,", "镇海区,3302"))

    assert queries.path_of(work, "330211002") == ("3302", "330211", "330211002")


def test_one_bad_line_and_nothing_is_done(work: UnitOfWork) -> None:
    with pytest.raises(BadRegionFile):
        imported(work, SMALL + "330211003,street,丙街道,330299\n")

    assert tree_of_today(work) == {}


def test_new_places_may_stand_since_an_earlier_day_but_not_before_their_parents(work: UnitOfWork) -> None:
    import_regions(work, (HEADER + "330211,district,镇海区,\n").encode(), since=date(2025, 1, 1))

    import_regions(work, SMALL.encode(), since=date(2020, 1, 1))

    day = date(2025, 1, 1)
    standing = queries.standing(work, "330211001001", day)
    assert standing is not None
    assert [step.code for step in standing.path] == ["330211", "330211001", "330211001001"]
    assert queries.standing(work, "330211001001", day - timedelta(days=1)) is None
