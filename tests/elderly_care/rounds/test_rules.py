"""The order of doors, and what a round can be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.rules import distance_m
from service.elderly_care.rounds import rules
from service.elderly_care.rounds.errors import ImpossibleTime, NotManyAtOnce
from service.elderly_care.rules import Point
from service.elderly_care.visits.rules import RoundStatus
from service.kit.errors import WrongState

ELEVEN = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KITCHEN = Point(29.95, 121.70)


def door(number: int) -> UUID:
    return UUID(int=number)


def north(metres: int) -> Point:
    return Point(KITCHEN.latitude + metres / 111_195, KITCHEN.longitude)


PLACES = st.builds(Point, st.floats(29.9, 30.0), st.floats(121.6, 121.8))
DOORS = st.dictionaries(st.integers(0, 999).map(door), st.none() | PLACES, max_size=12)


def test_from_the_kitchen_always_to_the_nearest_door_next_and_unknown_ones_last() -> None:
    doors = {door(1): north(900), door(2): None, door(3): north(100), door(4): north(-300), door(5): None}

    assert rules.stop_order(KITCHEN, doors) == [door(3), door(4), door(1), door(2), door(5)]


def test_without_a_start_it_begins_at_an_end() -> None:
    doors = {door(number): north(number * 200) for number in range(5)} | {door(9): north(2000)}

    assert rules.stop_order(None, doors) == [door(each) for each in (9, 4, 3, 2, 1, 0)]


@given(st.none() | PLACES, DOORS)
def test_every_door_is_passed_once_and_none_is_nearer_than_the_next(
    start: Point | None, doors: dict[UUID, Point | None]
) -> None:
    order = rules.stop_order(start, doors)

    assert sorted(order) == sorted(doors)
    assert rules.stop_order(start, dict(reversed(doors.items()))) == order
    known = [each for each in order if doors[each] is not None]
    assert order[: len(known)] == known
    here = start
    for place, each in enumerate(known):
        there = doors[each]
        assert there is not None
        if here is not None:
            ways = [distance_m(here, doors[other]) for other in known[place:]]  # type: ignore[arg-type]
            assert distance_m(here, there) == min(ways)
        here = there


@pytest.mark.parametrize("hours", [0, -1, 12.5, 24])
def test_a_round_ends_after_it_begins_within_half_a_day(hours: float) -> None:
    with pytest.raises(ImpossibleTime):
        rules.check_time(ELEVEN, ELEVEN + hours * HOUR)
    rules.check_time(ELEVEN, ELEVEN + 12 * HOUR)


@pytest.mark.parametrize(
    ("starts", "ends", "meets"),
    [(0, 1, True), (-1, 0, False), (2, 3, False), (-1, 0.25, True), (1.5, 9, True)],
)
def test_a_round_meets_a_window_that_it_shares_some_time_with(
    starts: float, ends: float, meets: bool
) -> None:
    window = ELEVEN, ELEVEN + 2 * HOUR

    assert rules.meets(ELEVEN + starts * HOUR, ELEVEN + ends * HOUR, *window) is meets


def test_only_what_is_given_to_many_at_once_is_made_in_rounds() -> None:
    rules.check_kind(Mode.DELIVERY_ROUND)
    rules.check_kind(Mode.CENTRE_SESSION)
    for mode in (Mode.HOME_VISIT, Mode.PHONE):
        with pytest.raises(NotManyAtOnce):
            rules.check_kind(mode)


def test_what_is_over_is_not_changed() -> None:
    rules.check_standing(RoundStatus.PLANNED)
    rules.check_standing(RoundStatus.ASSIGNED)
    for status in (RoundStatus.DONE, RoundStatus.CANCELLED):
        with pytest.raises(WrongState):
            rules.check_standing(status)
