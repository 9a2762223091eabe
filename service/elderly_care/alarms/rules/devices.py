"""Which devices there are, what they tell, and what their alarm means."""

from collections.abc import Mapping

from service.elderly_care.alarms.rules.alarms import AlarmKind
from service.kit.texts import Worded


class DeviceKind(Worded):
    """What a device is."""

    BUTTON = "button", "呼叫按钮", "button"
    FALL_DETECTOR = "fall_detector", "跌倒探测器", "fall detector"
    SMOKE = "smoke", "烟感", "smoke detector"
    GAS = "gas", "燃气探测器", "gas detector"
    DOOR = "door", "门磁", "door sensor"
    MAT = "mat", "床垫或地垫", "mat"


class SignalEvent(Worded):
    """What a device tells."""

    ALARM = "alarm", "报警", "alarm"
    TEST = "test", "自检", "test"
    LOW_BATTERY = "low_battery", "电量低", "low battery"
    OFFLINE = "offline", "离线", "offline"


ALARM_OF_DEVICE: Mapping[DeviceKind, AlarmKind] = {
    DeviceKind.BUTTON: AlarmKind.HELP_BUTTON,
    DeviceKind.FALL_DETECTOR: AlarmKind.FALL,
    DeviceKind.SMOKE: AlarmKind.FIRE_OR_GAS,
    DeviceKind.GAS: AlarmKind.FIRE_OR_GAS,
    DeviceKind.DOOR: AlarmKind.NO_SIGN_OF_LIFE,
    DeviceKind.MAT: AlarmKind.NO_SIGN_OF_LIFE,
}
