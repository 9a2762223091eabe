"""WeChat as identity provider: a mini-program's login code becomes an openid (`jscode2session`)."""

import time
from collections.abc import Mapping
from typing import Any

from config import Settings
from service.accounts.errors import BadLoginCode, LoginRefused, TooManyLoginCodes
from service.accounts.identity import Door, Identification
from service.accounts.identity.calling import TRIES, Caller, Pause, Question, harmless_code
from service.kit.calling import NotReached

_PATH = "/sns/jscode2session"
_OK = 200
_SYSTEM_BUSY = -1
_INVALID_CODE, _USED_CODE = 40029, 40163
_TOO_OFTEN, _HIGH_RISK = 45011, 40226
_RETRY_AFTER_TOO_OFTEN = 60


class WeChat:
    """Asks WeChat who a login code stands for; keeps neither the code nor the session key."""

    def __init__(self, settings: Settings, pause: Pause = time.sleep) -> None:
        self._address = settings.wechat_base_url.rstrip("/") + _PATH
        self._credentials = {"appid": settings.wechat_app_id, "secret": settings.wechat_app_secret}
        self._caller = Caller(
            Door.WECHAT, settings.wechat_timeout_seconds, settings.database_pool_size, pause
        )

    def identify(self, code: str) -> Identification:
        for attempt in range(TRIES):
            answer = self._ask(code)
            # On success the error code may be absent: only an openid tells.
            openid = answer.get("openid")
            if isinstance(openid, str) and openid:
                return Identification(Door.WECHAT.value, openid)
            if answer.get("errcode") != _SYSTEM_BUSY:
                raise self._refusal(answer.get("errcode"))
            if attempt < TRIES - 1:
                self._caller.wait(attempt)
        raise self._refusal(_SYSTEM_BUSY)

    def close(self) -> None:
        """Let go of the connections to WeChat."""
        self._caller.close()

    def _ask(self, code: str) -> Mapping[str, Any]:
        """A code is good once, so it is sent again only when it never got there or WeChat was busy."""
        question = {**self._credentials, "js_code": code, "grant_type": "authorization_code"}
        try:
            answer = self._caller.once(Question("GET", self._address, fields=question))
        except NotReached:
            return {"errcode": _SYSTEM_BUSY}
        if answer.status != _OK or not answer.body:
            raise self._caller.down("odd_answer", status=answer.status)
        return answer.body

    def _refusal(self, errcode: object) -> Exception:
        if errcode in (_INVALID_CODE, _USED_CODE):
            return BadLoginCode()
        if errcode == _TOO_OFTEN:
            return TooManyLoginCodes(retry_after=_RETRY_AFTER_TOO_OFTEN)
        if errcode == _HIGH_RISK:
            return LoginRefused(provider=Door.WECHAT.words)
        # WeChat is busy, or our own AppID or secret is wrong: nothing the client can mend.
        return self._caller.down("refused", errcode=harmless_code(errcode))
