"""Changing the tree: on a real database, with a clock that moves."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from service.kit.actor import Actor, ActorKind, Duty, Role
from service.kit.clock import local_date
from service.kit.edge import unit_of_work
from service.kit.errors import OutOfScope
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.regions import actions, queries
from service.regions.errors import CodesUsedUp
from service.regions.models import Region
from service.regions.rules import Level
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories.regions import (
    COMMUNITY,
    GRID,
    OTHER_COMMUNITY,
    SECOND_COMMUNITY,
    SINCE,
    STREET,
    region,
    tree,
)
from tests.regions.trees import assert_closed

JOB = "regions.apply_planned_changes"


def worker(*communities: str, role: Role = Role.COMMUNITY_WORKER) -> Actor:
    duties = tuple(Duty(role, region_code=code) for code in communities)
    return Actor(ActorKind.STAFF, duties=duties)


@pytest.fixture
def community_work(work: UnitOfWork) -> UnitOfWork:
    """A worker of two communities of one street at work on the small tree."""
    tree(work)
    work.actor = worker(COMMUNITY, SECOND_COMMUNITY)
    return work


def test_a_new_place_lies_at_once_below_all_that_lie_above_it(community_work: UnitOfWork) -> None:
    made = actions.add_region(community_work, parent_code=GRID, level=Level.BUILDING, name="1幢")

    assert made.code == f"{GRID}-001"
    assert queries.path_of(community_work, made.code) == (*queries.path_of(community_work, GRID), made.code)
    assert [step.code for step in made.path] == list(queries.path_of(community_work, made.code))


def test_a_code_is_never_given_twice_even_when_its_place_has_moved_away(community_work: UnitOfWork) -> None:
    first = region(community_work, COMMUNITY, Level.GRID)
    actions.change_region(community_work, first, parent_code=SECOND_COMMUNITY)

    second = region(community_work, COMMUNITY, Level.GRID)

    assert first != second
    assert queries.path_of(community_work, first)[-2:] == (SECOND_COMMUNITY, first)


def test_the_thousandth_child_is_refused_with_a_reason(community_work: UnitOfWork) -> None:
    community_work.session.execute(update(Region).where(Region.code == COMMUNITY).values(children_made=998))
    assert region(community_work, COMMUNITY, Level.GRID) == f"{COMMUNITY}-999"

    with pytest.raises(CodesUsedUp) as refusal:
        region(community_work, COMMUNITY, Level.GRID)

    assert "999" in str(refusal.value.tell("zh-CN"))


def test_what_lies_below_moves_along(community_work: UnitOfWork) -> None:
    building = region(community_work, GRID, Level.BUILDING)

    actions.change_region(community_work, GRID, parent_code=SECOND_COMMUNITY)

    assert queries.path_of(community_work, building)[-3:] == (SECOND_COMMUNITY, GRID, building)
    assert building not in set(community_work.session.scalars(queries.below([COMMUNITY])))
    assert_closed(community_work)


def test_a_move_today_leaves_yesterdays_tree_as_it_was(community_work: UnitOfWork) -> None:
    yesterday = local_date(community_work.now) - timedelta(days=1)

    actions.change_region(community_work, GRID, parent_code=SECOND_COMMUNITY, name="总浦桥第一网格")

    before, now = queries.standing(community_work, GRID, yesterday), queries.standing(community_work, GRID)
    assert before is not None
    assert now is not None
    assert (before.parent_code, before.name, before.valid_until) == (COMMUNITY, "第一网格", yesterday)
    assert (now.parent_code, now.name, now.valid_until) == (SECOND_COMMUNITY, "总浦桥第一网格", None)
    assert set(community_work.session.scalars(queries.below_on([COMMUNITY], yesterday))) == {COMMUNITY, GRID}


def test_nothing_stood_anywhere_before_it_existed(community_work: UnitOfWork) -> None:
    day_before = SINCE - timedelta(days=1)

    assert queries.standing(community_work, GRID, day_before) is None
    assert list(community_work.session.scalars(queries.below_on([STREET], day_before))) == []


def test_a_planned_move_takes_hold_on_its_day(
    house: House, clock: StoppedClock, timetable: Timetable
) -> None:
    day = local_date(clock.now()) + timedelta(days=30)
    with unit_of_work(house) as work:
        tree(work)
        building = region(work, GRID, Level.BUILDING)
        actions.change_region(work, GRID, parent_code=SECOND_COMMUNITY, valid_from=day)

    clock.move(days=29)
    timetable.run(JOB)
    with unit_of_work(house) as work:
        before = queries.path_of(work, building)
    clock.move(days=1)
    timetable.run(JOB)
    with unit_of_work(house) as work:
        after = queries.path_of(work, building)
        assert_closed(work)

    assert before[-3:] == (COMMUNITY, GRID, building)
    assert after[-3:] == (SECOND_COMMUNITY, GRID, building)


def test_a_planned_move_is_told_beforehand(community_work: UnitOfWork) -> None:
    day = date(2026, 6, 1)

    told = actions.change_region(community_work, GRID, parent_code=SECOND_COMMUNITY, valid_from=day)

    then = queries.standing(community_work, GRID, day)
    assert (told.parent_code, told.valid_until) == (COMMUNITY, day - timedelta(days=1))
    assert then is not None
    assert then.parent_code == SECOND_COMMUNITY


def test_every_change_above_a_place_gives_it_another_version(community_work: UnitOfWork) -> None:
    building = region(community_work, GRID, Level.BUILDING)
    before = queries.standing(community_work, building)

    actions.change_region(community_work, GRID, name="东门网格")

    after = queries.standing(community_work, building)
    assert before is not None
    assert after is not None
    assert after.version != before.version


def test_moving_to_another_community_needs_a_duty_in_both(community_work: UnitOfWork) -> None:
    with pytest.raises(OutOfScope):
        actions.change_region(community_work, GRID, parent_code=OTHER_COMMUNITY)
    community_work.actor = worker(OTHER_COMMUNITY)
    with pytest.raises(OutOfScope):
        actions.change_region(community_work, GRID, parent_code=OTHER_COMMUNITY)
    community_work.actor = worker(COMMUNITY, OTHER_COMMUNITY)

    moved = actions.change_region(community_work, GRID, parent_code=OTHER_COMMUNITY)

    assert moved.parent_code == OTHER_COMMUNITY


@pytest.mark.parametrize(
    "actor",
    [
        Actor(ActorKind.RESIDENT),
        worker(COMMUNITY, role=Role.GRID_WORKER),
        worker(STREET, role=Role.STREET_STAFF),
        worker(OTHER_COMMUNITY),
    ],
    ids=["resident", "grid worker", "street", "another community's worker"],
)
def test_only_a_communitys_workers_change_what_lies_in_it(work: UnitOfWork, actor: Actor) -> None:
    tree(work)
    work.actor = actor

    with pytest.raises(OutOfScope):
        actions.add_region(work, parent_code=COMMUNITY, level=Level.GRID, name="第二网格")
    with pytest.raises(OutOfScope):
        actions.change_region(work, GRID, name="东门网格")


def test_the_official_levels_are_not_a_workers_to_change(community_work: UnitOfWork) -> None:
    with pytest.raises(OutOfScope):
        actions.change_region(community_work, COMMUNITY, name="东门社区")
