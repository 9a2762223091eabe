"""How inspections refuse."""

from service.kit.errors import Unprocessable
from service.kit.texts import Text


class InspectionDay(Unprocessable):
    code = "inspection_day"
    title = Text("检查日期有误", "Not a day for an inspection")
    detail = Text(
        "须在合同期内，且在最近 {days} 天之内，不晚于今天。",
        "It lies within the contract's term and the last {days} days, and not after today.",
    )


class AreaNotInspected(Unprocessable):
    code = "area_not_inspected"
    title = Text("问题不在检查范围内", "A finding in an area that was not looked at")
    detail = Text("每个问题须属于本次检查的一个方面。", "Each finding belongs to one of the areas looked at.")


class MendingDay(Unprocessable):
    code = "mending_day"
    title = Text("整改期限有误", "Not a day for mending it")
    detail = Text(
        "不早于今天，最长 {days} 天。", "It is today or later, within {days} days of the inspection."
    )
