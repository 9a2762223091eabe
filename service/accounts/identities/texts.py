"""What people are told when the ways into their account change."""

from service.kit.telling import SpokenText
from service.kit.texts import Text

LINKED = SpokenText(
    "accounts.identity_linked",
    title=Text("账号新增了登录方式", "A new way into your account"),
    body=Text(
        "{at}起可以用“{provider}”登录您的账号。如果不是您本人操作，请立即解除绑定并联系社区工作人员。",
        "From {at} on {provider} leads into your account. If that was not you, remove it now and tell your"
        " community's office.",
    ),
)
REMOVED = SpokenText(
    "accounts.identity_removed",
    title=Text("账号减少了登录方式", "A way into your account was removed"),
    body=Text(
        "{at}起不能再用“{provider}”登录您的账号，其他设备上的登录已退出。如果不是您本人操作，请联系社区工作人员。",
        "From {at} on {provider} no longer leads into your account, and other devices were logged out. If that was"
        " not you, tell your community's office.",
    ),
)
