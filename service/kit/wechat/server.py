"""Calls to WeChat: bounded in time and size, asked once each, and silent.

No address, question or answer is ever logged: they carry our secret, the application's token and what people are told.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError

from config import Settings
from service.kit.wechat import WeChatDown

# The library's log lines, warnings too, hold whole addresses.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)

_OK = 200
_LARGEST_ANSWER = 64 * 1024
_CONNECTIONS = 16


class WeChatServer:
    """Speaks to WeChat over kept connections, from as many threads as like."""

    def __init__(self, settings: Settings) -> None:
        self._base = settings.wechat_base_url.rstrip("/")
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=settings.wechat_timeout_seconds),
            retries=False,
            maxsize=_CONNECTIONS,
        )

    def post(
        self, path: str, asked: Mapping[str, Any], *, query: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """What WeChat answers, whatever its error code; raises WeChatDown where there is no answer to speak of."""
        try:
            response = self._pool.request(
                "POST",
                self._base + path + (f"?{urlencode(query)}" if query else ""),
                # WeChat counts characters: text goes as itself, not as escapes.
                body=json.dumps(asked, ensure_ascii=False).encode(),
                headers={"Content-Type": "application/json"},
                preload_content=False,
                redirect=False,
            )
            try:
                answer = json.loads(response.read(_LARGEST_ANSWER))
            finally:
                response.release_conn()
        except (HTTPError, ValueError) as error:
            raise WeChatDown(type(error).__name__) from None
        if response.status != _OK or not isinstance(answer, dict):
            raise WeChatDown(f"odd_answer_{response.status}")
        return answer

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()
