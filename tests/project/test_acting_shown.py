"""In each domain a proxy and a worker do something for an elder; elder and worker then read who did it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask

from service.kit.edge import unit_of_work
from service.kit.house import House
from service.residents.models import Resident
from tests.clock import StoppedClock
from tests.factories import accounts, residents
from tests.project.conftest import OperationInDocument
from tests.project.world import World, make_world


class Act(NamedTuple):
    """What is done for somebody, and where it is read: in a list, on its own, or both."""

    path: str
    body: dict[str, Any]
    listed: str | None
    single: str | None
    by_worker: dict[str, Any] = {}
    only_worker: bool = False


TIME = {"starts_at": "2026-03-05T14:00:00+08:00", "ends_at": "2026-03-05T15:00:00+08:00"}
ACTS = {
    "bookings": Act(
        "/bookings",
        {"living_room_id": "{room_id}", "for_resident_id": "{elder_id}", "purpose": "meeting", "headcount": 2}
        | TIME,
        "/bookings?resident_id={elder_id}",
        "/bookings/{made}",
    ),
    "waitlist": Act(
        "/waitlist",
        {"living_room_id": "{room_id}", "for_resident_id": "{elder_id}", "minutes": 60, "headcount": 2}
        | TIME,
        "/waitlist?resident_id={elder_id}",
        None,
    ),
    "activities": Act(
        "/activities/{other_activity_id}/sign-up",
        {"resident_ids": ["{elder_id}"]},
        "/activities/sign-ups?resident_id={elder_id}",
        None,
    ),
    "activities' waiting lists": Act(
        "/activities/waitlist/{wait_id}/accept",
        {},
        "/activities/waitlist",
        "/activities/waitlist/{made}",
    ),
    "requests": Act(
        "/care/requests",
        {"elder_id": "{elder_id}", "needs": ["{other_service_id}"]},
        "/care/requests?elder_id={elder_id}",
        "/care/requests/{made}",
    ),
    "plans": Act(
        "/care/plans/{plan_id}/pause",
        {"starts_on": "2026-03-10", "ends_on": "2026-03-12", "reason": "hospital"},
        "/care/plans?elder_id={elder_id}",
        "/care/plans/{made}",
    ),
    "requests taken back": Act(
        "/care/requests/{request_id}/withdraw",
        {"reason": "已由子女照顾"},
        "/care/requests?elder_id={elder_id}",
        "/care/requests/{made}",
    ),
    "plans ended": Act(
        "/care/plans/{plan_id}/end",
        {"on": "2026-03-20", "reason": "已由子女照顾"},
        "/care/plans?elder_id={elder_id}",
        "/care/plans/{made}",
    ),
    "visits": Act("/care/visits/{visit_id}/confirm", {"rating": 5}, None, "/care/visits/{visit_id}/proof"),
    "alarms": Act(
        "/care/alarms",
        {"elder_id": "{elder_id}", "kind": "unwell", "source": "phone"},
        "/care/alarms?elder_id={elder_id}",
        "/care/alarms/{made}",
    ),
    "complaints": Act(
        "/care/complaints",
        {"elder_id": "{elder_id}", "category": "punctuality", "text": "护理员迟到一小时。"},
        "/care/complaints?elder_id={elder_id}",
        "/care/complaints/{made}",
    ),
    "entitlements": Act(
        "/care/entitlements",
        {"elder_id": "{elder_id}", "scheme_code": "{scheme_code}"},
        "/care/entitlements?elder_id={elder_id}",
        "/care/entitlements/{made}",
    ),
    "entitlements taken back": Act(
        "/care/entitlements/{entitlement_id}/withdraw",
        {"reason": "暂不需要。"},
        "/care/entitlements?elder_id={elder_id}",
        "/care/entitlements/{made}",
    ),
    "welfare visits": Act(
        "/care/welfare-visits/{welfare_visit_id}/done",
        {"way": "phone", "outcome": "not_met"},
        None,
        "/care/welfare-visits/{made}",
        only_worker=True,
    ),
    "wishes to be called on": Act(
        "/care/welfare-elders/{elder_id}/wish",
        {"wish": "by_phone"},
        None,
        "/care/welfare-elders/{elder_id}",
    ),
    **{
        name: Act(
            f"/time-bank/{name}",
            {"minutes": 30, **body},
            "/time-bank/entries?resident_id={elder_id}",
            None,
            only_worker=True,
        )
        for name, body in {
            "transfers": {"from_resident_id": "{elder_id}", "to_resident_id": "{to_resident_id}"},
            "donations": {"from_resident_id": "{elder_id}"},
            "gifts": {"resident_id": "{elder_id}"},
            "uses": {"resident_id": "{elder_id}", "used_for": "meals"},
        }.items()
    },
    "assessments": Act(
        "/care/assessments/{assessment_id}/appeal",
        {"reason": "评估当天感冒，平时能自己走。"},
        None,
        "/care/assessments/{assessment_id}/appeal",
    ),
    "consents": Act(
        "/consents",
        {"purpose": "photos", "text_version": 1, "for_resident_id": "{elder_id}"},
        "/consents?resident_id={elder_id}",
        "/consents/{made}",
        by_worker={"way": "paper", "witness": "李梅"},
    ),
    "proxies": Act(
        "/proxies/{pending_proxy_id}/approve",
        {"way": "paper", "witness": "李梅"},
        "/proxies",
        None,
        only_worker=True,
    ),
}
# What shows an act on a person's whole record only to that person, by a test of its own beside it.
WALKED_ELSEWHERE = {"/residents", "/notices"}


@pytest.fixture
def world(app: Flask, house: House, clock: StoppedClock) -> World:
    """With a daughter who may act in everything."""
    world = make_world(app, house, clock)
    with unit_of_work(house) as work:
        daughter = accounts.resident_account(work, residents.resident(work, name="陈小妹").id)
        elder = work.session.get_one(Resident, world.ids["elder_id"])
        residents.proxy(work, elder, daughter, ["booking", "care"], name="陈小妹")
        world.clients["daughter"] = accounts.client_of(app, work, daughter)
    clock.move_to(clock.now() + timedelta(seconds=1))
    return world


@pytest.mark.parametrize(
    ("name", "who", "acting_as"),
    [
        (name, who, acting_as)
        for name, act in ACTS.items()
        for who, acting_as in (("daughter", "proxy"), ("community_worker", "staff"))
        if not (act.only_worker and acting_as == "proxy")
    ],
)
def test_who_acted_is_shown_to_the_elder_and_to_the_worker(
    world: World, name: str, who: str, acting_as: str
) -> None:
    act = ACTS[name]
    body = act.body | (act.by_worker if acting_as == "staff" else {})

    done = world.clients[who].post(_filled(act.path, world.ids), _filled(body, world.ids))
    ids = world.ids | {"made": _made(done.json)}

    assert done.status_code in {200, 201}, done.json
    for reader in ("resident", "community_worker"):
        for path in filter(None, (act.listed, act.single)):
            read = world.clients[reader].get(_filled(path, ids))

            assert read.status_code == 200, read.json
            assert acting_as in set(_acting_in(_of(read.json, ids["made"]))), f"{path} does not tell {reader}"


@pytest.mark.parametrize("name", [name for name, act in ACTS.items() if not act.only_worker])
def test_who_is_erased_leaves_no_name_where_they_acted(world: World, name: str) -> None:
    act, elder, daughter = ACTS[name], world.clients["resident"], world.clients["daughter"]
    done = daughter.post(_filled(act.path, world.ids), _filled(act.body, world.ids))
    path = _filled(act.single or act.listed, world.ids | {"made": _made(done.json)})
    before = elder.get(path).get_data(as_text=True)

    told = daughter.post("/residents/me/erase", {}).json
    erased = daughter.post("/residents/me/erase", {"confirmation": told["confirmation"]})

    assert erased.status_code == 200, erased.json
    assert "陈小妹" in before
    assert "陈小妹" not in elder.get(path).get_data(as_text=True)


@pytest.mark.parametrize("name", [name for name, act in ACTS.items() if not act.only_worker])
def test_who_acts_in_person_is_nobody_else(world: World, name: str) -> None:
    act = ACTS[name]

    done = world.clients["resident"].post(_filled(act.path, world.ids), _filled(act.body, world.ids))

    assert done.status_code in {200, 201}, done.json
    assert set(_acting_in(done.json)) == set()


def test_every_domain_in_which_one_may_act_for_another_is_walked(
    acting_operations: list[OperationInDocument],
) -> None:
    walked = {act.path.partition("/{")[0] for act in ACTS.values()} | WALKED_ELSEWHERE

    assert {each.path.partition("/{")[0] for each in acting_operations if each.method == "POST"} - walked <= {
        "/bookings/series",
        "/consents/code",
    }


def _filled(told: Any, ids: dict[str, Any]) -> Any:
    """Paths and bodies with the ids that their names stand for."""
    if isinstance(told, dict):
        return {name: _filled(value, ids) for name, value in told.items()}
    if isinstance(told, list):
        return [_filled(each, ids) for each in told]
    return told.format(**ids) if isinstance(told, str) else told


def _made(answer: dict[str, Any]) -> str | None:
    """The id of what was made; of several at once that of the first."""
    return answer.get("id") or next((each["id"] for each in answer.get("items", ())), None)


def _of(answer: Any, made: str | None) -> Any:
    """In a list what was made, else the whole answer."""
    return [each for each in answer["items"] if each["id"] == made] if "next_cursor" in answer else answer


def _acting_in(shown: Any) -> Iterator[str]:
    """In which capacity somebody acted, wherever an answer says so."""
    if isinstance(shown, list):
        for each in shown:
            yield from _acting_in(each)
    elif isinstance(shown, dict):
        if shown.get("acted_by"):
            yield shown["acted_by"]["acting_as"]
        for each in shown.values():
            yield from _acting_in(each)
