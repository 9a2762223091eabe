"""`make fuzz ARGS="--minutes 30 --parts resident,auditor"`: fuzz a server of its own on this machine, part by part.

It ends by itself: with 0 if every check held for every part and every part kept its login to the end; with
`--plant` if the planted faults were found.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from openapi_spec_validator import validate

from config.settings import CHECKOUT
from service import create_app
from service.kit.house import house_of
from service.kit.postgres import EmbeddedPostgres
from tests.client import ApiClient
from tests.databases import migrate
from tests.fuzz.fuzzer import Bounds, Verdict, fuzz
from tests.fuzz.world import PARTS, World
from tests.storms.servers import WebServer, environment

REPORTS = CHECKOUT / ".schemathesis"
DOOR, PLANTED_DOOR = "wsgi:app", "tests.fuzz.planted:app"
PLANTED = ("POST /plants/{plant_id}/dig-up 500", "GET /plants/rooms/{room_id} 500")
# Everybody is counted all the same, up to numbers that a fuzzer does not reach.
RAISED = {
    "limit_requests": "1000000 per minute",
    "limit_logins": "1000000 per minute",
    "limit_failed_logins": "1000000 per minute",
    "access_token_minutes": "600",
    "wechat_base_url": "http://127.0.0.1:9",
}


def main() -> int:
    """Fuzz as asked and tell what came of it."""
    asked = _arguments()
    bounds = Bounds(max(10, asked.minutes * 60 // len(asked.parts)), asked.examples, asked.seed, asked.only)
    shutil.rmtree(REPORTS, ignore_errors=True)
    with _world() as world, _served(world, PLANTED_DOOR if asked.plant else DOOR) as server:
        _check_document(world)
        verdicts = [_play(world, server, part, bounds) for part in asked.parts]
        shutil.copy(server.log, REPORTS / "server.log")
    return _planted(verdicts) if asked.plant else _told(verdicts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz ARGS=…", description=__doc__)
    parser.add_argument("--minutes", type=int, default=20, help="for all parts together (default: 20)")
    parser.add_argument(
        "--examples", type=int, default=400, help="for each operation and phase (default: 400)"
    )
    parser.add_argument("--seed", type=int, help="repeats a run")
    parser.add_argument("--only", help="a regular expression of paths")
    parser.add_argument("--plant", action="store_true", help="prove that planted faults are found")
    parser.add_argument(
        "--parts",
        type=_parts,
        default=PARTS,
        help=f"who asks, comma-separated: {', '.join(PARTS)} (default: all)",
    )
    return parser.parse_args()


def _parts(given: str) -> Sequence[str]:
    parts = given.split(",")
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return parts


@contextmanager
def _world() -> Iterator[World]:
    """A database of its own with something of every kind in it."""
    with EmbeddedPostgres.throwaway() as postgres:
        url = postgres.ensure_database("fuzzed")
        migrate(url)
        os.environ.update(environment(url, **RAISED))
        world = World(create_app())
        world.seed()
        yield world
        house_of(world.app).engine.dispose()


@contextmanager
def _served(world: World, door: str) -> Iterator[WebServer]:
    with tempfile.TemporaryDirectory() as folder:
        server = WebServer(dict(os.environ), Path(folder) / "server.log", door=door)
        try:
            server.start()
            server.await_ready()
            yield server
        finally:
            server.stop()


def _check_document(world: World) -> None:
    document = ApiClient(world.app).get("/openapi.json").json
    validate(document)


def _play(world: World, server: WebServer, part: str, bounds: Bounds) -> Verdict:
    print(f"\n=== {part}: at most {bounds.seconds} s ===", flush=True)
    verdict = fuzz(server.url, part, world.tokens(part), world.seeded(), bounds, REPORTS / part)
    if verdict.last_login and ApiClient(world.app, verdict.last_login).get("/accounts/me").status_code != 200:
        print(f"{part} has lost all its logins: what came after proves nothing")
        return Verdict(part, is_green=False, tally=verdict.tally)
    return verdict


def _told(verdicts: Sequence[Verdict]) -> int:
    """Sum up; 0 if all is well."""
    answers = sum((verdict.tally for verdict in verdicts), Counter[str]())
    asked = {answer.rpartition(" ")[0] for answer in answers}
    granted = {name for name, _, status in (answer.rpartition(" ") for answer in answers) if status[0] == "2"}
    print(f"\n{answers.total()} requests to {len(asked)} operations and methods")
    print("never granted to anybody: ", *sorted(asked - granted), sep="\n  ")
    for verdict in verdicts:
        print(f"{'green' if verdict.is_green else 'RED':6}{verdict.part} ({verdict.tally.total()} requests)")
    print(f"reports: {REPORTS}")
    return 0 if all(verdict.is_green for verdict in verdicts) else 1


def _planted(verdicts: Sequence[Verdict]) -> int:
    """0 if every planted fault was found."""
    answers = {answer.replace("/api/v1", "") for verdict in verdicts for answer in verdict.tally}
    missed = [fault for fault in PLANTED if fault not in answers]
    is_red = not any(verdict.is_green for verdict in verdicts)
    print(
        json.dumps(
            {"found": sorted(set(PLANTED) - set(missed)), "missed": missed, "run is red": is_red}, indent=1
        )
    )
    return 1 if missed or not is_red else 0


if __name__ == "__main__":
    sys.exit(main())
