"""How changes to the ways into an account are refused."""

from service.accounts.errors import BadCredentials
from service.kit.errors import Conflict, Forbidden
from service.kit.texts import Text


class BadSmsCode(BadCredentials):
    """The same code to a client: what it sent does not say who it is."""

    detail = Text(
        "验证码不正确或已失效；输错五次后请重新获取。",
        "The code is wrong or no longer valid. After five wrong tries ask for a new one.",
    )


class LoginAgain(Forbidden):
    code = "login_again"
    title = Text("请重新登录后再操作", "Log in again first")
    detail = Text(
        "更改登录方式前须在 {minutes} 分钟内登录过，请重新登录后再试。",
        "To change the ways into your account you must have logged in within {minutes} minutes.",
    )


class IdentityElsewhere(Conflict):
    code = "identity_elsewhere"
    title = Text("已绑定另一个账号", "It belongs to another account")
    detail = Text(
        "它是另一个账号的登录方式。如果那也是您的账号且没有登记过居民信息，可以选择转到本账号；"
        "否则请先用它登录那个账号解除绑定，或联系社区工作人员。",
        "It is a way into another account. If that one is yours and nobody has registered with it, you can choose to"
        " take it over; else log in there and remove it first, or ask your community's office.",
    )


class LastWayIn(Conflict):
    code = "last_way_in"
    title = Text("这是最后一种登录方式", "It is the last way in")
    detail = Text(
        "请先绑定另一种登录方式，再解除这一种。", "Link another way to log in first, then remove this one."
    )
