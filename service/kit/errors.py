"""How every domain refuses: one class per code, told as an RFC 9457 problem in both languages."""

from typing import ClassVar

from service.kit.texts import Language, Text, said


class DomainError(Exception):
    """A refusal. Subclasses name the `code`, the HTTP `status` and what people read."""

    code: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[Text]
    detail: ClassVar[Text | None] = None

    def __init__(self, *, field: str | None = None, retry_after: int | None = None, **facts: object) -> None:
        """`field` is the dotted name of the input at fault; `facts` fill the detail; `retry_after` is in seconds."""
        super().__init__(self.code)
        self.field = field
        self.retry_after = retry_after
        self.facts = facts

    def tell(self, language: Language) -> str | None:
        """What went wrong this time, in one sentence."""
        if self.detail is None:
            return None
        return self.detail.in_language(
            language, {name: said(fact, language) for name, fact in self.facts.items()}
        )


class BadRequest(DomainError):
    code = "bad_request"
    status = 400
    title = Text("无法读取请求", "The request can not be read")


class Unauthenticated(DomainError):
    code = "unauthenticated"
    status = 401
    title = Text("请先登录", "Please log in")
    detail = Text(
        "登录状态无效或已过期，请重新登录。", "The login is missing, invalid or over. Please log in again."
    )


class Forbidden(DomainError):
    code = "forbidden"
    status = 403
    title = Text("没有权限", "Not allowed")
    detail = Text("您的职责或身份不允许这项操作。", "Your duties or your account do not allow this.")


class OutOfScope(Forbidden):
    code = "out_of_scope"
    title = Text("不在您的范围内", "Outside your scope")
    detail = Text("该地区或对象不在您的范围内。", "That place or person lies outside your scope.")


class NotFound(DomainError):
    code = "not_found"
    status = 404
    title = Text("未找到", "Not found")
    detail = Text("没有这项内容，或您无权查看。", "It does not exist, or is not yours to see.")


class Conflict(DomainError):
    code = "conflict"
    status = 409
    title = Text("与当前状态冲突", "Conflicts with the present state")


class AlreadyThere(Conflict):
    code = "already_there"
    title = Text("已经存在", "Already there")
    detail = Text("同样的内容已经存在。", "The same thing is already there.")


class WrongState(Conflict):
    code = "wrong_state"
    title = Text("当前状态不允许此操作", "Not possible in this state")
    detail = Text("当前状态为“{state}”，不能这样操作。", "It is “{state}” now; that can not be done.")


class IdempotencyInProgress(Conflict):
    code = "idempotency_in_progress"
    title = Text("同一请求正在处理", "The same request is still running")
    detail = Text("请稍候再试。", "Please try again in a moment.")

    def __init__(self) -> None:
        super().__init__(retry_after=1)


class Stale(DomainError):
    code = "stale"
    status = 412
    title = Text("内容已被他人修改", "Changed in the meantime")
    detail = Text("请重新读取后再修改。", "Read it again, then change it.")


class PreconditionRequired(DomainError):
    code = "precondition_required"
    status = 428
    title = Text("缺少 If-Match", "If-Match is missing")
    detail = Text("修改或删除时必须带上 If-Match。", "A change or deletion needs If-Match.")


class MethodNotAllowed(DomainError):
    code = "method_not_allowed"
    status = 405
    title = Text("不支持这种方法", "This method is not allowed here")


class TooLarge(DomainError):
    code = "too_large"
    status = 413
    title = Text("请求内容过大", "Too large")


class UnsupportedMediaType(DomainError):
    code = "unsupported_media_type"
    status = 415
    title = Text("不支持的内容类型", "Unsupported media type")


class Unprocessable(DomainError):
    code = "unprocessable"
    status = 422
    title = Text("内容有误", "Well-formed but wrong")


class InvalidInput(Unprocessable):
    """Several fields are wrong; `errors` maps their dotted names to a text each."""

    code = "invalid_input"
    title = Text("填写的内容有误", "The input is not valid")

    def __init__(self, errors: dict[str, Text]) -> None:
        super().__init__()
        self.errors = errors


class IdempotencyKeyReused(Unprocessable):
    code = "idempotency_key_reused"
    title = Text("Idempotency-Key 已用于其他请求", "The Idempotency-Key belongs to another request")


class TooManyRequests(DomainError):
    code = "too_many_requests"
    status = 429
    title = Text("请求过于频繁", "Too many requests")
    detail = Text("请稍候再试。", "Please try again later.")


class Unavailable(DomainError):
    code = "unavailable"
    status = 503
    title = Text("服务暂时不可用", "Temporarily unavailable")
    detail = Text("请稍候再试，您的请求没有被处理。", "Please try again shortly; nothing was done.")


class InternalError(DomainError):
    """Ours, never the client's: a fault that the log tells with the same request id."""

    code = "internal_error"
    status = 500
    title = Text("系统出错了", "Something went wrong on our side")
    detail = Text("我们已记录这个错误，请稍后再试。", "It has been logged; please try again later.")


def known_errors() -> dict[str, type[DomainError]]:
    """Every refusal there is, by code."""
    found: dict[str, type[DomainError]] = {}
    pending = list(DomainError.__subclasses__())
    while pending:
        error = pending.pop()
        pending.extend(error.__subclasses__())
        if "code" in error.__dict__:
            found[error.code] = error
    return found


def title_of(code: str) -> Text | None:
    """What a refusal is called that is kept by its code; None for a code that is no more."""
    known = known_errors().get(code)
    return known.title if known else None
