"""Devices: a key of their own, signals once each however late, trouble and silence told."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from service.elderly_care.alarms.models import AlarmRing, CareAlarm, CareDevice, DeviceSignal
from service.elderly_care.alarms.rules import AlarmKind, AlarmStatus, DeviceKind
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.alarms.conftest import RING, Town, log_in_now, rung
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, alarms, regions

SILENCE = "elderly_care.alarms.tell_of_silent_devices"


@pytest.fixture
def device(work: UnitOfWork, town: Town) -> CareDevice:
    return alarms.device(work, town.elder)


def send(
    anyone: ApiClient,
    device: CareDevice,
    clock: StoppedClock,
    event_id: str = "e1",
    event: str = "alarm",
    *,
    minutes_ago: float = 0,
    key: str = alarms.KEY,
    **more: Any,
) -> TestResponse:
    body = {"event_id": event_id, "at": clock.now() - timedelta(minutes=minutes_ago), "event": event, **more}
    headers = {"Authorization": f"Bearer {key}"}
    return anyone.post(f"/care/devices/{device.id}/signals", body, headers=headers)


def standing(work: UnitOfWork) -> list[CareAlarm]:
    return list(work.session.scalars(select(CareAlarm).order_by(CareAlarm.id)))


def troubles(work: UnitOfWork, town: Town, timetable: Timetable) -> list[tuple[str, str]]:
    timetable.deliver()
    rows = work.session.scalars(
        select(InboxMessage)
        .where(InboxMessage.text == "elderly_care.device_trouble")
        .order_by(InboxMessage.id)
    )
    return [(town.name(each.account_id), each.body_en.rpartition(": ")[2]) for each in rows]


def test_a_worker_puts_a_button_into_a_home_and_its_key_rings(
    as_worker: ApiClient, anyone: ApiClient, work: UnitOfWork, town: Town, clock: StoppedClock
) -> None:
    made = as_worker.post(
        "/care/devices",
        {"elder_id": town.elder.id, "kind": "fall_detector", "name": "卫生间", "serial": "FD-1"},
    )
    key = made.json["key"]
    told = anyone.post(
        f"/care/devices/{made.json['id']}/signals",
        {"event_id": "1", "at": clock.now(), "event": "alarm", "detail": "30 秒未起身"},
        headers={"Authorization": f"Bearer {key}"},
    )

    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert (told.status_code, told.json["replayed"]) == (201, False)
    [alarm] = standing(work)
    assert told.json["alarm_id"] == str(alarm.id)
    assert (alarm.kind, alarm.source.value, alarm.device_id) == (
        AlarmKind.FALL,
        "device",
        UUID(made.json["id"]),
    )
    assert rung(work, town) == ["daughter"]
    seen = as_worker.get(f"/care/alarms/{alarm.id}").json
    assert (seen["note"], seen["acted_by"]) == ("30 秒未起身", None)
    kept = work.session.scalars(select(CareDevice.key_hash)).one()
    assert key.encode() not in kept
    assert "key" not in as_worker.get(f"/care/devices/{made.json['id']}").json


def test_a_key_opens_its_own_device_only_and_nothing_once_it_was_taken_away(
    as_worker: ApiClient,
    anyone: ApiClient,
    work: UnitOfWork,
    town: Town,
    device: CareDevice,
    clock: StoppedClock,
) -> None:
    other = alarms.device(work, town.elder)
    other.key_hash = b"another"
    work.session.flush()
    refused = [
        send(anyone, device, clock, key="wrong"),
        send(anyone, device, clock, key=""),
        send(anyone, other, clock),
        send(as_worker, device, clock, key=str(as_worker.token)),
        anyone.post(
            f"/care/devices/{device.id}/signals", {"event_id": "1", "at": clock.now(), "event": "test"}
        ),
    ]
    elsewhere = anyone.get("/care/alarms", headers={"Authorization": f"Bearer {alarms.KEY}"})
    removed = as_worker.delete(f"/care/devices/{device.id}", etag='"1"')
    after = send(anyone, device, clock)

    assert [each.status_code for each in refused] == [401] * 5
    assert elsewhere.status_code == 401
    assert (removed.status_code, after.status_code) == (204, 401)
    assert standing(work) == []


def test_a_signal_told_twice_is_taken_once(
    anyone: ApiClient, work: UnitOfWork, town: Town, device: CareDevice, clock: StoppedClock
) -> None:
    first = send(anyone, device, clock)
    clock.move(minutes=3)
    again = send(anyone, device, clock)
    other = alarms.device(work, town.elder)
    of_another_device = send(anyone, other, clock)

    assert (again.status_code, again.json["replayed"]) == (201, True)
    assert again.json["received_at"] == first.json["received_at"]
    assert again.json["alarm_id"] == first.json["alarm_id"] == of_another_device.json["alarm_id"]
    assert of_another_device.json["replayed"] is False
    [alarm] = standing(work)
    assert alarm.repeats == 1
    assert work.session.scalar(select(func.count()).select_from(DeviceSignal)) == 2


def test_a_stuck_button_is_one_alarm_and_rings_once(
    anyone: ApiClient, work: UnitOfWork, town: Town, device: CareDevice, clock: StoppedClock
) -> None:
    answers = [send(anyone, device, clock, f"e{number}").status_code for number in range(40)]

    assert set(answers) == {201}
    [alarm] = standing(work)
    assert alarm.repeats == 39
    assert rung(work, town) == ["daughter"]


def test_what_is_told_late_rings_the_workers_and_nobody_above(
    anyone: ApiClient,
    work: UnitOfWork,
    town: Town,
    device: CareDevice,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    send(anyone, device, clock, minutes_ago=31)
    for _ in range(6):
        clock.move(minutes=5)
        timetable.run(RING)

    [alarm] = standing(work)
    assert (alarm.is_late, alarm.status) == (True, AlarmStatus.RINGING)
    assert alarm.happened_at == alarm.raised_at - timedelta(minutes=31)
    assert rung(work, town) == ["worker"] * 7


def test_just_in_time_it_rings_as_any_other(
    anyone: ApiClient, work: UnitOfWork, town: Town, device: CareDevice, clock: StoppedClock
) -> None:
    send(anyone, device, clock, minutes_ago=30)

    assert rung(work, town) == ["daughter"]


def test_a_clock_that_runs_ahead_is_no_reason_to_refuse(
    anyone: ApiClient, work: UnitOfWork, town: Town, device: CareDevice, clock: StoppedClock
) -> None:
    assert send(anyone, device, clock, minutes_ago=-60 * 24 * 365).status_code == 201
    assert rung(work, town) == ["daughter"]


def test_pressed_anew_a_late_alarm_rings_everybody(
    anyone: ApiClient,
    work: UnitOfWork,
    town: Town,
    device: CareDevice,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    send(anyone, device, clock, "old", minutes_ago=120)
    send(anyone, device, clock, "older", minutes_ago=130)
    still = rung(work, town)
    clock.move(minutes=1)
    send(anyone, device, clock, "new")
    clock.move(minutes=2)
    timetable.run(RING)

    assert still == ["worker"]
    assert rung(work, town) == ["worker", "daughter", "grid"]


def test_a_late_alarm_where_no_worker_serves_goes_up(
    anyone: ApiClient, work: UnitOfWork, town: Town, device: CareDevice, clock: StoppedClock
) -> None:
    town.worker.disabled_at = work.now
    work.session.flush()
    send(anyone, device, clock, minutes_ago=120)

    assert rung(work, town) == ["street"]


@pytest.mark.parametrize(
    ("kind", "means"),
    [
        (DeviceKind.BUTTON, AlarmKind.HELP_BUTTON),
        (DeviceKind.FALL_DETECTOR, AlarmKind.FALL),
        (DeviceKind.SMOKE, AlarmKind.FIRE_OR_GAS),
        (DeviceKind.GAS, AlarmKind.FIRE_OR_GAS),
        (DeviceKind.DOOR, AlarmKind.NO_SIGN_OF_LIFE),
        (DeviceKind.MAT, AlarmKind.NO_SIGN_OF_LIFE),
    ],
)
def test_each_device_means_its_kind_of_alarm(
    anyone: ApiClient, work: UnitOfWork, town: Town, clock: StoppedClock, kind: DeviceKind, means: AlarmKind
) -> None:
    send(anyone, alarms.device(work, town.elder, kind), clock)

    assert [alarm.kind for alarm in standing(work)] == [means]


@pytest.mark.parametrize("event", ["test", "low_battery", "offline"])
def test_other_signals_are_no_alarm_and_trouble_is_told_while_it_is_new(
    anyone: ApiClient,
    work: UnitOfWork,
    town: Town,
    device: CareDevice,
    clock: StoppedClock,
    timetable: Timetable,
    event: str,
) -> None:
    answers = [send(anyone, device, clock, f"e{number}", event) for number in range(3)]

    assert [each.json["alarm_id"] for each in answers] == [None] * 3
    assert standing(work) == []
    words = {"test": [], "low_battery": [("worker", "low battery.")], "offline": [("worker", "offline.")]}
    assert troubles(work, town, timetable) == words[event]


def test_a_silent_device_is_told_once_until_it_is_heard_again(
    anyone: ApiClient,
    work: UnitOfWork,
    town: Town,
    device: CareDevice,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    removed = alarms.device(work, town.elder)
    removed.removed_at = work.now
    work.session.flush()

    def told(hours: float) -> int:
        clock.move(hours=hours)
        timetable.run(SILENCE)
        return len(troubles(work, town, timetable))

    counts = [told(26), told(0.5), told(24), told(24)]
    send(anyone, device, clock, "back", "test")
    counts += [told(26), told(0.5), told(10)]

    assert counts == [0, 1, 1, 1, 1, 2, 2]
    assert troubles(work, town, timetable) == [("worker", "not heard of for long.")] * 2


def test_a_device_moves_with_its_elder_and_rings_where_it_hangs_when_they_are_gone(
    anyone: ApiClient, work: UnitOfWork, town: Town, device: CareDevice, clock: StoppedClock
) -> None:
    there = accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
    town.elder.region_code = regions.OTHER_COMMUNITY
    work.session.flush()
    send(anyone, device, clock, "moved", "test")
    work.session.expire(device)
    followed = device.region_code
    town.elder.region_code = None
    work.session.flush()
    told = send(anyone, device, clock, "alarm", minutes_ago=60)

    assert followed == regions.OTHER_COMMUNITY
    assert told.status_code == 201
    assert [row.account_id for row in work.session.scalars(select(AlarmRing))] == [there.id]


def test_only_workers_of_the_place_keep_devices(
    as_elder: ApiClient,
    as_grid: ApiClient,
    as_daughter: ApiClient,
    as_staff: Speak,
    other_worker: ApiClient,
    dispatcher: ApiClient,
    town: Town,
    device: CareDevice,
) -> None:
    body = {"elder_id": town.elder.id, "kind": "button", "name": "床头", "serial": "S-1"}
    path = f"/care/devices/{device.id}"
    for client, seen in (
        (as_elder, 200),
        (as_daughter, 200),
        (as_grid, 200),
        (other_worker, 404),
        (dispatcher, 403),
    ):
        assert client.post("/care/devices", body).status_code == 403
        assert client.get(path).status_code == seen
        assert client.delete(path).status_code == (403 if seen == 200 else seen)
    for_emergencies = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.EMERGENCY])
    assert for_emergencies.post("/care/devices", body).status_code == 201


def test_a_serial_is_in_use_once(as_worker: ApiClient, town: Town) -> None:
    body = {"elder_id": town.elder.id, "kind": "button", "name": "床头", "serial": "S-1"}
    first = as_worker.post("/care/devices", body)
    twice = as_worker.post("/care/devices", body)
    removed = as_worker.delete(f"/care/devices/{first.json['id']}", etag='"1"')
    anew = as_worker.post("/care/devices", body)

    assert (twice.status_code, twice.json["code"]) == (409, "device_on_record")
    assert (removed.status_code, anew.status_code) == (204, 201)


def test_devices_are_listed_by_home_and_place(
    app: Flask, as_worker: ApiClient, as_daughter: ApiClient, work: UnitOfWork, town: Town, device: CareDevice
) -> None:
    second = alarms.device(work, town.elder)

    first_page = as_worker.get("/care/devices?limit=1").json
    rest = as_worker.get(f"/care/devices?limit=1&cursor={first_page['next_cursor']}").json

    assert [each["id"] for each in first_page["items"] + rest["items"]] == [str(device.id), str(second.id)]
    assert len(as_daughter.get(f"/care/devices?elder_id={town.elder.id}").json["items"]) == 2
    assert as_worker.get(f"/care/devices?region_code={regions.OTHER_COMMUNITY}").json["items"] == []
    assert log_in_now(app, work, accounts.resident_account(work)).get("/care/devices").json["items"] == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"event_id": ""}, "event_id"),
        ({"event_id": "x" * 101}, "event_id"),
        ({"at": "2026-03-02T03:00:00"}, "at"),
        ({"at": None}, "at"),
        ({"event": "party"}, "event"),
        ({"detail": "x" * 201}, "detail"),
        ({"more": 1}, "more"),
    ],
)
def test_a_signal_that_is_none_is_refused_by_name(
    anyone: ApiClient, device: CareDevice, changed: dict[str, object], field: str
) -> None:
    body = {"event_id": "e1", "at": "2026-03-02T03:00:00+08:00", "event": "alarm"} | changed
    refused = anyone.post(
        f"/care/devices/{device.id}/signals", body, headers={"Authorization": f"Bearer {alarms.KEY}"}
    )

    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
