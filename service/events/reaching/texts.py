"""What is said to people who have not answered a notice, and to the workers who go to them."""

from service.kit.cards import Template
from service.kit.telling import SpokenText
from service.kit.texts import Text

_TITLE = {"title": Text("{title}", "{title}")}

# What the mini-program says of it is said by notices when it is published.
TO_CONFIRM = SpokenText(
    "events.notice_to_confirm",
    title=Text("紧急公告待确认", "Confirm an urgent notice"),
    body=Text("请查看《{title}》并确认。", "Please read “{title}” and confirm it."),
    urgent=True,
    sms=Template("notice", _TITLE),
    call=Template("notice", _TITLE),
)
TO_REACH = SpokenText(
    "events.notice_to_reach",
    title=Text("有住户待触达", "Households are to be reached"),
    body=Text(
        "《{title}》：新增 {calls} 户待打电话、{visits} 户待上门。",
        "“{title}”: {calls} more to call, {visits} more to visit.",
    ),
    urgent=True,
)
