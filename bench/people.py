"""`python -m bench.people`: whether a search for people costs the same among very many; written to PEOPLE.md."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from bench import population
from bench.database import DatabaseServer, database_server, migrate
from bench.population import COMMUNITY, DISTRICT, STREET
from bench.processes import descendants
from config import load
from service import create_app
from service.accounts import actions as accounts
from service.accounts.duties.actions import grant_duty
from service.accounts.staff.actions import create_staff
from service.kit.actor import Function, Role
from service.kit.edge import run_in_work
from service.kit.house import house_of
from service.kit.work import UnitOfWork
from service.residents.merging.actions import find_duplicates
from service.residents.people.actions import register

FEW = 10_000
MOST_TIMES = 1.2
_MISSED = "NOT reached"
RESULTS = Path(__file__).parent / "PEOPLE.md"
PASSWORD = "Plum-blossom-2026-first"
KNOWN = {"name": "欧阳震华", "phone": "13812345678", "id_number": "330211194001011022"}
SEARCHERS = (
    ("community", Role.COMMUNITY_WORKER, COMMUNITY),
    ("street", Role.STREET_STAFF, STREET),
    ("district", Role.DISTRICT_STAFF, DISTRICT),
)
TWICE, DUPLICATES = "perhaps on record twice", "duplicates"
SEARCHES = {
    "everybody": "",
    "commonest surname": "q=王",
    "rare name": f"q={KNOWN['name']}",
    "part of a name": "q=震华",
    "telephone": f"q={KNOWN['phone']}",
    "ID number": f"q={KNOWN['id_number']}",
    "tag of 1 in 20": "tag=lives_alone",
    "tag of 1 in 200": "tag=extreme_hardship",
    "aged 80": "tag=aged_80",
    "aged 80, surname": "tag=aged_80&q=王",
    "tag, surname": "tag=lives_alone&q=王",
    "waiting": "status=pending",
    TWICE: DUPLICATES,
}
# What the promise does not name; measured to see that it is no trap.
UNPROMISED = frozenset({"aged 80, surname", "tag, surname", TWICE})


@dataclass
class Cost:
    """What one search has cost, request by request: latency and processor time of web and database."""

    milliseconds: list[float] = field(default_factory=list)
    cpu_milliseconds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class District:
    """A district of so many people, and somebody who searches it at each level."""

    app: Flask
    tokens: dict[str, str]

    def search(self, who: str, query: str) -> None:
        """Ask for a first page of 20."""
        client: FlaskClient = self.app.test_client()
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        path = f"residents/{query}" if query == DUPLICATES else f"residents?{query}"
        answer = client.get(f"/api/v1/{path}", headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(answer.get_data(as_text=True))


def main() -> int:
    """Measure in turns at few and at many people; 1 if a search costs more than it may."""
    asked = _read_arguments()
    with ExitStack() as opened:
        server = opened.enter_context(database_server())
        small, large = (_settle(server, people, opened) for people in (FEW, asked.people))
        rows = [
            (who, name, *_compare(server, small, large, (who, query), asked.requests))
            for who, _, _ in SEARCHERS
            for name, query in SEARCHES.items()
        ]
        nights = (_night(small), _night(large))
    text = _report(asked.people, rows, nights)
    print(text)
    RESULTS.write_text(text)
    return 0 if all(_verdict(name, cpu) != _MISSED for _, name, cpu, *_ in rows) else 1


def _verdict(name: str, cpu: float) -> str:
    if name in UNPROMISED:
        return "(no target)"
    return "" if cpu <= MOST_TIMES else _MISSED


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=40, help="for each search and size")
    return parser.parse_args()


def _settle(server: DatabaseServer, people: int, opened: ExitStack) -> District:
    """A migrated database with its people, and an app on it."""
    print(f"{people:,} people …", file=sys.stderr)
    database = server.new_database(f"bench_people_{people}")
    migrate(database)
    with database.connect() as connection:
        population.write(connection, people)
    app = create_app(
        load(
            env="development",
            database_url=database.url,
            limit_requests="100000000 per minute",
            log_level="ERROR",
        )
    )
    house = house_of(app)
    opened.callback(house.engine.dispose)
    with app.app_context():
        tokens = run_in_work(house, _hire)
    with database.connect() as connection:
        connection.execute("VACUUM ANALYZE")
    return District(app, tokens)


def _hire(work: UnitOfWork) -> dict[str, str]:
    """Who searches, logged in, and the one person who is searched for."""
    tokens = {}
    for name, role, place in SEARCHERS:
        account = create_staff(
            work, username=name, display_name=name, password=PASSWORD, password_expires_at=None
        )
        grant_duty(work, account.id, role=role, region_code=place, functions=list(Function))
        tokens[name] = accounts.answer(work, accounts.begin_login(work, account.id))["access_token"]
    register(work, region_code=COMMUNITY, **KNOWN)
    return tokens


def _compare(
    server: DatabaseServer, small: District, large: District, search: tuple[str, str], requests: int
) -> tuple[float, float, float, float]:
    """Processor time and latency at many in times of those at few, and both at many in milliseconds."""
    costs = {id(small): Cost(), id(large): Cost()}
    for turn in range(-3, requests):
        for district in (small, large) if turn % 2 else (large, small):
            cost = _measured(server, lambda district=district: district.search(*search))
            if turn >= 0:
                costs[id(district)].milliseconds.append(cost[0])
                costs[id(district)].cpu_milliseconds.append(cost[1])
    few, many = costs[id(small)], costs[id(large)]
    return (
        median(many.cpu_milliseconds) / median(few.cpu_milliseconds),
        median(many.milliseconds) / median(few.milliseconds),
        median(many.cpu_milliseconds),
        median(many.milliseconds),
    )


def _night(district: District) -> float:
    """Seconds of the nightly search for records that may be one person."""
    with district.app.app_context():
        began = time.perf_counter()
        run_in_work(house_of(district.app), find_duplicates)
        return time.perf_counter() - began


def _measured(server: DatabaseServer, do: Callable[[], object]) -> tuple[float, float]:
    """Latency and processor time of web and database together, in milliseconds."""
    database = _database_nanoseconds(server)
    web, began = time.process_time_ns(), time.perf_counter_ns()
    do()
    took, web = time.perf_counter_ns() - began, time.process_time_ns() - web
    return took / 1e6, (web + _database_nanoseconds(server) - database) / 1e6


def _database_nanoseconds(server: DatabaseServer) -> int:
    """What the server's processes have spent so far; ended ones are none of ours."""
    spent = 0
    for process in descendants(server.pid):
        try:
            spent += int(Path(f"/proc/{process}/schedstat").read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return spent


def _report(
    people: int, rows: list[tuple[str, str, float, float, float, float]], nights: tuple[float, float]
) -> str:
    head = [
        "# Searching for people",
        "",
        f"Written by `python -m bench.people` on {os.cpu_count()} cores. A first page of 20 among {people:,} people,",
        f"in times of the same among {FEW:,}: processor time of web and database (target ≤ {MOST_TIMES}), latency,",
        "and both among the many in milliseconds. Communities have 5,000 people at both sizes.",
        "",
        "| who | search | processor time | latency | processor ms | latency ms | |",
        "|---|---|---|---|---|---|---|",
    ]
    body = [
        f"| {who} | {name} | {cpu:.2f} | {wall:.2f} | {cpu_ms:.1f} | {wall_ms:.1f} | {_verdict(name, cpu)} |"
        for who, name, cpu, wall, cpu_ms, wall_ms in rows
    ]
    night = [
        "",
        f"The nightly search for records that may be one person: {nights[0]:.2f} s and {nights[1]:.1f} s.",
    ]
    return "\n".join(head + body + night) + "\n"


if __name__ == "__main__":
    sys.exit(main())
