"""Alarms, desks and devices over HTTP."""

from service.elderly_care.alarms.routes.alarms import alarm_steps, care_alarms
from service.elderly_care.alarms.routes.desks import duty_desks
from service.elderly_care.alarms.routes.devices import care_devices

__all__ = ["alarm_steps", "care_alarms", "care_devices", "duty_desks"]
