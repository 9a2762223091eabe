"""What is said to people about requests."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

TO_ACCEPT = SpokenText(
    "elderly_care.request_to_accept",
    title=Text("新的养老服务申请", "A new request for care"),
    body=Text(
        "{elder} 申请养老服务（{eligibility}），请在 {due_on} 前受理。",
        "{elder} asks for care ({eligibility}); accept or reject it by {due_on}.",
    ),
)
MOVED = SpokenText(
    "elderly_care.request_moved",
    title=Text("养老服务申请有进展", "Your request for care"),
    body=Text("您的养老服务申请：{status}。", "Your request for care: {status}."),
)
REJECTED = SpokenText(
    "elderly_care.request_rejected",
    title=Text("养老服务申请未受理", "Your request for care was rejected"),
    body=Text("未能受理您的养老服务申请：{reason}", "Your request for care was rejected: {reason}"),
)
TO_PLAN = SpokenText(
    "elderly_care.request_to_plan",
    title=Text("新派来的服务申请", "A request was assigned to you"),
    body=Text(
        "有一份养老服务申请派给贵机构，请在 {due_on} 前商定照护计划。",
        "A request for care was assigned to you; have a plan agreed by {due_on}.",
    ),
)
OVERDUE = SpokenText(
    "elderly_care.request_overdue",
    title=Text("养老服务申请超期", "A request for care is overdue"),
    body=Text(
        "{elder} 的养老服务申请（{status}）应在 {due_on} 前办理，已超期，请督促。",
        "{elder}'s request for care ({status}) was due on {due_on}; please see to it.",
    ),
)
