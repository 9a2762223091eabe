"""`python -m bench.planner`: days of 50, 200 and 800 visits, planned by both solvers that were tried and by greed; PLANNER.md."""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "PLANNER.md"
SIZES = ((50, 5), (200, 20), (800, 80))
SOLVERS = ("pyvrp", "ortools")
_TITLES = {"pyvrp": "PyVRP", "ortools": "OR-Tools"}


@dataclass(frozen=True)
class Measured:
    """What became of one day."""

    solver: str
    visits: int
    caregivers: int
    seconds: float
    megabytes: int
    travel: int
    placed: int
    greedy_travel: int
    greedy_placed: int
    strange: int
    greedy_strange: int

    @property
    def saved(self) -> float:
        """How much shorter the ways to a visit are than by greed, in per cent."""
        by_plan, by_greed = self.travel / self.placed, self.greedy_travel / self.greedy_placed
        return 100 * (1 - by_plan / by_greed)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.planner")
    arguments.add_argument("--only", choices=SOLVERS)
    only = arguments.parse_args().only
    measured = [
        _measured(solver, visits, caregivers)
        for visits, caregivers in SIZES
        for solver in SOLVERS
        if only in (None, solver)
    ]
    RESULTS.write_text(_written(measured))
    print(RESULTS.read_text())


def _measured(solver: str, visits: int, caregivers: int) -> Measured:
    """In a process of its own, so that memory is counted from nothing."""
    command = [sys.executable, "-m", "bench.planner.one", solver, str(visits), str(caregivers)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(answer.stdout.splitlines()[-1]))


def _written(measured: list[Measured]) -> str:
    head = [
        "# Planning a day",
        "",
        f"Written by `python -m bench.planner` on {os.cpu_count()} cores. A made-up day in a town of five kilometres: shifts with",
        "and without a break, one visit in twenty for two caregivers, one in five for a certificate, wishes and known",
        "caregivers, something arranged already for one caregiver in four. Greed gives each visit in the order of time to",
        "whoever is nearest then. Seconds are those of the whole day, reading the database apart; *strange* are visits by",
        "somebody whom the elder neither wishes for nor knows, where there is such a person.",
        "",
        "| visits | caregivers | solver | seconds | memory MB | placed | travel min | greedy placed | greedy travel | shorter a visit | strange | greedy strange |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(_row(each) for each in measured), ""])


def _row(each: Measured) -> str:
    told = asdict(each)
    names = ("placed", "travel", "greedy_placed", "greedy_travel")
    numbers = " | ".join(str(told[name]) for name in names)
    return (
        f"| {each.visits} | {each.caregivers} | {_TITLES[each.solver]} | {each.seconds:.1f} | {each.megabytes} | "
        f"{numbers} | {each.saved:.0f} % | {each.strange} | {each.greedy_strange} |"
    )


if __name__ == "__main__":
    main()
