"""What is said to people about their minutes."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

CREDITED = SpokenText(
    "events.hours_credited",
    title=Text("志愿时长已计入", "Your hours are credited"),
    body=Text(
        "{served_on}的服务 {minutes} 分钟，计入时间银行 {credited} 分钟。",
        "Of {minutes} minutes of service on {served_on}, {credited} are credited in the time bank.",
    ),
)
REVERSED = SpokenText(
    "events.hours_reversed",
    title=Text("志愿时长已冲正", "Hours were taken back"),
    body=Text(
        "{served_on}的 {credited} 分钟已冲正：{reason}。已扣回 {taken} 分钟，其余从以后计入的时长中扣除。",
        "The {credited} minutes of {served_on} are taken back: {reason}. {taken} are gone; the rest comes off later ones.",
    ),
)
RECEIVED = SpokenText(
    "events.minutes_received",
    title=Text("您收到了时长", "You have been given minutes"),
    body=Text("您收到 {minutes} 分钟（{how}）。", "You have been given {minutes} minutes ({how})."),
)
SENT = SpokenText(
    "events.minutes_sent",
    title=Text("时长已转出", "Minutes have left your account"),
    body=Text(
        "已从您的账户转出 {minutes} 分钟（{how}）。", "{minutes} minutes have left your account ({how})."
    ),
)
WAIVED = SpokenText(
    "events.claim_waived",
    title=Text("待扣时长已免除", "Nothing more comes off your hours"),
    body=Text("尚未扣回的 {minutes} 分钟不再扣除。", "The {minutes} minutes still due will not be taken."),
)
