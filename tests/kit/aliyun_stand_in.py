"""Alibaba Cloud's SMS and voice services, as their public documentation describes signature V3 and their actions."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from service.kit.clock import Clock
from tests.stand_in import Heard, StandIn

_VERSION = "2017-05-25"
KEY_ID, SECRET = "LTAI_test", "aliyun-secret-0123456789"
_MUST_BE_SIGNED = {
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
}


class AliyunStandIn(StandIn):
    """Takes what is signed rightly and in time; `codes` are its next answers beside `OK`."""

    actions = frozenset({"SendSms"})

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.codes: list[str] = []
        self.sent: list[dict[str, str]] = []
        self._nonces: set[str] = set()

    def answer(self, heard: Heard) -> tuple[int, Any]:
        refusal = self._refusal(heard)
        if refusal:
            self.refused.append(refusal)
            return 400, {"Code": refusal, "Message": "…", "RequestId": "r"}
        code = self.codes.pop(0) if self.codes else "OK"
        said = {"Code": code, "Message": code, "RequestId": "r"}
        if code != "OK":
            return 200, said
        return 200, {**said, **self.done(heard.headers["x-acs-action"], dict(parse_qsl(heard.query)))}

    def done(self, action: str, asked: dict[str, str]) -> dict[str, Any]:
        """What it tells of what it has done."""
        self.sent.append(asked)
        return {"BizId": "b"}

    def _refusal(self, heard: Heard) -> str | None:
        algorithm, _, rest = heard.headers.get("authorization", "").partition(" ")
        said = dict(part.split("=", 1) for part in rest.split(","))
        names = said["SignedHeaders"].split(";")
        if algorithm != "ACS3-HMAC-SHA256" or names != sorted(names) or not set(names) >= _MUST_BE_SIGNED:
            return "IncompleteSignature"
        if said["Credential"] != KEY_ID:
            return "InvalidAccessKeyId.NotFound"
        if said["Signature"] != _signature(heard, names):
            return "SignatureDoesNotMatch"
        sent_at = datetime.strptime(heard.headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs((self.clock.now() - sent_at).total_seconds()) > 15 * 60:
            return "InvalidTimeStamp.Expired"
        nonce = heard.headers["x-acs-signature-nonce"]
        if nonce in self._nonces:
            return "SignatureNonceUsed"
        self._nonces.add(nonce)
        is_known = heard.headers["x-acs-action"] in self.actions
        return None if is_known and heard.headers["x-acs-version"] == _VERSION else "InvalidAction.NotFound"


class AliyunVoiceStandIn(AliyunStandIn):
    """Calls, and tells what became of each; `details` are by call id."""

    actions = frozenset({"IvrCall", "QueryCallDetailByCallId"})

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.details: dict[str, Any] = {}

    def done(self, action: str, asked: dict[str, str]) -> dict[str, Any]:
        if action == "IvrCall":
            self.sent.append(asked)
            return {"CallId": f"116012354148^{len(self.sent)}"}
        detail = self.details.get(asked["CallId"])
        return {"Data": detail if isinstance(detail, str) else json.dumps(detail)}


def _signature(heard: Heard, names: list[str]) -> str:
    headers = "".join(f"{name}:{heard.headers[name]}\n" for name in names)
    content = hashlib.sha256(heard.body).hexdigest()
    asked = f"{heard.method}\n{heard.path}\n{heard.query}\n{headers}\n{';'.join(names)}\n{content}"
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(asked.encode()).hexdigest()}"
    return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
