"""How plans refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class PlanStands(Conflict):
    code = "plan_stands"
    title = Text("已有照护计划", "There is a plan already")
    detail = Text("这份申请已有办理中的计划。", "A plan for this request stands already.")


class BadRecurrence(Unprocessable):
    code = "bad_recurrence"
    title = Text("重复规则有误", "Not a rule to repeat by")
    detail = Text("重复规则：{reason}", "The rule to repeat by: {reason}")


class BadWindow(Unprocessable):
    code = "bad_window"
    title = Text("服务时段有误", "Not a possible window")
    detail = Text(
        "时段要容得下服务时长，最晚到次日 12:00。",
        "The window is long enough for the minutes and ends by noon of the next day.",
    )


class NoPrice(Unprocessable):
    code = "no_price"
    title = Text("没有价格", "No price")
    detail = Text(
        "合同在起始日没有这项服务的价格；自费自签的要写明价格。",
        "The contract has no price for the service on the first day; a private plan names its own.",
    )


class PriceOfContract(Unprocessable):
    code = "price_of_contract"
    title = Text("价格由合同规定", "The contract sets the price")
    detail = Text("只有自签的计划可以写价格。", "Only a private plan names prices.")


class PlanDays(Unprocessable):
    code = "plan_days"
    title = Text("日期不合适", "Not possible days")
    detail = Text(
        "日期不早于今天，结束不早于开始，且在计划和合同期内。",
        "Days are not in the past, an end is not before its beginning, and all lie within plan and contract.",
    )


class NoSuchItem(Unprocessable):
    code = "no_such_item"
    title = Text("没有这一项", "No such item")
    detail = Text(
        "现行计划中没有这一项，或写了两次。", "The present plan has no such item, or it stands twice."
    )


class CaregiverUnfit(Unprocessable):
    code = "caregiver_unfit"
    title = Text("护理员有误", "Not a caregiver to name")
    detail = Text(
        "须是本机构在职的护理员，不能既优先又拒绝。",
        "It is one of the operator's own who has not left, and not both preferred and refused.",
    )


class NothingPlanned(Unprocessable):
    code = "nothing_planned"
    title = Text("计划没有服务日", "The plan has no day of service")
    detail = Text("请至少写一项服务。", "Name at least one service.")


class TextChanged(Conflict):
    code = "text_changed"
    title = Text("计划内容已变", "The text has changed")
    detail = Text("请重新阅读计划后再确认。", "Read the plan as it is offered now and then decide.")


class OfferLapsed(Conflict):
    code = "offer_lapsed"
    title = Text("确认期限已过", "The offer has lapsed")
    detail = Text("请机构重新提交计划。", "The operator offers the plan anew.")


class RevisionOpen(Conflict):
    code = "revision_open"
    title = Text("已有待确认的变更", "A change is on offer already")
    detail = Text("请先确认、拒绝或撤回它。", "Agree to it, decline it or recall it first.")


class PauseOverlap(Conflict):
    code = "pause_overlap"
    title = Text("暂停时间重叠", "Pauses overlap")
    detail = Text("这段时间已有暂停。", "Part of that time is paused already.")


class NotPaused(Conflict):
    code = "not_paused"
    title = Text("没有可结束的暂停", "Nothing to resume")
    detail = Text("那一天及以后没有暂停。", "There is no pause on that day or later.")


class ContractGone(Conflict):
    code = "contract_gone"
    title = Text("合同不再有效", "The contract holds no longer")
    detail = Text(
        "起始日不在合同期内，请改日期或改派机构。", "It does not hold on the first day of the plan."
    )
