"""Calls to WeChat."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from config import Settings
from service.kit.calling import Line, NoAnswer
from service.kit.wechat import WeChatDown

_OK = 200
_CONNECTIONS = 16


class WeChatServer:
    """Speaks to WeChat over kept connections, from as many threads as like."""

    def __init__(self, settings: Settings) -> None:
        self._base = settings.wechat_base_url.rstrip("/")
        self._line = Line(settings.wechat_timeout_seconds, _CONNECTIONS)

    def post(
        self, path: str, asked: Mapping[str, Any], *, query: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """What WeChat answers, whatever its error code; raises WeChatDown where there is no answer to speak of."""
        try:
            answer = self._line.ask(
                "POST",
                self._base + path + (f"?{urlencode(query)}" if query else ""),
                headers={"Content-Type": "application/json"},
                # WeChat counts characters: text goes as itself, not as escapes.
                body=json.dumps(asked, ensure_ascii=False).encode(),
            )
            told = json.loads(answer.body)
        except NoAnswer as failure:
            raise WeChatDown(failure.why) from None
        except ValueError as error:
            raise WeChatDown(type(error).__name__) from None
        if answer.status != _OK or not isinstance(told, dict):
            raise WeChatDown(f"odd_answer_{answer.status}")
        return told

    def close(self) -> None:
        """Let go of the connections."""
        self._line.close()
