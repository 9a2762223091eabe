"""The province's gateway and the sign-on component 浙里办 behind it, as their handbook describes them."""

import base64
import hashlib
import hmac
import json
from email.utils import parsedate_to_datetime
from typing import Any

from service.kit.clock import Clock
from tests.stand_in import Heard, StandIn

ACCESS_KEY, SECRET, APP_ID = "BCDSGA_test", "BCDSGS_secret_0123456789", "2002000001"
TOKEN_PATH = "/restapi/prod/IC33000020220329000007/uc/sso/access_token"
PERSON_PATH = "/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo"


class ZhelibanStandIn(StandIn):
    """Knows `people` by ticket; a ticket is good once, a token as often as one likes, a signature for 90 seconds."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.people: dict[str, Any] = {}
        self.tokens: dict[str, Any] = {}
        self.is_forbidden = False

    def answer(self, heard: Heard) -> tuple[int, Any]:
        refusal = self._gateway_refusal(heard)
        if refusal:
            self.refused.append(refusal)
            return 401, {"message": refusal}
        asked = json.loads(heard.body)
        if heard.path == TOKEN_PATH:
            return 200, self._token(asked)
        if heard.path == PERSON_PATH and asked.get("token") in self.tokens:
            return 200, {"success": True, "data": self.tokens[asked["token"]]}
        return 200, {"success": False, "errorCode": "TOKEN_INVALID", "errorMsg": "token 失效"}

    def _token(self, asked: dict[str, str]) -> dict[str, Any]:
        person = self.people.pop(asked.get("ticketId", ""), None)
        if person is None or asked.get("appId") != APP_ID:
            return {"success": False, "errorCode": "TICKET_INVALID", "errorMsg": "票据无效"}
        token = f"at_{len(self.tokens)}_f00d"
        self.tokens[token] = person
        return {"success": True, "data": {"accessToken": token, "expiresIn": 7200}}

    def _gateway_refusal(self, heard: Heard) -> str | None:
        date = heard.headers.get("x-bg-date-time", "")
        if heard.headers.get("x-bg-hmac-access-key") != ACCESS_KEY:
            return "Invalid access key"
        text = f"{heard.method}\n{heard.path}\n{heard.query}\n{ACCESS_KEY}\n{date}\n"
        right = base64.b64encode(hmac.digest(SECRET.encode(), text.encode(), hashlib.sha256)).decode()
        if (
            heard.headers.get("x-bg-hmac-algorithm") != "hmac-sha256"
            or heard.headers.get("x-bg-hmac-signature") != right
        ):
            return "Invalid signature"
        if abs((parsedate_to_datetime(date) - self.clock.now()).total_seconds()) > 90:
            return "Clock skew exceeded"
        return "The route_id is forbidden." if self.is_forbidden else None
