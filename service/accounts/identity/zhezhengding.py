"""浙政钉 (专有钉钉) as identity provider for staff: a code becomes an `accountId`, and nothing else is believed.

The application's own token lasts two hours and is shared by all processes; names are never looked at, since two people
can have one (docs/decisions/0018).
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import structlog

from config import Settings
from service.accounts.errors import BadLoginCode
from service.accounts.identity import Door, Identification
from service.accounts.identity.calling import Caller, Pause, Question, harmless_code
from service.kit.clock import Clock, local
from service.kit.randomness import Randomness
from service.kit.shared_tokens import SharedTokens

log = structlog.get_logger()

_TOKEN_PATH = "/gettoken.json"  # noqa: S105 - an address
# In the application and by QR code: where to ask, and what the code is called there.
_FLOWS = {
    Door.ZHEZHENGDING: ("/rpc/oauth2/dingtalk_app_user.json", "auth_code"),
    Door.ZHEZHENGDING_QR: ("/rpc/oauth2/getuserinfo_bycode.json", "code"),
}
_OK = 200
# A token this young is not to blame for a refusal.
_SURELY_GOOD = timedelta(minutes=1)
# Ours ends before theirs does.
_EARLIER = timedelta(minutes=5)
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(seconds=7200)


class Zhezhengding:
    """Asks 浙政钉 who a code stands for: one flow of the two."""

    def __init__(
        self,
        settings: Settings,
        door: Door,
        tokens: SharedTokens,
        *,
        clock: Clock,
        randomness: Randomness,
        pause: Pause = time.sleep,
    ) -> None:
        self._path, self._code_is_called = _FLOWS[door]
        self._tokens = tokens
        self._clock = clock
        self._randomness = randomness
        self._base = settings.zhezhengding_base_url.rstrip("/")
        self._app_key = settings.zhezhengding_app_key
        self._secret = settings.zhezhengding_app_secret
        self._caller = Caller(door, settings.zhezhengding_timeout_seconds, settings.database_pool_size, pause)

    def identify(self, code: str) -> Identification:
        stored = self._tokens.stored(self._app_key)
        told = self._person(stored.token if stored else self._new_token(), code)
        if told is None and stored and self._clock.now() - stored.since > _SURELY_GOOD:
            # Perhaps it was the token they did not like; a code that was refused may be shown again.
            told = self._person(self._new_token(), code)
        if told is None:
            raise BadLoginCode
        account_id = told.get("accountId")
        if isinstance(account_id, bool) or not isinstance(account_id, int | str) or not account_id:
            raise self._caller.down("odd_answer")
        return Identification(Door.ZHEZHENGDING.value, str(account_id))

    def close(self) -> None:
        """Let go of the connections."""
        self._caller.close()

    def _person(self, token: str, code: str) -> Mapping[str, Any] | None:
        """Who the code stands for; None when they refuse it. It is good once, and so asked about once."""
        return self._told(self._path, {"access_token": token, self._code_is_called: code})

    def _new_token(self) -> str:
        told = self._told(_TOKEN_PATH, {"appkey": self._app_key, "appsecret": self._secret}, harmless=True)
        token = told.get("accessToken") if told else None
        if not told or not isinstance(token, str) or not token:
            raise self._caller.down("no_token")
        expires_in = told.get("expiresIn")
        lasts = timedelta(seconds=expires_in) if isinstance(expires_in, int) else _LONGEST
        self._tokens.keep(self._app_key, token, max(min(lasts, _LONGEST) - _EARLIER, _SHORTEST))
        return token

    def _told(
        self, path: str, question: Mapping[str, str], *, harmless: bool = False
    ) -> Mapping[str, Any] | None:
        """The `data` of a success; None for a refusal."""
        answer = self._caller.ask(
            Question(
                "POST",
                self._base + path,
                headers=lambda: self._headers(path, question),
                body=urlencode(question).encode(),
                harmless=harmless,
            )
        )
        content = answer.body.get("content")
        if answer.status != _OK or not answer.body:
            raise self._caller.down("odd_answer", status=answer.status)
        if answer.body.get("success") is not True or not isinstance(content, dict):
            raise self._caller.down("gateway_refuses", errcode=harmless_code(answer.body.get("errorCode")))
        if content.get("success") is not True:
            errcode = harmless_code(content.get("responseCode"))
            log.warning("zhezhengding_refuses", path=path, errcode=errcode)
            return None
        told = content.get("data")
        return told if isinstance(told, dict) else {}

    def _headers(self, path: str, question: Mapping[str, str]) -> dict[str, str]:
        """Signed anew for each try, with a number of its own."""
        now = local(self._clock.now())
        timestamp = now.isoformat(timespec="milliseconds")
        nonce = f"{int(now.timestamp() * 1000)}{self._randomness.digits(4)}"
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Hmac-Auth-Timestamp": timestamp,
            "X-Hmac-Auth-Version": "1.0",
            "X-Hmac-Auth-Nonce": nonce,
            "apiKey": self._app_key,
            "X-Hmac-Auth-Signature": signature_of(
                self._secret, "POST", path, question, timestamp=timestamp, nonce=nonce
            ),
        }


def signature_of(
    secret: str, method: str, path: str, question: Mapping[str, str], *, timestamp: str, nonce: str
) -> str:
    """The platform's signature: method, time, number, path and the sorted parameters, each on its line."""
    parameters = "&".join(f"{name}={question[name]}" for name in sorted(question))
    text = "\n".join((method, timestamp, nonce, path, parameters))
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()
