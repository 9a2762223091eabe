"""Alibaba Cloud's SMS service, as its public documentation describes signature V3 and `SendSms`."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from service.kit.clock import Clock
from tests.stand_in import Heard, StandIn

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
        if code == "OK":
            self.sent.append(dict(parse_qsl(heard.query)))
        return 200, {"Code": code, "Message": code, "RequestId": "r", "BizId": "b"}

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
        wanted = (heard.headers["x-acs-action"], heard.headers["x-acs-version"])
        return None if wanted == ("SendSms", "2017-05-25") else "InvalidAction.NotFound"


def _signature(heard: Heard, names: list[str]) -> str:
    headers = "".join(f"{name}:{heard.headers[name]}\n" for name in names)
    content = hashlib.sha256(heard.body).hexdigest()
    asked = f"{heard.method}\n{heard.path}\n{heard.query}\n{headers}\n{';'.join(names)}\n{content}"
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(asked.encode()).hexdigest()}"
    return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
