"""What is said to people about plans."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

OFFERED = SpokenText(
    "elderly_care.plan_offered",
    title=Text("照护计划待您确认", "A care plan for you to agree to"),
    body=Text(
        "{operator} 为您拟好了照护计划，自 {starts_on} 起。请查看内容和费用，在 {until} 前确认或拒绝。",
        "{operator} offers a care plan that begins on {starts_on}. Look at what it says and costs, and agree or decline "
        "by {until}.",
    ),
)
AGREED = SpokenText(
    "elderly_care.plan_agreed",
    title=Text("照护计划已确认", "A care plan is agreed"),
    body=Text(
        "照护计划已确认，自 {starts_on} 起执行。", "The care plan is agreed; it holds from {starts_on}."
    ),
)
DECLINED = SpokenText(
    "elderly_care.plan_declined",
    title=Text("照护计划未获同意", "A care plan was declined"),
    body=Text(
        "老人或代办人未同意照护计划：{reason}",
        "The elder or their proxy declined the care plan: {reason}",
    ),
)
LAPSED = SpokenText(
    "elderly_care.plan_lapsed",
    title=Text("照护计划确认期已过", "The offer of a care plan has lapsed"),
    body=Text(
        "自 {starts_on} 起的照护计划未在期限内确认，已失效；原有服务照旧。",
        "The care plan from {starts_on} was not agreed to in time and has lapsed; what is served now goes on.",
    ),
)
PAUSED = SpokenText(
    "elderly_care.plan_paused",
    title=Text("照护计划暂停", "A care plan is paused"),
    body=Text(
        "照护计划自 {starts_on} 起暂停（{reason}）。",
        "The care plan is paused from {starts_on} ({reason}).",
    ),
)
RESUMED = SpokenText(
    "elderly_care.plan_resumed",
    title=Text("照护计划恢复", "A care plan goes on"),
    body=Text("照护计划自 {starts_on} 起恢复服务。", "The care plan goes on from {starts_on}."),
)
ENDS = SpokenText(
    "elderly_care.plan_ends",
    title=Text("照护计划结束", "A care plan ends"),
    body=Text(
        "照护计划于 {last_day} 结束：{reason}", "The last day of the care plan is {last_day}: {reason}"
    ),
)
HANDED_OVER = SpokenText(
    "elderly_care.plan_handed_over",
    title=Text("照护服务由接续合同继续", "Your care goes on under the next contract"),
    body=Text(
        "自 {starts_on} 起由 {operator} 继续为您服务，内容不变，价格不高于现在，您无需办理。",
        "From {starts_on} {operator} goes on with your care: the same services, at no higher price. You need do nothing.",
    ),
)
HANDOVER_OFFERED = SpokenText(
    "elderly_care.plan_handover_offered",
    title=Text("机构更换，请您确认", "Another operator: please decide"),
    body=Text(
        "现有机构服务到 {last_day}，之后拟由 {operator} 接续，需要您同意新的计划或信息提供，请尽早办理。",
        "The present operator serves until {last_day}. {operator} is to go on, for which your consent to the plan, or "
        "to passing on your data, is needed; please see to it soon.",
    ),
)
HANDOVER_TO_WATCH = SpokenText(
    "elderly_care.plan_handover_to_watch",
    title=Text("老人换机构需要跟进", "A change of operator to follow up"),
    body=Text(
        "{elder} 的照护服务将由 {operator} 自 {starts_on} 起接续，尚待老人确认，请协助。",
        "{operator} is to go on with {elder}'s care from {starts_on}; the elder has yet to agree. Please help.",
    ),
)
TAKEN_OVER = SpokenText(
    "elderly_care.plan_taken_over",
    title=Text("接续服务", "Care to go on with"),
    body=Text(
        "自 {starts_on} 起有一份照护计划由贵机构接续（{status}）。",
        "From {starts_on} you go on with a care plan ({status}).",
    ),
)
BACK_IN_QUEUE = SpokenText(
    "elderly_care.plan_back_in_queue",
    title=Text("老人需要另派机构", "An elder needs another operator"),
    body=Text(
        "{elder} 的现有服务到 {last_day} 为止（{reason}），申请已回到待分派，请尽快安排。",
        "{elder} is served until {last_day} ({reason}); the request is back in the queue. Please see to it soon.",
    ),
)
NEEDS_OTHER_OPERATOR = SpokenText(
    "elderly_care.plan_needs_other_operator",
    title=Text("您的照护服务将另行安排", "Your care is to be arranged anew"),
    body=Text(
        "现有机构服务到 {last_day} 为止（{reason}），社区正在为您安排其他机构，您也可以自己选择。",
        "The present operator serves until {last_day} ({reason}). The community arranges for another one; you may also "
        "choose one yourself.",
    ),
)
