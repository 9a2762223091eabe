"""Small cells: a figure so small that it points at a person is hidden from who has no business with that person.

What a reader may not see must not follow from the rest either: with the total shown, one hidden figure is what is left
over, so further ones are hidden until those hidden can not be told apart (complementary suppression).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")

SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Figures(Generic[K]):
    """Counts by category with their total; None where a figure is hidden."""

    total: int | None
    counts: Mapping[K, int | None]


def exact(counts: Mapping[K, int]) -> Figures[K]:
    """The figures as they are, for who has these people in hand."""
    return Figures(sum(counts.values()), dict(counts))


def guarded(counts: Mapping[K, int]) -> Figures[K]:
    """The figures for everybody else: those under 5 hidden, and as many more as keep them hidden."""
    total = sum(counts.values())
    if total < SMALLEST_SHOWN:
        return Figures(None, dict.fromkeys(counts))
    hidden = {key for key, count in counts.items() if count < SMALLEST_SHOWN}
    larger = sorted((key for key in counts if key not in hidden), key=lambda key: counts[key])
    while hidden and larger and not _blur(counts, hidden):
        hidden.add(larger.pop(0))
    shown = {key: None if key in hidden else count for key, count in counts.items()}
    return Figures(total if not hidden or _blur(counts, hidden) else None, shown)


def _blur(counts: Mapping[K, int], hidden: set[K]) -> bool:
    """Whether the sum of the hidden figures, which the total gives away, leaves each of them open."""
    return len(hidden) > 1 and sum(counts[key] for key in hidden) >= 2 * SMALLEST_SHOWN
