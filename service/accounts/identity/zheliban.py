"""浙里办 as identity provider for residents: the unified sign-on component behind the province's gateway.

A ticket becomes an access token, the token a person; each call is signed by the gateway's rules (`X-BG-HMAC-*`), whose
signatures hold for 90 seconds (docs/decisions/0018).
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

import structlog

from config import Settings
from service.accounts.errors import BadLoginCode, LoginRefused
from service.accounts.identity import Door, Identification, ProvenPerson
from service.accounts.identity.calling import Answer, Caller, Pause, Question, harmless_code
from service.kit.clock import Clock

log = structlog.get_logger()

_TOKEN_PATH = "/restapi/prod/IC33000020220329000007/uc/sso/access_token"  # noqa: S105 - an address
_PERSON_PATH = "/restapi/prod/IC33000020220329000008/uc/sso/getUserInfo"
_OK = 200
# What the gateway says when it is our keys or our clock that it does not like; nobody else's words are logged.
_OUR_FAULTS = {
    "Invalid signature": "invalid_signature",
    "Invalid access key": "invalid_access_key",
    "Clock skew exceeded": "clock_skew",
    "The route_id is forbidden.": "forbidden_route",
}
# The component has called its fields differently over the years.
_SUBJECT, _NAME = ("userId", "userid", "userCode"), ("userName", "username", "name")
_ID_NUMBER, _ID_KIND = ("idNo", "idnum", "idNum"), ("idType", "idtype")
_ID_CARD = "1"


class Zheliban:
    """Asks 浙里办 who a ticket stands for; keeps neither ticket nor token, and of the person nothing it is not asked for."""

    def __init__(self, settings: Settings, clock: Clock, pause: Pause = time.sleep) -> None:
        self._clock = clock
        self._base = settings.zheliban_base_url.rstrip("/")
        self._access_key = settings.zheliban_access_key
        self._secret = settings.zheliban_secret_key
        self._app_id = settings.zheliban_app_id
        self._caller = Caller(
            Door.ZHELIBAN, settings.zheliban_timeout_seconds, settings.database_pool_size, pause
        )

    def identify(self, code: str) -> Identification:
        # A ticket is good once, so it is not sent again if it might have arrived; a token may be shown twice.
        ticket = {"ticketId": code, "appId": self._app_id}
        token = self._told(_TOKEN_PATH, ticket, refusal=BadLoginCode()).get("accessToken")
        if not isinstance(token, str) or not token:
            raise self._caller.down("no_token")
        told = self._told(_PERSON_PATH, {"token": token}, harmless=True)
        return self._identified(told.get("personInfo", told))

    def close(self) -> None:
        """Let go of the connections."""
        self._caller.close()

    def _told(
        self,
        path: str,
        question: Mapping[str, str],
        *,
        harmless: bool = False,
        refusal: Exception | None = None,
    ) -> Mapping[str, Any]:
        """The `data` of a success; `refusal` is raised when they know no such thing."""
        answer = self._caller.ask(
            Question(
                "POST",
                self._base + path,
                headers=lambda: self._headers(path),
                body=json.dumps(question).encode(),
                harmless=harmless,
            )
        )
        self._check_gateway(answer)
        if answer.body.get("success") is False:
            log.warning("zheliban_refuses", path=path, errcode=harmless_code(answer.body.get("errorCode")))
            raise refusal or self._caller.down("refused")
        told = answer.body.get("data")
        if not isinstance(told, dict):
            raise self._caller.down("odd_answer")
        return told

    def _check_gateway(self, answer: Answer) -> None:
        if answer.status == _OK:
            return
        fault = _OUR_FAULTS.get(str(answer.body.get("message")), "other")
        raise self._caller.down("gateway_refuses", status=answer.status, fault=fault)

    def _headers(self, path: str) -> dict[str, str]:
        """Signed anew for each try: a signature holds for 90 seconds."""
        date = format_datetime(self._clock.now(), usegmt=True)
        return {
            "Content-Type": "application/json",
            "X-BG-HMAC-ACCESS-KEY": self._access_key,
            "X-BG-HMAC-SIGNATURE": signature_of(
                self._secret, "POST", self._base + path, self._access_key, date
            ),
            "X-BG-HMAC-ALGORITHM": "hmac-sha256",
            "X-BG-DATE-TIME": date,
        }

    def _identified(self, told: object) -> Identification:
        if not isinstance(told, dict):
            # A company's ticket: companies have no account here.
            raise LoginRefused(provider=Door.ZHELIBAN.words)
        subject = _first(told, _SUBJECT)
        if not subject:
            raise self._caller.down("odd_answer")
        name, id_number = _first(told, _NAME), _first(told, _ID_NUMBER)
        by_card = _first(told, _ID_KIND) in ("", _ID_CARD)
        person = ProvenPerson(name, id_number) if name and id_number and by_card else None
        return Identification(Door.ZHELIBAN.value, subject, person)


def signature_of(secret: str, method: str, address: str, access_key: str, date: str) -> str:
    """The gateway's signature: method, path, sorted query, access key and date, each on its line."""
    parts = urlsplit(address)
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    text = "".join(f"{line}\n" for line in (method, parts.path, query, access_key, date))
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _first(told: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(told[name]).strip() for name in names if told.get(name) not in (None, "")), "")
