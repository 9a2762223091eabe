"""What is asked of every system: the same day, the same check-ins at the same doors."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from bench.load import request_bytes
from bench.systems import WebSystem
from bench.traffic import told
from service.kit.clock import SystemClock

DAY, CHECK_IN = "a dispatcher's day", "a check-in"
LISTS = ("caregivers", "open")
ACCURACY_M = 12.5


class NothingLeft(Exception):
    """More check-ins were asked for than there are visits that wait for one."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit that waits for its caregiver, and where their telephone is then."""

    visit_id: str
    caregiver_id: str
    latitude: float
    longitude: float


@dataclass
class CareClients:
    """One system's dispatchers, and its caregivers on their ways."""

    port: int
    organisation_id: str
    day: date
    dispatcher_tokens: Sequence[str]
    caregiver_tokens: Mapping[str, str]
    stops: list[Stop] = field(default_factory=list)
    checked_in: int = 0

    expected = {DAY: 200, CHECK_IN: 201}

    @property
    def asked_to_keep(self) -> int:
        return self.checked_in

    def wait_at(self, stops: Sequence[Stop]) -> None:
        """Let caregivers make these visits next, in no order."""
        self.stops += random.Random(7).sample(stops, len(stops))

    def requests(self, workload: str) -> Iterator[bytes]:
        """An endless stream of days; check-ins as long as visits wait for them."""
        return self._days() if workload == DAY else self._check_ins()

    def day_request(self, token: str) -> bytes:
        """The request for the day."""
        asked = {"organisation_id": self.organisation_id, "from": self.day, "to": self.day}
        return request_bytes("GET", f"/api/v1/care/schedule?{urlencode(asked)}", token)

    def next_check_in(self) -> bytes:
        """The request for the next check-in; no visit gets two. Raises NothingLeft."""
        if self.checked_in == len(self.stops):
            raise NothingLeft(f"all {len(self.stops)} visits were checked in to; ask for more with --waiting")
        stop = self.stops[self.checked_in]
        self.checked_in += 1
        body = {
            "at": SystemClock().now().isoformat(),
            "latitude": stop.latitude,
            "longitude": stop.longitude,
            "accuracy_m": ACCURACY_M,
            "coordinate_system": "WGS-84",
        }
        path, key = f"/api/v1/care/visits/{stop.visit_id}/check-in", f"Idempotency-Key: {stop.visit_id}"
        return request_bytes(
            "POST", path, self.caregiver_tokens[stop.caregiver_id], json.dumps(body).encode(), key
        )

    def told_day(self) -> tuple[frozenset[str], Mapping[str, int]]:
        """The names of all that a day tells, and how much is in it; every system must tell the same."""
        day = told(self.port, 200, self.day_request(self.dispatcher_tokens[0]))
        counts = {name: len(day[name]) for name in LISTS}
        counts["stops"] = sum(len(each["stops"]) for each in day["caregivers"])
        return frozenset(_names(day)), counts

    def told_check_in(self) -> tuple[frozenset[str], Mapping[str, Any]]:
        """The names of all that a check-in tells, and what it was found to be worth."""
        mark = told(self.port, 201, self.next_check_in())
        worth = {name: mark[name] for name in ("kind", "place", "distance_m", "flags")}
        return frozenset(_names(mark)), worth

    def _days(self) -> Iterator[bytes]:
        chosen = random.Random(7)
        while True:
            yield self.day_request(chosen.choice(self.dispatcher_tokens))

    def _check_ins(self) -> Iterator[bytes]:
        while True:
            yield self.next_check_in()


CareSystem = WebSystem[CareClients]


def _names(told_of: Any, above: str = "") -> Iterator[str]:
    """The names in a JSON object and all below it, with the ways to them."""
    if isinstance(told_of, list):
        for each in told_of:
            yield from _names(each, above)
    elif isinstance(told_of, dict):
        for name, value in told_of.items():
            yield f"{above}{name}"
            yield from _names(value, f"{above}{name}.")
