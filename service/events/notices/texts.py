"""What is said to people about notices; to residents what a notice is called, for the text itself is one tap away."""

from service.kit.cards import Card
from service.kit.telling import SpokenText
from service.kit.texts import Text

IMPORTANT = SpokenText(
    "events.notice_important",
    title=Text("重要公告", "An important notice"),
    body=Text("请查看《{title}》。", "Please read “{title}”."),
)
URGENT = SpokenText(
    "events.notice_urgent",
    title=Text("紧急公告", "An urgent notice"),
    body=Text("请立即查看《{title}》。", "Please read “{title}” now."),
    urgent=True,
)
WITHDRAWN = SpokenText(
    "events.notice_withdrawn",
    title=Text("公告已撤回", "A notice was withdrawn"),
    body=Text(
        "您看过的公告《{title}》已撤回：{reason}",
        "“{title}”, which you have read, was withdrawn: {reason}",
    ),
)
TO_REVIEW = SpokenText(
    "events.notice_to_review",
    title=Text("有公告待审核", "A notice waits for review"),
    body=Text("《{title}》已送审，请审核后发布或退回。", "“{title}” was submitted; publish or return it."),
)
RETURNED = SpokenText(
    "events.notice_returned",
    title=Text("公告被退回", "Your notice was returned"),
    body=Text("《{title}》被退回：{reason}", "“{title}” was returned: {reason}"),
)
PUBLISHED = SpokenText(
    "events.notice_published",
    title=Text("公告已发布", "Your notice was published"),
    body=Text("您写的《{title}》已发布。", "“{title}”, which you wrote, was published."),
)
TOO_LATE = SpokenText(
    "events.notice_too_late",
    title=Text("公告未能发布", "Your notice was not published"),
    body=Text(
        "《{title}》到发布时已失效，没有人看到。",
        "“{title}” was over before it could be published; nobody saw it.",
    ),
)
UNREAD = SpokenText(
    "events.notices_unread",
    title=Text("本周公告", "Notices of this week"),
    body=Text(
        "本周有 {number} 条公告您还没看。", "Notices of this week that you have not read yet: {number}."
    ),
    card=Card(
        "digest",
        {"thing1": Text("本周未读公告", "Unread notices"), "thing2": Text("{number} 条", "{number}")},
    ),
    spares_credits=True,
)
