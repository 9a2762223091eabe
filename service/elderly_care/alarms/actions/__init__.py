"""Raising alarms, ringing until somebody answers, closing them; the ladder, the desks and the devices."""

from service.elderly_care.alarms.actions.answering import acknowledge, close
from service.elderly_care.alarms.actions.desks import (
    add_duty,
    change_ladder,
    list_duties,
    now_on_duty,
    read_duty,
    remove_duty,
)
from service.elderly_care.alarms.actions.devices import (
    NewDevice,
    TakenSignal,
    add_device,
    remove_device,
    take_signal,
    tell_of_silence,
)
from service.elderly_care.alarms.actions.forgetting import (
    forget_closed,
    forget_duties,
    forget_person,
    forget_signals,
    one_alarm,
)
from service.elderly_care.alarms.actions.raising import hold_elder, raise_alarm, report
from service.elderly_care.alarms.actions.reading import read, read_device, read_devices, read_list
from service.elderly_care.alarms.actions.ringing import ring_due

__all__ = [
    "NewDevice",
    "TakenSignal",
    "acknowledge",
    "add_device",
    "add_duty",
    "change_ladder",
    "close",
    "forget_closed",
    "forget_duties",
    "forget_person",
    "forget_signals",
    "hold_elder",
    "list_duties",
    "now_on_duty",
    "one_alarm",
    "raise_alarm",
    "read",
    "read_device",
    "read_devices",
    "read_duty",
    "read_list",
    "remove_device",
    "remove_duty",
    "report",
    "ring_due",
    "take_signal",
    "tell_of_silence",
]
