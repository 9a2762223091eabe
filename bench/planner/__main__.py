"""`python -m bench.planner`: days of 50, 200 and 800 visits, planned by both solvers that were tried and by greed; PLANNER.md."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.planner.one import Measured

RESULTS = Path(__file__).parents[1] / "PLANNER.md"
# Visits, caregivers, and of how many made-up days; the longest first, so that what time is left goes to the others.
SIZES = ((800, 80, 1), (200, 20, 3), (50, 5, 3))
_TITLES = {"pyvrp": "PyVRP", "ortools": "OR-Tools"}
_MOST_SECONDS = 120
_MOST_SECONDS_IN_ALL = 900


@dataclass(frozen=True)
class Run:
    """One day as one solver planned it; `measured` is None where it had not ended after so many seconds."""

    solver: str
    visits: int
    caregivers: int
    day: int
    limit: float
    measured: Measured | None


def main() -> None:
    runs = list(_runs(time.monotonic() + _MOST_SECONDS_IN_ALL))
    RESULTS.write_text(_written(runs))
    print(RESULTS.read_text())


def _runs(deadline: float) -> Iterator[Run]:
    """Both solvers after each other: OR-Tools, which counts no iterations, searches for as long as PyVRP has."""
    for visits, caregivers, days in SIZES:
        for day in range(1, days + 1):
            chosen = _run("pyvrp", visits, caregivers, day, 0, deadline)
            yield chosen
            seconds = chosen.measured.searched if chosen.measured else chosen.limit
            yield _run("ortools", visits, caregivers, day, seconds, deadline)


def _run(solver: str, visits: int, caregivers: int, day: int, seconds: float, deadline: float) -> Run:
    """In a process of its own, so that memory is counted from nothing."""
    numbers = map(str, (visits, caregivers, day, seconds))
    command = [sys.executable, "-m", "bench.planner.one", solver, *numbers]
    limit = max(0.0, min(_MOST_SECONDS, deadline - time.monotonic()))
    try:
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return Run(solver, visits, caregivers, day, limit, None)
    return Run(solver, visits, caregivers, day, limit, Measured(**json.loads(answer.stdout.splitlines()[-1])))


def _written(runs: list[Run]) -> str:
    text = f"""# Planning a day

Written by `python -m bench.planner` on {os.cpu_count()} cores, each solver in a process of its own. Made-up days in a town of five
kilometres: shifts with and without a break, one visit in twenty for two caregivers, one in five for a certificate, wishes and
known caregivers, something arranged already for one caregiver in four. Greed gives each visit in the order of time to whoever
is nearest then, as early as they can; it asks for no wishes and no fair shares. *Seconds* and *CPU* are those of the whole
day, reading the database apart; OR-Tools searches for as long as PyVRP has. A run that has not ended after {_MOST_SECONDS} seconds
is stopped, and all together after {_MOST_SECONDS_IN_ALL}.

*Less travel* compares all minutes of the day, as `travel_minutes` and `greedy_travel_minutes` do: against the plan where it
places more visits. *Same visits* compares all minutes where the plan is given only what greed placed, and says how many of
those it placed: what the planner promises, 15 % less, is this. *Wished for* and *known* are visits by somebody whom the elder wishes for or
knows, of those that were placed and have such a person; *longest* and *shortest* are minutes with people a caregiver.

| visits | caregivers | day | solver | seconds | CPU | memory MB | placed | travel min | less travel | same visits | wished for | known | longest / shortest |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
"""
    in_order = sorted(runs, key=lambda each: (each.visits, each.day))
    return text + "".join(f"{row}\n" for run in in_order for row in _rows(run))


def _rows(run: Run) -> Iterator[str]:
    head = f"| {run.visits} | {run.caregivers} | {run.day} |"
    if run.measured is None:
        yield f"{head} {_TITLES[run.solver]} | not ended after {run.limit:.0f} | | | | | | | | | |"
        return
    found = run.measured
    plan, greed = found.plan, found.greed
    if run.solver == "pyvrp":
        yield f"{head} greed | {found.greedy_seconds:.1f} | | | {_told(greed)} | | | {_people(greed)}"
    whole = 100 * (1 - plan["travel"] / greed["travel"])
    same = f"{100 * (1 - found.same['travel'] / greed['travel']):.0f} % of {found.same['placed']}"
    yield (
        f"{head} {_TITLES[run.solver]} | {found.seconds:.1f} | {found.processor:.1f} | {found.megabytes} | {_told(plan)} | "
        f"{whole:.0f} % | {same} | {_people(plan)}"
    )


def _told(made: dict[str, int]) -> str:
    return f"{made['placed']} | {made['travel']}"


def _people(made: dict[str, int]) -> str:
    return (
        f"{made['wished']} of {made['wishing']} | {made['known']} of {made['knowing']} | "
        f"{made['longest']} / {made['shortest']} |"
    )


if __name__ == "__main__":
    main()
