"""Questions about alarms, desks, devices, and how many alarms there were."""

from service.elderly_care.alarms.queries.alarms import (
    alarms,
    due,
    every_alarm_of,
    every_event_of,
    is_rung,
    ladder,
    readable,
    recent_false_alarms,
    rung_account_ids,
    standing_alarm,
    standing_alarms,
)
from service.elderly_care.alarms.queries.course import ShownAlarm, course, note_of, shown
from service.elderly_care.alarms.queries.desks import duty_roster, duty_rosters, on_duty, rosters_now
from service.elderly_care.alarms.queries.devices import (
    device,
    device_with_key,
    devices,
    every_device_of,
    held_device,
    signal,
    silent_devices,
)
from service.elderly_care.alarms.queries.figures import AlarmFigures, figures

__all__ = [
    "AlarmFigures",
    "ShownAlarm",
    "alarms",
    "course",
    "device",
    "device_with_key",
    "devices",
    "due",
    "duty_roster",
    "duty_rosters",
    "every_alarm_of",
    "every_device_of",
    "every_event_of",
    "figures",
    "held_device",
    "is_rung",
    "ladder",
    "note_of",
    "on_duty",
    "readable",
    "recent_false_alarms",
    "rosters_now",
    "rung_account_ids",
    "shown",
    "signal",
    "silent_devices",
    "standing_alarm",
    "standing_alarms",
]
