"""Alibaba Cloud's gateways over HTTP: requests signed with ACS3-HMAC-SHA256 (signature V3)."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from service.kit.calling import Line, NoAnswer
from service.kit.clock import Clock
from service.kit.randomness import Randomness

_ALGORITHM = "ACS3-HMAC-SHA256"
_NOTHING = hashlib.sha256(b"").hexdigest()
_CONNECTIONS = 8
# What may pass by itself: their limits for one telephone and for us, and their own faults.
MAY_PASS = ("isv.BUSINESS_LIMIT_CONTROL", "isp.", "Throttling", "ServiceUnavailable", "InternalError")


class AliyunDown(Exception):
    """There was no answer to speak of, or one that may be another the next time."""


@dataclass(frozen=True, slots=True)
class Account:
    """By which address and key one of their products is asked."""

    base_url: str
    key_id: str
    secret: str = field(repr=False)
    timeout_seconds: float


class AliyunApi:
    """Asks one product of one version."""

    def __init__(self, account: Account, version: str, clock: Clock, randomness: Randomness) -> None:
        self._account = account
        self._version = version
        self._clock = clock
        self._randomness = randomness
        self._address = account.base_url.rstrip("/")
        self._host = urlsplit(self._address).netloc
        self._line = Line(account.timeout_seconds, _CONNECTIONS)

    def ask(self, action: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        """The answer to a question once, whatever its code; raises AliyunDown."""
        query = _canonical(parameters)
        try:
            told = self._line.ask("POST", f"{self._address}/?{query}", headers=self._headers(action, query))
            answer = json.loads(told.body)
        except NoAnswer as failure:
            raise AliyunDown(failure.why) from None
        except ValueError as error:
            raise AliyunDown(type(error).__name__) from None
        if not isinstance(answer, dict):
            raise AliyunDown("odd_answer")
        return answer

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()

    def _headers(self, action: str, query: str) -> dict[str, str]:
        signed = {
            "host": self._host,
            "x-acs-action": action,
            "x-acs-content-sha256": _NOTHING,
            "x-acs-date": f"{self._clock.now():%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": self._randomness.token(16),
            "x-acs-version": self._version,
        }
        names = ";".join(signed)
        signature = signature_of(self._account.secret, query, signed)
        credential = f"Credential={self._account.key_id},SignedHeaders={names},Signature={signature}"
        return {**signed, "Authorization": f"{_ALGORITHM} {credential}"}


def refusal_in(answer: Mapping[str, Any]) -> str | None:
    """The code by which it refuses for good, None where it has done what it was asked; raises AliyunDown for any other."""
    code = answer.get("Code")
    if code == "OK":
        return None
    if not isinstance(code, str):
        raise AliyunDown("no_code")
    if code.startswith(MAY_PASS):
        raise AliyunDown(code)
    return code


def signature_of(secret: str, query: str, signed: Mapping[str, str]) -> str:
    """The signature of a POST to `/` without a body; `query` is canonical, the `signed` headers are in order."""
    headers = "".join(f"{name}:{value}\n" for name, value in signed.items())
    asked = "\n".join(("POST", "/", query, headers, ";".join(signed), _NOTHING))
    text = f"{_ALGORITHM}\n{hashlib.sha256(asked.encode()).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _canonical(query: Mapping[str, str]) -> str:
    """Sorted by name, and encoded as RFC 3986 says: a blank is `%20`, a tilde stays."""
    return "&".join(f"{quote(name, safe='~')}={quote(query[name], safe='~')}" for name in sorted(query))
