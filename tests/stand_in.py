"""A server on this machine in the place of somebody else's: it checks what it is asked, and misbehaves when told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import urlsplit

S = TypeVar("S", bound="StandIn")


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as it came."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


class StandIn(ThreadingHTTPServer):
    """Answers as `answer` says, unless a mood is due: `slow`, `drop`, `html`, `list`, `empty` or a status.

    `take and drop` does what is asked and lets nobody know.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.moods: list[str | int] = []
        self.slow_seconds = 1.6
        self.heard: list[Heard] = []
        self.refused: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, heard: Heard) -> tuple[int, Any]:
        raise NotImplementedError

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who has lost patience is gone, and that is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        heard = Heard(self.command, address.path, address.query, headers, body)
        self.server.heard.append(heard)
        mood = self.server.moods.pop(0) if self.server.moods else None
        if mood in ("drop", "take and drop"):
            if mood == "take and drop":
                self.server.answer(heard)
            self.connection.close()
            self.close_connection = True
            return
        if mood == "slow":
            time.sleep(self.server.slow_seconds)
        self._send(*self._in_mood(mood, heard))

    def _in_mood(self, mood: str | int | None, heard: Heard) -> tuple[int, bytes]:
        if isinstance(mood, int):
            return mood, b"<html>Bad Gateway</html>"
        odd = {"html": b"<html>welcome</html>", "list": b"[]", "empty": b""}
        if mood in odd:
            return 200, odd[mood]
        status, told = self.server.answer(heard)
        return status, json.dumps(told).encode()

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Tests are quiet."""


@contextmanager
def serving(server: S) -> Iterator[S]:
    """Let it serve for a while."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
