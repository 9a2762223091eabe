"""The hand-made table, and the same table as the database tells it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FIRST, LAST = date(2026, 9, 1), date(2026, 11, 30)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
MADE = frozenset("vrw2cotapd")

Cells = dict[tuple[str, str, date], str]
Covers = dict[tuple[str, str, date], str]
Sums = dict[tuple[str, str, str], tuple[int, int, int]]


@dataclass(frozen=True)
class Table:
    """What happened on each day, by elder and service, who came instead of whom was sick, and sums by elder and month.

    The sums are visits, minutes and fen, by operator too.
    """

    cells: Cells
    covers: Covers
    sums: Sums


def by_hand() -> Table:
    """The table as it was made by hand."""
    cells: Cells = {}
    covers: Covers = {}
    sums: Sums = {}
    part = ""
    for line in (Path(__file__).parent / "table.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            part = line
        elif part == "[days]" and line:
            elder, service, *months = line.split()
            cells |= {
                (elder, service, day): said
                for day, said in zip(DAYS, "".join(months), strict=True)
                if said != "."
            }
        elif part == "[covers]" and line:
            elder, service, day, caregiver = line.split()
            covers[elder, service, date.fromisoformat(day)] = caregiver
        elif part == "[sums]" and line:
            elder, operator, month, *numbers = line.split()
            visits, minutes, fen = map(int, numbers)
            sums[elder, operator, month] = (visits, minutes, fen)
    return Table(cells, covers, sums)


def summed(made: Iterable[tuple[tuple[str, str, str], int, int]]) -> Sums:
    """How many visits, minutes and fen, of visits with their place in the sums, minutes and price."""
    found: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for key, minutes, fen in made:
        found[key].append((minutes, fen))
    return {key: (len(all_), sum(m for m, _ in all_), sum(f for _, f in all_)) for key, all_ in found.items()}


def differences(wanted: Mapping[Any, object], found: Mapping[Any, object]) -> str:
    """Where two tables differ, a line each."""
    lines = [
        f"{' '.join(map(str, key))}: by hand {wanted.get(key, '.')}, found {found.get(key, '.')}"
        for key in sorted(wanted.keys() | found.keys())
        if wanted.get(key) != found.get(key)
    ]
    return "\n".join(lines)
