"""WeChat as identity provider: a mini-program's login code becomes an openid (`jscode2session`)."""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

import structlog
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from config import Settings
from service.accounts.errors import BadLoginCode, IdentityProviderDown, LoginRefused, TooManyLoginCodes
from service.accounts.identity import Identification

log = structlog.get_logger()
# The library's log lines, warnings too, hold whole addresses, and ours carry the secret and the code.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

_PATH = "/sns/jscode2session"
_SYSTEM_BUSY = -1
_INVALID_CODE, _USED_CODE = 40029, 40163
_TOO_OFTEN, _HIGH_RISK = 45011, 40226
_TRIES, _PAUSE_SECONDS = 3, 0.2
_RETRY_AFTER_DOWN, _RETRY_AFTER_TOO_OFTEN = 10, 60
_LARGEST_ANSWER = 64 * 1024


class WeChat:
    """Asks WeChat who a login code stands for; keeps neither the code nor the session key."""

    def __init__(self, settings: Settings, pause: Callable[[float], None] = time.sleep) -> None:
        self._address = settings.wechat_base_url.rstrip("/") + _PATH
        self._credentials = {"appid": settings.wechat_app_id, "secret": settings.wechat_app_secret}
        self._pause = pause
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=settings.wechat_timeout_seconds),
            retries=False,
            maxsize=settings.database_pool_size,
        )

    def identify(self, code: str) -> Identification:
        for attempt in range(_TRIES):
            answer = self._ask(code)
            # On success the error code may be absent: only an openid tells.
            openid = answer.get("openid")
            if isinstance(openid, str) and openid:
                return Identification("wechat", openid)
            if answer.get("errcode") != _SYSTEM_BUSY:
                raise _refusal(answer.get("errcode"))
            if attempt < _TRIES - 1:
                self._pause(_PAUSE_SECONDS * 2**attempt)
        raise _refusal(_SYSTEM_BUSY)

    def close(self) -> None:
        """Let go of the connections to WeChat."""
        self._pool.clear()

    def _ask(self, code: str) -> dict[str, Any]:
        question = {**self._credentials, "js_code": code, "grant_type": "authorization_code"}
        try:
            response = self._pool.request("GET", self._address, fields=question, preload_content=False)
            try:
                body = response.read(_LARGEST_ANSWER)
            finally:
                response.release_conn()
            answer = json.loads(body) if response.status == 200 else None
        except (NewConnectionError, ConnectTimeoutError):
            # It never reached WeChat, so the code, good once, is still good; anything else is not sent again.
            return {"errcode": _SYSTEM_BUSY}
        except (HTTPError, ValueError) as error:
            # The library's messages hold the address; only what kind of error it was may be told.
            log.warning("wechat_does_not_answer", error=type(error).__name__)
            raise IdentityProviderDown(retry_after=_RETRY_AFTER_DOWN) from None
        if not isinstance(answer, dict):
            log.warning("wechat_answers_oddly", status=response.status)
            raise IdentityProviderDown(retry_after=_RETRY_AFTER_DOWN)
        return answer


def _refusal(errcode: object) -> Exception:
    if errcode in (_INVALID_CODE, _USED_CODE):
        return BadLoginCode()
    if errcode == _TOO_OFTEN:
        return TooManyLoginCodes(retry_after=_RETRY_AFTER_TOO_OFTEN)
    if errcode == _HIGH_RISK:
        return LoginRefused()
    # WeChat is busy, or our own AppID or secret is wrong: nothing the client can mend.
    log.error("wechat_refuses", errcode=errcode)
    return IdentityProviderDown(retry_after=_RETRY_AFTER_DOWN)
