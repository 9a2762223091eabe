"""What is said to workers about visiting care: how many and whom, never what was found."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

HASTENED = SpokenText(
    "elderly_care.welfare_visit_hastened",
    title=Text("请尽快探访", "Please call on somebody soon"),
    body=Text(
        "{elder}：{change}，请在 {due_at} 前探访。", "{elder}: {change}. Please call on them by {due_at}."
    ),
)
OVERDUE = SpokenText(
    "elderly_care.welfare_visits_overdue",
    title=Text("探访逾期", "Visits are overdue"),
    body=Text(
        "有 {count} 位老人的探访已逾期，请尽快安排。",
        "The visits of {count} elders are overdue; please see to it.",
    ),
)
NOT_FOUND = SpokenText(
    "elderly_care.welfare_visit_not_found",
    title=Text("多次未见到老人", "An elder was not met again and again"),
    body=Text(
        "已 {tries} 次未见到 {elder}，请了解情况。", "{elder} was not met {tries} times; please find out why."
    ),
)
DECLINES = SpokenText(
    "elderly_care.welfare_visit_declined",
    title=Text("老人婉拒电话探访", "An elder declines calls too"),
    body=Text(
        "{elder} 不愿上门探访，电话也已婉拒，请商定怎样关心他们。",
        "{elder} wishes no visits and has declined a call too; please settle how to look after them.",
    ),
)
TO_REFER = SpokenText(
    "elderly_care.welfare_visit_to_refer",
    title=Text("探访中发现服务需求", "A visit found a need"),
    body=Text(
        "{elder} 在探访中有需求需要转介，请查看探访记录。",
        "{elder} needs something that is not yet asked for; please read the visit.",
    ),
)
