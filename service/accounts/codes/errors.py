"""How codes to telephones are refused."""

from service.kit.errors import NotFound, TooManyRequests, Unprocessable
from service.kit.texts import Text


class BadMobile(Unprocessable):
    code = "bad_mobile"
    title = Text("手机号有误", "Not a mobile number")
    detail = Text(
        "请填写 11 位手机号（如 13812345678），短信发不到固定电话。",
        "Give a Chinese mobile number (13812345678); a landline gets no text messages.",
    )


class WrongCode(Unprocessable):
    """Wrong, over, used, tried too often or never asked for: all look the same."""

    code = "wrong_sms_code"
    title = Text("验证码不正确", "The code is not right")
    detail = Text(
        "验证码不正确或已失效；输错五次后请重新获取。",
        "The code is wrong or no longer valid. After five wrong tries ask for a new one.",
    )


class TooManyCodes(TooManyRequests):
    code = "too_many_codes"
    title = Text("获取验证码过于频繁", "Too many codes")
    detail = Text("请稍候再获取。", "Please ask again later.")


class SmsNotOffered(NotFound):
    code = "sms_not_offered"
    title = Text("未开通短信验证码", "No text messages here")
    detail = Text(
        "本系统没有接入短信服务，请换一种方式。",
        "This service sends no text messages. Please take another way.",
    )
