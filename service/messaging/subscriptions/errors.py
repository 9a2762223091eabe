"""How subscriptions refuse."""

from service.kit.errors import Unprocessable
from service.kit.texts import Text


class NoSuchTemplate(Unprocessable):
    code = "no_such_template"
    title = Text("没有这个订阅消息模板", "No such template")
    detail = Text("这里没有使用该订阅消息模板。", "This service does not use that template.")
