"""How doors refuse."""

from service.kit.errors import Unprocessable
from service.kit.texts import Text


class MonthOutOfReach(Unprocessable):
    code = "month_out_of_reach"
    title = Text("不能打印该月的签到码", "That month can not be printed")
    detail = Text(
        "签到码表只能打印本月至 {last} 月的。",
        "Sheets are printed from the present month up to {last}.",
    )
