"""`python -m bench.run`: all systems interleaved on one machine, the ratios printed and written to RESULTS.md."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import machine, report, scale
from bench.database import DatabaseServer, database_server
from bench.linli import LINLI, start_linli
from bench.opponents import DRF, SMOREST, start_opponent
from bench.rounds import run_rounds, tell
from bench.samples import Target, verdicts
from bench.statements import PGBENCH, start_pgbench
from bench.systems import Contestant, Load, WebSystem
from bench.traffic import CREATE, PAGE, WEEK, WrongAnswer

TARGETS = (
    Target(CREATE, DRF, 4.0),
    Target(CREATE, SMOREST, None),
    Target(CREATE, PGBENCH, 0.4),
    Target(WEEK, DRF, 5.0),
    Target(WEEK, SMOREST, None),
    Target(PAGE, DRF, 4.0),
    Target(PAGE, SMOREST, None),
)
MOST_WORKER_MEGABYTES = 90.0
RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True)
class Plan:
    """What the command line asked for."""

    systems: list[str]
    rounds: int
    load: Load
    bookings: int
    scale: int
    output: Path


def main() -> int:
    """Run the benchmark; 1 if a promise was not kept."""
    plan = _read_plan()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    with ExitStack() as opened:
        logs = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="linli-bench-logs-")))
        server = opened.enter_context(database_server())
        contestants = list(_start(plan, server, logs, opened))
        findings = report.Findings(
            machine.describe(server),
            rounds=plan.rounds,
            load=plan.load,
            bookings=plan.bookings,
        )
        findings.samples = list(run_rounds(contestants, (CREATE, WEEK, PAGE), plan.rounds, plan.load))
        findings.judged = verdicts(findings.samples, TARGETS, LINLI)
        _weigh(findings, contestants)
    if plan.scale:
        findings.scale = scale.compare(plan.scale, plan.rounds, plan.load)
    text = findings.text()
    plan.output.write_text(text)
    print(text)
    return 0 if findings.all_reached else 1


def _read_plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    everyone = [LINLI, DRF, SMOREST, PGBENCH]
    parser.add_argument("--only", action="append", choices=everyone, help="leave the other systems out")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each run")
    parser.add_argument("--warm-up", type=float, default=1.5, help="seconds before each run")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--bookings", type=int, default=1_000_000, help="history in each database")
    parser.add_argument(
        "--scale", type=int, nargs="?", const=10_000_000, default=0, help="also compare pages at so many rows"
    )
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    load = Load(asked.connections, asked.seconds, asked.warm_up)
    return Plan(asked.only or everyone, asked.rounds, load, asked.bookings, asked.scale, asked.output)


def _start(plan: Plan, server: DatabaseServer, logs: Path, opened: ExitStack) -> Iterator[Contestant]:
    starters: dict[str, Callable[[], Contestant]] = {
        LINLI: lambda: start_linli(server, logs, bookings=plan.bookings),
        DRF: lambda: start_opponent(DRF, server, logs, bookings=plan.bookings),
        SMOREST: lambda: start_opponent(SMOREST, server, logs, bookings=plan.bookings),
        PGBENCH: lambda: start_pgbench(server, logs, bookings=plan.bookings),
    }
    weeks, fields = {}, {}
    for name in plan.systems:
        tell(f"{name}: starting with {plan.bookings:,} bookings")
        contestant = starters[name]()
        opened.callback(contestant.stop)
        if isinstance(contestant, WebSystem):
            contestant.world.find_pages()
            weeks[name] = contestant.world.check_week()
            fields[name] = contestant.world.check_fields()
        yield contestant
    if len(set(weeks.values())) > 1:
        raise WrongAnswer(f"the systems tell a week in different numbers of slots: {weeks}")
    if len(set(fields.values())) > 1:
        differing = frozenset.union(*fields.values()) - frozenset.intersection(*fields.values())
        raise WrongAnswer(f"not every system tells of a booking: {', '.join(sorted(differing))}")


def _weigh(findings: report.Findings, contestants: list[Contestant]) -> None:
    for contestant in contestants:
        if isinstance(contestant, WebSystem):
            findings.megabytes[contestant.name] = contestant.worker_megabytes()
            findings.lost[contestant.name] = contestant.lost()
            if contestant.name == LINLI:
                findings.light_enough = findings.megabytes[LINLI] <= MOST_WORKER_MEGABYTES


if __name__ == "__main__":
    sys.exit(main())
