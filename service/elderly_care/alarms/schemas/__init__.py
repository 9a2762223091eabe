"""The shapes of alarms, desks and devices in JSON."""

from service.elderly_care.alarms.schemas.alarms import (
    AlarmClosingSchema,
    AlarmFiguresArgumentsSchema,
    AlarmFiguresSchema,
    CareAlarmCourseSchema,
    CareAlarmFilterSchema,
    CareAlarmSchema,
    NewCareAlarmSchema,
)
from service.elderly_care.alarms.schemas.desks import (
    AlarmLadderSchema,
    DeskDutyFilterSchema,
    DeskDutySchema,
    NewDeskDutySchema,
    OnDeskDutyFilterSchema,
)
from service.elderly_care.alarms.schemas.devices import (
    CareDeviceSchema,
    DeviceFilterSchema,
    NewCareDeviceSchema,
    NewDeviceSchema,
    SignalSchema,
    TakenSignalSchema,
)

__all__ = [
    "AlarmClosingSchema",
    "AlarmFiguresArgumentsSchema",
    "AlarmFiguresSchema",
    "AlarmLadderSchema",
    "CareAlarmCourseSchema",
    "CareAlarmFilterSchema",
    "CareAlarmSchema",
    "CareDeviceSchema",
    "DeskDutyFilterSchema",
    "DeskDutySchema",
    "DeviceFilterSchema",
    "NewCareAlarmSchema",
    "NewCareDeviceSchema",
    "NewDeskDutySchema",
    "NewDeviceSchema",
    "OnDeskDutyFilterSchema",
    "SignalSchema",
    "TakenSignalSchema",
]
