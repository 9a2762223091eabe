"""What is open, copied, forgotten and joined of a person's alarms."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from service.elderly_care.alarms import actions
from service.elderly_care.alarms.models import AlarmEvent, AlarmRing, CareAlarm, CareDevice, DeviceSignal
from service.elderly_care.alarms.rules import AlarmKind, AlarmSource, AlarmStatus
from service.kit import personal
from service.kit.actor import SYSTEM
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from tests.client import ApiClient
from tests.elderly_care.alarms.conftest import Town
from tests.factories import alarms, regions, residents


def holding(work: UnitOfWork, name: str, town: Town) -> list[dict[str, Any]]:
    [found] = [each for each in personal.holdings() if each.name == name]
    return [dict(row) for row in found.rows(work, town.elder.id)]


def test_an_alarm_is_open_until_it_is_closed(as_worker: ApiClient, work: UnitOfWork, town: Town) -> None:
    alarm = alarms.alarm(work, town.elder)

    [matter] = personal.matters_open_for(work, [town.elder.id])
    as_worker.post(f"/care/alarms/{alarm.id}/close", {"outcome": "other"})

    assert (matter.what.zh, matter.subject) == ("紧急呼叫：跌倒（呼叫中）", alarm.id)
    assert personal.matters_open_for(work, [town.elder.id]) == []


def test_the_copy_has_what_was_said_and_the_devices(
    as_worker: ApiClient, work: UnitOfWork, town: Town
) -> None:
    alarms.device(work, town.elder)
    alarm = alarms.alarm(work, town.elder, note="起不来")
    alarms.alarm(work, town.elder, note="还是起不来")
    as_worker.post(f"/care/alarms/{alarm.id}/close", {"outcome": "other", "note": "已扶起"})
    work.session.expire_all()

    [row] = holding(work, "care_alarms", town)
    [device] = holding(work, "care_devices", town)

    assert row["repeats"] == ["还是起不来"]
    assert (row["note"], row["closing_note"], row["acknowledged_name"]) == ("起不来", "已扶起", "周社工")
    assert device["name"] == "床头呼叫按钮"


def test_an_erasure_forgets_what_was_said_and_every_name(
    as_worker: ApiClient, work: UnitOfWork, town: Town
) -> None:
    device = alarms.device(work, town.elder)
    alarm = alarms.alarm(work, town.elder, note="起不来")
    alarms.alarm(work, town.elder, note="又起不来")
    as_worker.post(f"/care/alarms/{alarm.id}/close", {"outcome": "other", "note": "已扶起"})
    work.session.expire_all()

    kept = actions.forget_person(work, town.elder.id)
    work.session.expire_all()

    assert kept
    assert (alarm.note_sealed, alarm.closing_note_sealed, alarm.closed_name) == (None, None, None)
    events = work.session.scalars(select(AlarmEvent)).all()
    assert len(events) == 4
    assert [(each.name, each.note_sealed) for each in events] == [(None, None)] * 4
    assert (device.serial, device.removed_at) == ("", work.now)


def test_an_erased_proxy_is_named_nowhere(as_daughter: ApiClient, work: UnitOfWork, town: Town) -> None:
    person = residents.resident(work, regions.COMMUNITY)
    town.daughter.resident_id = person.id
    work.session.flush()
    alarm_id = as_daughter.post(
        "/care/alarms", {"elder_id": town.elder.id, "kind": "fall", "source": "phone"}
    ).json["id"]
    as_daughter.post(f"/care/alarms/{alarm_id}/close", {"outcome": "family_came"})

    personal.erase_everywhere(work, person.id)
    work.session.expire_all()

    [alarm] = work.session.scalars(select(CareAlarm))
    assert (alarm.acted_by_name, alarm.acknowledged_name, alarm.closed_name) == (None, None, None)
    assert set(work.session.scalars(select(AlarmEvent.name))) == {None}


def test_of_two_records_merged_the_alarm_that_still_rings_goes_on_and_parting_brings_both_back(
    as_worker: ApiClient, work: UnitOfWork, town: Town
) -> None:
    twin = residents.resident(work, regions.GRID, name="陈阿婆")
    taken = alarms.alarm(work, town.elder)
    as_worker.post(f"/care/alarms/{taken.id}/acknowledge")
    ringing = alarms.alarm(work, twin)
    device = alarms.device(work, twin)
    work.session.expire_all()

    merge = merging.merge(work, town.elder.id, other_id=twin.id)
    work.session.expire_all()

    assert (taken.status, ringing.status) == (AlarmStatus.CLOSED, AlarmStatus.RINGING)
    assert (ringing.elder_id, device.elder_id) == (town.elder.id, town.elder.id)

    merging.undo(work, merge.id)
    work.session.expire_all()
    assert (taken.status, ringing.elder_id, device.elder_id) == (
        AlarmStatus.ACKNOWLEDGED,
        twin.id,
        twin.id,
    )


def test_an_alarm_for_the_record_that_gave_way_is_one_for_the_record_that_stays(
    work: UnitOfWork, town: Town
) -> None:
    twin = residents.resident(work, regions.GRID, name="陈阿婆")
    merging.merge(work, town.elder.id, other_id=twin.id)

    made = actions.raise_alarm(work, twin.id, kind=AlarmKind.FALL, source=AlarmSource.PHONE)

    assert made.elder_id == town.elder.id


def test_what_is_old_is_dropped_with_its_course_and_what_stands_never(
    as_worker: ApiClient, work: UnitOfWork, town: Town
) -> None:
    device = alarms.device(work, town.elder)
    old = alarms.alarm(work, town.elder)
    signal = DeviceSignal(
        id=work.new_id(),
        device_id=device.id,
        event_id="1",
        event="alarm",
        at=work.now,
        received_at=work.now,
        alarm_id=old.id,
    )
    work.session.add(signal)
    work.session.flush()
    as_worker.post(f"/care/alarms/{old.id}/close", {"outcome": "other"})
    standing = alarms.alarm(work, town.elder, AlarmKind.OTHER)
    later = work.now + timedelta(days=1)
    work.actor = SYSTEM

    assert [actions.forget_closed(work, later, 10), actions.forget_closed(work, later, 10)] == [1, 0]
    work.session.expire_all()
    assert work.session.scalars(select(CareAlarm.id)).all() == [standing.id]
    for table in (AlarmEvent, AlarmRing):
        assert set(work.session.scalars(select(table.alarm_id))) == {standing.id}
    assert signal.alarm_id is None
    assert actions.forget_signals(work, later, 10) == 1
    assert work.session.scalar(select(func.count()).select_from(CareDevice)) == 1


def test_rosters_of_long_ago_are_dropped(work: UnitOfWork, town: Town) -> None:
    alarms.duty(work, town.street)

    assert actions.forget_duties(work, work.now, 10) == 0
    assert actions.forget_duties(work, work.now + timedelta(days=1), 10) == 1
