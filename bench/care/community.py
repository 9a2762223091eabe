"""Linli's care for the benchmark: the demonstration's operator with more people, who all came through the API."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bench.database import Database, migrate
from config import load
from demonstration.care import cast
from demonstration.care.elders import Care, care_for, care_of, place_of
from demonstration.care.founding import enter, found_care
from demonstration.cast import StaffMember
from demonstration.settling import hire, settle
from demonstration.stage import Stage
from service.kit.actor import Role
from service.kit.clock import at_local, local_date
from service.kit.edge import run_in_work
from service.kit.work import UnitOfWork

DISPATCHERS = 8
# Caregivers of the demonstration, whom nobody gives anything here.
IDLE = len(cast.CAREGIVERS)
# How many metres from a door its caregiver's telephone is.
AWAY = 10
# Each caregiver visits four elders in the morning and three of them in the afternoon; the fourth's visit waits.
ELDERS_OF_A_CAREGIVER = 4
GETS = ("morning_care", "keeping_company")
MORNING = [timedelta(hours=7, minutes=30 + 60 * number) for number in range(4)]
AFTERNOON = [timedelta(hours=13, minutes=75 * number) for number in range(3)]
SKILLS = ("personal_care", "dialect")
# Which day the dispatchers look at: what is checked in to today is not on it.
DAYS_AHEAD = 2
MOST_AT_ONCE = 100
NOTE = "精神好，早饭吃完了。"
MAKE = "elderly_care.visits.make_visits_ahead"


@dataclass(frozen=True)
class Community:
    """Who is there: tokens of dispatchers and, by their ids, of caregivers; by their elders' ids where telephones are at the doors.

    `example` is a visit that was made and confirmed, the pattern of the history.
    """

    organisation_id: str
    day: date
    dispatcher_tokens: Sequence[str]
    caregiver_tokens: Mapping[str, str]
    places: Mapping[str, tuple[float, float]]
    example: str


def make_community(database: Database, caregivers: int) -> Community:
    """Found an operator with so many caregivers at work; yesterday a first visit was made, in two days there are many."""
    migrate(database)
    stage = Stage(
        load(env="development", database_url=database.url, log_level="ERROR", care_horizon_days=DAYS_AHEAD)
    )
    now = stage.clock.now()
    try:
        care, elders = _begin(stage, caregivers, local_date(now) - timedelta(days=1))
        own = _caregiver_ids(stage, caregivers)
        example = _make_first(stage, care, own[0], elders)
        stage.clock.moment = now
        stage.run_jobs(MAKE)
        day = local_date(now) + timedelta(days=DAYS_AHEAD)
        _arrange(stage, care, own, list(elders), day)
        return Community(
            organisation_id=care.organisation_id,
            day=day,
            dispatcher_tokens=[stage.staff(_dispatcher(n)).token for n in range(DISPATCHERS)],
            caregiver_tokens={
                own[number]: stage.staff(_caregiver(number)).token for number in range(caregivers)
            },
            places={elder_id: _at_door(offset) for elder_id, offset in elders.items()},
            example=example,
        )
    finally:
        stage.close()


def _begin(stage: Stage, caregivers: int, first: date) -> tuple[Care, dict[str, tuple[int, int]]]:
    """Care begins on this day; how far from the centre each elder lives, by their ids."""
    settle(stage, first)
    found_care(stage, first)
    care = care_of(stage)
    members = [
        StaffMember(_dispatcher(number), "孙调度", Role.DISPATCHER, None) for number in range(DISPATCHERS)
    ]
    members += [
        StaffMember(_caregiver(number), f"李阿姨{number}", Role.CAREGIVER, None)
        for number in range(caregivers)
    ]
    run_in_work(stage.house, lambda work: _hire(work, members, care.organisation_id))
    for number in range(caregivers):
        enter(stage, cast.Caregiver(_caregiver(number), SKILLS), care.organisation_id, first)
    elders = care_for(stage, care, _elders(caregivers * ELDERS_OF_A_CAREGIVER), first)
    stage.run_jobs(MAKE)
    return care, elders


def _hire(work: UnitOfWork, members: Sequence[StaffMember], organisation_id: str) -> None:
    for member in members:
        hire(work, member, organisation_id=organisation_id)


def _elders(count: int) -> Iterator[cast.Elder]:
    """Elders who live around the centre, those of one caregiver next door to each other."""
    for number in range(count):
        north, east = divmod(number // ELDERS_OF_A_CAREGIVER, 6)
        door = (120 * north - 300, 120 * east - 300 + 10 * (number % ELDERS_OF_A_CAREGIVER))
        name = f"欧阳{chr(0x6000 + number)}{chr(0x7000 + number)}"
        yield cast.Elder(name, "1940-03-08", "female", door, GETS)


def _caregiver_ids(stage: Stage, caregivers: int) -> list[str]:
    return [stage.staff(_caregiver(number)).get("/care/caregivers/me")["id"] for number in range(caregivers)]


def _make_first(stage: Stage, care: Care, caregiver_id: str, elders: Mapping[str, tuple[int, int]]) -> str:
    """The first elder's first visit, arranged, made at the door and confirmed; its id."""
    elder_id, offset = next(iter(elders.items()))
    day = local_date(stage.clock.moment)
    [visit, *_] = _visits(stage, care, day, elder_id=elder_id)
    starts_at = at_local(day) + MORNING[-1]
    stage.staff(_dispatcher(0)).post("/care/visits/assign", visits=[_wish(visit, caregiver_id, starts_at)])
    path, caregiver, place = f"/care/visits/{visit['id']}", stage.staff(_caregiver(0)), place_of(offset, AWAY)
    stage.clock.moment = starts_at
    caregiver.post(f"{path}/check-in", at=starts_at.isoformat(), **place)
    ends_at = stage.clock.moment = starts_at + timedelta(minutes=visit["minutes"])
    done = [{"code": visit["service_name"], "done": True}]
    caregiver.post(f"{path}/check-out", at=ends_at.isoformat(), **place, tasks=done, note=NOTE)
    stage.staff("worker").post(f"{path}/confirm", rating=5)
    return str(visit["id"])


