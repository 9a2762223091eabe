"""Calls to other people's services over HTTP: bounded in time and size, asked once each, and silent.

No address, header, question or answer is ever logged: they carry our secrets, and what is said of and to people.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

_LARGEST_ANSWER = 64 * 1024


class NoAnswer(Exception):
    """There was no answer; what was asked may have been done all the same. `why` is harmless to log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotReached(NoAnswer):
    """The question never left this machine."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its status, and the beginning of what it says."""

    status: int
    body: bytes = field(repr=False)


class Line:
    """Kept connections to one service, for as many threads as like."""

    def __init__(self, timeout_seconds: float, connections: int) -> None:
        # Only houses that have keys for such a service load the library.
        import urllib3  # noqa: PLC0415

        # Its log lines, warnings too, hold whole addresses.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=timeout_seconds), retries=False, maxsize=connections
        )

    def ask(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Ask once; raises NoAnswer, and NotReached where that is certain."""
        from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError  # noqa: PLC0415

        try:
            response = self._pool.request(
                method,
                address,
                headers=headers,
                fields=fields,
                body=body,
                preload_content=False,
                redirect=False,
            )
            return Answer(response.status, _read(response))
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise NotReached(type(error).__name__) from None
        except HTTPError as error:
            # The library's messages hold the address; only what kind of error it was may be told.
            raise NoAnswer(type(error).__name__) from None

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()


def _read(response: "BaseHTTPResponse") -> bytes:
    try:
        return response.read(_LARGEST_ANSWER)
    finally:
        response.release_conn()
