"""`python -m bench.care`: a dispatcher's day and a check-in, with little and much history; written to CARE.md."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench import machine, samples
from bench.care import linli, opponent
from bench.care.clients import CHECK_IN, DAY, CareSystem
from bench.care.community import Community, make_community
from bench.care.report import CareFindings
from bench.database import DatabaseServer, database_server
from bench.linli import LINLI
from bench.opponents import DRF
from bench.rounds import run_rounds, tell
from bench.samples import Sample, Target
from bench.scale import FEW, ScaleFinding
from bench.systems import Load
from bench.traffic import WrongAnswer

TARGETS = (Target(DAY, DRF, 4.0), Target(CHECK_IN, DRF, 4.0))
LITTLE = "Linli, short history"
# More than any of them can do: no visit is checked in to twice.
MOST_CHECK_INS_A_SECOND = 1500
RESULTS = Path(__file__).parent.parent / "CARE.md"
TellingT = TypeVar("TellingT")


@dataclass(frozen=True)
class Plan:
    """What the command line asked for; `waiting` visits are there to be checked in to."""

    caregivers: int
    few: int
    visits: int
    waiting: int
    rounds: int
    load: Load
    output: Path


@dataclass(frozen=True)
class Contest:
    """Who takes part: Linli with much history and with little, and the textbook application with much."""

    community: Community
    much: CareSystem
    little: CareSystem
    rival: CareSystem

    @property
    def systems(self) -> list[CareSystem]:
        return [self.much, self.little, self.rival]


def main() -> int:
    """Run the benchmark; 1 if a promise was not kept."""
    plan = _read_plan()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    with ExitStack() as opened:
        logs = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="linli-bench-logs-")))
        server = opened.enter_context(database_server())
        contest = _start(plan, server, logs, opened)
        findings = _measure(plan, contest, machine.describe(server))
    text = findings.text()
    plan.output.write_text(text)
    print(text)
    return 0 if findings.all_reached else 1


def _read_plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m bench.care", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="try it out: small, once, and the figures say nothing"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each run")
    parser.add_argument("--warm-up", type=float, default=1.5, help="seconds before each run")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument(
        "--caregivers", type=int, default=32, help="each with seven stops on the dispatchers' day"
    )
    parser.add_argument("--visits", type=int, default=1_000_000, help="history in each database but one")
    parser.add_argument("--few", type=int, default=FEW, help="history in that one")
    parser.add_argument("--waiting", type=int, help="visits of today to check in to, in each database")
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    if asked.quick:
        parser.set_defaults(rounds=1, seconds=1.0, warm_up=0.3, caregivers=2, visits=5_000, few=1_000)
        parser.set_defaults(output=Path(tempfile.gettempdir()) / RESULTS.name)
        asked = parser.parse_args()
    load = Load(asked.connections, asked.seconds, asked.warm_up)
    most = int(asked.rounds * (asked.seconds + asked.warm_up) * MOST_CHECK_INS_A_SECOND)
    waiting = asked.waiting or most
    return Plan(asked.caregivers, asked.few, asked.visits, waiting, asked.rounds, load, asked.output)


def _start(plan: Plan, server: DatabaseServer, logs: Path, opened: ExitStack) -> Contest:
    tell(f"care by {plan.caregivers} caregivers: founding it")
    original = server.new_database("bench_care")
    community = make_community(original, plan.caregivers)

    def linli_with(name: str, visits: int) -> CareSystem:
        tell(f"{name}: starting with {visits:,} visits")
        system = linli.start_linli(name, server, original, community, logs, visits=visits)
        opened.callback(system.stop)
        return system

    much, little = linli_with(LINLI, plan.visits), linli_with(LITTLE, plan.few)
    tell(f"{DRF}: starting with {plan.visits:,} visits")
    rival = opponent.start_opponent(server, community, logs, visits=plan.visits)
    opened.callback(rival.stop)
    return Contest(community, much, little, rival)


def _measure(plan: Plan, contest: Contest, described: dict[str, str]) -> CareFindings:
    """The days first: what waits to be checked in to would be history to them."""
    _, day = _alike(contest.systems, lambda system: system.world.told_day())
    measured = list(run_rounds(contest.systems, [DAY], plan.rounds, plan.load))
    _let_wait(plan, contest)
    _alike(contest.systems, lambda system: system.world.told_check_in())
    measured += run_rounds(contest.systems, [CHECK_IN], plan.rounds, plan.load)
    return CareFindings(
        machine=described,
        rounds=plan.rounds,
        load=plan.load,
        visits=plan.visits,
        few=plan.few,
        waiting=plan.waiting,
        day=dict(day),
        samples=measured,
        judged=samples.verdicts(measured, TARGETS, LINLI),
        scales=[_scale(plan, measured, workload) for workload in (DAY, CHECK_IN)],
        acknowledged={system.name: system.world.asked_to_keep for system in contest.systems},
        lost={system.name: system.lost() for system in contest.systems},
    )


def _alike(systems: Sequence[CareSystem], asking: Callable[[CareSystem], TellingT]) -> TellingT:
    """What every system tells alike. Raises WrongAnswer if they differ."""
    answers = {system.name: asking(system) for system in systems}
    first, *others = answers.values()
    if any(other != first for other in others):
        raise WrongAnswer(f"the systems tell different things: {answers}")
    return first


def _let_wait(plan: Plan, contest: Contest) -> None:
    tell(f"{plan.waiting:,} visits of today come to each")
    for system in (contest.much, contest.little):
        linli.let_wait(system, contest.community, plan.waiting)
    opponent.let_wait(contest.rival, contest.community, plan.waiting)


def _scale(plan: Plan, measured: list[Sample], workload: str) -> ScaleFinding:
    of_little, of_much = (samples.of(measured, name, workload) for name in (LITTLE, LINLI))
    return ScaleFinding.of(workload, plan.few, plan.visits, zip(of_little, of_much, strict=True))


if __name__ == "__main__":
    sys.exit(main())
