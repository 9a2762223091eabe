"""The floor: pgbench running the same booking statement by statement, without any application."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from bench.database import Database, DatabaseServer
from bench.opponents import OPPONENTS, SMOREST, fill
from bench.processes import processor_seconds
from bench.samples import Sample
from bench.systems import Load
from bench.traffic import CREATE, RESIDENTS, ROOMS, SLOTS, midnight

PGBENCH = "pgbench"
SCRIPT = Path(__file__).parent / "pgbench/create_booking.sql"
CLIENTS = 8
# The script finds a session by its account, so that it needs no list of them.
SESSIONS = """
    INSERT INTO login_session (id, account_id, expires_at)
    SELECT md5(id::text)::uuid, id, now() + interval '1 day' FROM account
"""


class PgbenchFailed(Exception):
    """pgbench ended early or told something we can not read."""


@dataclass
class Pgbench:
    """The booking script on a database of its own."""

    database: Database
    server: DatabaseServer
    done: int = 0
    today: int = field(default_factory=lambda: int(midnight().timestamp()))

    name = PGBENCH
    workloads = (CREATE,)

    def measure(self, workload: str, load: Load, turn: int) -> Sample:
        """Warm up, then run the script for as long as the others run."""
        self.server.settle()
        self._run(load.warm_up)
        before = processor_seconds(self.server.pid)
        count, per_second, latency = self._run(load.seconds)
        database_cpu = processor_seconds(self.server.pid) - before
        return Sample(
            round=turn,
            system=PGBENCH,
            workload=workload,
            per_second=per_second,
            median_ms=latency,
            p99_ms=float("nan"),
            web_cpu_ms=0.0,
            database_cpu_ms=database_cpu * 1000 / count,
            client_cpu_ms=0.0,
            answers=count,
            failures={},
        )

    def _run(self, seconds: float) -> tuple[int, float, float]:
        """One run: transactions, transactions a second, and their average latency in milliseconds."""
        answer = subprocess.run(self._command(seconds), capture_output=True, text=True, check=False)
        count = re.search(r"actually processed: (\d+)", answer.stdout)
        speed = re.search(r"tps = ([\d.]+)", answer.stdout)
        latency = re.search(r"latency average = ([\d.]+)", answer.stdout)
        if answer.returncode or not (count and speed and latency):
            raise PgbenchFailed(answer.stdout + answer.stderr)
        # Clients run unevenly: leave room, so that the next run meets no slot of this one.
        self.done += 2 * int(count[1])
        return int(count[1]), float(speed[1]), float(latency[1])

    def _command(self, seconds: float) -> list[str]:
        values = {
            "n": 0,
            "first": self.done,
            "clients": CLIENTS,
            "rooms": ROOMS,
            "residents": RESIDENTS,
            "slots": SLOTS,
            "today": self.today,
        }
        options = ["--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", "--jobs=2"]
        options += [f"--time={max(1, round(seconds))}", f"--file={SCRIPT}"]
        options += [f"--define={name}={value}" for name, value in values.items()]
        return [self.server.pgbench(), *options, self.database.address]

    def stop(self) -> None:
        """Nothing goes on between runs."""


def start_pgbench(server: DatabaseServer, *, bookings: int) -> Pgbench:
    """The script's database, with the tables of the flask-smorest rival."""
    server.pgbench()
    database = server.new_database("bench_pgbench")
    OPPONENTS[SMOREST].run(OPPONENTS[SMOREST].create_tables, database)
    fill(database, bookings=bookings)
    with database.connect() as connection:
        connection.execute(SESSIONS)
        connection.execute("ALTER DATABASE bench_pgbench SET timezone TO 'Asia/Shanghai'")
    return Pgbench(database, server)
