"""What people are invited to: a weekly programme of the community, who signs up, waits, comes, and says how it was."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from demonstration import cast
from demonstration.life import rooms_of
from demonstration.stage import Client, Refused, Stage
from service.kit.clock import at_local


class Gathering(NamedTuple):
    """One evening or morning of the week's programme; `room` is the living room where it is, if it is in one."""

    weekday: int
    hour: int
    title: str
    description: str
    kind: str
    capacity: int
    place: str | None = None
    room: str | None = None
    volunteer_minutes: int = 0
    organisation: str | None = None


_PROGRAMME = (
    Gathering(1, 14, "手机课堂", "一对一教用手机挂号、缴费、视频通话。", "lecture", 6, room="城东居民会客厅"),
    Gathering(
        3,
        9,
        "量血压和用药讲座",
        "社区医生坐诊，免费测血压血糖。",
        "elderly_activity",
        12,
        place="桂花苑架空层",
    ),
    Gathering(
        *(5, 9, "清洁楼道志愿行动", "一起清理楼道杂物，帮独居老人擦窗。", "volunteering", 5),
        place="桂花苑 3 幢门口",
        volunteer_minutes=120,
    ),
    Gathering(
        *(6, 15, "邻里读书会", "本月共读《城南旧事》，自带茶杯。", "recreation", 8),
        place="社区广场",
        organisation=cast.ORGANISATIONS[2][1],
    ),
)
_INVITED_AHEAD = timedelta(days=3)
_LENGTH = timedelta(hours=2)
_GUESTS = (1, 3, 4, 5, 6, 7, 8, 9)
_STAYED_AWAY, _CALLED_OFF, _SPOKE = 0.12, 0.1, 0.5
_WORDS = (None, "很热闹，下次还来。", "时间再长一点就好了。", "老师讲得很耐心。")
_JOBS = ("lapse", "complete", "tell_attendance", "remind")


def gather(stage: Stage, day: date) -> None:
    """A past day: people are invited to what comes in three days, and come to what is today."""
    stage.clock.moment = at_local(day) + timedelta(hours=8)
    invite(stage, [day + _INVITED_AHEAD])
    meet(stage, day + timedelta(days=1))


def invite(stage: Stage, days: Iterable[date]) -> None:
    """Publish what the programme has on these days, unless that was done; neighbours sign up or wait."""
    for day in days:
        for gathering in _PROGRAMME:
            if gathering.weekday == day.weekday():
                _publish(stage, gathering, day)
    stage.run_jobs()


def meet(stage: Stage, before: date) -> None:
    """Let all take place that was published for days before that and has not yet."""
    query = {"from": before - timedelta(days=90), "to": before - timedelta(days=1), "status": "published"}
    for activity in stage.staff("worker").get("/activities", **query, limit=100)["items"]:
        _hold(stage, activity)


def _publish(stage: Stage, gathering: Gathering, day: date) -> None:
    worker = stage.staff("worker")
    starts_at = at_local(day) + timedelta(hours=gathering.hour)
    planned = worker.get("/activities", **{"from": day, "to": day})["items"]
    if starts_at <= stage.clock.now() or gathering.title in {each["title"] for each in planned}:
        return
    made = _made(stage, worker, gathering, starts_at)
    if made is not None:
        worker.post(f"/activities/{made['id']}/publish")
        _fill(stage, made, Random(day.toordinal() * 7))  # noqa: S311 - a play, not a secret


def _made(stage: Stage, worker: Client, gathering: Gathering, starts_at: datetime) -> dict[str, Any] | None:
    wanted: dict[str, Any] = {
        "title": gathering.title,
        "description": gathering.description,
        "kind": gathering.kind,
        "region_code": cast.COMMUNITY,
        "capacity": gathering.capacity,
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + _LENGTH).isoformat(),
        "volunteer_minutes": gathering.volunteer_minutes,
    }
    if gathering.organisation:
        organisations = worker.get("/organisations", limit=100)["items"]
        named = {each["name"]: each["id"] for each in organisations}
        wanted["organisation_id"] = named[gathering.organisation]
    if gathering.room:
        wanted["living_room_id"] = next(
            room["id"] for room in rooms_of(stage) if room["name"] == gathering.room
        )
    else:
        wanted["place"] = gathering.place
    try:
        made: dict[str, Any] = worker.post("/activities", **wanted)
    except Refused:
        # Somebody has the room: this week it is left out.
        return None
    return made


def _fill(stage: Stage, activity: dict[str, Any], chance: Random) -> None:
    path = f"/activities/{activity['id']}"
    for number in chance.sample(_GUESTS, k=chance.randint(5, len(_GUESTS))):
        guest = stage.resident(number)
        try:
            guest.post(f"{path}/sign-up")
        except Refused:
            guest.post(f"{path}/waitlist")
            continue
        if chance.random() < _CALLED_OFF:
            guest.post(f"{path}/cancel-sign-up")
            stage.run_jobs()


def _hold(stage: Stage, activity: dict[str, Any]) -> None:
    starts_at = datetime.fromisoformat(activity["starts_at"])
    chance = Random(starts_at.toordinal() * 13)  # noqa: S311 - a play, not a secret
    path, worker = f"/activities/{activity['id']}", stage.staff("worker")
    stage.clock.moment = max(stage.clock.moment, starts_at)
    expected = worker.get("/activities/sign-ups", activity_id=activity["id"], status="signed_up", limit=100)
    came = [each["resident_id"] for each in expected["items"] if chance.random() >= _STAYED_AWAY]
    for resident_id in came:
        worker.post(f"{path}/check-in", resident_ids=[resident_id])
    stage.clock.moment = starts_at + _LENGTH
    stage.run_jobs(*(f"events.activities.{name}" for name in _JOBS))
    for number in _GUESTS:
        guest = stage.resident(number)
        if guest.get("/residents/me")["id"] in came and chance.random() < _SPOKE:
            guest.post(f"{path}/feedback", rating=chance.randint(3, 5), comment=chance.choice(_WORDS))
