"""How alarms, desks and devices refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class ElderHasNoPlace(Conflict):
    code = "elder_has_no_place"
    title = Text("老人没有登记地区", "The elder has no place on record")
    detail = Text(
        "系统不知道该通知哪个社区，请直接拨打 110、119 或 120。",
        "There is no community to ring; please call 110, 119 or 120.",
    )


class ImpossibleDuty(Unprocessable):
    code = "impossible_duty"
    title = Text("值班时间不对", "Not a time of duty")
    detail = Text(
        "结束须晚于开始，一次值班不超过一周，每周重复的最后一天不早于第一天。",
        "It ends after it begins, lasts a week at most, and repeats until its first day or later.",
    )


class NotOnStaffThere(Unprocessable):
    code = "not_on_staff_there"
    title = Text("该账号不服务此地", "The account does not serve that place")
    detail = Text(
        "值班人员须有覆盖该地区的养老或应急职责。",
        "Who is on duty needs a duty with care or emergencies over the whole place.",
    )


class NoDeskThere(Unprocessable):
    code = "no_desk_there"
    title = Text("此地不设值班台", "No desk stands there")
    detail = Text("值班台设在区、镇街或社区。", "Desks stand in districts, streets and communities.")


class LadderNeedsSteps(Unprocessable):
    code = "ladder_needs_steps"
    title = Text("响铃梯度不完整", "The ladder is not whole")
    detail = Text(
        "须有第 0 分钟的一步，每一步的分钟数各不相同。",
        "It has a step at minute 0, and no two steps at the same minute.",
    )


class DeviceOnRecord(Conflict):
    code = "device_on_record"
    title = Text("该设备已登记", "The device is on record")
    detail = Text("同一序列号的设备已在使用。", "A device with this serial is in use already.")
