"""What was measured, and the ratios made of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Sample:
    """One system under one workload in one round; processor times are milliseconds a request."""

    round: int
    system: str
    workload: str
    per_second: float
    median_ms: float
    p99_ms: float
    web_cpu_ms: float
    database_cpu_ms: float
    client_cpu_ms: float
    answers: int
    failures: dict[int, int]

    @property
    def cpu_ms(self) -> float:
        return self.web_cpu_ms + self.database_cpu_ms


@dataclass(frozen=True)
class Target:
    """A promise about Linli against another system: the ratio of speeds to reach."""

    workload: str
    rival: str
    least: float | None


@dataclass(frozen=True)
class Verdict:
    """A target and what came of it: a ratio for each round, their median, and the same by processor time."""

    target: Target
    ratios: list[float]
    cpu_ratio: float

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def is_reached(self) -> bool:
        return self.target.least is None or self.ratio >= self.target.least

    @property
    def told(self) -> str:
        if self.target.least is None:
            return "(no target)"
        return "reached" if self.is_reached else "NOT reached"


def of(samples: Iterable[Sample], system: str, workload: str) -> list[Sample]:
    """The samples of one system under one workload, by round."""
    chosen = [each for each in samples if each.system == system and each.workload == workload]
    return sorted(chosen, key=lambda each: each.round)


def typical(samples: Iterable[Sample], value: Callable[[Sample], float]) -> float:
    """The median of one figure over the rounds."""
    return median(value(each) for each in samples)


def verdicts(measured: list[Sample], targets: Iterable[Target], ours: str) -> list[Verdict]:
    """Judge every target that both systems ran for."""
    found = (verdict(measured, target, ours) for target in targets)
    return [each for each in found if each is not None]


def verdict(samples: list[Sample], target: Target, ours: str) -> Verdict | None:
    """Compare round by round; None where one of the two did not run."""
    pairs = list(
        zip(of(samples, ours, target.workload), of(samples, target.rival, target.workload), strict=False)
    )
    if not pairs:
        return None
    return Verdict(
        target,
        [mine.per_second / theirs.per_second for mine, theirs in pairs],
        median(theirs.cpu_ms / mine.cpu_ms for mine, theirs in pairs),
    )
