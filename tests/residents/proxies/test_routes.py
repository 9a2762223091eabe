"""Proxies over HTTP: asked for, decided, ended, and what the asker never learns."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.models import Proxy, Resident
from service.residents.rules import ProxyStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions
from tests.factories.residents import proxy, resident
from tests.residents.conftest import Speak

Ask = dict[str, Any]


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return resident(work, name="陈阿婆", phone="+8613812345678")


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


@pytest.fixture
def daughter(newcomer: Callable[[], ApiClient]) -> ApiClient:
    client = newcomer()
    client.post("/residents/me", {"name": "陈小妹", "phone": "13912345678"})
    return client


def ask(name: str = "陈阿婆", phone: str = "13812345678", **wanted: Any) -> Ask:
    return {"elder": {"name": name, "phone": phone}, "relation": "女儿", "scopes": ["booking"], **wanted}


def test_the_elder_approves_and_the_daughter_sees_whom_she_acts_for(
    daughter: ApiClient, as_elder: ApiClient, elder: Resident
) -> None:
    asked = daughter.post("/proxies", ask())
    approved = as_elder.post(f"/proxies/{asked.json['id']}/approve")

    assert asked.status_code == 201
    assert asked.json["elder"] == {"resident_id": None, "name": "陈**"}
    assert approved.json["status"] == "approved"
    assert daughter.get(f"/proxies/{asked.json['id']}").json["elder"] == {
        "resident_id": str(elder.id),
        "name": "陈阿婆",
    }


def test_the_answer_is_the_same_whether_or_not_there_is_such_an_elder(
    daughter: ApiClient, elder: Resident, asked_so_far: Callable[[], int]
) -> None:
    counts = [asked_so_far()]
    there = daughter.post("/proxies", ask())
    counts.append(asked_so_far())
    wrong_name = daughter.post("/proxies", ask(name="陈阿公"))
    counts.append(asked_so_far())
    wrong_phone = daughter.post("/proxies", ask(phone="13812345679"))
    counts.append(asked_so_far())

    assert there.status_code == wrong_name.status_code == wrong_phone.status_code == 201
    told = [{**each.json, "id": None} for each in (there, wrong_name, wrong_phone)]
    assert told[0] == told[1] == told[2]
    assert len({after - before for before, after in pairwise(counts)}) == 1
    for each in (there, wrong_name):
        assert daughter.get(f"/proxies/{each.json['id']}").json["status"] == "pending"
        again = daughter.post("/proxies", ask(name="陈阿婆" if each is there else "陈阿公"))
        assert (again.status_code, again.json["code"]) == (409, "already_asked")


@pytest.mark.parametrize("verb", ["approve", "refuse", "revoke"])
def test_no_verb_tells_the_asker_whether_there_is_such_an_elder(
    daughter: ApiClient, elder: Resident, asked_so_far: Callable[[], int], verb: str
) -> None:
    there = daughter.post("/proxies", ask()).json["id"]
    nobody = daughter.post("/proxies", ask(name="陈阿公")).json["id"]

    counts = [asked_so_far()]
    answers = []
    for each in (there, nobody):
        answer = daughter.post(f"/proxies/{each}/{verb}")
        answers.append((answer.status_code, answer.json.get("code"), answer.json.get("elder")))
        counts.append(asked_so_far())

    assert answers[0] == answers[1]
    assert counts[1] - counts[0] == counts[2] - counts[1]


def test_an_elders_id_finds_no_ask_that_is_not_approved(
    daughter: ApiClient, as_elder: ApiClient, elder: Resident
) -> None:
    asked = daughter.post("/proxies", ask()).json["id"]

    before = daughter.get(f"/proxies?elder_id={elder.id}").json["items"]
    as_elder.post(f"/proxies/{asked}/approve")
    after = daughter.get(f"/proxies?elder_id={elder.id}").json["items"]

    assert (before, [each["id"] for each in after]) == ([], [asked])


def test_an_ask_that_meant_nobody_runs_out_like_one_that_nobody_answers(
    daughter: ApiClient, elder: Resident, clock: StoppedClock, timetable: Timetable, work: UnitOfWork
) -> None:
    daughter.post("/proxies", ask())
    daughter.post("/proxies", ask(name="陈阿公"))

    clock.move(days=31)
    ran = timetable.run("residents.proxies.expire_proxies")

    work.session.expire_all()
    assert ran
    assert set(work.session.scalars(select(Proxy.status))) == {ProxyStatus.EXPIRED}


def test_the_elder_is_told_who_asks_and_the_asker_what_became_of_it(
    daughter: ApiClient, as_elder: ApiClient, timetable: Timetable, work: UnitOfWork
) -> None:
    asked = daughter.post("/proxies", ask(scopes=["care", "booking"]))
    timetable.deliver()
    as_elder.post(f"/proxies/{asked.json['id']}/approve")
    timetable.deliver()

    told = work.session.scalars(select(InboxMessage).order_by(InboxMessage.id)).all()
    assert [each.text for each in told] == ["residents.proxy_asked", "residents.proxy_approved"]
    assert "陈**（女儿）申请为您代办预约、养老服务" in told[0].body_zh


def test_who_asked_before_the_elder_was_on_record_reaches_them_later(
    daughter: ApiClient, worker: ApiClient, work: UnitOfWork, timetable: Timetable
) -> None:
    asked = daughter.post("/proxies", ask()).json["id"]
    assert worker.get(f"/proxies/{asked}").status_code == 404

    worker.post("/residents", {"name": "陈阿婆", "phone": "138 1234 5678", "region_code": regions.COMMUNITY})
    timetable.deliver()

    assert worker.post(f"/proxies/{asked}/approve").json["elder"]["name"] == "陈阿婆"


def test_who_acted_for_an_elder_is_told_when_it_has_run_out(
    elder: Resident, work: UnitOfWork, clock: StoppedClock, timetable: Timetable
) -> None:
    proxy(work, elder, accounts.resident_account(work))

    clock.move(days=91)
    timetable.run("residents.proxies.expire_proxies")
    timetable.deliver()

    assert work.session.scalars(select(InboxMessage.text)).all() == ["residents.proxy_ended"]


def test_a_worker_of_the_elders_community_decides_and_no_other(
    daughter: ApiClient, elder: Resident, worker: ApiClient, other_worker: ApiClient, as_staff: Speak
) -> None:
    proxy_id = daughter.post("/proxies", ask()).json["id"]
    grid_worker = as_staff(Role.GRID_WORKER, regions.COMMUNITY)
    auditor = as_staff(Role.AUDITOR)

    assert daughter.post(f"/proxies/{proxy_id}/approve").status_code == 403
    assert grid_worker.post(f"/proxies/{proxy_id}/approve").status_code == 403
    for stranger in (other_worker, auditor):
        assert stranger.get(f"/proxies/{proxy_id}").status_code == 404
        assert stranger.post(f"/proxies/{proxy_id}/approve").status_code == 404
    assert worker.get("/proxies?status=pending").json["items"][0]["id"] == proxy_id
    assert worker.post(f"/proxies/{proxy_id}/refuse").json["status"] == "refused"


@pytest.mark.parametrize("who", ["elder", "daughter", "worker"])
def test_elder_proxy_and_worker_end_it_at_once(
    daughter: ApiClient, as_elder: ApiClient, worker: ApiClient, who: str
) -> None:
    proxy_id = daughter.post("/proxies", ask()).json["id"]
    as_elder.post(f"/proxies/{proxy_id}/approve")

    ended = {"elder": as_elder, "daughter": daughter, "worker": worker}[who].post(
        f"/proxies/{proxy_id}/revoke"
    )

    assert ended.json["status"] == "revoked"
    assert as_elder.post(f"/proxies/{proxy_id}/revoke").status_code == 409


def test_somebody_elses_proxy_is_not_there(
    newcomer: Callable[[], ApiClient], daughter: ApiClient, elder: Resident
) -> None:
    proxy_id = daughter.post("/proxies", ask()).json["id"]
    stranger = newcomer()

    assert stranger.get("/proxies").json["items"] == []
    for verb in ("approve", "refuse", "revoke"):
        assert stranger.post(f"/proxies/{proxy_id}/{verb}").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        (ask(valid_until="2027-03-03"), 422, "beyond_longest"),
        (ask(valid_until="2026-03-01"), 422, "beyond_longest"),
        (ask(phone="1"), 422, "bad_phone"),
        (ask(name="1"), 422, "bad_name"),
        (ask(elder={"name": "陈阿婆"}), 422, "phone_or_id_number"),
        (ask(name="陈小妹", phone="13912345678"), 201, None),
        (ask(scopes=[]), 422, "invalid_input"),
    ],
)
def test_a_wrong_ask_is_told_what_is_wrong(
    daughter: ApiClient, wanted: Ask, status: int, code: str | None
) -> None:
    asked = daughter.post("/proxies", wanted)

    assert (asked.status_code, asked.json.get("code")) == (status, code)


def test_nobody_is_their_own_proxy(as_elder: ApiClient) -> None:
    refused = as_elder.post("/proxies", ask())

    assert (refused.status_code, refused.json["code"]) == (422, "own_proxy")


def test_one_registers_before_asking(newcomer: Callable[[], ApiClient], worker: ApiClient) -> None:
    assert newcomer().post("/proxies", ask()).json["code"] == "not_registered"
    assert worker.post("/proxies", ask()).status_code == 403


def test_who_has_died_has_no_proxies(
    elder: Resident, worker: ApiClient, work: UnitOfWork, timetable: Timetable
) -> None:
    held = proxy(work, elder, accounts.resident_account(work))

    worker.patch(f"/residents/{elder.id}", {"status": "deceased"})
    timetable.deliver()

    work.session.expire_all()
    assert work.session.get_one(Proxy, held.id).status is ProxyStatus.REVOKED
