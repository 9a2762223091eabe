"""How assessments refuse."""

from service.kit.errors import Conflict, Forbidden, InvalidInput, Unprocessable
from service.kit.texts import Text


class NoSuchStandard(Unprocessable):
    code = "no_such_standard"
    title = Text("没有这个评估标准", "No such standard")
    detail = Text("系统没有这个评估标准的评分规则。", "There are no rules for this standard here.")


class ReasonNeeded(Unprocessable):
    code = "reason_needed"
    title = Text("请写明再次评估的原因", "A reason is needed")
    detail = Text(
        "距上次评估（{last}）不足 {days} 天，请在 reason_note 中写明原因。",
        "The last assessment, of {last}, is less than {days} days old; say why in reason_note.",
    )


class ImpossibleScores(InvalidInput):
    """Scores are missing or not of this scale; each item at fault is named."""


class DraftStands(Conflict):
    code = "draft_stands"
    title = Text("已有待签字的评估", "An assessment waits for its signature")
    detail = Text(
        "该老人有一份评估等待第二名评估员签字，请先签字或作废。",
        "One of this elder's waits to be signed; sign it or make it void first.",
    )


class ConflictOfInterest(Forbidden):
    code = "conflict_of_interest"
    title = Text("评估员与结果有利害关系", "The assessor gains by the result")
    detail = Text(
        "评估员一年内不得为运营机构工作，也不得评估自己或自己代办的老人。",
        "An assessor has not worked for an operator within a year, and assesses neither themself nor who they act for.",
    )


class SameAssessor(Conflict):
    code = "same_assessor"
    title = Text("须由另一名评估员办理", "Another assessor is needed")
    detail = Text(
        "评估由两名评估员签字；复评由未参与原评估的两人进行。",
        "Two sign an assessment; a review is made by two who had no part in the first.",
    )


class NotToReview(Unprocessable):
    code = "not_to_review"
    title = Text("没有可复评的评估", "Nothing to review")
    detail = Text(
        "复评须指明同一老人、有异议待处理的评估。",
        "A review names an assessment of the same elder against which an appeal is open.",
    )


class AppealStands(Conflict):
    code = "appeal_stands"
    title = Text("已有异议在处理", "An appeal is open")
    detail = Text("对该评估的异议正在处理中。", "An appeal against this assessment is being dealt with.")


class TooLateToAppeal(Conflict):
    code = "too_late_to_appeal"
    title = Text("已过异议期限", "Too late to appeal")
    detail = Text(
        "异议应在签字后 {days} 天内提出。", "An appeal is made within {days} days after the signature."
    )


class ExternalOnRecord(Conflict):
    code = "external_on_record"
    title = Text("该评估结果已登记", "This result is on record")
    detail = Text("该机构的这个编号已经登记。", "This number of this issuer has been entered already.")


class ImpossibleDay(Unprocessable):
    code = "impossible_assessment_day"
    title = Text("评估日期有误", "Not a possible day")
    detail = Text(
        "评估日期不晚于今天，本系统补录不早于 30 天前。", "Not in the future; one made here within 30 days."
    )
