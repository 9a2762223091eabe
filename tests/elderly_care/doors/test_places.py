"""Where a mark was made: conversions against published points, distances, and what they say."""

from math import cos, isfinite, pi, radians, sin, sqrt

import pytest
from geocoordinates_ffi import Wgs84, wgs84_to_gcj02
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.doors.rules import (
    CoordinateSystem,
    PlaceVerdict,
    distance_m,
    place_verdict,
    to_wgs84,
)
from service.elderly_care.rules import Point
from tests.factories.doors import HOME

GCJ, WGS = CoordinateSystem.GCJ_02, CoordinateSystem.WGS_84
METRES_A_DEGREE = 111_195.08
latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)
places = st.builds(Point, latitudes, longitudes)
in_china = st.builds(Point, st.floats(18.5, 53), st.floats(74, 134))
metres = st.integers(0, 5000)


def north_of(place: Point, by_m: float) -> Point:
    return Point(place.latitude + by_m / METRES_A_DEGREE, place.longitude)


def by_the_published_formula(place: Point) -> Point:
    """WGS-84 to GCJ-02 as it has been public since 2013, on the ellipsoid of Krassovsky."""
    x, y = place.longitude - 105, place.latitude - 35
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    axis, eccentricity = 6_378_245.0, 0.00669342162296594323
    bent = 1 - eccentricity * sin(radians(place.latitude)) ** 2
    a_degree_north = axis * (1 - eccentricity) / (bent * sqrt(bent)) * pi / 180
    a_degree_east = axis / sqrt(bent) * cos(radians(place.latitude)) * pi / 180
    return Point(place.latitude + north / a_degree_north, place.longitude + east / a_degree_east)


def as_in_gcj(place: Point) -> Point:
    shifted = wgs84_to_gcj02(Wgs84(lat=place.latitude, lon=place.longitude))
    return Point(shifted.lat, shifted.lon)


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        # The points that eviltransform publishes in each of its languages: Shanghai, Shenzhen, Beijing.
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ],
)
def test_published_points_are_converted(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    assert distance_m(to_wgs84(*gcj, GCJ), Point(*wgs)) < 0.2


@given(in_china)
def test_what_the_published_formula_shifts_is_shifted_back(place: Point) -> None:
    shifted = by_the_published_formula(place)

    assert distance_m(as_in_gcj(place), shifted) < 0.01
    assert distance_m(to_wgs84(shifted.latitude, shifted.longitude, GCJ), place) < 0.5


@given(in_china)
def test_there_and_back_is_within_a_metre_inside_china(place: Point) -> None:
    shifted = as_in_gcj(place)

    assert distance_m(to_wgs84(shifted.latitude, shifted.longitude, GCJ), place) < 1


def test_in_china_the_two_systems_are_some_hundred_metres_apart() -> None:
    assert 300 < distance_m(to_wgs84(HOME.latitude, HOME.longitude, GCJ), HOME) < 700


@pytest.mark.parametrize("place", [(37.0, -122.0), (-33.86, 151.2), (51.5, 0.0), (35.68, 139.69)])
def test_outside_china_the_two_systems_are_one(place: tuple[float, float]) -> None:
    assert to_wgs84(*place, GCJ) == Point(*place)


@given(latitudes, longitudes)
def test_degrees_of_a_telephone_stay_as_they_are_to_a_decimetre(latitude: float, longitude: float) -> None:
    assert to_wgs84(latitude, longitude, WGS) == Point(round(latitude, 6), round(longitude, 6))


@given(latitudes, longitudes, st.sampled_from(CoordinateSystem))
def test_all_valid_degrees_have_a_place(latitude: float, longitude: float, system: CoordinateSystem) -> None:
    place = to_wgs84(latitude, longitude, system)

    assert isfinite(place.latitude)
    assert isfinite(place.longitude)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (Point(39.9042, 116.4074), Point(31.2304, 121.4737), 1067),
        (Point(0, 0), Point(0, 180), 20015),
        (Point(90, 0), Point(-90, 0), 20015),
        (Point(0, 179.5), Point(0, -179.5), 111),
    ],
)
def test_distances_are_those_of_the_globe(one: Point, other: Point, km: int) -> None:
    assert round(distance_m(one, other) / 1000) == km


@given(places, places)
def test_a_distance_is_the_same_both_ways_and_never_beyond_the_antipodes(one: Point, other: Point) -> None:
    assert distance_m(one, other) == pytest.approx(distance_m(other, one), abs=0.01)
    assert 0 <= distance_m(one, other) < 20_016_000
    assert distance_m(one, one) == 0


@pytest.mark.parametrize(
    ("off_m", "accuracy_m", "verdict"),
    [
        (0, 0, "inside"),
        (99, 0, "inside"),
        (99, 200, "inside"),
        (101, 0, "outside"),
        (120, 25, "near"),
        (130, 25, "outside"),
        (299, 200, "near"),
        (301, 200, "outside"),
        (0, 201, "unknown"),
        (290, 201, "unknown"),
        (310, 201, "outside"),
        (30_000, 20_000, "outside"),
        (0, float("inf"), "unknown"),
    ],
)
def test_a_mark_says_what_it_can(off_m: float, accuracy_m: float, verdict: str) -> None:
    found = place_verdict(
        HOME, north_of(HOME, off_m), accuracy_m=accuracy_m, radius_m=100, accuracy_cap_m=200
    )

    assert found == verdict


@pytest.mark.parametrize(("door", "mark"), [(None, HOME), (HOME, None), (None, None)])
def test_without_a_place_nothing_is_said(door: Point | None, mark: Point | None) -> None:
    found = place_verdict(door, mark, accuracy_m=5, radius_m=100, accuracy_cap_m=200)

    assert found is PlaceVerdict.UNKNOWN


@given(metres, metres, metres, metres, st.integers(0, 1000))
def test_a_wider_radius_never_makes_it_worse(
    off_m: int, radius_m: int, wider_m: int, accuracy_m: int, cap_m: int
) -> None:
    best_first = [PlaceVerdict.INSIDE, PlaceVerdict.NEAR, PlaceVerdict.UNKNOWN, PlaceVerdict.OUTSIDE]
    mark = north_of(HOME, off_m)

    narrow, wide = (
        place_verdict(HOME, mark, accuracy_m=accuracy_m, radius_m=radius, accuracy_cap_m=cap_m)
        for radius in (radius_m, radius_m + wider_m)
    )

    assert best_first.index(wide) <= best_first.index(narrow)


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_no_claimed_accuracy_makes_a_far_mark_be_at_the_door(off_m: int, accuracy_m: int) -> None:
    found = place_verdict(
        HOME, north_of(HOME, off_m), accuracy_m=accuracy_m, radius_m=100, accuracy_cap_m=200
    )

    assert found not in (PlaceVerdict.INSIDE, PlaceVerdict.NEAR) or off_m <= 300
