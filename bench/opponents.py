"""The two textbook applications: made, filled with the same community, started under gunicorn."""

import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.database import Database, DatabaseServer
from bench.processes import ServerProcess, free_port, start_server
from bench.systems import WORKERS, WebSystem
from bench.traffic import HISTORY_DAYS, RESIDENTS, ROOMS, STAFF, World

RIVALS = Path(__file__).parent / "rivals"
PROGRAMS = Path(__file__).parent / ".venv/bin"
SECRET = "only-for-the-benchmark-0123456789-0123456789"
PLENTY = 100_000_000
DRF, SMOREST = "Django REST framework", "flask-smorest textbook"
# Each booking takes four grains.
KEPT = "SELECT count(*) / 4 FROM booked_grain"


@dataclass(frozen=True)
class Opponent:
    """How a rival is told to do what it must; threads a worker as measured best for it."""

    name: str
    folder: Path
    create_tables: tuple[str, ...]
    tokens: tuple[str, ...]
    application: str
    threads: int

    def environment(self, database: Database) -> dict[str, str]:
        """What both rivals read: limits are raised, never off."""
        return {
            "BENCH_DATABASE_URL": database.url,
            "BENCH_SECRET": SECRET,
            "BENCH_THROTTLE": f"{PLENTY}/min",
            "BENCH_LIMIT": f"{PLENTY}/minute",
            "BENCH_THREADS": str(self.threads),
        }

    def run(self, command: Sequence[str], database: Database) -> str:
        """Run one of its commands and give what it printed."""
        program, *rest = command
        answer = subprocess.run(
            [str(PROGRAMS / program), *rest],
            cwd=self.folder,
            env={**os.environ, **self.environment(database)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return answer.stdout


OPPONENTS = {
    DRF: Opponent(
        name=DRF,
        folder=RIVALS / "drf",
        create_tables=("python", "manage.py", "migrate", "--verbosity=0"),
        tokens=("python", "manage.py", "tokens"),
        application="project.wsgi",
        threads=4,
    ),
    SMOREST: Opponent(
        name=SMOREST,
        folder=RIVALS / "smorest",
        create_tables=("flask", "--app", "app", "create-tables"),
        tokens=("flask", "--app", "app", "tokens"),
        application="app:create_app()",
        threads=4,
    ),
}


def fill(database: Database, *, bookings: int) -> None:
    """The community and its history, the same for both rivals."""
    counts = {
        "rooms": ROOMS,
        "residents": RESIDENTS,
        "staff": STAFF,
        "bookings": bookings,
        "days": HISTORY_DAYS,
    }
    with database.connect() as connection:
        with connection.transaction():
            connection.execute((RIVALS / "seed.sql").read_bytes(), counts)
        connection.execute("VACUUM ANALYZE")


def start_opponent(name: str, server: DatabaseServer, logs: Path, *, bookings: int) -> WebSystem[World]:
    """A rival with its community, ready for load."""
    opponent = OPPONENTS[name]
    database = server.new_database("bench_" + opponent.folder.name)
    opponent.run(opponent.create_tables, database)
    fill(database, bookings=bookings)
    tokens = tokens_by_kind(opponent, database)
    web_server = serve(opponent, database, logs)
    world = World(
        port=web_server.port,
        room_ids=[str(number) for number in range(1, ROOMS + 1)],
        resident_tokens=tokens["resident"],
        staff_tokens=tokens["staff"],
    )
    return WebSystem(name, database, server, web_server, world, KEPT, 0)


def tokens_by_kind(opponent: Opponent, database: Database) -> dict[str, list[str]]:
    """An access token for every account, by what kind of account it is, in the order of their numbers."""
    tokens: dict[str, list[str]] = defaultdict(list)
    for line in opponent.run(opponent.tokens, database).splitlines():
        account = json.loads(line)
        tokens[account["kind"]].append(account["token"])
    return tokens


def serve(opponent: Opponent, database: Database, logs: Path) -> ServerProcess:
    """A rival's running web server on a database that is filled."""
    port = free_port()
    return start_server(
        _gunicorn(opponent, port, logs),
        port=port,
        folder=opponent.folder,
        environment=opponent.environment(database),
        log=logs / f"{opponent.folder.name}.log",
    )


def _gunicorn(opponent: Opponent, port: int, logs: Path) -> list[str]:
    return [
        str(PROGRAMS / "gunicorn"),
        opponent.application,
        f"--bind=127.0.0.1:{port}",
        f"--workers={WORKERS}",
        "--worker-class=gthread",
        f"--threads={opponent.threads}",
        "--keep-alive=75",
        "--no-control-socket",
        f"--access-logfile={logs / (opponent.folder.name + '-access.log')}",
    ]
