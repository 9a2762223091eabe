"""How requests refuse."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class NotServedThere(Unprocessable):
    code = "not_served_there"
    title = Text("该机构不服务老人所在区域", "The operator does not serve that place")
    detail = Text(
        "请选择合同有效、服务老人所在社区的机构。",
        "Choose one whose contract holds and serves the community.",
    )


class NotVerifiedElder(Conflict):
    code = "elder_not_verified"
    title = Text("老人尚未核实", "The elder is not verified")
    detail = Text("请先由社区核实老人的登记。", "The community verifies the elder's record first.")


class RequestStands(Conflict):
    code = "request_stands"
    title = Text("已有办理中的同类申请", "A request for this is under way")
    detail = Text("同样的服务已有办理中的申请。", "One for the same services is being dealt with already.")


class StillNeedsAssessment(Conflict):
    code = "still_needs_assessment"
    title = Text("须先完成能力评估", "An assessment comes first")
    detail = Text("所申请的服务须先评估。", "What is asked for needs an assessment first.")
