"""Neighbours who help: the mutual-help society with its rating, hours of each week, and what became of the minutes."""

from datetime import date, timedelta
from random import Random
from typing import Any

from demonstration import cast
from demonstration.stage import Client, Stage
from service.kit.clock import at_local

_SOCIETY = cast.ORGANISATIONS[2][1]
_SATURDAY = 5
_HELPERS = ("赵志强", "孙国平", "钱美玲", "吴丽华")
_SERVICES = ("陪独居老人读报聊天", "楼道清洁", "送老人去社区医院", "教老人用手机")
_MINUTES = (60, 90, 120, 180)


def found_society(stage: Stage, day: date) -> None:
    """Let the district register and rate the society, and the worker say who acts for it."""
    stage.clock.moment = at_local(day) + timedelta(hours=9)
    district, worker = stage.staff("district"), stage.staff("worker")
    path = f"/organisations/{_society_id(worker)}"
    district.patch(
        path,
        form="service_body",
        registration_no="甬镇社证字第0123号",
        registered_on="2019-05-20",
        region_code=cast.COMMUNITY,
    )
    district.post(f"{path}/ratings", grade="3a", valid_from=f"{day.year - 1}-06-01", issuer="镇海区民政局")
    for programme in (
        {"kind": "training", "title": "社会组织负责人能力提升班", "hours": 24, "outcome": "结业"},
        {"kind": "pairing", "title": "与社区结对助老", "region_code": cast.COMMUNITY},
    ):
        starts_on = (day - timedelta(days=30)).isoformat()
        worker.post(f"{path}/programmes", starts_on=starts_on, **programme)
    for name, rights in (("孙国平", ["rooms", "publishing"]), ("赵志强", ["rooms"])):
        worker.post(f"{path}/members", resident_id=_resident_id(worker, name), rights=rights)


def serve(stage: Stage, day: date) -> None:
    """On Saturdays some help, and the worker notes it the same evening."""
    if day.weekday() != _SATURDAY:
        return
    stage.clock.moment = at_local(day) + timedelta(hours=18)
    worker = stage.staff("worker")
    chance = Random(day.toordinal() * 13)  # noqa: S311 - a play, not a secret
    for name in chance.sample(_HELPERS, 3):
        _note(worker, name, day, chance.choice(_MINUTES), chance.choice(_SERVICES))


def give_and_use(stage: Stage, today: date) -> None:
    """A daughter passes on to her mother, some give to the pool, an old man has meals of it, and one mistake is corrected."""
    day, now = today - timedelta(days=3), stage.clock.moment
    stage.clock.moment = at_local(day) + timedelta(hours=10)
    worker = stage.staff("worker")
    _note(worker, "钱美玲", day, 120, "为邻居老人理发")
    mother = _resident_id(worker, "钱奶奶")
    stage.resident(4).post("/time-bank/transfers", to_resident_id=mother, minutes=90)
    _note(worker, "孙国平", day, 180, "修理楼道扶手")
    stage.resident(5).post("/time-bank/donations", minutes=120)
    old_man = _resident_id(worker, "冯阿福")
    worker.post("/time-bank/gifts", resident_id=old_man, minutes=90)
    worker.post("/time-bank/uses", resident_id=old_man, minutes=60, used_for="meals")
    wrong = _note(worker, "李秀珍", day, 120, "照看孩子")
    worker.post("/time-bank/uses", resident_id=_resident_id(worker, "李秀珍"), minutes=60, used_for="repairs")
    worker.post(f"/volunteer-hours/{wrong['id']}/reverse", reason="当天未到，登记错了人")
    stage.run_jobs()
    stage.clock.moment = now


def _note(worker: Client, name: str, day: date, minutes: int, service: str) -> Any:
    return worker.post(
        "/volunteer-hours",
        resident_id=_resident_id(worker, name),
        served_on=day.isoformat(),
        minutes=minutes,
        service=service,
        organisation_id=_society_id(worker),
    )


def _society_id(worker: Client) -> str:
    organisations = worker.get("/organisations", kind="social", limit=100)["items"]
    return str(next(each["id"] for each in organisations if each["name"] == _SOCIETY))


def _resident_id(worker: Client, name: str) -> str:
    [person] = worker.get("/residents", q=name)["items"]
    return str(person["id"])
