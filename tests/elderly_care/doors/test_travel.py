"""How long a way takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.doors.rules.travel import Reckoning, travel_minutes
from service.elderly_care.doors.travel import StraightLines, TravelTimes
from service.elderly_care.rules import Point
from service.kit.house import House
from tests.elderly_care.doors.test_places import north_of
from tests.factories.doors import HOME

USUAL = Reckoning(
    detour=1.3, metres_per_minute=250, fixed_minutes=3, unknown_minutes=15, most_minutes=120, same_place_m=30
)
places = st.builds(Point, st.floats(29, 31), st.floats(120, 122))


@pytest.mark.parametrize(
    ("metres", "minutes"),
    [(0, 0), (29, 0), (31, 4), (190, 4), (195, 5), (1000, 9), (4990, 29), (22_000, 118), (60_000, 120)],
)
def test_a_way_is_longer_than_the_straight_line_and_rounded_up(metres: float, minutes: int) -> None:
    assert travel_minutes(HOME, north_of(HOME, metres), USUAL) == minutes


def test_a_place_that_is_not_on_record_has_a_time_of_its_own() -> None:
    assert travel_minutes(None, HOME, USUAL) == travel_minutes(HOME, None, USUAL) == 15
    assert travel_minutes(None, None, replace(USUAL, most_minutes=10)) == 10


@given(places, places)
def test_a_way_back_is_as_long_and_none_is_longer_than_the_longest(one: Point, other: Point) -> None:
    there, back = travel_minutes(one, other, USUAL), travel_minutes(other, one, USUAL)

    assert abs(there - back) <= 1
    assert 0 <= there <= 120
    assert travel_minutes(one, one, USUAL) == 0


@given(st.integers(0, 50_000), st.integers(0, 50_000))
def test_a_longer_way_is_never_shorter(metres: int, further: int) -> None:
    near, far = (travel_minutes(HOME, north_of(HOME, each), USUAL) for each in (metres, metres + further))

    assert near <= far


def test_the_house_reckons_by_its_settings(house: House) -> None:
    times = house.provider(TravelTimes)

    assert isinstance(times, StraightLines)
    assert times.minutes(HOME, north_of(HOME, 1000)) == 9
    assert times.minutes(None, HOME) == 15
