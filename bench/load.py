"""A load client that waits for every answer, so cheap that it leaves the machine to the server.

Each connection holds one request at a time: what was acknowledged can be counted against what was stored.
"""

import select
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

HOST = "127.0.0.1"
PATIENCE_SECONDS = 20.0
WITHOUT_BODY = frozenset({204, 304})


class NoAnswer(Exception):
    """The server closed a connection or kept silent in the middle of a run."""


@dataclass(frozen=True)
class Outcome:
    """What one run of load saw."""

    seconds: float
    latencies: list[float]
    statuses: Counter[int]

    @property
    def answers(self) -> int:
        return len(self.latencies)

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds

    def milliseconds(self, share: float) -> float:
        """The latency which this share of the answers stayed below."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000

    def failures(self, expected: int) -> dict[int, int]:
        """How often another status came than the expected one."""
        return {status: count for status, count in self.statuses.items() if status != expected}


class _Connection:
    """A kept-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received = bytearray()
        self.asked_at = 0.0
        self.closing = False
        self.connect()

    def connect(self) -> None:
        self.stream = socket.create_connection((HOST, self.port), timeout=PATIENCE_SECONDS)
        self.stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.closing = False

    def ask(self, request: bytes) -> None:
        self.received.clear()
        self.asked_at = time.perf_counter()
        self.stream.sendall(request)

    def answer(self) -> tuple[int, bytes] | None:
        """Read what has come; the status and body once the answer is whole."""
        chunk = self.stream.recv(262_144)
        if not chunk:
            raise NoAnswer(f"closed after {bytes(self.received[:200])!r}")
        self.received += chunk
        return self._parse()

    def _parse(self) -> tuple[int, bytes] | None:
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.received[:end]).lower()
        status = int(head[9:12])
        if len(self.received) < end + 4 + _body_length(head, status):
            return None
        self.closing = b"\r\nconnection: close" in head
        return status, bytes(self.received[end + 4 :])


def _body_length(head: bytes, status: int) -> int:
    if status in WITHOUT_BODY:
        return 0
    _, found, rest = head.partition(b"\r\ncontent-length:")
    if not found:
        raise NoAnswer(f"no length in {head!r}")
    return int(rest.partition(b"\r\n")[0])


def request_bytes(
    method: str, path: str, token: str | None = None, body: bytes = b"", *headers: str
) -> bytes:
    """An HTTP request, ready to be sent."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Accept: application/json", *headers]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask_once(port: int, request: bytes) -> tuple[int, bytes]:
    """Send one request on a connection of its own."""
    connection = _Connection(port)
    try:
        connection.ask(request)
        while (answer := connection.answer()) is None:
            pass
        return answer
    finally:
        connection.stream.close()


def drive(port: int, requests: Iterator[bytes], *, connections: int, seconds: float) -> Outcome:
    """Keep every connection busy for so many seconds, then wait for the last answers."""
    run = _Run(requests, [_Connection(port) for _ in range(connections)])
    try:
        return run.until(time.perf_counter() + seconds)
    finally:
        run.close()


class _Run:
    """One run of load: connections, what they wait for and what has come."""

    def __init__(self, requests: Iterator[bytes], connections: list[_Connection]) -> None:
        self.requests = requests
        self.latencies: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.poll = select.epoll()
        self.waiting = {connection.stream.fileno(): connection for connection in connections}
        for descriptor in self.waiting:
            self.poll.register(descriptor, select.EPOLLIN)

    def until(self, deadline: float) -> Outcome:
        started = time.perf_counter()
        for connection in self.waiting.values():
            connection.ask(next(self.requests))
        under_way = len(self.waiting)
        while under_way:
            ready = self.poll.poll(PATIENCE_SECONDS)
            if not ready:
                raise NoAnswer(f"{under_way} requests without an answer in {PATIENCE_SECONDS} s")
            for descriptor, _ in ready:
                under_way -= self._receive(descriptor, deadline)
        return Outcome(time.perf_counter() - started, self.latencies, self.statuses)

    def _receive(self, descriptor: int, deadline: float) -> bool:
        """Take what came on one connection and ask again; whether it is done with asking."""
        connection = self.waiting[descriptor]
        answer = connection.answer()
        if answer is None:
            return False
        now = time.perf_counter()
        self.latencies.append(now - connection.asked_at)
        self.statuses[answer[0]] += 1
        if now >= deadline:
            return True
        if connection.closing:
            connection = self._reconnect(descriptor)
        connection.ask(next(self.requests))
        return False

    def _reconnect(self, descriptor: int) -> _Connection:
        connection = self.waiting.pop(descriptor)
        self.poll.unregister(descriptor)
        connection.stream.close()
        connection.connect()
        self.waiting[connection.stream.fileno()] = connection
        self.poll.register(connection.stream.fileno(), select.EPOLLIN)
        return connection

    def close(self) -> None:
        self.poll.close()
        for connection in self.waiting.values():
            connection.stream.close()
