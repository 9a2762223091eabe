"""How performance refuses."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class AlreadyReplied(Conflict):
    code = "already_replied"
    title = Text("已经答复过", "It was replied to before")
    detail = Text("每个月的考核只能答复一次。", "There is one reply to each month.")


class AlreadyAppealed(Conflict):
    code = "already_appealed"
    title = Text("已经申诉过", "It was appealed against before")
    detail = Text("每个月的考核只能申诉一次。", "There is one appeal against each month.")


class TooLateForThat(Conflict):
    code = "too_late_for_that"
    title = Text("已过答复期限", "The time for a reply is over")
    detail = Text(
        "期限为考核结果公布后 {days} 天。", "It was possible for {days} days after the month was closed."
    )


class AppealTimeOver(Conflict):
    code = "appeal_time_over"
    title = Text("已过申诉期限", "The time for an appeal is over")
    detail = Text("申诉截至 {until}。", "An appeal could be made until {until}.")


class NotTheFirstVersion(Conflict):
    code = "not_the_first_version"
    title = Text("只针对月度首次结果", "Only about a month as it was closed first")
    detail = Text(
        "更正后的结果和年度结果不再答复或申诉。", "Neither corrected versions nor years are replied to."
    )


class NotLinesOfFact(Unprocessable):
    code = "not_lines_of_fact"
    title = Text("明细有误", "Not lines of this fact")
    detail = Text(
        "请选择该项事实下不利于机构的明细。", "Name lines of this fact that count against the operator."
    )


class NothingLeftOut(Unprocessable):
    code = "nothing_left_out"
    title = Text("请选择予以剔除的明细", "Say which lines are left out")
    detail = Text(
        "申诉成立时至少剔除一条；不成立时不剔除。",
        "Of an appeal that is upheld at least one line is left out, of another none.",
    )


class InspectorDecides(Conflict):
    code = "inspector_decides"
    title = Text("检查人不能裁决申诉", "Who inspected does not decide")
    detail = Text(
        "请由未参与当月检查的工作人员裁决。", "Somebody decides who did not inspect there that month."
    )


class ThresholdsOrder(Unprocessable):
    code = "thresholds_order"
    title = Text("等次分数线有误", "Not possible thresholds")
    detail = Text("优秀线须高于合格线。", "Excellent begins above passed.")
