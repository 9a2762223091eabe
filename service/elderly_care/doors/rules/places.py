"""Where a mark was made, seen from the door: coordinate systems, distances, and what they say."""

from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from geocoordinates_ffi import Gcj02, gcj02_to_wgs84_refined

from service.elderly_care.rules import Point
from service.kit.texts import Worded

# The mean radius of the earth (IUGG).
_EARTH_RADIUS_M = 6_371_009
# As exact as a place is kept anywhere here: to a decimetre.
_DECIMALS = 6


class CoordinateSystem(StrEnum):
    """In which system degrees are told: a telephone's own, or that of maps in China."""

    WGS_84 = "WGS-84"
    GCJ_02 = "GCJ-02"


class PlaceSource(Worded):
    """How it was found where a door is."""

    WORKER_ON_SITE = "worker_on_site", "工作人员现场定位", "by a worker at the door"
    MAP = "map", "地图标注", "on a map"
    CAREGIVER_MARKS = "caregiver_marks", "由护理员多次签到得出", "from caregivers' marks"


class PlaceVerdict(StrEnum):
    """What the place of a mark says: at the door, perhaps there, not there, or nothing."""

    INSIDE = "inside"
    NEAR = "near"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


def to_wgs84(latitude: float, longitude: float, system: CoordinateSystem) -> Point:
    """The place of these degrees; outside China GCJ-02 is WGS-84 (docs/decisions/0025)."""
    if system is CoordinateSystem.GCJ_02:
        found = gcj02_to_wgs84_refined(Gcj02(lat=latitude, lon=longitude))
        latitude, longitude = found.lat, found.lon
    return Point(round(latitude, _DECIMALS), round(longitude, _DECIMALS))


def distance_m(one: Point, other: Point) -> float:
    """Metres on a sphere between two places (haversine)."""
    north = sin(radians(other.latitude - one.latitude) / 2)
    east = sin(radians(other.longitude - one.longitude) / 2)
    haversine = north**2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * east**2
    # Rounding may go past the antipodes.
    return 2 * _EARTH_RADIUS_M * asin(sqrt(min(1.0, haversine)))


def place_verdict(
    door: Point | None, mark: Point | None, *, accuracy_m: float, radius_m: int, accuracy_cap_m: int
) -> PlaceVerdict:
    """Whether a mark was made within the radius of the door (its allowance included), as exactly as it is known.

    A mark less exact than the cap says nothing, unless it is too far off however it is taken.
    """
    if door is None or mark is None:
        return PlaceVerdict.UNKNOWN
    beyond = distance_m(door, mark) - radius_m
    if accuracy_m > accuracy_cap_m:
        return PlaceVerdict.OUTSIDE if beyond > accuracy_m else PlaceVerdict.UNKNOWN
    if beyond <= 0:
        return PlaceVerdict.INSIDE
    return PlaceVerdict.NEAR if beyond <= accuracy_m else PlaceVerdict.OUTSIDE
