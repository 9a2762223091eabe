"""What alarms and devices hold about a person: what is open, the copy, what is forgotten, and one alarm of two."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from service.elderly_care.alarms import actions, queries
from service.elderly_care.alarms.models import CareAlarm
from service.kit.merging import Changes, Pair, held, merged
from service.kit.personal import Kept, OpenMatter, copied, erased, open_matters, read_as
from service.kit.texts import Text
from service.kit.work import UnitOfWork

read_as(
    get_care_alarm=Text("查看或处置了您的一次紧急呼叫", "read or answered one of your alarms"),
    list_care_alarms=Text("查看了紧急呼叫名单，其中有您", "read a list of alarms with you on it"),
    add_care_device_for=Text("为您家登记了一个呼叫设备", "put an alarm device into your home"),
    list_care_devices=Text("查看了呼叫设备名单，其中有您家", "read a list of alarm devices with yours on it"),
    get_care_device=Text("查看了您家的呼叫设备", "read about an alarm device in your home"),
)


@open_matters
def standing_alarms(work: UnitOfWork, resident_ids: Collection[UUID]) -> Iterable[OpenMatter]:
    """Alarms that nobody has closed."""
    for alarm in queries.standing_alarms(work, resident_ids):
        kind, status = alarm.kind.words, alarm.status.words
        what = Text(f"紧急呼叫：{kind.zh}（{status.zh}）", f"Alarm: {kind.en} ({status.en})")
        yield OpenMatter(alarm.elder_id, what, alarm.raised_at, alarm.id)


@copied(
    "care_alarms",
    Text("紧急呼叫", "Alarms"),
    kind=Text("类别", "Kind"),
    source=Text("来源", "Source"),
    raised_at=Text("呼叫时间", "Raised at"),
    acknowledged_at=Text("接警时间", "Answered at"),
    acknowledged_name=Text("接警人", "Answered by"),
    closed_at=Text("处置时间", "Closed at"),
    outcome=Text("结果", "Outcome"),
    note=Text("说明", "What was said"),
    closing_note=Text("处置说明", "What was done"),
    repeats=Text("再次呼叫时的说明", "What was said when it was raised again"),
)
def care_alarms(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every alarm about the resident, the oldest first."""
    rows = queries.every_alarm_of(work, resident_id)
    events = queries.every_event_of(work, [alarm.id for alarm in rows])
    for alarm in rows:
        yield {
            "kind": alarm.kind,
            "source": alarm.source,
            "raised_at": alarm.raised_at,
            "status": alarm.status,
            "acknowledged_at": alarm.acknowledged_at,
            "acknowledged_name": alarm.acknowledged_name,
            "closed_at": alarm.closed_at,
            "outcome": alarm.outcome,
            "note": queries.note_of(work, alarm.note_sealed, f"care_alarms.note:{alarm.id}"),
            "closing_note": queries.note_of(
                work, alarm.closing_note_sealed, f"care_alarms.closing_note:{alarm.id}"
            ),
            "repeats": [
                queries.note_of(work, event.note_sealed, f"care_alarm_events.note:{event.id}")
                for event in events
                if event.alarm_id == alarm.id and event.note_sealed is not None
            ],
            "acted_by": alarm.acted_by_name,
        }


@copied(
    "care_devices",
    Text("呼叫设备", "Alarm devices"),
    kind=Text("类别", "Kind"),
    serial=Text("序列号", "Serial"),
    added_at=Text("登记时间", "Added at"),
    removed_at=Text("停用时间", "Taken away at"),
    heard_at=Text("最近一次信号", "Last heard of"),
)
def care_devices(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Every device the resident has or had, the oldest first."""
    for device in queries.every_device_of(work, resident_id):
        yield {
            "name": device.name,
            "kind": device.kind,
            "serial": device.serial,
            "added_at": device.added_at,
            "removed_at": device.removed_at,
            "heard_at": device.heard_at,
        }


@erased
def forget_alarms(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """What was said and all names go, the devices stop; that there was an alarm stays, without a name."""
    if actions.forget_person(work, resident_id):
        yield Kept(
            Text(
                "紧急呼叫的时间、类别和结果，没有姓名",
                "When alarms were raised and what came of them, without a name",
            ),
            Text("须能说明呼叫得到了处置", "It must stay known that calls for help were answered"),
        )


@held
def hold_elders(work: UnitOfWork, pair: Pair) -> None:
    """No alarm is raised for either record while they merge."""
    for elder_id in sorted((pair.kept, pair.gone)):
        actions.hold_elder(work, elder_id)


@merged(CareAlarm)
def one_alarm(changes: Changes, pair: Pair) -> None:
    """Of two alarms of one kind one goes on."""
    actions.one_alarm(changes, pair)
