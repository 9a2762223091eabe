"""What is said to people about visits made, late, missed or in doubt."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

SERVED = SpokenText(
    "elderly_care.visit_served",
    title=Text("服务已完成，请确认", "Please confirm a visit"),
    body=Text(
        "{at} 的{service}已完成，请确认并评价。", "{service} of {at} was done; please confirm and rate it."
    ),
)
LATE = SpokenText(
    "elderly_care.visit_late",
    title=Text("护理员还未签到", "Nobody has checked in"),
    body=Text(
        "{elder} 的{service}应于 {at} 开始，护理员还未签到，请联系。",
        "{service} for {elder} was to begin {at} and nobody has checked in; please call.",
    ),
)
UNFINISHED = SpokenText(
    "elderly_care.visit_unfinished",
    title=Text("护理员还未签退", "Nobody has checked out"),
    body=Text(
        "{elder} 在 {at} 的{service}没有签退记录，请核实并补录。",
        "{service} for {elder} of {at} has no check-out; please find out and record it.",
    ),
)
MISSED = SpokenText(
    "elderly_care.visit_missed",
    title=Text("漏访", "A visit was missed"),
    body=Text(
        "{elder} 在 {at} 的{service}无人签到，请立即联系并改期或说明原因。",
        "Nobody checked in to {service} for {elder} of {at}; call, and reschedule or explain it.",
    ),
)
MISSED_TO_ELDER = SpokenText(
    "elderly_care.visit_missed_to_elder",
    title=Text("约定的服务没有按时上门", "Nobody came"),
    body=Text(
        "约定 {at} 的{service}没有护理员签到，已通知机构尽快联系您。",
        "Nobody checked in to {service} of {at}; the operator was told to reach you.",
    ),
)
MISS_CLIMBED = SpokenText(
    "elderly_care.missed_visit_unexplained",
    title=Text("漏访未说明", "A missed visit is not explained"),
    body=Text(
        "{elder} 在 {at} 的{service}漏访，机构未改期也未说明，请督促。",
        "The operator neither rescheduled nor explained {service} for {elder} of {at}, missed; please see to it.",
    ),
)
EXPLAINED = SpokenText(
    "elderly_care.missed_visit_explained",
    title=Text("漏访的说明", "Why nobody came"),
    body=Text(
        "{at} 的{service}没有上门，机构说明：{reason}。",
        "{service} of {at} was missed; the operator says: {reason}.",
    ),
)
NOT_SERVED = SpokenText(
    "elderly_care.visit_not_served",
    title=Text("服务未进行", "A visit was not served"),
    body=Text("{at} 的{service}未进行：{reason}。", "{service} of {at} was not served: {reason}."),
)
NOT_SERVED_TO_CHECK = SpokenText(
    "elderly_care.not_served_to_check",
    title=Text("请核实未服务原因", "Please check why a visit was not served"),
    body=Text(
        "{elder} 在 {at} 的{service}未进行（{reason}），请核实。",
        "{service} for {elder} of {at} was not served ({reason}); please check.",
    ),
)
INCIDENT = SpokenText(
    "elderly_care.visit_incident",
    title=Text("服务中有情况", "An incident at a visit"),
    body=Text(
        "{elder} 在 {at} 的{service}中发生情况：{kind}。",
        "At {service} for {elder} of {at}: {kind}.",
    ),
)
INCIDENT_TO_ELDER = SpokenText(
    "elderly_care.visit_incident_to_elder",
    title=Text("服务中有情况", "An incident at a visit"),
    body=Text(
        "{at} 的{service}中护理员报告：{kind}。", "At {service} of {at} the caregiver reported: {kind}."
    ),
)
VITALS = SpokenText(
    "elderly_care.vitals_out_of_range",
    title=Text("测量值超出范围", "A measurement out of range"),
    body=Text(
        "{elder} 在 {at} 的{service}中有测量值超出关注范围，请查看。",
        "A measurement at {service} for {elder} of {at} is out of the range that is watched; please look.",
    ),
)
VITALS_TO_ELDER = SpokenText(
    "elderly_care.vitals_out_of_range_to_elder",
    title=Text("测量值超出范围", "A measurement out of range"),
    body=Text(
        "{at} 的{service}中有测量值超出关注范围，请查看并留意身体状况。",
        "A measurement at {service} of {at} is out of the range that is watched; please look.",
    ),
)
AMENDED = SpokenText(
    "elderly_care.confirmed_visit_amended",
    title=Text("已确认的服务有更正", "A confirmed visit was amended"),
    body=Text(
        "您已确认的 {at} 的{service}，机构更正了记录：{reason}。",
        "The operator amended what was recorded of {service} of {at}, confirmed already: {reason}.",
    ),
)
AMENDMENT_TO_DECIDE = SpokenText(
    "elderly_care.amendment_to_decide",
    title=Text("请审批服务记录更正", "An amendment waits for approval"),
    body=Text(
        "机构申请更正 {elder} 在 {at} 的{service}记录（{reason}），已超过期限，请审批。",
        "An operator asks to amend {service} for {elder} of {at} ({reason}) after its time; please decide.",
    ),
)
AMENDMENT_TO_DECIDE_WITHIN = SpokenText(
    "elderly_care.amendment_to_decide_within",
    title=Text("请审批本机构的服务记录更正", "An amendment of yours waits for approval"),
    body=Text(
        "本机构申请更正 {elder} {at} 的{service}记录（{reason}），已过更正期限，请由提出人以外的管理员审批。",
        "Somebody of yours asks to amend {service} for {elder} of {at} ({reason}) after its time; a manager other than who "
        "asked decides.",
    ),
)
AMENDMENT_DECIDED = SpokenText(
    "elderly_care.amendment_decided",
    title=Text("服务记录更正已审批", "An amendment was decided"),
    body=Text("{at} 的{service}记录更正：{status}。", "The amendment of {service} of {at}: {status}."),
)
