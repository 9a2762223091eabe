"""How messaging refuses."""

from service.kit.errors import Unprocessable
from service.kit.texts import Text


class AlwaysOn(Unprocessable):
    code = "always_on"
    title = Text("站内消息不能关闭", "The inbox can not be switched off")
    detail = Text("站内消息是留底的渠道，始终开启。", "The inbox is the channel of record and always holds.")


class QuietHoursIncomplete(Unprocessable):
    code = "quiet_hours_incomplete"
    title = Text("免打扰时段不完整", "The quiet hours are incomplete")
    detail = Text("请同时填写开始和结束时间，或都不填。", "Give both times, or neither.")
