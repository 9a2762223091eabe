"""Living rooms in one line."""

from typing import Any

from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import HolidayHours, LivingRoom, OpeningHours, RoomPolicy
from service.living_rooms.rooms.rules import minutes_of
from tests.factories import regions

Week = dict[int, tuple[tuple[str, str], ...]]

EVERY_DAY: Week = dict.fromkeys(range(1, 8), (("08:00", "22:00"),))
ALWAYS: Week = dict.fromkeys(range(1, 8), (("00:00", "24:00"),))

_OF_POLICY = frozenset(RoomPolicy.__table__.c.keys()) - {"living_room_id"}


def room(
    work: UnitOfWork,
    region_code: str = regions.COMMUNITY,
    name: str = "桂花会客厅",
    *,
    week: Week = EVERY_DAY,
    dates: dict[Any, tuple[str, str] | None] | None = None,
    **values: Any,
) -> LivingRoom:
    """A room, open all week from 08:00 to 22:00; `values` are columns of the room or of its policy.

    `week` maps weekdays to stretches, `dates` maps days to their own stretch or, for closed, None.
    """
    regions.tree(work)
    of_policy = {key: values.pop(key) for key in list(values) if key in _OF_POLICY}
    made = LivingRoom(
        id=work.new_id(),
        name=name,
        region_code=region_code,
        **{
            "address": "胜利路 12 号",
            "latitude": 29.953,
            "longitude": 121.716,
            "capacity_max": 30,
            "created_at": work.now,
            **values,
        },
    )
    made.policy = RoomPolicy(**of_policy)
    made.opening_hours = [
        OpeningHours(weekday=weekday, opens=minutes_of(opens), closes=minutes_of(closes))
        for weekday, stretches in week.items()
        for opens, closes in stretches
    ]
    made.holiday_hours = [
        HolidayHours(
            date=day, opens=stretch and minutes_of(stretch[0]), closes=stretch and minutes_of(stretch[1])
        )
        for day, stretch in (dates or {}).items()
    ]
    work.session.add(made)
    work.session.flush()
    return made
