"""How the community lives: bookings made, kept, missed and called off, day by day, the same for the same day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any

from demonstration import cast
from demonstration.stage import Client, Refused, Stage
from service.kit.clock import at_local

_PURPOSES = ("recreation", "lecture", "elderly_activity", "parent_child", "volunteering", "meeting")
_TITLES = {
    "recreation": "棋友小聚",
    "lecture": "防诈骗讲座",
    "elderly_activity": "夕阳红合唱排练",
    "parent_child": "亲子绘本时间",
    "volunteering": "志愿者碰头",
    "meeting": "楼道议事",
}
_BOOKED_AHEAD = timedelta(days=2)
_BOOKERS = (1, 3, 4, 5, 6, 7, 8, 9)
_FORGETFUL = (8, 9)
# Left alone by those whom the README's tour lets book it.
_TOUR_ROOM, _TOURISTS = "24小时书房", (1, 3)
_CANCELLED, _MISSED = 0.07, 0.25
_EVENING_JOBS = (
    "living_rooms.bookings.note_no_shows",
    "living_rooms.bookings.complete_bookings",
    "living_rooms.bookings.expire_pending_bookings",
)


def live_through(stage: Stage, days: Iterable[date], live_else: Callable[[date], None]) -> None:
    """Past days: what was booked for them was mostly kept; `live_else` is what else happened on each."""
    rooms = rooms_of(stage)
    for day in days:
        chance = Random(day.toordinal())  # noqa: S311 - a play, not a secret
        stage.clock.moment = at_local(day) + timedelta(hours=10) - _BOOKED_AHEAD
        booked = list(_book_day(stage, rooms, day, chance))
        look_through(stage)
        stage.run_jobs()
        for number, booking in sorted(booked, key=lambda each: str(each[1]["starts_at"])):
            _keep_or_not(stage, number, booking, chance)
        live_else(day)
        stage.clock.moment = at_local(day) + timedelta(hours=23, minutes=59)
        stage.run_jobs(*_EVENING_JOBS)


def look_through(stage: Stage) -> None:
    """The workers let others see what residents have written: there is no machine here that would."""
    for worker in ("worker", "worker2"):
        while waiting := stage.staff(worker).get("/content-checks", limit=100)["items"]:
            for each in waiting:
                stage.staff(worker).post(f"/content-checks/{each['id']}/pass")


def catch_up(stage: Stage, today: date) -> None:
    """Days that passed while nothing ran: what had been planned for them was mostly kept too."""
    numbers = {stage.resident(number).get("/residents/me")["id"]: number for number in (2, *_BOOKERS)}
    for booking in _planned_before(stage, today, "pending"):
        _worker_of(stage, booking).post(f"/bookings/{booking['id']}/approve")
    by_day = groupby(_planned_before(stage, today, "confirmed"), lambda each: str(each["starts_at"])[:10])
    for day, planned in by_day:
        midnight = at_local(date.fromisoformat(day))
        chance = Random(midnight.toordinal())  # noqa: S311 - a play, not a secret
        stage.clock.moment = midnight
        for booking in planned:
            _keep_or_not(stage, numbers.get(booking["resident_id"]), booking, chance)
        stage.clock.moment = midnight + timedelta(hours=23, minutes=59)
        stage.run_jobs(*_EVENING_JOBS)


def _planned_before(stage: Stage, today: date, status: str) -> list[dict[str, Any]]:
    """What still stands so on days before, the earliest first."""
    query = {"status": status, "to": today - timedelta(days=1), "limit": 100}
    found: list[dict[str, Any]] = []
    for worker in ("worker", "worker2"):
        page = stage.staff(worker).get("/bookings", **query)
        found += page["items"]
        while page["next_cursor"]:
            page = stage.staff(worker).get("/bookings", **query, cursor=page["next_cursor"])
            found += page["items"]
    return sorted(found, key=lambda each: str(each["starts_at"]))


def _worker_of(stage: Stage, booking: dict[str, Any]) -> Client:
    return stage.staff("worker2" if booking["region_code"] == cast.OTHER_COMMUNITY else "worker")


def plan(stage: Stage, days: Iterable[date]) -> None:
    """Days to come: booked, some waiting for approval."""
    rooms = rooms_of(stage)
    for day in days:
        # What was written for the last of them still waits for somebody to look at it.
        look_through(stage)
        chance = Random(day.toordinal())  # noqa: S311 - a play, not a secret
        list(_book_day(stage, rooms, day, chance))
    stage.run_jobs()


def rooms_of(stage: Stage) -> list[dict[str, Any]]:
    """Every living room, as a resident sees it."""
    found: list[dict[str, Any]] = stage.resident(3).get("/living-rooms", limit=100)["items"]
    return found


def _book_day(
    stage: Stage, rooms: list[dict[str, Any]], day: date, chance: Random
) -> Iterator[tuple[int, dict[str, Any]]]:
    for room in rooms:
        for hour in chance.sample(range(9, 20), k=3):
            number = chance.choice(_BOOKERS)
            if room["name"] == _TOUR_ROOM and number in _TOURISTS:
                continue
            wish = _wish(room, at_local(day) + timedelta(hours=hour), chance)
            try:
                yield number, stage.resident(number).post("/bookings", **wish)
            except Refused:
                # Closed, over a quota, suspended: so it goes.
                continue


def _wish(room: dict[str, Any], starts_at: datetime, chance: Random) -> dict[str, Any]:
    purpose = chance.choice(_PURPOSES)
    most = int(room["capacity_max"])
    return {
        "living_room_id": room["id"],
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(minutes=60)).isoformat(),
        "purpose": purpose,
        "title": _TITLES[purpose],
        "headcount": chance.randint(max(2, int(room["capacity_min"])), max(4, most // 2 + 2)),
    }


def _keep_or_not(stage: Stage, number: int | None, booking: dict[str, Any], chance: Random) -> None:
    worker = _worker_of(stage, booking)
    fate = chance.random()
    if booking["status"] == "pending":
        worker.post(f"/bookings/{booking['id']}/approve")
    starts_at = datetime.fromisoformat(booking["starts_at"])
    if fate < _CANCELLED and number is not None:
        stage.clock.moment = starts_at - timedelta(days=1)
        stage.resident(number).post(f"/bookings/{booking['id']}/cancel", reason="临时有事")
    elif fate > _MISSED or number not in _FORGETFUL:
        stage.clock.moment = starts_at - timedelta(minutes=5)
        worker.post(f"/bookings/{booking['id']}/check-in")
