"""`python -m bench.notices`: residents' pages of notices, and publishing to very many; written to NOTICES.md."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import machine, samples
from bench.database import DatabaseServer, database_server
from bench.linli import LINLI
from bench.notices import publishing, reaching, systems
from bench.notices.clients import FIRST, NEXT, NoticeSystem
from bench.notices.community import PEOPLE, make_community
from bench.notices.report import NoticeFindings
from bench.opponents import DRF
from bench.rounds import run_rounds, tell
from bench.samples import Sample, Target
from bench.scale import ScaleFinding
from bench.systems import Load
from bench.traffic import WrongAnswer

TARGETS = (Target(FIRST, DRF, 4.0), Target(NEXT, DRF, 4.0))
MOST = "Linli, ten times as many"
RESULTS = Path(__file__).parent.parent / "NOTICES.md"


@dataclass(frozen=True)
class Plan:
    """What the command line asked for."""

    people: int
    notices: int
    most: int
    sizes: Sequence[int]
    ladders: Sequence[int]
    rounds: int
    load: Load
    output: Path


def main() -> int:
    """Run the benchmark; 1 if a promise was not kept."""
    plan = _read_plan()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    published = []
    for people in plan.sizes:
        tell(f"publishing to {people:,} people")
        published.append(publishing.measure(people))
    climbed = []
    for people in plan.ladders:
        tell(f"reaching {people:,} households")
        climbed.append(reaching.measure(people))
    with ExitStack() as opened:
        logs = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="linli-bench-logs-")))
        server = opened.enter_context(database_server())
        contest = _start(plan, server, logs, opened)
        measured = list(run_rounds(contest, [FIRST, NEXT], plan.rounds, plan.load))
        described = machine.describe(server)
    findings = NoticeFindings(
        machine=described,
        rounds=plan.rounds,
        load=plan.load,
        notices=plan.notices,
        samples=measured,
        judged=samples.verdicts(measured, TARGETS, LINLI),
        scales=[_scale(plan, measured, workload) for workload in (FIRST, NEXT)],
        published=published,
        climbed=climbed,
    )
    text = findings.text()
    plan.output.write_text(text)
    print(text)
    return 0 if findings.all_reached else 1


def _read_plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m bench.notices", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="try it out: small, once, and the figures say nothing"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each run")
    parser.add_argument("--warm-up", type=float, default=1.5, help="seconds before each run")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--notices", type=int, default=1_000_000)
    parser.add_argument("--most", type=int, default=10_000_000, help="notices in one more database")
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    people, sizes, ladders = PEOPLE, publishing.SIZES, reaching.SIZES
    if asked.quick:
        parser.set_defaults(rounds=1, seconds=1.0, warm_up=0.3, notices=50_000, most=100_000)
        parser.set_defaults(output=Path(tempfile.gettempdir()) / RESULTS.name)
        asked = parser.parse_args()
        people, sizes, ladders = 100_000, publishing.SIZES[:2], reaching.SIZES[:1]
    load = Load(asked.connections, asked.seconds, asked.warm_up)
    return Plan(people, asked.notices, asked.most, sizes, ladders, asked.rounds, load, asked.output)


def _start(plan: Plan, server: DatabaseServer, logs: Path, opened: ExitStack) -> list[NoticeSystem]:
    """Linli, Linli with many more notices, and the textbook application. Raises WrongAnswer."""
    tell(f"a district of {plan.people:,} people")
    original = server.new_database("bench_notices")
    community = make_community(original, plan.people)
    contest = []
    for name, notices in ((LINLI, plan.notices), (MOST, plan.most)):
        tell(f"{name}: {notices:,} notices")
        contest.append(systems.start_linli(name, server, original, community, logs, notices=notices))
        opened.callback(contest[-1].stop)
    tell(f"{DRF}: {plan.notices:,} notices")
    rival = systems.start_opponent(server, original, community, logs, notices=plan.notices)
    opened.callback(rival.stop)
    _check_alike(contest[0], rival)
    contest[1].world.told_pages()
    return [*contest, rival]


def _check_alike(ours: NoticeSystem, theirs: NoticeSystem) -> None:
    if ours.world.told_pages() != theirs.world.told_pages():
        raise WrongAnswer("the systems tell residents different notices")


def _scale(plan: Plan, measured: list[Sample], workload: str) -> ScaleFinding:
    of_many, of_most = (samples.of(measured, name, workload) for name in (LINLI, MOST))
    return ScaleFinding.of(workload, plan.notices, plan.most, zip(of_many, of_most, strict=True))


if __name__ == "__main__":
    sys.exit(main())
