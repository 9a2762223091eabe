"""A whole run of the service, and what its files and logs tell afterwards: no telephone and no ID number in clear."""

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import urllib3
from sqlalchemy import NullPool, create_engine, text

from service.kit.api import BASE
from service.kit.postgres import EmbeddedPostgres
from tests.factories.regions import COMMUNITY
from tests.residents.imports.lists import HEADER, csv, id_number
from tests.storms.servers import Process, WebServer, environment
from tests.storms.world import World

PATIENCE_SECONDS = 60
PEOPLE = 30
UNDER_WAY = ("queued", "running", "reading", "checking", "writing")
# Far from what other tests use, so that what is found is of this run.
FIRST = 77_000


def phone(place: int) -> str:
    return f"1997742{place % 10_000:04d}"


PHONES = [phone(FIRST + number) for number in range(2 * PEOPLE)]
ID_NUMBERS = [id_number(FIRST + number) for number in range(2 * PEOPLE)]


class Client:
    """HTTP to the running server as somebody."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url + BASE
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._pool = urllib3.PoolManager()

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        headers = {**self._headers, **options.pop("headers", {})}
        if body is not None:
            options["body"] = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        answer = self._pool.request(method, self._url + path, headers=headers, **options)
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.status, json.loads(answer.data) if is_json else answer.data


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def server(postgres: EmbeddedPostgres, logs: Path) -> Iterator[WebServer]:
    """A web server and the job process, telling in their logs all that they tell by default."""
    environ = environment(postgres.url(), log_level="INFO")
    web = WebServer(environ, logs / "web.log")
    jobs = Process(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"], environ, logs / "jobs.log"
    )
    web.start()
    jobs.start()
    try:
        web.await_ready()
        yield web
    finally:
        web.stop()
        jobs.stop()


def test_a_full_run_leaves_no_number_in_clear(
    world: World, server: WebServer, postgres: EmbeddedPostgres, durable_folder: Path, logs: Path
) -> None:
    resident, worker = (
        Client(server.url, caller.token) for caller in (world.residents(1)[0], world.worker())
    )

    enter_people(worker)
    look_at_people(worker)
    import_people(worker)
    act_as_resident(resident, Client(server.url))
    let_messages_go_out(postgres)

    with create_engine(
        postgres.url(), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    ).connect() as database:
        stored = database.scalar(text("SELECT count(*) FROM residents WHERE phone_sealed IS NOT NULL"))
        database.execute(text("CHECKPOINT"))
    assert stored >= 2 * PEOPLE
    assert files_with(["陈阿婆"], durable_folder)  # a name is in clear: what is looked for would be found
    assert files_with([*PHONES, *ID_NUMBERS], durable_folder) == {}
    assert files_with([*PHONES, *ID_NUMBERS], logs) == {}


def enter_people(worker: Client) -> None:
    """Registered one by one: well, twice, and with numbers that are refused."""
    for number in range(PEOPLE):
        person = {
            "name": "陈阿婆",
            "phone": PHONES[number],
            "id_number": ID_NUMBERS[number],
            "region_code": COMMUNITY,
            "emergency_contacts": [{"name": "陈小妹", "relation": "女儿", "phone": PHONES[number - 1]}],
        }
        status, answer = worker.ask("POST", "/residents", person, headers={"Idempotency-Key": f"p{number}"})
        assert status == 201, answer
        assert worker.ask("POST", "/residents", person)[0] == 409
    upside_down = {
        "name": PHONES[0],
        "phone": ID_NUMBERS[0],
        "id_number": PHONES[0],
        "region_code": COMMUNITY,
    }
    assert worker.ask("POST", "/residents", upside_down)[0] == 422
    assert worker.ask("POST", "/residents", [PHONES[0]])[0] == 422


def look_at_people(worker: Client) -> None:
    """Searched for and opened; numbers stand in addresses and in answers."""
    for wanted in (PHONES[1], ID_NUMBERS[1], f"%2B86{PHONES[2]}"):
        status, found = worker.ask("GET", f"/residents?q={wanted}")
        assert (status, len(found["items"])) == (200, 1)
    resident_id = found["items"][0]["id"]
    status, told = worker.ask("GET", f"/residents/{resident_id}/sensitive?purpose=emergency")
    assert (status, told["id_number"]) == (200, ID_NUMBERS[2])
    status, told = worker.ask("GET", f"/walks/{COMMUNITY}")
    assert status == 200
    assert PHONES[2] in json.dumps(told)
    assert worker.ask("GET", f"/residents/{PHONES[0]}")[0] == 404


def import_people(worker: Client) -> None:
    """A list that comes in, one of its rows bad, and goes out again in full."""
    rows = [
        ("王大爷", ID_NUMBERS[number], PHONES[number], "", "", "", "") for number in range(PEOPLE, 2 * PEOPLE)
    ]
    sheet = csv(HEADER, *rows, ("李", "33021119400101102", PHONES[3], "", "", "", ""))
    status, begun = worker.ask(
        "POST",
        "/residents/import?dry_run=false&on_error=only_good",
        fields={"file": ("people.csv", sheet, "text/csv")},
    )
    assert status == 202, begun
    done = until_over(worker, f"/imports/{begun['id']}")
    assert done["counts"]["created"] == PEOPLE, done
    assert worker.ask("GET", f"/imports/{begun['id']}/errors.xlsx")[0] == 200
    status, asked = worker.ask(
        "POST", "/residents/export", {"region_code": COMMUNITY, "purpose": "emergency"}
    )
    assert status == 202, asked
    assert until_over(worker, f"/exports/{asked['id']}")["status"] == "done"


def act_as_resident(resident: Client, anyone: Client) -> None:
    """A daughter asks to act for her mother, and somebody logs in by telephone."""
    elder = {"name": "陈阿婆", "phone": PHONES[4]}
    status, ask = resident.ask(
        "POST", "/proxies", {"elder": elder, "relation": "女儿", "scopes": ["booking"]}
    )
    assert status == 201, ask
    assert resident.ask("POST", f"/proxies/{ask['id']}/code", {"phone": PHONES[4]})[0] == 202
    assert anyone.ask("POST", "/accounts/login/sms/code", {"phone": PHONES[5]})[0] == 202
    assert resident.ask("POST", "/residents/me/export")[0] in (202, 409)


def until_over(caller: Client, path: str) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        status, told = caller.ask("GET", path)
        if status == 200 and (told.get("status") or told["state"]) not in UNDER_WAY:
            return dict(told)
        time.sleep(0.2)
    raise AssertionError(f"{path} did not end: {told}")


def let_messages_go_out(postgres: EmbeddedPostgres) -> None:
    engine = create_engine(postgres.url(), poolclass=NullPool)
    waiting = text("SELECT count(*) FROM outbox_messages WHERE delivered_at IS NULL AND tries = 0")
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with engine.connect() as connection:
            if not connection.scalar(waiting):
                return
        time.sleep(0.2)
    raise AssertionError("messages still wait")


def files_with(words: Sequence[str], folder: Path) -> dict[str, str]:
    """Which files below the folder hold one of the words, and which."""
    wanted = re.compile("|".join(words).encode())
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (match := wanted.search(path.read_bytes())):
            found[str(path.relative_to(folder))] = match.group().decode()
    return found
