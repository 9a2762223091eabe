"""What every request passes: its id and its token on the way in; headers, a log line and a count on the way out."""

import re
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, g, request
from flask_jwt_extended import decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import InvalidTokenError
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from service.kit import metrics
from service.kit.house import house_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("Cross-Origin-Resource-Policy", "same-site"),
    ("Cache-Control", "private, no-cache"),
    ("Vary", "Authorization, Accept-Language"),
)


def install(app: Flask, settings: Settings) -> None:
    """Pass every request through here, and believe as many proxies as are trusted."""
    app.wsgi_app = _with_headers(app.wsgi_app)  # type: ignore[assignment, method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.before_request(_begin)
    app.after_request(_finish)


def _with_headers(answer: "WSGIApplication") -> "WSGIApplication":
    """Give every answer the headers it does not have, where they are still plain pairs: there it costs next to nothing."""

    def answer_with_headers(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        def start_with_headers(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            told = {name.lower() for name, _ in headers}
            return start(status, headers + [each for each in _HEADERS if each[0].lower() not in told], *error)

        return answer(environ, start_with_headers)

    return answer_with_headers


def _begin() -> None:
    g.began = time.perf_counter()
    asked = request.headers.get("X-Request-ID", "")
    g.request_id = asked if _SANE_ID.fullmatch(asked) else house_of().randomness.uuid().hex
    g.claims = _claims(request.headers.get("Authorization", ""))


def _claims(header: str) -> dict[str, Any] | None:
    """What a valid access token says, or None; expiry is judged by the house's clock."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    house = house_of()
    try:
        claims = _verified(token.strip(), house.settings.secret_key)
    except (JWTExtendedException, InvalidTokenError):
        return None
    expires = claims.get("exp")
    alive = isinstance(expires, int) and expires > house.clock.now().timestamp()
    return claims if alive and claims.get("type") == "access" else None


@lru_cache(maxsize=4096)
def _verified(token: str, _secret: str) -> dict[str, Any]:
    """The claims of a rightly signed token, checked once for each secret: whether a signature is right never changes.

    Whether the login still stands is asked of the database on each request.
    """
    claims: dict[str, Any] = decode_token(token, allow_expired=True)
    return claims


def _finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    seconds = time.perf_counter() - g.began
    route = request.url_rule.rule if request.url_rule else "unknown"
    metrics.count_request(request.method, route, response.status_code, seconds)
    log.info(
        "request",
        request_id=g.request_id,
        method=request.method,
        route=route,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        account_id=str(g.account_id) if g.get("account_id") else None,
    )
    return response
