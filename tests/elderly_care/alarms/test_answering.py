"""Answering and closing: who may, what the others hear, and who sees the course."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.alarms.models import CareAlarm
from service.elderly_care.alarms.rules import AlarmKind, AlarmStatus
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.models import Proxy
from service.residents.rules import ProxyStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.alarms.conftest import RING, Town, log_in_now
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, alarms, care, regions, residents
from tests.factories.care_requests import request


@pytest.fixture
def alarm(work: UnitOfWork, town: Town) -> CareAlarm:
    return alarms.alarm(work, town.elder, note="起不来")


def told(work: UnitOfWork, town: Town) -> dict[str, list[str]]:
    """What everybody has been told, by name."""
    heard: dict[str, list[str]] = {}
    for each in work.session.scalars(select(InboxMessage).order_by(InboxMessage.id)):
        heard.setdefault(town.name(each.account_id), []).append(each.text.removeprefix("elderly_care.alarm_"))
    return heard


def test_who_answers_stops_it_and_all_who_were_rung_hear_of_it(
    as_grid: ApiClient,
    work: UnitOfWork,
    town: Town,
    alarm: CareAlarm,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    clock.move(minutes=5)
    timetable.run(RING)

    taken = as_grid.post(f"/care/alarms/{alarm.id}/acknowledge")
    timetable.deliver()

    assert (taken.status_code, taken.json["status"]) == (200, "acknowledged")
    assert taken.json["acknowledged_by"] == str(town.grid.id)
    assert taken.json["next_step_at"] == "2026-03-02T10:05:00+08:00"
    assert {name: texts[-1] for name, texts in told(work, town).items()} == {
        "elder_account": "coming",
        "daughter": "taken",
        "grid": "rings",
        "worker": "taken",
    }


def test_a_proxy_answers_by_the_name_of_the_proxy(as_daughter: ApiClient, alarm: CareAlarm) -> None:
    taken = as_daughter.post(f"/care/alarms/{alarm.id}/acknowledge")

    assert taken.json["acknowledged_name"] == "王晓岚"


def test_it_is_answered_once(as_grid: ApiClient, as_worker: ApiClient, alarm: CareAlarm) -> None:
    first = as_grid.post(f"/care/alarms/{alarm.id}/acknowledge")
    second = as_worker.post(f"/care/alarms/{alarm.id}/acknowledge")

    assert first.status_code == 200
    assert (second.status_code, second.json["code"]) == (409, "wrong_state")
    assert "已接警" in second.json["detail"]


def test_closing_tells_what_came_of_it_and_is_final(
    as_worker: ApiClient,
    as_grid: ApiClient,
    work: UnitOfWork,
    town: Town,
    alarm: CareAlarm,
    timetable: Timetable,
) -> None:
    path = f"/care/alarms/{alarm.id}"
    as_worker.post(f"{path}/acknowledge")
    closed = as_worker.post(f"{path}/close", {"outcome": "helped_on_the_spot", "note": "已扶起，无外伤"})
    again = as_grid.post(f"{path}/close", {"outcome": "other"})
    reopened = as_grid.post(f"{path}/acknowledge")
    timetable.deliver()

    assert (closed.json["status"], closed.json["outcome"]) == ("closed", "helped_on_the_spot")
    assert (closed.json["closed_name"], closed.json["closing_note"]) == ("周社工", "已扶起，无外伤")
    assert [each["kind"] for each in closed.json["events"]] == ["raised", "acknowledged", "closed"]
    assert [again.status_code, reopened.status_code] == [409, 409]
    assert told(work, town)["daughter"] == ["rings", "taken", "closed"]
    sealed = work.session.scalars(select(CareAlarm.closing_note_sealed)).one()
    assert sealed is not None
    assert "扶起".encode() not in sealed


def test_who_closes_what_still_rings_has_answered_it(as_daughter: ApiClient, alarm: CareAlarm) -> None:
    closed = as_daughter.post(f"/care/alarms/{alarm.id}/close", {"outcome": "family_came"})

    assert closed.json["answered_at"] == closed.json["closed_at"] == closed.json["acknowledged_at"]
    assert [each["kind"] for each in closed.json["events"]] == ["raised", "acknowledged", "closed"]


def test_the_elder_sees_it_and_neither_answers_nor_closes_it(as_elder: ApiClient, alarm: CareAlarm) -> None:
    path = f"/care/alarms/{alarm.id}"

    seen = as_elder.get(path)

    assert (seen.json["note"], seen.json["contacts"]) == ("起不来", [])
    assert as_elder.post(f"{path}/acknowledge").status_code == 403
    assert as_elder.post(f"{path}/close", {"outcome": "false_alarm"}).status_code == 403


def test_who_has_no_business_with_it_does_not_find_it(
    app: Flask,
    work: UnitOfWork,
    alarm: CareAlarm,
    as_staff: Speak,
    other_worker: ApiClient,
    dispatcher: ApiClient,
) -> None:
    neighbour = accounts.resident_account(work, residents.resident(work, regions.GRID).id)
    path = f"/care/alarms/{alarm.id}"
    for client in (accounts.client_of(app, work, neighbour), other_worker, dispatcher):
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/acknowledge").status_code == 404
        assert client.post(f"{path}/close", {"outcome": "other"}).status_code == 404
        assert client.get("/care/alarms").json["items"] == []
    for_rooms = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.ROOMS])
    for client in (
        for_rooms,
        as_staff(Role.ASSESSOR, regions.DISTRICT),
        as_staff(Role.AUDITOR, functions=()),
    ):
        assert client.get(path).status_code == 403
        assert client.get("/care/alarms").status_code == 403


def test_a_proxy_whose_proxy_ended_sees_it_no_more(
    as_daughter: ApiClient, work: UnitOfWork, alarm: CareAlarm
) -> None:
    before = as_daughter.get(f"/care/alarms/{alarm.id}").status_code
    work.session.scalars(select(Proxy)).one().status = ProxyStatus.REVOKED
    work.session.flush()

    assert before == 200
    assert as_daughter.get(f"/care/alarms/{alarm.id}").status_code == 404
    assert as_daughter.post(f"/care/alarms/{alarm.id}/acknowledge").status_code == 404


def test_workers_see_whom_to_call_and_how_often_it_was_nothing(
    as_worker: ApiClient, work: UnitOfWork, town: Town
) -> None:
    row = request(work, town.elder, [care.service(work)], status=RequestStatus.SUBMITTED)
    body = b'{"contacts": [{"name": "\xe5\xbc\xa0\xe9\x98\xbf\xe5\xa7\xa8", "phone": "13800010009"}]}'
    row.details_sealed = work.house.cipher.encrypt(body.decode(), bound_to=f"care_requests.details:{row.id}")
    work.session.flush()
    for minutes in (0, 60, 60 * 24 * 31):
        old = alarms.alarm(work, town.elder, AlarmKind.OTHER)
        old.status, old.outcome, old.next_step_at = AlarmStatus.CLOSED, "false_alarm", None
        old.closed_at = work.now - timedelta(minutes=minutes)
        work.session.flush()

    alarm = alarms.alarm(work, town.elder)
    seen = as_worker.get(f"/care/alarms/{alarm.id}").json
    listed = as_worker.get("/care/alarms?status=ringing").json["items"]

    assert seen["contacts"] == [{"name": "张阿姨", "relation": None, "phone": "13800010009"}]
    assert seen["recent_false_alarms"] == 2
    assert [(each["id"], each["recent_false_alarms"]) for each in listed] == [(str(alarm.id), 2)]
    assert [(each["name"], each["whom"], each["step"]) for each in seen["rings"]] == [
        ("王晓岚", "contacts", 0)
    ]


def test_reading_is_noted_with_whom_staff_read_of(
    as_worker: ApiClient, as_daughter: ApiClient, work: UnitOfWork, town: Town, alarm: CareAlarm
) -> None:
    for client in (as_worker, as_daughter):
        client.get(f"/care/alarms/{alarm.id}")
        client.get("/care/alarms")

    read = [
        (each.action, each.account_id, each.people)
        for each in work.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        if each.people
    ]
    assert read == [
        ("get_care_alarm", town.worker.id, [town.elder.id]),
        ("list_care_alarms", town.worker.id, [town.elder.id]),
    ]


def test_lists_are_narrowed_and_paged(
    app: Flask, as_worker: ApiClient, work: UnitOfWork, town: Town, clock: StoppedClock
) -> None:
    other = residents.resident(work, regions.COMMUNITY)
    first = alarms.alarm(work, town.elder)
    clock.move(days=1)
    work.now = clock.now()
    second = alarms.alarm(work, other, AlarmKind.UNWELL)
    client = log_in_now(app, work, town.worker)

    def ids(query: str) -> list[str]:
        return [each["id"] for each in client.get(f"/care/alarms?{query}").json["items"]]

    page = client.get("/care/alarms?limit=1").json
    assert [each["id"] for each in page["items"]] == [str(second.id)]
    assert ids(f"limit=1&cursor={page['next_cursor']}") == [str(first.id)]
    assert ids(f"elder_id={other.id}") == [str(second.id)]
    assert ids(f"region_code={regions.GRID}") == [str(first.id)]
    assert ids("from=2026-03-03") == [str(second.id)]
    assert ids("to=2026-03-02") == [str(first.id)]
    assert ids("status=closed") == []


def test_one_alarm_has_an_etag(as_worker: ApiClient, alarm: CareAlarm) -> None:
    seen = as_worker.get(f"/care/alarms/{alarm.id}")
    same = as_worker.get(f"/care/alarms/{alarm.id}", headers={"If-None-Match": seen.headers["ETag"]})
    as_worker.post(f"/care/alarms/{alarm.id}/acknowledge")
    changed = as_worker.get(f"/care/alarms/{alarm.id}", headers={"If-None-Match": seen.headers["ETag"]})

    assert (same.status_code, changed.status_code) == (304, 200)