def _arrange(
    stage: Stage, care: Care, caregiver_ids: Sequence[str], elder_ids: Sequence[str], day: date
) -> None:
    """Give out the day's visits; one of each caregiver's elders has nobody in the afternoon yet."""
    wishes = []
    for visit in _visits(stage, care, day):
        caregiver, place = divmod(elder_ids.index(visit["elder_id"]), ELDERS_OF_A_CAREGIVER)
        times = MORNING if visit["service_id"] == care.services[GETS[0]] else AFTERNOON
        if place < len(times):
            wishes.append(_wish(visit, caregiver_ids[caregiver], at_local(day) + times[place]))
    for first in range(0, len(wishes), MOST_AT_ONCE):
        stage.staff(_dispatcher(0)).post("/care/visits/assign", visits=wishes[first : first + MOST_AT_ONCE])


def _visits(stage: Stage, care: Care, day: date, **more: Any) -> Iterator[Any]:
    """The visits of a day, in the order of time."""
    asked = {"organisation_id": care.organisation_id, "from": day.isoformat(), "to": day.isoformat(), **more}
    asked["limit"] = MOST_AT_ONCE
    while True:
        page = stage.staff(_dispatcher(0)).get("/care/visits", **asked)
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        asked["cursor"] = page["next_cursor"]


def _wish(visit: Mapping[str, Any], caregiver_id: str, starts_at: datetime) -> dict[str, Any]:
    return {
        "visit_id": visit["id"],
        "caregiver_ids": [caregiver_id],
        "starts_at": starts_at.isoformat(),
    }


def _at_door(offset: tuple[int, int]) -> tuple[float, float]:
    place = place_of(offset, AWAY)
    return place["latitude"], place["longitude"]


def _dispatcher(number: int) -> str:
    return f"bench-dispatcher-{number}"


def _caregiver(number: int) -> str:
    return f"bench-caregiver-{number}"
