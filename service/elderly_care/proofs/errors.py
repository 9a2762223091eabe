"""How proofs refuse."""

from service.kit.errors import Conflict, Forbidden, Unprocessable
from service.kit.texts import Text


class NotYourVisit(Conflict):
    code = "not_your_visit"
    title = Text("当时不是您的上门任务", "The visit was not yours then")
    detail = Text(
        "该时间这次上门不由您负责，请联系派工员补录。",
        "At that time the visit was not yours; ask the dispatcher to record it.",
    )


class WrongMode(Conflict):
    code = "wrong_mode"
    title = Text("该服务不这样留痕", "This service is proved in another way")
    detail = Text(
        "上门和电话服务签到签退；集中配送和中心服务在其班次中逐户打卡。",
        "Home visits and calls are checked in and out of; rounds and sessions are ticked off.",
    )


class NotYet(Unprocessable):
    code = "not_yet"
    title = Text("还没到服务日期", "The day of the visit has not come")
    detail = Text(
        "服务当天才能登记；提前取消请取消这次上门。",
        "This is recorded on the day; before it, cancel the visit.",
    )


class NotTheirVisit(Unprocessable):
    code = "not_their_visit"
    title = Text("该护理员当时不负责这次上门", "Not a visit of that caregiver")
    detail = Text("请选择当时负责这次上门的护理员。", "Choose a caregiver whose visit it was then.")


class NothingToAmend(Conflict):
    code = "nothing_to_amend"
    title = Text("没有可更正的记录", "There is nothing to amend")
    detail = Text(
        "还没有这项记录；漏签到签退请由派工员补录。",
        "Nothing of the kind is recorded; a mark that was forgotten is recorded by hand.",
    )


class OwnAmendment(Forbidden):
    code = "own_amendment"
    title = Text("不能审批自己提出的更正", "One's own amendment")
    detail = Text("请由机构的另一位管理员审批。", "Another manager of the operator decides on it.")


class ImpossibleAmendment(Unprocessable):
    code = "impossible_amendment"
    title = Text("更正后的时间不可能", "An impossible time")
    detail = Text(
        "签退须晚于签到，都不晚于现在，一次上门不超过 24 小时。",
        "It ends after it begins, within 24 hours and not after now.",
    )


class NoSuchCode(Unprocessable):
    code = "no_such_reason"
    title = Text("没有这种原因", "There is no such reason")
    detail = Text("每种原因只列一次。", "Each reason is listed once.")


class ImpossibleRange(Unprocessable):
    code = "impossible_range"
    title = Text("范围有误", "An impossible range")
    detail = Text(
        "下限须低于上限，每项只列一次。", "The lower end is below the upper; each vital is listed once."
    )
