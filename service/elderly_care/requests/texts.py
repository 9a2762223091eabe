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
MOVED_HERE = SpokenText(
    "elderly_care.request_moved_here",
    title=Text("迁入老人的养老服务转入", "Care comes with an elder who moved here"),
    body=Text(
        "{elder} 现居住在您的辖区，其养老服务申请（{status}）随之转入，请接续办理。",
        "{elder} lives in your community now; their request for care ({status}) comes with them and is yours to go on with.",
    ),
)
NOT_SERVED_HERE = SpokenText(
    "elderly_care.request_moved_out_of_reach",
    title=Text(
        "迁入老人的机构不服务本社区", "The operator of an elder who moved here does not serve your community"
    ),
    body=Text(
        "{elder} 现居住在您的辖区，其养老服务申请（{status}）随之转入；所签机构的合同不服务本社区，请与老人商定由谁继续服务。",
        "{elder} lives in your community now; their request for care ({status}) comes with them. The operator's contract "
        "does not serve your community: settle with the elder who goes on.",
    ),
)
ELDER_MOVED = SpokenText(
    "elderly_care.request_elder_moved",
    title=Text("服务对象迁居", "An elder of yours has moved"),
    body=Text(
        "贵机构的一位服务对象已迁居到本区其他社区，请查看后续上门的地点和路程。",
        "An elder whom you serve lives in another community of the district now; look at where the coming visits are.",
    ),
)
NOT_ASSESSED = SpokenText(
    "elderly_care.request_not_assessed",
    title=Text("老人能力评估逾期", "An assessment is overdue"),
    body=Text(
        "{elder} 的养老服务申请（{status}）应在 {assess_by} 前补做能力评估，至今未完成，请尽快安排。",
        "{elder}'s request for care ({status}) was to be followed by an assessment by {assess_by}, which is missing; "
        "please arrange it.",
    ),
)
NOT_ASSESSED_YET = SpokenText(
    "elderly_care.request_not_assessed_yet",
    title=Text("老人能力评估逾期未办", "An assessment is still missing"),
    body=Text(
        "{elder} 的养老服务申请（{status}）应在 {assess_by} 前补做能力评估，社区已获提醒仍未完成，请督促。",
        "{elder}'s request for care ({status}) was to be followed by an assessment by {assess_by}. The community was told "
        "and it is still missing; please see to it.",
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
