"""Linli as a contestant: its community is made through its own API, its long history in the database."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import history
from bench.database import Database, DatabaseServer
from bench.load import HOST, ask_once, request_bytes
from bench.processes import free_port, start_server
from bench.systems import WORKERS, WebSystem
from bench.traffic import HISTORY_DAYS, RESIDENTS, ROOMS, World, WrongAnswer
from service.kit.supervisor import flask, web_server

LINLI = "Linli"
ROOT = Path(__file__).parent.parent
COMMUNITY = "330211001001"
STAFF_PASSWORD = "linli-demo-2026"
PLENTY = "100000000 per minute"

# What a fresh database needs before the service can be asked.
PREPARATIONS = (("database", "upgrade"), ("demonstration", "load"))
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


def settings(database: Database) -> dict[str, str]:
    """Settings of the run: the shared database; limits raised, never off; tokens that outlast the run."""
    return {
        "LINLI_ENV": "development",
        "LINLI_DATABASE_URL": database.url,
        "LINLI_LIMIT_REQUESTS": PLENTY,
        "LINLI_LIMIT_LOGINS": PLENTY,
        "LINLI_LIMIT_FAILED_LOGINS": PLENTY,
        "LINLI_ACCESS_TOKEN_MINUTES": "720",
    }


def start_linli(server: DatabaseServer, logs: Path, *, bookings: int) -> WebSystem:
    """Linli with its community, ready for load."""
    database = server.new_database(f"bench_linli_{bookings}")
    figures = logs / f"figures-{bookings}"
    figures.mkdir()
    environment = {**settings(database), "PROMETHEUS_MULTIPROC_DIR": str(figures)}
    for arguments in PREPARATIONS:
        subprocess.run(
            flask(*arguments), cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=sys.stderr
        )
    port = free_port()
    running = start_server(
        web_server(HOST, port, WORKERS),
        port=port,
        folder=ROOT,
        environment=environment,
        log=logs / f"linli-{bookings}.log",
    )
    try:
        world, example = _people(port)
        with database.connect() as connection:
            history.write(connection, example, count=bookings, days=HISTORY_DAYS)
            connection.execute("VACUUM ANALYZE")
    except BaseException:
        running.stop()
        raise
    before = database.number("SELECT count(*) FROM booked_grains")
    return WebSystem(LINLI, database, server, running, world, "booked_grains", before)


@dataclass(frozen=True)
class _Client:
    """Somebody who asks Linli, and expects to be served."""

    port: int
    token: str | None = None

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        request = request_bytes("POST", "/api/v1" + path, self.token, json.dumps(body).encode())
        status, answer = ask_once(self.port, request)
        if status not in {200, 201}:
            raise WrongAnswer(f"{status} for POST {path}: {answer.decode(errors='replace')}")
        told: dict[str, Any] = json.loads(answer)
        return told

    def log_in(self, way: str, **credentials: str) -> "_Client":
        return _Client(self.port, self.post(f"/accounts/login/{way}", **credentials)["access_token"])


def _people(port: int) -> tuple[World, str]:
    """The rooms, the residents with their logins, and one booking as the pattern of the history."""
    visitor = _Client(port)
    worker = visitor.log_in("password", username="worker", password=STAFF_PASSWORD)
    rooms = [_open_room(worker, number) for number in range(ROOMS)]
    residents = [_move_in(visitor, worker, number) for number in range(RESIDENTS)]
    world = World(
        port=port,
        room_ids=rooms,
        resident_tokens=[str(resident.token) for resident in residents],
        staff_tokens=[str(worker.token)],
    )
    status, answer = ask_once(port, world.booking_request(0))
    if status != 201:
        raise WrongAnswer(f"{status} for a booking: {answer.decode(errors='replace')}")
    return world, json.loads(answer)["id"]


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
