"""Linli as a contestant: its community is made through its own API, its long history in the database."""

import os
import subprocess
import sys
from pathlib import Path

from bench import history
from bench.community import ADMINISTRATORS, FIRST_PASSWORD, make_community
from bench.database import Database, DatabaseServer
from bench.load import HOST
from bench.processes import ServerProcess, free_port, start_server
from bench.systems import WORKERS, WebSystem
from bench.traffic import HISTORY_DAYS, World
from config import Settings
from service.kit.supervisor import MEMORY, flask, web_server

LINLI = "Linli"
ROOT = Path(__file__).parent.parent
PLENTY = "100000000 per minute"
# Each booking takes four grains.
KEPT = "SELECT count(*) / 4 FROM booked_grains"

# What a fresh database needs before the service can be asked, as an operator would do it.
PREPARATIONS = (
    ("database", "upgrade"),
    ("regions", "import", "data/regions-zhenhai-330211.csv"),
    *(("accounts", "create-admin", role, username) for role, username in ADMINISTRATORS.items()),
)


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


def start_linli(server: DatabaseServer, logs: Path, *, bookings: int) -> WebSystem[World]:
    """Linli with its community, ready for load."""
    database = server.new_database(f"bench_linli_{bookings}")
    running, world, example = start_community(database, logs)
    try:
        write_history(database, example, bookings)
    except BaseException:
        running.stop()
        raise
    return WebSystem(LINLI, database, server, running, world, KEPT, database.number(KEPT))


def start_community(database: Database, logs: Path) -> tuple[ServerProcess, World, str]:
    """A running Linli on an empty database, its community, and one booking as the pattern of the history."""
    for arguments in PREPARATIONS:
        subprocess.run(
            flask(*arguments),
            cwd=ROOT,
            env={**os.environ, **settings(database), **MEMORY},
            input=f"{FIRST_PASSWORD}\n".encode(),
            stdout=sys.stderr,
            check=True,
        )
    running = serve(database, logs)
    try:
        return running, *make_community(running.port)
    except BaseException:
        running.stop()
        raise


def serve(database: Database, logs: Path) -> ServerProcess:
    """A running web server of Linli."""
    figures = logs / f"figures-{database.name}"
    figures.mkdir()
    port = free_port()
    return start_server(
        web_server(HOST, port, WORKERS, Settings().web_threads),
        port=port,
        folder=ROOT,
        environment={**settings(database), "PROMETHEUS_MULTIPROC_DIR": str(figures), **MEMORY},
        log=logs / f"{database.name}.log",
    )


def write_history(database: Database, example: str, bookings: int) -> None:
    """A long past of so many bookings like the example."""
    with database.connect() as connection:
        history.write(connection, example, count=bookings, days=HISTORY_DAYS)
        connection.execute("VACUUM ANALYZE")
