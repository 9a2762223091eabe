"""What is asked of every system: the same community, the same three workloads, the same bytes."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.load import ask_once, request_bytes

ROOMS = 1000
RESIDENTS = 1000
STAFF = 40
HISTORY_DAYS = 700
BOOKABLE_DAYS = 60
SLOTS = ROOMS * BOOKABLE_DAYS * 12
# Prime to SLOTS: bookings come scattered over rooms and days and none comes twice.
STEP = 1_000_003
SHANGHAI = timezone(timedelta(hours=8))

CREATE, WEEK, PAGE = "create a booking", "a room's week", "a page of 20"


class WrongAnswer(Exception):
    """A system answered something else than the same work asks for."""


def midnight() -> datetime:
    """The start of today in the district."""
    return datetime.now(UTC).astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass
class World:
    """One system's community, as its clients know it."""

    port: int
    room_ids: list[str]
    resident_tokens: list[str]
    staff_tokens: list[str]
    today: datetime = field(default_factory=midnight)
    page_paths: list[str] = field(default_factory=list)
    booked: int = 0

    expected = {CREATE: 201, WEEK: 200, PAGE: 200}

    @property
    def asked_to_keep(self) -> int:
        return self.booked

    def requests(self, workload: str) -> Iterator[bytes]:
        """An endless stream of requests."""
        streams: dict[str, Callable[[], Iterator[bytes]]] = {
            CREATE: self._creations,
            WEEK: self._weeks,
            PAGE: self._pages,
        }
        return streams[workload]()

    def booking_request(self, number: int) -> bytes:
        """The request for the n-th booking; no two numbers below SLOTS meet in a room."""
        slot = number * STEP % SLOTS
        starts_at = self.today + timedelta(days=1 + slot // ROOMS // 12, hours=8 + slot // ROOMS % 12)
        body = {
            "living_room_id": self.room_ids[slot % ROOMS],
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(hours=1)).isoformat(),
            "purpose": "meeting",
            "headcount": 4,
        }
        token = self.resident_tokens[number % len(self.resident_tokens)]
        key = f"Idempotency-Key: key-{number}"
        return request_bytes("POST", "/api/v1/bookings", token, json.dumps(body).encode(), key)

    def _creations(self) -> Iterator[bytes]:
        while True:
            self.booked += 1
            yield self.booking_request(self.booked)

    def _weeks(self) -> Iterator[bytes]:
        chosen = random.Random(7)
        days = [self.today.date() + timedelta(days=ahead) for ahead in range(1, BOOKABLE_DAYS - 7)]
        while True:
            room, first = chosen.choice(self.room_ids), chosen.choice(days)
            yield request_bytes("GET", week_path(room, first), chosen.choice(self.resident_tokens))

    def _pages(self) -> Iterator[bytes]:
        chosen = random.Random(7)
        while True:
            yield request_bytes("GET", chosen.choice(self.page_paths), chosen.choice(self.staff_tokens))

    def find_pages(self, *, windows: int = 60, deep: int = 3) -> None:
        """Follow the cursors of some months, so that the pages asked for lie all over the table."""
        chosen = random.Random(7)
        for _ in range(windows):
            until = self.today.date() - timedelta(days=chosen.randrange(1, HISTORY_DAYS - 60))
            first = _page_path(until - timedelta(days=30), until)
            path: str | None = first
            for _ in range(deep):
                if path is None:
                    break
                self.page_paths.append(path)
                path = self._next_path(path, first)

    def _next_path(self, path: str, first: str) -> str | None:
        status, body = ask_once(self.port, request_bytes("GET", path, self.staff_tokens[0]))
        page = json.loads(body)
        items = page.get("items", page.get("results"))
        if status != 200 or len(items) != 20:
            raise WrongAnswer(f"{status} for {path}: {body[:300]!r}")
        if page.get("next"):
            address = urlsplit(page["next"])
            return f"{address.path}?{address.query}"
        cursor = page.get("next_cursor")
        return f"{first}&{urlencode({'cursor': cursor})}" if cursor else None

    def check_fields(self) -> frozenset[str]:
        """The names of what a booking tells, made or listed alike; every system must tell the same."""
        self.booked += 1
        made = told(self.port, 201, self.booking_request(self.booked))
        listed = told(self.port, 200, request_bytes("GET", self.page_paths[0], self.staff_tokens[0]))
        items = listed["items"] if "items" in listed else listed["results"]
        if any(item.keys() != made.keys() for item in items):
            raise WrongAnswer(f"a booking is told otherwise in a page: {made} and {items[0]}")
        return frozenset(made)

    def check_week(self) -> int:
        """How many slots a week has; every system must tell the same number."""
        path = week_path(self.room_ids[0], self.today.date() + timedelta(days=1))
        return len(told(self.port, 200, request_bytes("GET", path, self.resident_tokens[0]))["slots"])


def told(port: int, expected: int, request: bytes) -> dict[str, Any]:
    """What a system tells when it is asked once. Raises WrongAnswer for another status than the expected one."""
    status, body = ask_once(port, request)
    if status != expected:
        raise WrongAnswer(f"{status} for {request[:100]!r}: {body[:300]!r}")
    answer: dict[str, Any] = json.loads(body)
    return answer


def week_path(room_id: str, first: date) -> str:
    """The address of a room's availability over seven days."""
    days = urlencode({"from": first, "to": first + timedelta(days=6)})
    return f"/api/v1/living-rooms/{room_id}/availability?{days}"


def _page_path(since: date, until: date) -> str:
    return f"/api/v1/bookings?{urlencode({'from': since, 'to': until, 'limit': 20})}"
