"""What alarms are and become, who is rung when, who is on duty, and what devices say."""

from service.elderly_care.alarms.rules.alarms import (
    MOVES,
    STANDING,
    TOLD_SOURCES,
    AlarmEventKind,
    AlarmKind,
    AlarmOutcome,
    AlarmSource,
    AlarmStatus,
    check_move,
    is_late,
)
from service.elderly_care.alarms.rules.devices import (
    ALARM_OF_DEVICE,
    DeviceKind,
    SignalEvent,
)
from service.elderly_care.alarms.rules.ladder import (
    Step,
    Whom,
    check_ladder,
    downwards,
    next_ring_at,
    steps_after,
)
from service.elderly_care.alarms.rules.rosters import DutyTime, check_duty, is_on_duty, over_at

__all__ = [
    "ALARM_OF_DEVICE",
    "MOVES",
    "STANDING",
    "TOLD_SOURCES",
    "AlarmEventKind",
    "AlarmKind",
    "AlarmOutcome",
    "AlarmSource",
    "AlarmStatus",
    "DeviceKind",
    "DutyTime",
    "SignalEvent",
    "Step",
    "Whom",
    "check_duty",
    "check_ladder",
    "check_move",
    "downwards",
    "is_late",
    "is_on_duty",
    "next_ring_at",
    "over_at",
    "steps_after",
]
