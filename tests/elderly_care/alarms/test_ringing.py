"""The ladder on a moving clock: step by step, day and night, until somebody answers."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.alarms import actions
from service.elderly_care.alarms.models import AlarmRing, CareAlarm
from service.elderly_care.alarms.rules import AlarmKind, AlarmStatus, Whom
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.messages import ResidentDied
from service.residents.models import Proxy
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.alarms.conftest import RING, Town, log_in_now, rung
from tests.factories import accounts, alarms, regions, residents


def after(clock: StoppedClock, timetable: Timetable, minutes: float) -> None:
    """What the job does when so many minutes have gone by."""
    clock.move(minutes=minutes)
    timetable.run(RING)


def test_it_climbs_step_by_step_until_the_district_and_then_rings_there_again(
    as_elder: ApiClient, work: UnitOfWork, town: Town, clock: StoppedClock, timetable: Timetable
) -> None:
    as_elder.post("/care/alarms", {"elder_id": town.elder.id, "kind": "fall", "source": "button"})
    heard = [rung(work, town)]
    for minutes in (1.5, 0.5, 3, 5, 10, 4.5, 0.5, 5):
        after(clock, timetable, minutes)
        heard.append(rung(work, town))

    assert heard == [
        ["daughter"],
        ["daughter"],
        ["daughter", "grid"],
        ["daughter", "grid", "worker"],
        ["daughter", "grid", "worker", "street"],
        ["daughter", "grid", "worker", "street", "district"],
        ["daughter", "grid", "worker", "street", "district"],
        ["daughter", "grid", "worker", "street", "district", "district"],
        ["daughter", "grid", "worker", "street", "district", "district", "district"],
    ]


def test_each_is_told_at_night_with_the_mark_that_it_can_not_wait(
    app: Flask, work: UnitOfWork, town: Town, clock: StoppedClock, timetable: Timetable
) -> None:
    clock.move_to(clock.today_at("03:00", days=1))
    log_in_now(app, work, town.elder_account).post(
        "/care/alarms", {"elder_id": town.elder.id, "kind": "fall", "source": "button"}
    )
    after(clock, timetable, 2)
    timetable.deliver()

    told = {
        town.name(each.account_id): (each.text, each.urgent, each.title_zh)
        for each in work.session.scalars(select(InboxMessage))
    }
    assert told == {
        "elder_account": ("elderly_care.alarm_called", True, "已为您呼叫"),
        "daughter": ("elderly_care.alarm_rings", True, "紧急呼叫：跌倒"),
        "grid": ("elderly_care.alarm_rings", True, "紧急呼叫：跌倒"),
    }
    body = work.session.scalars(
        select(InboxMessage.body_zh).where(InboxMessage.account_id == town.grid.id)
    ).one()
    assert "胜利路社区第一网格的 陈**" in body


def test_the_job_run_twice_or_late_rings_each_step_once(
    work: UnitOfWork, town: Town, clock: StoppedClock, timetable: Timetable
) -> None:
    alarms.alarm(work, town.elder)
    after(clock, timetable, 12)
    at_once = rung(work, town)
    timetable.run(RING)
    work.now = clock.now()
    actions.ring_due(work)

    assert at_once == ["daughter", "grid", "worker", "street"]
    assert rung(work, town) == at_once


def test_a_step_with_nobody_lets_the_next_ring_at_once(
    work: UnitOfWork, town: Town, clock: StoppedClock, timetable: Timetable
) -> None:
    alone = residents.resident(work, regions.COMMUNITY)
    alarms.alarm(work, alone)

    # Nobody acts for her, the desk is empty, and no grid worker serves the whole community.
    assert rung(work, town) == ["worker"]
    after(clock, timetable, 9.5)
    assert rung(work, town) == ["worker"]
    after(clock, timetable, 0.5)
    assert rung(work, town) == ["worker", "street"]


def test_where_nobody_serves_at_all_it_goes_on_trying(
    work: UnitOfWork, clock: StoppedClock, timetable: Timetable
) -> None:
    nobodys = residents.resident(work, regions.OTHER_COMMUNITY)
    alarm = alarms.alarm(work, nobodys)
    assert alarm.next_step_at == clock.now() + timedelta(minutes=5)

    newcomer = accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
    after(clock, timetable, 5)

    assert [row.account_id for row in work.session.scalars(select(AlarmRing))] == [newcomer.id]


def test_the_top_without_anybody_rings_the_last_that_reaches_somebody_again(
    work: UnitOfWork, clock: StoppedClock, timetable: Timetable
) -> None:
    elder = residents.resident(work, regions.OTHER_COMMUNITY)
    worker = accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
    alarms.alarm(work, elder)
    for _ in range(4):
        after(clock, timetable, 10)

    again = work.session.scalars(select(AlarmRing).order_by(AlarmRing.rung_at)).all()
    assert {row.account_id for row in again} == {worker.id}
    assert [row.round for row in again] == [0, 1, 2, 3, 4]


def test_the_desk_is_who_is_on_duty_now_for_the_place_or_above_it(
    work: UnitOfWork, town: Town, clock: StoppedClock
) -> None:
    day, night, elsewhere, left = (accounts.staff(work, Role.STREET_STAFF, regions.STREET) for _ in range(4))
    evening = clock.today_at("17:30")
    alarms.duty(work, day, starts_at=clock.today_at("08:30"), ends_at=evening)
    alarms.duty(
        work,
        night,
        starts_at=evening - timedelta(days=7),
        ends_at=clock.today_at("08:30", days=-6),
        weekly_until=local_date(clock.now()) + timedelta(days=30),
    )
    alarms.duty(work, elsewhere, regions.OTHER_STREET, ends_at=clock.today_at("08:30", days=2))
    alarms.duty(work, left, ends_at=clock.today_at("08:30", days=2))
    left.disabled_at = work.now
    work.session.flush()

    def desk(kind: AlarmKind) -> set[object]:
        alarms.alarm(work, town.elder, kind)
        rows = work.session.execute(
            select(AlarmRing.account_id)
            .join(CareAlarm, CareAlarm.id == AlarmRing.alarm_id)
            .where(CareAlarm.kind == kind, AlarmRing.whom == Whom.DUTY_DESK)
        )
        return {row.account_id for row in rows}

    by_day = desk(AlarmKind.FALL)
    work.now = clock.today_at("23:00")
    by_night = desk(AlarmKind.UNWELL)
    work.now = clock.today_at("03:00", days=1)
    after_midnight = desk(AlarmKind.MISSING)

    assert by_day == {day.id}
    assert by_night == after_midnight == {night.id}


def test_who_has_only_emergencies_in_hand_is_rung_too_and_who_has_neither_is_not(
    work: UnitOfWork, clock: StoppedClock, timetable: Timetable
) -> None:
    elder = residents.resident(work, regions.COMMUNITY)
    for_emergencies = accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.EMERGENCY])
    accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.ROOMS])
    alarms.alarm(work, elder)

    assert [row.account_id for row in work.session.scalars(select(AlarmRing))] == [for_emergencies.id]


def test_a_proxy_who_acts_no_more_is_not_rung(work: UnitOfWork, town: Town) -> None:
    standing = work.session.scalars(select(Proxy)).one()
    standing.valid_until = local_date(work.now) - timedelta(days=1)
    work.session.flush()
    alarms.alarm(work, town.elder)

    assert rung(work, town) == ["grid"]


def test_acknowledged_and_forgotten_it_rings_from_the_start_and_who_forgot_is_rung_too(
    app: Flask, work: UnitOfWork, town: Town, clock: StoppedClock, timetable: Timetable
) -> None:
    alarm = alarms.alarm(work, town.elder)
    log_in_now(app, work, town.worker).post(f"/care/alarms/{alarm.id}/acknowledge")
    after(clock, timetable, 59)
    quiet = rung(work, town)
    after(clock, timetable, 1)
    again = log_in_now(app, work, town.worker).get(f"/care/alarms/{alarm.id}").json
    after(clock, timetable, 5)

    assert quiet == ["daughter"]
    assert (again["status"], again["acknowledged_at"], again["acknowledged_name"]) == ("ringing", None, None)
    assert again["answered_at"] == "2026-03-02T09:00:00+08:00"
    assert [each["kind"] for each in again["events"]] == ["raised", "acknowledged", "forgotten"]
    assert rung(work, town) == ["daughter", "daughter", "grid", "worker"]
    timetable.deliver()
    texts = work.session.scalars(select(InboxMessage.text).where(InboxMessage.account_id == town.worker.id))
    assert "elderly_care.alarm_rings_again" in texts.all()


def test_once_answered_or_closed_nothing_rings_any_more(
    app: Flask,
    as_worker: ApiClient,
    work: UnitOfWork,
    town: Town,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    taken = alarms.alarm(work, town.elder)
    closed = alarms.alarm(work, town.elder, AlarmKind.UNWELL)
    as_worker.post(f"/care/alarms/{taken.id}/acknowledge")
    as_worker.post(f"/care/alarms/{closed.id}/close", {"outcome": "false_alarm"})
    before = rung(work, town)
    after(clock, timetable, 30)
    log_in_now(app, work, town.worker).post(f"/care/alarms/{taken.id}/close", {"outcome": "ambulance"})
    for _ in range(3):
        after(clock, timetable, 300)

    assert rung(work, town) == before == ["daughter", "daughter"]


def test_a_changed_ladder_holds_for_what_rings_from_its_next_step_on(
    app: Flask, work: UnitOfWork, town: Town, clock: StoppedClock, timetable: Timetable
) -> None:
    district = accounts.client_of(app, work, town.district)
    alarms.alarm(work, town.elder)
    steps = [
        {"after_minutes": 0, "whom": ["contacts"]},
        {"after_minutes": 1, "whom": ["street", "grid_worker", "street"]},
    ]

    changed = district.request("PUT", "/care/alarm-steps", {"steps": steps})
    after(clock, timetable, 2)

    assert changed.json["steps"][1] == {"after_minutes": 1, "whom": ["grid_worker", "street"]}
    assert sorted(rung(work, town)) == ["daughter", "grid", "street"]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([{"after_minutes": 1, "whom": ["street"]}], "ladder_needs_steps"),
        ([{"after_minutes": 0, "whom": ["street"]}] * 2, "ladder_needs_steps"),
        ([{"after_minutes": 0, "whom": []}], "invalid_input"),
        ([{"after_minutes": -1, "whom": ["street"]}], "invalid_input"),
        ([{"after_minutes": 0, "whom": ["police"]}], "invalid_input"),
        ([], "invalid_input"),
    ],
)
def test_what_is_no_ladder_is_refused(
    district: ApiClient, worker: ApiClient, steps: list[object], code: str
) -> None:
    refused = district.request("PUT", "/care/alarm-steps", {"steps": steps})

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert [each["after_minutes"] for each in worker.get("/care/alarm-steps").json["steps"]] == [
        0,
        2,
        5,
        10,
        20,
    ]


def test_an_alarm_of_the_dead_stays_to_be_closed(
    as_worker: ApiClient, work: UnitOfWork, town: Town, clock: StoppedClock, timetable: Timetable
) -> None:
    alarm = alarms.alarm(work, town.elder)
    town.elder.status = ResidentStatus.DECEASED
    work.announce(ResidentDied(resident_id=town.elder.id))
    timetable.deliver()
    after(clock, timetable, 5)

    assert alarm.status is AlarmStatus.RINGING
    assert "worker" in rung(work, town)
    closed = as_worker.post(f"/care/alarms/{alarm.id}/close", {"outcome": "ambulance"})
    assert closed.json["status"] == "closed"
