"""What is said to people about what they wrote."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

BLOCKED = SpokenText(
    "messaging.content_blocked",
    title=Text("您写的内容未能公开", "What you wrote is not shown"),
    body=Text(
        "“{beginning}”未通过内容审核（{reason}），其他人看不到。请修改后再提交；如有异议，可向社区反映。",
        "“{beginning}” did not pass the check of contents ({reason}); nobody else sees it. Please write it otherwise; "
        "if you think that this is wrong, tell your community.",
    ),
)
PASSED = SpokenText(
    "messaging.content_passed",
    title=Text("您写的内容已公开", "What you wrote is shown now"),
    body=Text(
        "“{beginning}”经复核已通过，其他人现在可以看到。",
        "A worker has looked at “{beginning}” once more: others can see it now.",
    ),
)
