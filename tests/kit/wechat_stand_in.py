"""WeChat's server side for a mini-program, as its public documentation describes it: tokens, subscribe messages, checks."""

import json
import re
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from config import Settings
from service.kit.clock import Clock
from tests.stand_in import Heard, StandIn

APP_ID, SECRET = "wx0123456789abcdef", "wechat-secret-0123456789"
_THING = re.compile(r".{1,20}")


def with_mini_program(settings: Settings, url: str, **others: Any) -> Settings:
    """These settings for a house whose mini-program is known to the WeChat at this address."""
    known = {"wechat_app_id": APP_ID, "wechat_app_secret": SECRET, "wechat_base_url": url}
    return replace(settings, **known, **{"wechat_timeout_seconds": 0.8, **others})


class WeChatStandIn(StandIn):
    """Gives stable tokens and takes messages with one; `errcodes` are its next answers to a message beside 0."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.lasts = 7200
        self.token_moods: list[str | int] = []
        self.errcodes: list[int] = []
        self.sent: list[dict[str, Any]] = []
        self.tokens_given = 0
        self.demanded = 0
        self._numbers = count(1)
        self.token = self._new_token()

    def answer(self, heard: Heard) -> tuple[int, Any]:
        asked = json.loads(heard.body)
        if heard.path == "/cgi-bin/stable_token":
            return 200, self._give_token(asked)
        token = parse_qs(heard.query).get("access_token", [""])[0]
        if token != self.token:
            return 200, {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid"}
        if heard.path == "/cgi-bin/message/subscribe/send":
            return 200, self._take(asked)
        return 404, {}

    def forget_token(self) -> None:
        """WeChat knows its token no more, and gives another when asked."""
        self.token = self._new_token()

    def _new_token(self) -> str:
        return f"token-{next(self._numbers)}"

    def _give_token(self, asked: dict[str, Any]) -> dict[str, Any]:
        if (asked["appid"], asked["secret"]) != (APP_ID, SECRET):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        self.tokens_given += 1
        if asked.get("force_refresh"):
            self.demanded += 1
            self.forget_token()
        return {"access_token": self.token, "expires_in": self.lasts}

    def _take(self, asked: dict[str, Any]) -> dict[str, Any]:
        errcode = self.errcodes.pop(0) if self.errcodes else self._fault(asked)
        if errcode == 0:
            self.sent.append(asked)
        return {"errcode": errcode, "errmsg": "ok" if errcode == 0 else f"no {errcode}"}

    def _fault(self, asked: dict[str, Any]) -> int:
        for name, field in asked["data"].items():
            if name.startswith("thing") and not _THING.fullmatch(field["value"]):
                return 47003
        return 0
