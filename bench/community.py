"""Linli's community for the benchmark, made through its own API as its people would make it."""

import json
from dataclasses import dataclass
from typing import Any

from bench.load import ask_once, request_bytes
from bench.traffic import RESIDENTS, ROOMS, STAFF, World, WrongAnswer

COMMUNITY = "330211001001"
ADMINISTRATORS = {"system_admin": "bench-admin", "security_admin": "bench-security"}
FIRST_PASSWORD = "Plum-blossom-2026-first"
PASSWORD = "Plum-blossom-2026-second"

POLICY = {
    "slot_minutes": 60,
    "advance_days": 61,
    "lead_minutes": 0,
    "max_minutes": 240,
    "cancel_before_minutes": 60,
    "checkin_before_minutes": 15,
    "checkin_after_minutes": 30,
    "buffer_minutes": 0,
    "active_quota": 1000,
    "monthly_minutes_quota": 40000,
    "approval_headcount": 40,
    "no_show_limit": 3,
    "no_show_window_days": 90,
    "suspension_days": 7,
    "open_to": "district",
}


@dataclass(frozen=True)
class _Client:
    """Somebody who asks Linli, and expects to be served."""

    port: int
    token: str | None = None

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        request = request_bytes("POST", "/api/v1" + path, self.token, json.dumps(body).encode())
        status, answer = ask_once(self.port, request)
        if not 200 <= status < 300:
            raise WrongAnswer(f"{status} for POST {path}: {answer.decode(errors='replace')}")
        told: dict[str, Any] = json.loads(answer or b"{}")
        return told

    def log_in(self, way: str, **credentials: str) -> "_Client":
        return _Client(self.port, self.post(f"/accounts/login/{way}", **credentials)["access_token"])


def make_community(port: int) -> tuple[World, str]:
    """The rooms, the people with their logins, and one booking as the pattern of the history."""
    visitor = _Client(port)
    workers = _hire(visitor)
    world = World(
        port=port,
        room_ids=[_open_room(workers[0], number) for number in range(ROOMS)],
        resident_tokens=[str(_move_in(visitor, workers[0], number).token) for number in range(RESIDENTS)],
        staff_tokens=[str(worker.token) for worker in workers],
    )
    status, answer = ask_once(port, world.booking_request(0))
    if status != 201:
        raise WrongAnswer(f"{status} for a booking: {answer.decode(errors='replace')}")
    return world, json.loads(answer)["id"]


def _hire(visitor: _Client) -> list[_Client]:
    """Workers of the community, each with a duty and a password of their own."""
    administrators = ADMINISTRATORS.values()
    admin, security = (
        visitor.log_in("password", username=name, password=FIRST_PASSWORD) for name in administrators
    )
    workers = []
    for number in range(STAFF):
        name = f"bench-worker-{number}"
        account = admin.post("/accounts/staff", username=name, display_name=name, password=FIRST_PASSWORD)
        security.post(
            f"/accounts/staff/{account['id']}/duties", role="community_worker", region_code=COMMUNITY
        )
        worker = visitor.log_in("password", username=name, password=FIRST_PASSWORD)
        worker.post("/accounts/password", old_password=FIRST_PASSWORD, new_password=PASSWORD)
        workers.append(worker)
    return workers


def _open_room(worker: _Client, number: int) -> str:
    room = worker.post(
        "/living-rooms",
        name=f"会客厅 {number}",
        region_code=COMMUNITY,
        address=f"一路 {number} 号",
        latitude=29.95,
        longitude=121.7,
        capacity_min=1,
        capacity_max=40,
        facilities=[],
        keeper_name="王管家",
        keeper_phone="13800000000",
        policy=POLICY,
        opening_hours=[{"weekday": day, "opens": "08:00", "closes": "20:00"} for day in range(1, 8)],
        holiday_hours=[],
    )
    return str(room["id"])


def _move_in(visitor: _Client, worker: _Client, number: int) -> _Client:
    """A new resident, registered by themselves and verified by the worker."""
    newcomer = visitor.log_in("wechat", code=f"demo-new-bench-{number}")
    resident = newcomer.post(
        "/residents/me",
        name="张居民",
        phone=f"139{number:08}",
        region_code=COMMUNITY,
        address=f"一路 {number} 号",
    )
    worker.post(f"/residents/{resident['id']}/verify")
    return newcomer
