"""A client that waits for every answer: kept-alive connections, the same key until the answer is definite."""

import http.client
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from service.kit.api import BASE

PAUSE_SECONDS = 0.1
STILL_RUNNING = "idempotency_in_progress"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants answered; `is_twin` sends it through two connections at once.

    A POST carries its key; whatever else changes something does so in any version.
    """

    token: str
    path: str
    body: dict[str, Any]
    key: str
    is_twin: bool = False
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any]
    replayed: bool = False

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        return str(self.body.get("code", ""))

    @property
    def is_definite(self) -> bool:
        """Whether it says what became of the wish; 503 and "still running" ask to try again."""
        return self.status != 503 and self.code != STILL_RUNNING


@dataclass(slots=True)
class Speaker:
    """One client; it turns to the next server when one is gone, and keeps every answer it got."""

    ports: Sequence[int]
    turn: int = 0
    patience_seconds: float = 60
    answers: list[Answer] = field(default_factory=list)
    lost: int = 0
    _connections: dict[tuple[int, int], http.client.HTTPConnection] = field(default_factory=dict)

    def ask(self, wish: Wish) -> Answer:
        """Ask until the answer is definite; raises TimeoutError when patience ends."""
        end = time.monotonic() + self.patience_seconds
        lanes = 2 if wish.is_twin else 1
        while time.monotonic() < end:
            told = self._ask_once(wish, lanes)
            answer = _definite(told)
            if answer is not None:
                return answer
            if None not in told:
                # Nothing is under way any more; two that are refused could keep each other from an answer for ever.
                lanes = 1
            self.turn += 1
            time.sleep(PAUSE_SECONDS)
        raise TimeoutError(f"no definite answer to {wish.key}")

    def ask_again(self, wish: Wish) -> Answer:
        """The same request once more, at another server if there is one."""
        self.turn += 1
        return self.ask(wish)

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()

    def _ask_once(self, wish: Wish, lanes: int) -> list[Answer | None]:
        """What each lane brought; a twin goes to two servers before it listens to either."""
        places = [(self.port(lane), lane) for lane in range(lanes)]
        sent = [self._send(place, wish) for place in places]
        told = [
            self._listen(place) if was_sent else None for place, was_sent in zip(places, sent, strict=True)
        ]
        heard = [answer for answer in told if answer is not None]
        self.lost += len(places) - len(heard)
        self.answers += heard
        return told

    def port(self, lane: int = 0) -> int:
        return self.ports[(self.turn + lane) % len(self.ports)]

    def _send(self, place: tuple[int, int], wish: Wish) -> bool:
        connection = self._connections.setdefault(
            place, http.client.HTTPConnection("127.0.0.1", place[0], timeout=self.patience_seconds)
        )
        headers = {
            "Authorization": f"Bearer {wish.token}",
            "Content-Type": "application/json",
            **({"Idempotency-Key": wish.key} if wish.method == "POST" else {"If-Match": "*"}),
        }
        with suppress(OSError, http.client.HTTPException):
            # What is not read of a body costs the connection.
            body = json.dumps(wish.body) if wish.method in ("POST", "PATCH") else None
            connection.request(wish.method, BASE + wish.path, body, headers)
            return True
        connection.close()
        return False

    def _listen(self, place: tuple[int, int]) -> Answer | None:
        """What came back, or None when the connection broke before the answer was whole."""
        connection = self._connections[place]
        with suppress(OSError, http.client.HTTPException):
            response = connection.getresponse()
            told = response.read()
            replayed = response.headers.get("Idempotency-Replayed") == "true"
            return Answer(response.status, json.loads(told or b"{}"), replayed)
        connection.close()
        return None


def _definite(told: Sequence[Answer | None]) -> Answer | None:
    """The one answer that counts, once there is one.

    Refusals are not kept, so of a wish sent twice one may be refused and the other granted: a refusal says what
    became of the wish only when nothing else is under way.
    """
    granted = [answer for answer in told if answer is not None and answer.is_success]
    if granted:
        return granted[0]
    return told[0] if all(answer is not None and answer.is_definite for answer in told) else None
