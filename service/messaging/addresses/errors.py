"""How e-mail addresses refuse."""

from service.kit.errors import Conflict, Forbidden, TooManyRequests, Unprocessable
from service.kit.texts import Text


class OnlyForStaff(Forbidden):
    code = "only_for_staff"
    title = Text("仅限工作人员", "For staff only")
    detail = Text("邮件通知只面向工作人员。", "Mail is for staff only.")


class EmailNotOffered(Conflict):
    code = "email_not_offered"
    title = Text("未开通邮件通知", "No mail here")
    detail = Text("本系统没有配置邮件服务器。", "No mail server is set up here.")


class WrongEmailCode(Unprocessable):
    code = "wrong_email_code"
    title = Text("验证码不正确", "The code is not right")
    detail = Text(
        "验证码不正确或已过期，请重新获取。", "The code is not right, or its time is over. Ask for another."
    )


class EmailAskedTooSoon(TooManyRequests):
    code = "email_asked_too_soon"
    title = Text("请稍后再获取验证码", "Ask for another code later")
    detail = Text("一分钟内只能获取一次验证码。", "One code a minute can be asked for.")
