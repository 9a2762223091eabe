"""How complaints refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class NotTheirOperator(Unprocessable):
    code = "not_their_operator"
    title = Text("该机构没有为老人服务", "That operator does not care for the elder")
    detail = Text(
        "请选择正在或曾经为老人服务的机构；只有一家时可以不填。",
        "Name one that cares or has cared for the elder; with only one there is no need to.",
    )


class VisitOfAnother(Unprocessable):
    code = "visit_of_another"
    title = Text("不是这位老人的上门", "Not a visit of this elder")
    detail = Text("请选择这位老人的上门记录。", "Choose a visit that was made or planned for this elder.")


class ImpossibleSource(Unprocessable):
    code = "impossible_source"
    title = Text("来源不对", "Not where it came from")
    detail = Text(
        "代为登记时，请填电话或上门。", "Who enters it for somebody heard it by telephone or at the door."
    )


class NotAnsweredYet(Conflict):
    code = "not_answered_yet"
    title = Text("机构尚未答复", "The operator has not answered yet")
    detail = Text(
        "机构答复后或逾期未答复时才能办结。", "It is closed once the operator has answered or is too late."
    )


class ReopenedBefore(Conflict):
    code = "reopened_before"
    title = Text("已重新提出过一次", "It was reopened once before")
    detail = Text("每件投诉只能重新提出一次。", "A complaint is reopened once.")


class TooLateToReopen(Conflict):
    code = "too_late_to_reopen"
    title = Text("重新提出的期限已过", "Too late to reopen")
    detail = Text("办结后 {days} 天内可以重新提出。", "It is reopened within {days} days of its end.")
