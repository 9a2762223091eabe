"""How visits and the claims of time refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class CaregiverBusy(Conflict):
    code = "caregiver_busy"
    title = Text("护理员这段时间已有安排", "The caregiver is busy then")
    detail = Text(
        "含路上时间，护理员这段时间已有其他安排。",
        "With the way there, the caregiver has something else in that time.",
    )


class ElderBusy(Conflict):
    code = "elder_busy"
    title = Text("老人这段时间已有上门", "The elder is visited then")
    detail = Text("老人这段时间已有另一次上门。", "Another visit to the elder stands in that time.")


class CaregiverAbsent(Conflict):
    code = "caregiver_absent"
    title = Text("护理员这段时间请假", "The caregiver is absent then")
    detail = Text("护理员这段时间已登记缺勤。", "An absence of the caregiver is on record in that time.")


class InARound(Conflict):
    code = "in_a_round"
    title = Text("已编入集中服务", "It belongs to a round")
    detail = Text("这次服务已编入配送或中心活动，请在那里安排。", "It is made in a round; arrange the round.")


class DayTaken(Conflict):
    code = "day_taken"
    title = Text("该次服务已有安排", "It is arranged already")
    detail = Text("这一次服务已有另一条记录。", "Another record stands for this one already.")


class SkillMissing(Unprocessable):
    code = "skill_missing"
    title = Text("护理员缺少所需技能", "A skill is missing")
    detail = Text(
        "护理员没有这项服务所需的技能：{skills}。", "The caregiver lacks what it asks for: {skills}."
    )


class CertificateExpired(Unprocessable):
    code = "certificate_expired"
    title = Text("护理员证书已过期或未登记", "No certificate holds that day")
    detail = Text(
        "上门当天，护理员的证书无效：{skills}。",
        "On the day of the visit no certificate of the caregiver holds for: {skills}.",
    )


class CaregiverRefused(Unprocessable):
    code = "caregiver_refused"
    title = Text("老人不接受这名护理员", "The elder has refused this caregiver")
    detail = Text("照护计划写明不安排这名护理员。", "The plan says that this caregiver is not to come.")


class OutsideShift(Unprocessable):
    code = "outside_shift"
    title = Text("不在护理员的班次内", "Outside the caregiver's shifts")
    detail = Text(
        "如护理员同意加班，请注明 beyond_shift。",
        "If the caregiver agrees to it, say so by beyond_shift.",
    )


class OutsidePlan(Unprocessable):
    code = "outside_plan"
    title = Text("不在照护计划期限内", "Outside the plan's term")
    detail = Text(
        "该日照护计划未开始、已暂停或已结束。",
        "The plan has not begun, is paused, or has ended on that day.",
    )


class OutsideWindow(Unprocessable):
    code = "outside_window"
    title = Text("不在约定的时段内", "Outside the agreed window")
    detail = Text(
        "请安排在约定时段内；老人同意的，当天可另定时间并注明 elder_agreed。",
        "Keep to the window; with the elder's agreement (elder_agreed) another time of that day is possible.",
    )


class OffQuarter(Unprocessable):
    code = "off_quarter"
    title = Text("开始时间须为整刻", "It begins on a quarter of an hour")
    detail = Text("请从整点、15、30 或 45 分开始。", "Begin at :00, :15, :30 or :45.")


class InThePast(Unprocessable):
    code = "in_the_past"
    title = Text("时间已过", "That time is over")
    detail = Text("不能安排到已经过去的时间。", "What is over can not be arranged any more.")


class TooManyCaregivers(Unprocessable):
    code = "too_many_caregivers"
    title = Text("护理员人数过多", "Too many caregivers")
    detail = Text("这次服务需要 {needed} 名护理员。", "It is made by {needed}.")


class TooFarToSee(Unprocessable):
    code = "too_far_to_see"
    title = Text("超出可查看的日期", "Too far ahead or too long")
    detail = Text("一次最多查看 {days} 天，且最远到 {last}。", "Ask for {days} days at most, up to {last}.")
