"""Rounds: all that is compared runs in turns, so that a slow quarter of an hour hits everybody."""

import sys
from collections.abc import Iterator, Sequence

from bench import report
from bench.samples import Sample
from bench.systems import Contestant, Load


def run_rounds(
    contestants: Sequence[Contestant], workloads: Sequence[str], rounds: int, load: Load
) -> Iterator[Sample]:
    """Every workload of every system once a round, one system at a time, each round in another order."""
    for turn in range(rounds):
        first = turn % len(contestants)
        order = [*contestants[first:], *contestants[:first]]
        for workload in workloads:
            for contestant in order:
                if workload in contestant.workloads:
                    sample = contestant.measure(workload, load, turn)
                    tell(report.line(sample))
                    yield sample


def tell(text: str) -> None:
    """A line for the eye of who waits."""
    print(text, file=sys.stderr, flush=True)
