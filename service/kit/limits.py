"""Rate limits: per account and per address, strict on logins; counted here or in Valkey for all servers."""

import re
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, TypeVar, cast

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded

from config import Settings
from service.kit import counters  # noqa: F401 - the library finds it by its scheme
from service.kit.errors import TooManyRequests
from service.kit.problems import tell

V = TypeVar("V", bound=Callable[..., Any])

_STRICT = "strict_login"
_OF_ONE_CUSTOMER = 64
_IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 1}


def install(app: Flask, settings: Settings) -> Limiter:
    """Limit all that one caller asks for; logins, which `limit_as_login` marks, also by address and by failures."""
    shared = bool(settings.limit_storage_url)
    limiter = Limiter(
        _caller,
        app=app,
        application_limits=[settings.limit_requests],
        storage_uri=_storage(settings.limit_storage_url) if shared else "counters://",
        storage_options=dict(_IMPATIENT) if shared else {},
        in_memory_fallback_enabled=shared,
        swallow_errors=True,
        headers_enabled=False,
    )
    app.register_error_handler(RateLimitExceeded, _refuse)
    for endpoint, view in app.view_functions.items():
        if not getattr(view, _STRICT, False):
            continue
        failures = limiter.limit(settings.limit_failed_logins, key_func=caller_address, deduct_when=_failed)
        every = limiter.limit(settings.limit_logins, key_func=caller_address)
        app.view_functions[endpoint] = cast(Any, failures(every(view)))
    return limiter


def limit_as_login(view: V) -> V:
    """Mark a view as a login: counted by address, failures apart."""
    setattr(view, _STRICT, True)
    return view


def _storage(url: str) -> str:
    """The storage's address; Redis is spoken to by Valkey's client, which is the same protocol."""
    return re.sub(r"^redis(?=s?(?:\+unix)?://)", "valkey", url)


def _caller() -> str:
    claims = g.get("claims")
    return f"account:{claims['sub']}" if claims else f"address:{caller_address()}"


def caller_address() -> str:
    """Whom to count for the present request."""
    return network_of(request.remote_addr or "unknown")


def network_of(address: str) -> str:
    """Who has one IPv6 address has a whole network of them (a /64), which counts as one."""
    with suppress(ValueError):
        if isinstance(ip := ip_address(address), IPv6Address) and ip.ipv4_mapped is None:
            return str(IPv6Network((ip, _OF_ONE_CUSTOMER), strict=False))
    return address


def _failed(response: Response) -> bool:
    return response.status_code in (401, 429)


def _refuse(error: RateLimitExceeded) -> Response:
    window = error.limit.limit.get_expiry()
    return tell(TooManyRequests(retry_after=min(int(window), 60)))
