"""What is said to people about copies and erasures of their data."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

COPY_READY = SpokenText(
    "residents.copy_ready",
    title=Text("您的信息副本已做好", "The copy of your data is ready"),
    body=Text("请在{expires_at}前下载，之后自动删除。", "Fetch it until {expires_at}; then it is deleted."),
)
COPY_READY_TO_HAND_OVER = SpokenText(
    "residents.copy_ready_to_hand_over",
    title=Text(
        "受托办理的信息副本已做好", "A copy of data that you asked for on behalf of somebody is ready"
    ),
    body=Text(
        "{name}的信息副本请在{expires_at}前下载并交给本人或其近亲属，之后自动删除。",
        "Fetch the copy of {name}'s data until {expires_at} and hand it to them or their kin; then it is deleted.",
    ),
)
COPY_MADE_FOR_YOU = SpokenText(
    "residents.copy_made_for_you",
    title=Text("有人为您申请了信息副本", "A copy of your data was asked for"),
    body=Text(
        "{name}受您委托申请了您的信息副本。如不属实，请告知社区。",
        "{name} has asked for a copy of your data on your behalf. If that is wrong, tell your community.",
    ),
)
ERASURE_ASKED = SpokenText(
    "residents.erasure_asked",
    title=Text("注销前请您确认", "Before your data are erased"),
    body=Text(
        "确认后，您的姓名、电话、身份证号、住址、消息和登录方式将被删除，未开始的预约将被取消，且不能恢复。"
        "依法必须保留的：{kept}。如需留存，请先申请信息副本。",
        "Once you confirm, your name, telephone, ID number, address, messages and logins are deleted and what you have"
        " booked is cancelled; that can not be undone. What the law makes us keep: {kept}. To keep a copy, ask for one"
        " first.",
    ),
)
