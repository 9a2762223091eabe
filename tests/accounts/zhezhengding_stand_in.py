"""浙政钉's open platform, as its SDKs speak to it."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from service.kit.clock import Clock
from tests.stand_in import Heard, StandIn

APP_KEY, SECRET = "linli-app", "zzd-secret-0123456789"
PARAMETER = {"/rpc/oauth2/dingtalk_app_user.json": "auth_code", "/rpc/oauth2/getuserinfo_bycode.json": "code"}


class ZhezhengdingStandIn(StandIn):
    """Knows staff by (path, code); a code is good once, a nonce too, and only the tokens it gave out."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.people: dict[str, Any] = {}
        self.good_tokens: set[str] = set()
        self.given = 0
        self.expires_in: Any = 7200
        self._nonces: set[str] = set()

    def answer(self, heard: Heard) -> tuple[int, Any]:
        asked = dict(parse_qsl(heard.body.decode(), strict_parsing=True))
        refusal = self._refusal(heard, asked)
        if refusal:
            self.refused.append(refusal)
            return 200, {"success": False, "errorCode": refusal, "errorMsg": "签名错误", "content": None}
        if heard.path == "/gettoken.json":
            return 200, self._new_token(asked)
        if asked.get("access_token") not in self.good_tokens:
            return 200, _refused("TOKEN_INVALID")
        person = self.people.pop(asked.get(PARAMETER[heard.path], ""), None)
        return 200, _refused("240132") if person is None else _told(person)

    def _new_token(self, asked: dict[str, str]) -> dict[str, Any]:
        if (asked.get("appkey"), asked.get("appsecret")) != (APP_KEY, SECRET):
            return _refused("APP_INVALID")
        self.given += 1
        token = f"app_{self.given}"
        self.good_tokens.add(token)
        return _told({"accessToken": token, "expiresIn": self.expires_in})

    def _refusal(self, heard: Heard, asked: dict[str, str]) -> str | None:
        timestamp, nonce = heard.headers["x-hmac-auth-timestamp"], heard.headers["x-hmac-auth-nonce"]
        parameters = "&".join(f"{name}={asked[name]}" for name in sorted(asked))
        text = f"POST\n{timestamp}\n{nonce}\n{heard.path}\n{parameters}"
        right = base64.b64encode(hmac.digest(SECRET.encode(), text.encode(), hashlib.sha256)).decode()
        if heard.headers["x-hmac-auth-signature"] != right or heard.headers["apikey"] != APP_KEY:
            return "SIGNATURE_INVALID"
        if nonce in self._nonces:
            return "NONCE_REPLAYED"
        self._nonces.add(nonce)
        skew = datetime.fromisoformat(timestamp) - self.clock.now()
        is_local = timestamp.endswith("+08:00")
        return None if is_local and abs(skew.total_seconds()) <= 300 else "TIMESTAMP_EXPIRED"


def _told(person: Any) -> dict[str, Any]:
    return {"success": True, "content": {"success": True, "responseCode": "0", "data": person}}


def _refused(code: str) -> dict[str, Any]:
    content = {"success": False, "responseCode": code, "responseMessage": "临时授权码无效", "data": None}
    return {"success": True, "content": content}
