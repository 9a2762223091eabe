"""Many hands on the tree at once, each with a connection of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, select

from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House, house_of
from service.kit.work import UnitOfWork
from service.regions import actions
from service.regions.models import Region, RegionAncestor, RegionPlacement
from service.regions.rules import Level
from tests.factories.regions import COMMUNITY, GRID, SECOND_COMMUNITY, region, tree
from tests.regions.trees import assert_closed, tree_of_today

pytestmark = pytest.mark.race

HANDS = 8


@pytest.fixture
def many_houses(racing_app: Flask) -> Iterator[House]:
    """The house with a connection for each unit of work, and the small tree kept in the database meanwhile."""
    house = house_of(racing_app)
    with unit_of_work(house) as work:
        tree(work)
    yield house
    with unit_of_work(house) as work:
        for table in (RegionAncestor, RegionPlacement, Region):
            work.session.execute(delete(table))


def test_places_added_at_once_get_a_code_each(many_houses: House) -> None:
    def add(_: int) -> str:
        return run_in_work(many_houses, lambda work: region(work, COMMUNITY, Level.GRID))

    with ThreadPoolExecutor(HANDS) as hands:
        codes = list(hands.map(add, range(40)))

    assert sorted(codes) == [f"{COMMUNITY}-{number:03d}" for number in range(2, 42)]


def test_moving_a_grid_while_buildings_are_added_leaves_the_tree_whole(many_houses: House) -> None:
    def move(work: UnitOfWork, to: str) -> None:
        actions.change_region(work, GRID, parent_code=to)

    def act(number: int) -> None:
        if number % 2:
            to = (COMMUNITY, SECOND_COMMUNITY)[number % 4 // 2]
            run_in_work(many_houses, lambda work: move(work, to))
        else:
            run_in_work(many_houses, lambda work: region(work, GRID, Level.BUILDING))

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(act, range(40)))

    with unit_of_work(many_houses) as work:
        assert_closed(work)
        assert len(tree_of_today(work)) == 8 + 20
        assert work.session.scalar(select(Region.children_made).where(Region.code == GRID)) == 20
