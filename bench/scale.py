"""Whether work costs the same however much there is: Linli with a short history beside Linli with a very long one."""

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self

from bench.database import database_server
from bench.linli import start_linli
from bench.samples import Sample
from bench.systems import Load, WebSystem
from bench.traffic import PAGE, World

FEW = 10_000
MOST_TIMES = 1.2


@dataclass(frozen=True)
class ScaleFinding:
    """The cost of some work at many rows in times of that at few, for each round."""

    work: str
    few: int
    many: int
    by_time: list[float]
    by_cpu: list[float]

    @classmethod
    def of(cls, work: str, few: int, many: int, pairs: Iterable[tuple[Sample, Sample]]) -> Self:
        """What pairs of samples say, each of one round, at few rows and at many."""
        known = list(pairs)
        return cls(
            work,
            few,
            many,
            [of_large.median_ms / of_small.median_ms for of_small, of_large in known],
            [of_large.cpu_ms / of_small.cpu_ms for of_small, of_large in known],
        )

    @property
    def reached(self) -> bool:
        return median(self.by_cpu) <= MOST_TIMES

    def text(self) -> str:
        """The finding, in Markdown."""
        verdict = "reached" if self.reached else "NOT reached"
        rounds = " ".join(f"{ratio:.2f}" for ratio in self.by_cpu)
        return (
            f"## {self.work[0].upper()}{self.work[1:]} out of {self.many:,} and out of {self.few:,}\n\n"
            f"Processor time of web and database a request: **{median(self.by_cpu):.2f}** times (by round: {rounds}); "
            f"median latency {median(self.by_time):.2f} times. Target ≤ {MOST_TIMES}, {verdict}."
        )


def compare(many: int, rounds: int, load: Load) -> ScaleFinding:
    """Measure pages at few and at many rows, in turns."""
    with ExitStack() as opened:
        logs = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="linli-bench-logs-")))
        server = opened.enter_context(database_server())
        small, large = systems = [start_linli(server, logs, bookings=count) for count in (FEW, many)]
        for system in systems:
            opened.callback(system.stop)
            system.world.find_pages()
        pairs = [_pair(small, large, load, turn) for turn in range(rounds)]
    return ScaleFinding.of(PAGE, FEW, many, pairs)


def _pair(small: WebSystem[World], large: WebSystem[World], load: Load, turn: int) -> tuple[Sample, Sample]:
    first, second = (small, large) if turn % 2 else (large, small)
    measured = {system.database.url: system.measure(PAGE, load, turn) for system in (first, second)}
    return measured[small.database.url], measured[large.database.url]
