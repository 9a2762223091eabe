"""Which place may stand under which, and how a history goes on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.regions import rules
from service.regions.errors import ImpossibleDay, WrongParent
from service.regions.rules import LOCAL, OFFICIAL, PARENTS, Level, Stay

TODAY = date(2026, 3, 2)
days = st.integers(-60, 60).map(lambda offset: TODAY + timedelta(days=offset))
names = st.sampled_from(["东门", "西门", "南门"])
parents = st.sampled_from(["1-001", "1-002", "2-001"])
stays = st.builds(Stay, valid_from=days, parent_code=parents, name=names)
histories = st.lists(stays, min_size=1, max_size=6, unique_by=lambda stay: stay.valid_from).map(
    lambda some: sorted(some, key=lambda stay: stay.valid_from)
)


@pytest.mark.parametrize("level", Level)
def test_every_level_is_either_official_or_local(level: Level) -> None:
    assert (level in OFFICIAL) != (level in LOCAL)


@pytest.mark.parametrize("level", Level)
def test_a_parent_is_of_a_higher_level_so_nothing_can_lie_below_itself(level: Level) -> None:
    order = list(Level)

    assert all(order.index(parent) < order.index(level) for parent in PARENTS[level])


@pytest.mark.parametrize(
    ("level", "parent"),
    [
        (Level.ESTATE, Level.COMMUNITY),
        (Level.GRID, Level.COMMUNITY),
        (Level.GRID, Level.ESTATE),
        (Level.BUILDING, Level.GRID),
    ],
)
def test_a_place_stands_under_a_parent_that_fits(level: Level, parent: Level) -> None:
    rules.check_parent(level, parent)


@pytest.mark.parametrize(
    ("level", "parent"),
    [
        (Level.BUILDING, Level.COMMUNITY),
        (Level.BUILDING, Level.ESTATE),
        (Level.ESTATE, Level.STREET),
        (Level.GRID, Level.GRID),
        (Level.CITY, Level.CITY),
    ],
)
def test_a_place_stands_under_no_other_parent(level: Level, parent: Level) -> None:
    with pytest.raises(WrongParent):
        rules.check_parent(level, parent)


@pytest.mark.parametrize("offset", [0, 1, 366])
def test_a_change_holds_from_today_or_within_a_year(offset: int) -> None:
    rules.check_day(TODAY + timedelta(days=offset), TODAY)


@pytest.mark.parametrize("offset", [-1, 367])
def test_a_change_neither_rewrites_the_past_nor_binds_the_far_future(offset: int) -> None:
    with pytest.raises(ImpossibleDay):
        rules.check_day(TODAY + timedelta(days=offset), TODAY)


@given(history=histories, day=days, name=st.none() | names, parent_code=st.none() | parents)
def test_a_revision_leaves_every_day_before_it_alone(
    history: list[Stay], day: date, name: str | None, parent_code: str | None
) -> None:
    revised = rules.revised(history, day, name=name, parent_code=parent_code)

    for offset in range(-61, 62):
        other = TODAY + timedelta(days=offset)
        before, after = _stood(history, other), _stood(revised, other)
        if other < day or before is None:
            assert after == before
        else:
            assert after == (parent_code or before[0], name or before[1])


@given(history=histories, day=days, name=names)
def test_a_revised_history_says_nothing_twice(history: list[Stay], day: date, name: str) -> None:
    revised = rules.revised(history, day, name=name)

    tail = [stay for stay in revised if stay.valid_from >= day]
    pairs = zip([*revised[: len(revised) - len(tail)], *tail], revised[1:], strict=False)
    assert all(
        (one.parent_code, one.name) != (next_one.parent_code, next_one.name)
        for one, next_one in pairs
        if next_one.valid_from >= day
    )
    assert [stay.valid_from for stay in revised] == sorted({stay.valid_from for stay in revised})


def test_moving_to_where_it_stands_calls_a_planned_move_off() -> None:
    planned = [Stay(date(2020, 1, 1), "1-001", "东门"), Stay(date(2026, 6, 1), "1-002", "东门")]

    assert rules.revised(planned, TODAY, parent_code="1-001") == planned[:1]


def test_a_new_name_leaves_a_planned_move_alone() -> None:
    planned = [Stay(date(2020, 1, 1), "1-001", "东门"), Stay(date(2026, 6, 1), "1-002", "东门")]

    revised = rules.revised(planned, TODAY, name="西门")

    assert revised == [
        planned[0],
        Stay(TODAY, "1-001", "西门"),
        Stay(date(2026, 6, 1), "1-002", "西门"),
    ]


def test_a_code_is_the_parents_with_three_digits() -> None:
    assert rules.child_code("330211001001", 7) == "330211001001-007"


def _stood(history: list[Stay], day: date) -> tuple[str | None, str] | None:
    stay = rules.stay_on(history, day)
    return (stay.parent_code, stay.name) if stay else None
