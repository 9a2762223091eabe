"""Every refusal as an RFC 9457 problem, in the language that the client asks for."""

from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, g, jsonify, render_template_string, request
from sqlalchemy import exc
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoSuchPage

from service.kit import errors
from service.kit.constraints import refusal_of
from service.kit.errors import DomainError, InvalidInput
from service.kit.texts import LANGUAGES, Language, Text
from service.kit.translations import translate

log = structlog.get_logger()

_BY_STATUS: dict[int, type[DomainError]] = {
    400: errors.BadRequest,
    401: errors.Unauthenticated,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    408: errors.BadRequest,
    413: errors.TooLarge,
    415: errors.UnsupportedMediaType,
    422: errors.Unprocessable,
    429: errors.TooManyRequests,
}
_KEPT_HEADERS = ("Allow", "Retry-After")
_UNSTORABLE = Text("含有无法保存的内容。", "Holds something that can not be stored.")
_RETRY_SECONDS = 2


def install(app: Flask) -> None:
    """Turn whatever a view raises into a problem."""
    app.register_error_handler(DomainError, tell)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(IntegrityError, _of_broken_constraint)
    app.register_error_handler(StaleDataError, lambda _: tell(errors.Stale()))
    app.register_error_handler(DataError, lambda _: tell(InvalidInput({"": _UNSTORABLE})))
    app.register_error_handler(OperationalError, _of_lost_database)
    app.register_error_handler(exc.TimeoutError, _of_lost_database)
    app.register_error_handler(DBAPIError, _of_lost_database)
    app.register_error_handler(Exception, _of_fault)
    app.add_url_rule("/problems/<code>", "problem", _explain)


def language() -> Language:
    """The client's language; Chinese when it does not say."""
    best = request.accept_languages.best_match(["zh-CN", "zh", "en"], default="zh-CN")
    return LANGUAGES[1] if best == "en" else LANGUAGES[0]


def tell(refusal: DomainError) -> Response:
    """The problem document for a refusal."""
    spoken = language()
    problem: dict[str, Any] = {
        "type": f"/problems/{refusal.code}",
        "title": refusal.title.in_language(spoken),
        "status": refusal.status,
        "code": refusal.code,
        "request_id": g.get("request_id", ""),
    }
    detail = refusal.tell(spoken)
    if detail:
        problem["detail"] = detail
    if isinstance(refusal, InvalidInput):
        problem["errors"] = {name: text.in_language(spoken) for name, text in refusal.errors.items()}
    elif refusal.field:
        problem["errors"] = {refusal.field: detail or problem["title"]}
    elif refusal.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        problem["errors"] = {}
    response = jsonify(problem)
    response.status_code = refusal.status
    response.mimetype = "application/problem+json"
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _of_http(error: HTTPException) -> Response:
    if error.response is not None and error.code is None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    if 300 <= status < 400:
        return error.get_response()  # type: ignore[return-value]
    messages = getattr(error, "data", {}).get("messages")
    refusal = (
        InvalidInput(flatten(messages))
        if status == 422 and messages
        else _BY_STATUS.get(status, errors.BadRequest)()
    )
    response = tell(refusal)
    response.status_code = status if status in _BY_STATUS else refusal.status
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            response.headers[name] = value
    return response


def flatten(messages: Any, prefix: str = "") -> dict[str, Text]:
    """webargs' nested messages as flat dotted names; the location at the top is left out."""
    if isinstance(messages, str):
        return {prefix: translate(messages)}
    if isinstance(messages, list):
        return flatten(messages[0], prefix) if messages else {}
    flat: dict[str, Text] = {}
    for name, below in messages.items():
        at_top = not prefix and name in ("json", "query", "form", "files", "headers", "path")
        hidden = at_top or name == "_schema"
        flat.update(flatten(below, prefix if hidden else f"{prefix}.{name}".lstrip(".")))
    return flat


def _of_broken_constraint(error: IntegrityError) -> Response:
    refusal = refusal_of(error)
    if refusal is None:
        return _of_fault(error)
    return tell(refusal)


def _of_lost_database(error: Exception) -> Response:
    log.warning("database_unavailable", error=type(error).__name__)
    return tell(errors.Unavailable(retry_after=_RETRY_SECONDS))


def _of_fault(error: Exception) -> Response:
    log.error("fault", error=type(error).__name__, exc_info=error)
    return tell(errors.InternalError())


def _explain(code: str) -> str:
    """What a problem's code means, for people."""
    known = errors.known_errors().get(code)
    if known is None:
        raise NoSuchPage
    return render_template_string(_PAGE, error=known)


_PAGE = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ error.title.zh }}</title>
<body style="font: 20px/1.6 sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em">
<h1>{{ error.title.zh }}</h1><p lang="en">{{ error.title.en }}</p>
{% if error.detail %}<p>{{ error.detail.zh }}</p><p lang="en">{{ error.detail.en }}</p>{% endif %}
<p><code>{{ error.code }}</code> · HTTP {{ error.status }}</p>
</body></html>
"""
