"""How the catalogue refuses."""

from service.kit.errors import Conflict, Unprocessable
from service.kit.texts import Text


class ServiceOnList(Conflict):
    code = "service_on_list"
    title = Text("服务编码已使用", "There is a service with this code")
    detail = Text(
        "请换一个编码，或修改已有的服务。", "Choose another code, or change the service that has it."
    )


class NoSuchService(Unprocessable):
    code = "no_such_service"
    title = Text("没有这项服务", "No such service")
    detail = Text(
        "服务目录中没有这项服务，或已停用。", "The catalogue has no such service, or it was withdrawn."
    )


class NeedsDays(Unprocessable):
    code = "needs_days"
    title = Text("评估期限有误", "The days do not fit the need")
    detail = Text(
        "“限期评估”要写明天数，其他不写。每种付费方式只写一次。",
        "Days belong to `within_days` and to nothing else; each payer stands once.",
    )
