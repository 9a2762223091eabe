"""What is said to people about alarms and devices; what rings can not wait for the morning."""

from service.kit.cards import Card, Template
from service.kit.telling import SpokenText
from service.kit.texts import Text

_ELDER, _KIND, _PLACE = Text("{elder}", "{elder}"), Text("{kind}", "{kind}"), Text("{place}", "{place}")
_CARD = Card("alarm", {"thing1": _ELDER, "thing2": _KIND, "thing3": _PLACE})
# For family whose mini-program is closed: an SMS and a call.
_BY_TELEPHONE = Template("alarm", {"elder": _ELDER, "kind": _KIND, "place": _PLACE})

RINGS = SpokenText(
    "elderly_care.alarm_rings",
    title=Text("紧急呼叫：{kind}", "Alarm: {kind}"),
    body=Text(
        "{place}的 {elder} 需要帮助（{kind}，来自{source}）。请立即打开接警。",
        "{elder} in {place} needs help ({kind}, from {source}). Open it and answer now.",
    ),
    urgent=True,
    card=_CARD,
    sms=_BY_TELEPHONE,
    call=_BY_TELEPHONE,
)
RINGS_AGAIN = SpokenText(
    "elderly_care.alarm_rings_again",
    title=Text("紧急呼叫仍未处置：{kind}", "Alarm still open: {kind}"),
    body=Text(
        "{place}的 {elder} 在 {raised_at} 呼叫（{kind}），至今未处置。请立即打开接警。",
        "{elder} in {place} called at {raised_at} ({kind}), and it is still open. Open it and answer now.",
    ),
    urgent=True,
    card=_CARD,
    sms=_BY_TELEPHONE,
    call=_BY_TELEPHONE,
)
CALLED = SpokenText(
    "elderly_care.alarm_called",
    title=Text("已为您呼叫", "Help was called for you"),
    body=Text(
        "已收到“{kind}”的呼叫，正在通知家人和值班人员。情况危急请直接拨打 120、110 或 119。",
        "Your family and who is on duty are being told ({kind}). In danger call 120, 110 or 119 yourself.",
    ),
    urgent=True,
)
TAKEN = SpokenText(
    "elderly_care.alarm_taken",
    title=Text("已有人接警", "Somebody has answered"),
    body=Text("{elder} 的呼叫（{kind}）由 {by} 接警。", "{by} has answered {elder}'s alarm ({kind})."),
    urgent=True,
)
COMING = SpokenText(
    "elderly_care.alarm_coming",
    title=Text("已有人接警", "Somebody has answered"),
    body=Text("{by} 已接到您的呼叫（{kind}）。", "{by} has answered your alarm ({kind})."),
    urgent=True,
)
REPEATED = SpokenText(
    "elderly_care.alarm_repeated",
    title=Text("再次呼叫：{kind}", "Called again: {kind}"),
    body=Text(
        "您已接警的 {elder} 又呼叫了一次（{kind}）。",
        "{elder}, whom you answered, has called again ({kind}).",
    ),
    urgent=True,
)
CLOSED = SpokenText(
    "elderly_care.alarm_closed",
    title=Text("紧急呼叫已处置", "An alarm is closed"),
    body=Text(
        "{elder} 的呼叫（{kind}）已处置：{outcome}。", "{elder}'s alarm ({kind}) is closed: {outcome}."
    ),
)
DEVICE_TROUBLE = SpokenText(
    "elderly_care.device_trouble",
    title=Text("设备需要查看", "A device needs a look"),
    body=Text("{elder} 家的{device}“{name}”：{trouble}。", "{device} “{name}” of {elder}: {trouble}."),
)
SILENT = Text("久未上报信号", "not heard of for long")
