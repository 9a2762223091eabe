"""How visiting care refuses."""

from service.kit.errors import Conflict, Forbidden, Unprocessable
from service.kit.texts import Text


class BeforeItsPeriod(Unprocessable):
    code = "before_its_period"
    title = Text("早于本次探访周期", "Before this visit's period")
    detail = Text(
        "该时间在上一次探访之前，请核对设备时间。",
        "That was before the visit that came before this one; check the device's clock.",
    )


class FindingsIncomplete(Unprocessable):
    code = "findings_incomplete"
    title = Text("五项检查不完整", "The five areas are not complete")
    detail = Text(
        "见到老人时五项各填一次，需关注和紧急的须写明情况；未见到或被婉拒时不填。",
        "Who met the elder tells each of the five areas once, with words where one needs attention; otherwise none.",
    )


class ImpossibleNext(Unprocessable):
    code = "impossible_next"
    title = Text("下次探访日期不对", "Not a day for the next visit")
    detail = Text(
        "须在本次走访之后、{latest} 之前（含），且只在见到老人或被婉拒后约定。",
        "It lies after this one and by {latest}, and is arranged with an elder who was met.",
    )


class OnlyCommunityLowers(Forbidden):
    code = "only_community_lowers"
    title = Text("须由社区决定", "The community decides on that")
    detail = Text(
        "网格员可以提高等级；低于规则或现有等级的，由社区决定。",
        "A grid worker may raise a grade; below what the policy asks or what holds it is the community's to set.",
    )


class ImpossibleUntil(Unprocessable):
    code = "impossible_until"
    title = Text("截止日期不对", "Not a possible last day")
    detail = Text("须晚于今天，最长 {days} 天。", "It lies after today, within {days} days.")


class RhythmsIncomplete(Unprocessable):
    code = "rhythms_incomplete"
    title = Text("频次设置不完整", "The rhythms are not whole")
    detail = Text(
        "每个等级各设一次频次，风险越高间隔越短。",
        "Each grade has one rhythm, and a higher risk never a longer one.",
    )


class RuleAsksNothing(Unprocessable):
    code = "rule_asks_nothing"
    title = Text("规则没有条件", "A rule without a condition")
    detail = Text("每条规则至少有一个标签或等级条件。", "Each rule asks for a tag or a level.")


class NotVisited(Conflict):
    code = "not_visited"
    title = Text("该老人不在探访名单", "The elder is not visited")
    detail = Text(
        "请先设置标签、评估或手工定级。", "Set a tag, have them assessed, or set a grade by hand first."
    )
