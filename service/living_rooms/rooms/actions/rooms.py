"""Opening a room and changing what it says of itself; bookings that stand are never touched by that."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from service.kit.errors import InvalidInput, OutOfScope
from service.kit.files.actions import open_to_all
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import permissions, queries
from service.living_rooms.rooms.models import HolidayHours, LivingRoom, OpeningHours, default_policy
from service.regions import queries as regions

_NO_PLACE_FOR_A_ROOM = Text(
    "会客厅应设在社区或社区以下的地区。", "A living room stands in a community or below it."
)
_FEWER_AT_MOST_THAN_AT_LEAST = Text(
    "最多人数不能少于最少人数。", "The most people can not be fewer than the fewest."
)
_SHORTER_THAN_A_SLOT = Text("不能短于一个时段。", "It can not be shorter than one slot.")
_HALF_A_PLACE = Text("经度和纬度要一起填写。", "Latitude and longitude go together.")


def open_room(work: UnitOfWork, wanted: Mapping[str, Any]) -> LivingRoom:
    """Add a living room to its community; what is not said of its policy takes the defaults."""
    _check_place(work, wanted["region_code"])
    room = LivingRoom(
        id=work.new_id(), created_at=work.now, policy=default_policy(), opening_hours=[], holiday_hours=[]
    )
    _apply(work, room, {"capacity_min": 1, "facilities": [], "photos": [], **wanted})
    work.session.add(room)
    return room


def change_room(work: UnitOfWork, room_id: UUID, changes: Mapping[str, Any]) -> LivingRoom:
    """Change a room; lists of hours are replaced as a whole, of the policy only what is named.

    New rules and hours hold for what is booked from now on: bookings that stand were promised under the old ones.
    Who needs the room empty closes it.
    """
    room = work.found(queries.room(work, room_id))
    work.require(permissions.may_keep(work.actor, regions.path_of(work, room.region_code)), OutOfScope)
    work.expect(room)
    if "region_code" in changes:
        _check_place(work, changes["region_code"])
    _apply(work, room, changes)
    # Hours and policy are rows of their own: without this the room, and so its ETag, would look unchanged.
    flag_modified(room, "name")
    return room


def _check_place(work: UnitOfWork, region_code: str) -> None:
    if regions.place_in_community(work, region_code) is None:
        raise InvalidInput({"region_code": _NO_PLACE_FOR_A_ROOM})
    work.require(permissions.may_keep(work.actor, regions.path_of(work, region_code)), OutOfScope)


def _apply(work: UnitOfWork, room: LivingRoom, values: Mapping[str, Any]) -> None:
    parts = {"policy", "opening_hours", "holiday_hours", "photos"}
    for name in values.keys() - parts:
        setattr(room, name, values[name])
    for name, value in values.get("policy", {}).items():
        setattr(room.policy, name, value)
    _check(room)
    if "opening_hours" in values:
        room.opening_hours = [OpeningHours(**each) for each in values["opening_hours"]]
    if "holiday_hours" in values:
        _replace_holiday_hours(work, room, values["holiday_hours"])
    if "photos" in values:
        open_to_all(work, values["photos"])
        room.photos = [str(each) for each in values["photos"]]


def _replace_holiday_hours(work: UnitOfWork, room: LivingRoom, hours: list[dict[str, Any]]) -> None:
    if room.holiday_hours:
        room.holiday_hours = []
        # The new ones may name the same dates: the old ones have to be gone first.
        work.session.flush()
    room.holiday_hours = [
        HolidayHours(date=each["date"], opens=each.get("opens"), closes=each.get("closes")) for each in hours
    ]


def _check(room: LivingRoom) -> None:
    errors: dict[str, Text] = {}
    if room.capacity_max < room.capacity_min:
        errors["capacity_max"] = _FEWER_AT_MOST_THAN_AT_LEAST
    if room.policy.max_minutes < room.policy.slot_minutes:
        errors["policy.max_minutes"] = _SHORTER_THAN_A_SLOT
    if (room.latitude is None) != (room.longitude is None):
        errors["longitude" if room.longitude is None else "latitude"] = _HALF_A_PLACE
    if errors:
        raise InvalidInput(errors)
