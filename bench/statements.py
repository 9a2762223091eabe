"""The floor: pgbench running the same booking statement by statement on Linli's tables, without any application."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench.database import Database, DatabaseServer
from bench.linli import start_community, write_history
from bench.processes import processor_seconds
from bench.samples import Sample
from bench.systems import Load
from bench.traffic import CREATE, RESIDENTS, ROOMS, SLOTS, midnight

PGBENCH = "pgbench"
SCRIPT = Path(__file__).parent / "pgbench/create_booking.sql"
CLIENTS = 8
# The script has no list of identifiers: a room, a resident, their account and their login are called by one number.
RESIDENTS_BY_NUMBER = "SELECT id, row_number() OVER (ORDER BY id) AS number FROM residents"
ACCOUNTS_BY_NUMBER = f"""
    SELECT accounts.id, residents.number
      FROM accounts JOIN ({RESIDENTS_BY_NUMBER}) residents ON residents.id = accounts.resident_id
"""
NUMBERS = {
    "living_rooms": "SELECT id, row_number() OVER (ORDER BY id) AS number FROM living_rooms",
    "login_sessions": f"""
        SELECT login_sessions.id, accounts.number
          FROM login_sessions JOIN ({ACCOUNTS_BY_NUMBER}) accounts ON accounts.id = login_sessions.account_id
    """,
    "accounts": ACCOUNTS_BY_NUMBER,
    "residents": RESIDENTS_BY_NUMBER,
}
REFERENCES = """
    SELECT conrelid::regclass::text, attname
      FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
     WHERE contype = 'f' AND confrelid = %(table)s::regclass AND cardinality(conkey) = 1
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


def start_pgbench(server: DatabaseServer, logs: Path, *, bookings: int) -> Pgbench:
    """The script's database: the same community and history as Linli's, in the same tables."""
    server.pgbench()
    database = server.new_database("bench_pgbench")
    linli, _, example = start_community(database, logs)
    linli.stop()
    with database.connect() as connection, connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        for table, numbers in NUMBERS.items():
            _call_by_number(connection, table, numbers)
    write_history(database, example, bookings)
    with database.connect() as connection:
        connection.execute("ALTER DATABASE bench_pgbench SET timezone TO 'Asia/Shanghai'")
        connection.execute(
            "ALTER DATABASE bench_pgbench SET random_page_cost TO 1.1"
        )  # as the service asks for
    return Pgbench(database, server)


def _call_by_number(connection: psycopg.Connection[Any], table: str, numbers: str) -> None:
    """Give a table's rows identifiers that follow from their numbers, wherever they are pointed at."""
    references = connection.execute(REFERENCES.encode(), {"table": table}).fetchall()
    connection.execute(f"CREATE TEMP TABLE numbered ON COMMIT DROP AS {numbers}".encode())
    for child, column in [*references, (table, "id")]:
        renamed = sql.SQL(
            "UPDATE {child} SET {column} = md5(numbered.number::text)::uuid FROM numbered WHERE {child}.{column} = numbered.id"
        )
        connection.execute(renamed.format(child=sql.Identifier(child), column=sql.Identifier(column)))
    connection.execute("DROP TABLE numbered")
