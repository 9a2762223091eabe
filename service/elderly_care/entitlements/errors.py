"""How entitlements refuse."""

from service.kit.errors import Conflict, InvalidInput, Unprocessable
from service.kit.texts import Text


class NoSuchScheme(Unprocessable):
    code = "no_such_scheme"
    title = Text("没有这个补贴方案", "There is no such scheme")
    detail = Text("请检查方案编码。", "Please check the code of the scheme.")


class SchemeNotInForce(Unprocessable):
    code = "scheme_not_in_force"
    title = Text("补贴方案不在有效期内", "The scheme is not in force")
    detail = Text("请选择今天有效的方案。", "Choose a scheme that is in force today.")


class NotEligible(InvalidInput):
    """What the scheme asks for and the elder is not, each with its reason."""

    code = "not_eligible"
    title = Text("不符合补贴方案的条件", "The scheme is not for this elder")


class SchemeExcluded(Conflict):
    code = "scheme_excluded"
    title = Text("与已有的补贴不能同时享受", "Not beside what the elder has")
    detail = Text("老人已享受“{scheme}”，两者不能同时享受。", "The elder has “{scheme}”; nobody has both.")


class MonthOfChange(Conflict):
    code = "month_of_change"
    title = Text("同一个月只能享受一种补贴", "Nobody has both in one month")
    detail = Text(
        "“{scheme}”已覆盖 {month} 整月；请改为从其后的月份开始，或到其前的月份为止。",
        "“{scheme}” gives all of {month}; begin with a month after it, or end with one before.",
    )


class ApplicationStands(Conflict):
    code = "application_stands"
    title = Text("已有办理中的同类申请", "An application for this is under way")
    detail = Text(
        "请等待办理结果，或先撤回原申请。", "Wait for its decision, or withdraw that application first."
    )


class NotRecommended(Conflict):
    code = "not_recommended"
    title = Text("镇街审核意见为不符合", "The street did not find it met")
    detail = Text("须由区级公示或作出决定。", "The district publicises it all the same, or decides.")


class PublicationRunning(Conflict):
    code = "publication_running"
    title = Text("公示期未满", "The publication is not over")
    detail = Text(
        "公示到 {until} 结束，次日起可以决定。", "It lasts until {until}; decide from the day after."
    )


class ObjectionOpen(Conflict):
    code = "objection_open"
    title = Text("有异议尚未处理", "An objection is not settled")
    detail = Text("请先处理公示期间的异议。", "Settle the objections first.")


class ObjectionSettled(Conflict):
    code = "objection_settled"
    title = Text("该异议已处理", "That objection is settled")


class SameOfficer(Conflict):
    code = "same_officer"
    title = Text("审核人不能作出决定", "Who checked does not decide")
    detail = Text("请由另一名工作人员决定。", "Somebody else decides.")


class AssessmentMissing(Conflict):
    code = "assessment_missing"
    title = Text("缺少有效的能力评估", "There is no assessment that holds")
    detail = Text("该方案要求能力等级，请先评估。", "The scheme asks for a level; assess the elder first.")


class EntitlementOverlaps(Conflict):
    code = "entitlement_overlaps"
    title = Text("该期间已有同一补贴", "The elder has this scheme on some of these days")
    detail = Text("请先停发原补贴，再重新核定。", "Stop the other one first, then grant anew.")


class HoursOrFen(Unprocessable):
    code = "hours_or_fen"
    title = Text("请填写每月小时数或金额", "Grant hours or an amount")
    detail = Text("两者填且只填一项。", "Exactly one of both.")


class OverTheCap(Unprocessable):
    code = "over_the_cap"
    title = Text("超过方案的每月上限", "More than the scheme pays in a month")
    detail = Text("每月不超过 {cap_fen} 分。", "No more than {cap_fen} fen a month.")


class EntitlementDays(Unprocessable):
    code = "entitlement_days"
    title = Text("享受期限有误", "Not possible days")
    detail = Text(
        "开始不晚于结束，且都在方案有效期内。",
        "It ends no earlier than it begins, both while the scheme is in force.",
    )


class StopDay(Unprocessable):
    code = "stop_day"
    title = Text("停发日期有误", "Not a day to stop from")
    detail = Text(
        "须在享受期限内，且早于原停发日期。", "It is one of the days granted, before any earlier stop."
    )


class PublicationDay(Unprocessable):
    code = "publication_day"
    title = Text("公示日期有误", "Not a day to publicise from")
    detail = Text("从今天起 {days} 天内开始公示。", "It begins today or within {days} days.")


class PlaceTooSmall(Unprocessable):
    code = "place_too_small"
    title = Text("只能按社区及以上查看", "Only by community or above")
    detail = Text("公示不按网格或楼栋显示。", "What is publicised is not told by grid or building.")
