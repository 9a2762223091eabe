"""Rate limits: per account and per address, strict on logins; counted here or in Valkey for all servers."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, g, request
from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from config import Settings
from service.kit.counters import Counters
from service.kit.errors import TooManyRequests

log = structlog.get_logger()
V = TypeVar("V", bound=Callable[..., Any])

_STRICT = "strict_login"
_APART = "limited_apart"
_OF_ONE_CUSTOMER = 64
_IMPATIENT = {"socket_connect_timeout": 1, "socket_timeout": 1}
_UNTIL_ASKED_AGAIN = 10.0
_LONGEST_WAIT = 60
_FAILED = frozenset({401, 429})


class Counting:
    """Fixed windows: counted in this process, or in a storage of all servers and here for as long as that is away."""

    def __init__(self, storage_url: str | None) -> None:
        self._here = FixedWindowRateLimiter(Counters())
        self._shared = (
            FixedWindowRateLimiter(storage_from_string(_storage(storage_url), **_IMPATIENT))
            if storage_url
            else None
        )
        self._away_until = 0.0

    def count(self, limits: list[RateLimitItem], *who: str) -> None:
        """Count once more for them; raises TooManyRequests beyond a limit."""
        self._ask(FixedWindowRateLimiter.hit, limits, who)

    def check(self, limits: list[RateLimitItem], *who: str) -> None:
        """Count nothing; raises TooManyRequests where one more would be beyond a limit."""
        self._ask(FixedWindowRateLimiter.test, limits, who)

    def _ask(self, allows: Callable[..., bool], limits: list[RateLimitItem], who: tuple[str, ...]) -> None:
        # Each is counted, also where one before it refuses.
        refusing = [each for each in limits if not self._allows(allows, each, who)]
        if refusing:
            raise TooManyRequests(retry_after=min(_LONGEST_WAIT, *(each.get_expiry() for each in refusing)))

    def _allows(self, allows: Callable[..., bool], limit: RateLimitItem, who: tuple[str, ...]) -> bool:
        if self._shared is not None and time.monotonic() >= self._away_until:
            try:
                return allows(self._shared, limit, *who)
            except self._shared.storage.base_exceptions:
                self._away_until = time.monotonic() + _UNTIL_ASKED_AGAIN
                log.warning("limit_storage_away")
        return allows(self._here, limit, *who)


def install(app: Flask, settings: Settings) -> None:
    """Limit all that one caller asks for, apart from it what `limit_apart` marks; logins, which `limit_as_login` marks,
    together by address and by failures.
    """
    counting = Counting(settings.limit_storage_url)
    requests, logins, failed = (
        parse_many(each)
        for each in (settings.limit_requests, settings.limit_logins, settings.limit_failed_logins)
    )
    strict = {endpoint for endpoint, view in app.view_functions.items() if getattr(view, _STRICT, False)}
    apart = {endpoint: getattr(view, _APART, None) for endpoint, view in app.view_functions.items()}

    def count() -> None:
        by = apart.get(request.endpoint or "")
        if by:
            counting.check(requests, "refused", caller_address())
        counting.count(requests, *_window(by))
        if request.endpoint in strict:
            counting.count(logins, "login", caller_address())
            counting.check(failed, "failed", caller_address())

    def count_failure(response: Response) -> Response:
        if apart.get(request.endpoint or "") and response.status_code == 401:
            with suppress(TooManyRequests):
                counting.count(requests, "refused", caller_address())
        if request.endpoint in strict and response.status_code in _FAILED:
            with suppress(TooManyRequests):
                counting.count(failed, "failed", caller_address())
        return response

    app.before_request(count)
    app.after_request(count_failure)


def limit_as_login(view: V) -> V:
    """Mark a view as a login: counted by address, failures apart."""
    setattr(view, _STRICT, True)
    return view


def limit_apart(by: str = "") -> Callable[[V], V]:
    """Mark a view that is counted apart from everything else that its caller asks for.

    With `by`, the name of a value in its path, each of these is a caller of its own, whatever its address: of an
    address only what is refused is counted.
    """

    def mark(view: V) -> V:
        setattr(view, _APART, by)
        return view

    return mark


def _storage(url: str) -> str:
    """The storage's address; Redis is spoken to by Valkey's client, which is the same protocol."""
    return re.sub(r"^redis(?=s?(?:\+unix)?://)", "valkey", url)


def _window(by: str | None) -> tuple[str, str]:
    """What is counted together with the present request."""
    if by is None:
        return "request", _caller()
    return str(request.endpoint), str((request.view_args or {})[by]) if by else _caller()


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
