"""Alibaba Cloud as SMS gateway: `SendSms` of the API version 2017-05-25, signed with ACS3-HMAC-SHA256 (signature V3)."""

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
import urllib3
from urllib3.exceptions import HTTPError

from config import Settings
from service.kit.clock import Clock
from service.kit.randomness import Randomness
from service.kit.sms import Sms, SmsGatewayDown, SmsRefused

log = structlog.get_logger()
# The library's log lines, warnings too, hold whole addresses, and ours carry the telephone and the code.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

_ACTION, _VERSION, _ALGORITHM = "SendSms", "2017-05-25", "ACS3-HMAC-SHA256"
_NOTHING = hashlib.sha256(b"").hexdigest()
_LARGEST_ANSWER = 64 * 1024
# What may pass by itself: their hourly and daily limits for one telephone, and their own faults.
_MAY_PASS = ("isv.BUSINESS_LIMIT_CONTROL", "isp.", "Throttling", "ServiceUnavailable", "InternalError")


class AliyunSms:
    """Asks Alibaba Cloud to send; the telephone and what it reads stand in no log line."""

    def __init__(self, settings: Settings, clock: Clock, randomness: Randomness) -> None:
        self._clock = clock
        self._randomness = randomness
        self._address = settings.sms_base_url.rstrip("/")
        self._host = urlsplit(self._address).netloc
        self._access_key_id = settings.sms_access_key_id
        self._secret = settings.sms_access_key_secret
        self._signed_by = settings.sms_sign_name
        self._templates = dict(each.split(":", 1) for each in settings.sms_templates)
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=settings.sms_timeout_seconds), retries=False, maxsize=4
        )

    def send(self, sms: Sms) -> None:
        template = self._templates.get(sms.template)
        if template is None:
            raise SmsRefused("no_such_template")
        query = _canonical(
            {
                "OutId": sms.out_id,
                "PhoneNumbers": sms.phone.removeprefix("+86"),
                "SignName": self._signed_by,
                "TemplateCode": template,
                "TemplateParam": json.dumps(dict(sms.values), ensure_ascii=False),
            }
        )
        code = self._ask(query).get("Code")
        if code == "OK":
            return
        if not isinstance(code, str) or code.startswith(_MAY_PASS):
            raise SmsGatewayDown(code if isinstance(code, str) else "no_code")
        raise SmsRefused(code)

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _ask(self, query: str) -> dict[str, Any]:
        address = f"{self._address}/?{query}"
        try:
            response = self._pool.request(
                "POST", address, headers=self._headers(query), preload_content=False, redirect=False
            )
            try:
                answer = json.loads(response.read(_LARGEST_ANSWER))
            finally:
                response.release_conn()
        except (HTTPError, ValueError) as error:
            # The library's messages hold the address; only what kind of error it was may be told.
            raise SmsGatewayDown(type(error).__name__) from None
        if not isinstance(answer, dict):
            raise SmsGatewayDown("odd_answer")
        return answer

    def _headers(self, query: str) -> dict[str, str]:
        signed = {
            "host": self._host,
            "x-acs-action": _ACTION,
            "x-acs-content-sha256": _NOTHING,
            "x-acs-date": f"{self._clock.now():%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": self._randomness.token(16),
            "x-acs-version": _VERSION,
        }
        names = ";".join(signed)
        signature = signature_of(self._secret, query, signed)
        credential = f"Credential={self._access_key_id},SignedHeaders={names},Signature={signature}"
        return {**signed, "Authorization": f"{_ALGORITHM} {credential}"}


def signature_of(secret: str, query: str, signed: Mapping[str, str]) -> str:
    """The signature of a POST to `/` without a body; `query` is canonical, the `signed` headers are in order."""
    headers = "".join(f"{name}:{value}\n" for name, value in signed.items())
    asked = "\n".join(("POST", "/", query, headers, ";".join(signed), _NOTHING))
    text = f"{_ALGORITHM}\n{hashlib.sha256(asked.encode()).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _canonical(query: Mapping[str, str]) -> str:
    """Sorted by name, and encoded as RFC 3986 says: a blank is `%20`, a tilde stays."""
    return "&".join(f"{quote(name, safe='~')}={quote(query[name], safe='~')}" for name in sorted(query))
