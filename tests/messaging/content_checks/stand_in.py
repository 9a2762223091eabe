"""WeChat's msg_sec_check, as its documentation describes it."""

import json
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from service.kit.clock import Clock
from tests.kit.wechat_stand_in import WeChatStandIn
from tests.stand_in import Heard

PATH = "/wxa/msg_sec_check"
_MOST = 2500


class CheckerStandIn(WeChatStandIn):
    """Lets everything pass but what has one of `words` in it; `errcodes` are its next answers beside 0."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.words: dict[str, tuple[str, int]] = {"加微信": ("risky", 10001), "奇怪": ("review", 21000)}
        self.known = {"openid-1"}
        self.asked: list[dict[str, Any]] = []
        self._traces = count(1)

    def answer(self, heard: Heard) -> tuple[int, Any]:
        if heard.path != PATH:
            return super().answer(heard)
        if parse_qs(heard.query).get("access_token") != [self.token]:
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        asked = json.loads(heard.body)
        self.asked.append(asked)
        errcode = self.errcodes.pop(0) if self.errcodes else self._refusal(asked)
        if errcode:
            return 200, {"errcode": errcode, "errmsg": "no"}
        suggest, label = next(
            (word for part, word in self.words.items() if part in asked["content"]), ("pass", 100)
        )
        return 200, {
            "errcode": 0,
            "errmsg": "ok",
            "trace_id": f"trace-{next(self._traces)}",
            "result": {"suggest": suggest, "label": label},
            "detail": [
                {"strategy": "content_model", "errcode": 0, "suggest": "pass", "label": 100, "prob": 90}
            ],
        }

    def _refusal(self, asked: dict[str, Any]) -> int:
        if not asked["content"]:
            return 44002
        if len(asked["content"]) > _MOST or asked["version"] != 2:
            return 47001
        if asked["scene"] not in (1, 2, 3, 4):
            return 40129
        return 0 if asked["openid"] in self.known else 61010
