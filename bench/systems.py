"""The contestants behind HTTP, and how one of them is measured."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bench.database import Database, DatabaseServer
from bench.load import drive
from bench.processes import ServerProcess, largest_worker_megabytes, processor_seconds
from bench.samples import Sample

WORKERS = 2


@dataclass(frozen=True)
class Load:
    """How hard and how long."""

    connections: int
    seconds: float
    warm_up: float


class Contestant(Protocol):
    """Something that can do some of the work."""

    @property
    def name(self) -> str: ...

    @property
    def workloads(self) -> tuple[str, ...]: ...

    def measure(self, workload: str, load: Load, turn: int) -> Sample:
        """Warm up, then run one workload."""

    def stop(self) -> None:
        """End what was started."""


class Clients(Protocol):
    """What a system's clients ask of it."""

    @property
    def expected(self) -> Mapping[str, int]:
        """The workloads, each with the status of a right answer."""

    @property
    def asked_to_keep(self) -> int:
        """How much they have asked to be kept so far."""

    def requests(self, workload: str) -> Iterator[bytes]:
        """An endless stream of requests."""


ClientsT = TypeVar("ClientsT", bound=Clients)


@dataclass(frozen=True)
class WebSystem(Generic[ClientsT]):
    """A running web application with its community; `kept` is the question how much of what was asked it has stored."""

    name: str
    database: Database
    database_server: DatabaseServer
    server: ServerProcess
    world: ClientsT
    kept: str
    kept_before: int

    @property
    def workloads(self) -> tuple[str, ...]:
        return tuple(self.world.expected)

    def measure(self, workload: str, load: Load, turn: int) -> Sample:
        """Warm up, then run one workload; what another has left unwritten is written before."""
        self.database_server.settle()
        requests = self.world.requests(workload)
        drive(self.server.port, requests, connections=load.connections, seconds=load.warm_up)
        web, database, client = self._processor_seconds()
        outcome = drive(self.server.port, requests, connections=load.connections, seconds=load.seconds)
        web_after, database_after, client_after = self._processor_seconds()
        per_request = 1000 / max(1, outcome.answers)
        return Sample(
            round=turn,
            system=self.name,
            workload=workload,
            per_second=outcome.per_second,
            median_ms=outcome.milliseconds(0.5),
            p99_ms=outcome.milliseconds(0.99),
            web_cpu_ms=(web_after - web) * per_request,
            database_cpu_ms=(database_after - database) * per_request,
            client_cpu_ms=(client_after - client) * per_request,
            answers=outcome.answers,
            failures=outcome.failures(self.world.expected[workload]),
        )

    def _processor_seconds(self) -> tuple[float, float, float]:
        """What the web server, the database and the load client have spent so far."""
        web = processor_seconds(self.server.process.pid)
        return web, processor_seconds(self.database_server.pid), time.process_time()

    def worker_megabytes(self) -> float:
        """The proportional memory of the largest worker."""
        return largest_worker_megabytes(self.server.process.pid)

    def lost(self) -> int:
        """What was asked for minus what was stored: zero if nothing was refused or lost."""
        return self.world.asked_to_keep - (self.database.number(self.kept) - self.kept_before)

    def stop(self) -> None:
        self.server.stop()
