"""What is said to people about entitlements; never what somebody wrote, and of a stay in hospital only to staff."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

APPLIED = SpokenText(
    "elderly_care.entitlement_applied",
    title=Text("补贴申请已提交", "Your application was handed in"),
    body=Text(
        "“{scheme}”的申请已提交，镇街将在 {due_on} 前审核。",
        "Your application for “{scheme}” was handed in; the street checks it by {due_on}.",
    ),
)
APPLIED_INCOMPLETE = SpokenText(
    "elderly_care.entitlement_applied_incomplete",
    title=Text("补贴申请已提交，还缺材料", "Your application was handed in; something is missing"),
    body=Text(
        "“{scheme}”的申请已提交，还缺：{missing}。请联系社区办理，镇街将在 {due_on} 前审核。",
        "Your application for “{scheme}” was handed in. Missing: {missing}; your community helps. The street checks by {due_on}.",
    ),
)
TO_CHECK = SpokenText(
    "elderly_care.entitlement_to_check",
    title=Text("有一件补贴申请待审核", "An application waits to be checked"),
    body=Text(
        "{elder} 申请“{scheme}”，请在 {due_on} 前审核。",
        "{elder} applies for “{scheme}”; check it by {due_on}.",
    ),
)
CHECKED = SpokenText(
    "elderly_care.entitlement_checked",
    title=Text("补贴申请已审核", "Your application was checked"),
    body=Text(
        "“{scheme}”的申请已由镇街审核：{opinion}。",
        "The street has checked your application for “{scheme}”: {opinion}.",
    ),
)
PUBLICISED = SpokenText(
    "elderly_care.entitlement_publicised",
    title=Text("补贴申请已公示", "Your application is publicised"),
    body=Text(
        "“{scheme}”的申请自 {first} 起公示至 {last}，只显示社区和隐去名字的姓氏。",
        "Your application for “{scheme}” is public from {first} until {last}, with your community and a masked name.",
    ),
)
PUBLICISED_HERE = SpokenText(
    "elderly_care.entitlement_publicised_here",
    title=Text("本社区有一项补贴公示", "A publication in your community"),
    body=Text(
        "{elder} 的“{scheme}”自 {first} 起公示至 {last}，请张贴并登记异议。",
        "{elder}'s “{scheme}” is public from {first} until {last}; post it, and record objections.",
    ),
)
TO_DECIDE = SpokenText(
    "elderly_care.entitlement_to_decide",
    title=Text("有一件补贴申请待决定", "An application waits for a decision"),
    body=Text(
        "{elder} 的“{scheme}”可以决定，请在 {due_on} 前办理。",
        "{elder}'s application for “{scheme}” can be decided; do so by {due_on}.",
    ),
)
GRANTED_HOURS = SpokenText(
    "elderly_care.entitlement_granted_hours",
    title=Text("补贴已核定", "Your subsidy was granted"),
    body=Text(
        "“{scheme}”每月 {amount} 小时，自 {first} 至 {last}。",
        "“{scheme}”: {amount} hours a month from {first} until {last}.",
    ),
)
GRANTED_MONEY = SpokenText(
    "elderly_care.entitlement_granted_money",
    title=Text("补贴已核定", "Your subsidy was granted"),
    body=Text(
        "“{scheme}”每月 {amount} 元，自 {first} 至 {last}。",
        "“{scheme}”: {amount} yuan a month from {first} until {last}.",
    ),
)
REFUSED = SpokenText(
    "elderly_care.entitlement_refused",
    title=Text("补贴申请未通过", "Your application was refused"),
    body=Text(
        "“{scheme}”的申请未通过，理由可在申请中查看；不服可依法申请复议。",
        "Your application for “{scheme}” was refused; read the reasons in it. You may ask for a review by law.",
    ),
)
STOPPED = SpokenText(
    "elderly_care.entitlement_stopped",
    title=Text("补贴已停发", "Your subsidy was stopped"),
    body=Text(
        "“{scheme}”自 {stopped_from} 起停发：{reason}。",
        "“{scheme}” is stopped from {stopped_from}: {reason}.",
    ),
)
STOPPED_HERE = SpokenText(
    "elderly_care.entitlement_stopped_here",
    title=Text("一项补贴已停发", "A subsidy was stopped"),
    body=Text(
        "{elder} 的“{scheme}”自 {stopped_from} 起停发：{reason}。",
        "{elder}'s “{scheme}” is stopped from {stopped_from}: {reason}.",
    ),
)
WITHDRAWN = SpokenText(
    "elderly_care.entitlement_withdrawn",
    title=Text("补贴申请已撤回", "Your application was withdrawn"),
    body=Text("“{scheme}”的申请已撤回。", "Your application for “{scheme}” was withdrawn."),
)
OBJECTED = SpokenText(
    "elderly_care.entitlement_objected",
    title=Text("公示收到异议", "Somebody objects"),
    body=Text(
        "对 {elder} 的“{scheme}”公示有异议，请核实处理；处理前不能核定。",
        "Somebody objects to {elder}'s “{scheme}”; look into it. Nothing is granted before.",
    ),
)
FOUND = SpokenText(
    "elderly_care.entitlement_found",
    title=Text("补贴比对有发现", "Something was found about a subsidy"),
    body=Text(
        "{elder} 的“{scheme}”：自 {first} 起{kind}（{source}），请核实。",
        "{elder}'s “{scheme}”, from {first}: {kind} ({source}); please look into it.",
    ),
)
STOP_PROPOSED = SpokenText(
    "elderly_care.entitlement_stop_proposed",
    title=Text("建议停发一项补贴", "A subsidy should be stopped"),
    body=Text(
        "{elder} 的“{scheme}”：自 {first} 起{kind}（{source}），建议自该日停发，其后的结算应追回。",
        "{elder}'s “{scheme}”, from {first}: {kind} ({source}). Stop it from that day and recover later claims.",
    ),
)
DUE_SOON = SpokenText(
    "elderly_care.entitlement_due_soon",
    title=Text("补贴申请即将到期", "An application is due soon"),
    body=Text(
        "{elder} 的“{scheme}”（{status}）应在 {due_on} 前办理。",
        "{elder}'s application for “{scheme}” ({status}) is due by {due_on}.",
    ),
)
OVERDUE = SpokenText(
    "elderly_care.entitlement_overdue",
    title=Text("补贴申请逾期", "An application is overdue"),
    body=Text(
        "{elder} 的“{scheme}”（{status}）应在 {due_on} 前办理，已逾期，请督促。",
        "{elder}'s application for “{scheme}” ({status}) was due on {due_on}; please see to it.",
    ),
)
GRANTED_HERE = SpokenText(
    "elderly_care.entitlement_granted_here",
    title=Text("一项补贴已核定", "A subsidy was granted"),
    body=Text(
        "{elder} 的“{scheme}”已核定，自 {first} 至 {last}。",
        "{elder}'s “{scheme}” was granted from {first} until {last}.",
    ),
)
REFUSED_HERE = SpokenText(
    "elderly_care.entitlement_refused_here",
    title=Text("一件补贴申请未通过", "An application was refused"),
    body=Text("{elder} 的“{scheme}”申请未通过。", "{elder}'s application for “{scheme}” was refused."),
)
WITHDRAWN_HERE = SpokenText(
    "elderly_care.entitlement_withdrawn_here",
    title=Text("一件补贴申请已撤回", "An application was withdrawn"),
    body=Text("{elder} 的“{scheme}”申请已撤回。", "{elder}'s application for “{scheme}” was withdrawn."),
)
