"""The findings as a page to read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

from bench import samples
from bench.samples import Sample, Verdict
from bench.scale import ScaleFinding
from bench.systems import Load
from bench.traffic import CREATE, PAGE, WEEK


@dataclass
class Findings:
    """Everything one run of the benchmark found."""

    machine: dict[str, str]
    rounds: int
    load: Load
    bookings: int
    samples: list[Sample] = field(default_factory=list)
    judged: list[Verdict] = field(default_factory=list)
    megabytes: dict[str, float] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    light_enough: bool = True
    scale: ScaleFinding | None = None

    @property
    def all_reached(self) -> bool:
        ratios = all(verdict.is_reached for verdict in self.judged)
        honest = not any(self.lost.values()) and not any(each.failures for each in self.samples)
        return ratios and honest and self.light_enough and (self.scale is None or self.scale.reached)

    def text(self) -> str:
        """The page, in Markdown."""
        figures = "\n\n".join(["## Figures", self._told(), figures_table(self.samples, (CREATE, WEEK, PAGE))])
        parts = [_HEAD, ratios(self.judged), figures, self._memory(), self._scale(), machine(self.machine)]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _told(self) -> str:
        return f"{conditions(self.rounds, self.load)}; every database holds {self.bookings:,} past bookings."

    def _memory(self) -> str:
        rows = [[name, f"{size:.1f}", str(self.lost[name])] for name, size in self.megabytes.items()]
        names = ["system", "MB proportional, largest worker", "bookings asked for and not stored"]
        verdict = "reached" if self.light_enough else "NOT reached"
        told = f"Target for Linli: ≤ 90 MB a worker, {verdict}."
        return "\n\n".join(["## Memory and honesty", told, table(names, rows)])

    def _scale(self) -> str:
        return self.scale.text() if self.scale else ""


_HEAD = """# What the benchmark found

Written by `make bench`; how it measures and why is in `docs/decisions/0012-how-we-measure.md`."""


def ratios(judged: Iterable[Verdict]) -> str:
    """What came of each target."""
    rows = [
        [
            verdict.target.workload,
            verdict.target.rival,
            f"**{verdict.ratio:.2f}**",
            " ".join(f"{ratio:.2f}" for ratio in verdict.ratios),
            f"{verdict.cpu_ratio:.2f}",
            "" if verdict.target.least is None else f"≥ {verdict.target.least:g}",
            verdict.told,
        ]
        for verdict in judged
    ]
    names = ["work", "Linli against", "times as fast", "by round", "times less CPU", "target", ""]
    return "## Ratios\n\n" + table(names, rows)


def conditions(rounds: int, load: Load) -> str:
    """Under what the figures were measured."""
    return f"Medians of {rounds} rounds of {load.seconds:g} s with {load.connections} connections"


def figures_table(measured: Sequence[Sample], workloads: Iterable[str]) -> str:
    """The medians of every system under each workload."""
    systems = dict.fromkeys(each.system for each in measured)
    rows = [
        _figures_row(workload, system, chosen)
        for workload in workloads
        for system in systems
        if (chosen := samples.of(measured, system, workload))
    ]
    milliseconds = ["p50 ms", "p99 ms", "web CPU ms", "database CPU ms", "client CPU ms"]
    return table(["work", "system", "a second", *milliseconds, "other answers"], rows)


def machine(described: Mapping[str, str]) -> str:
    """On what it was measured."""
    return "## Machine\n\n" + table(["", ""], [[name, told] for name, told in described.items()])


def line(sample: Sample) -> str:
    """One sample for the eye of who waits."""
    failures = f"  other answers: {sample.failures}" if sample.failures else ""
    return (
        f"round {sample.round + 1}  {sample.workload:17}  {sample.system:22}  {sample.per_second:7.0f}/s  "
        f"p50 {sample.median_ms:6.1f} ms  p99 {_number(sample.p99_ms, 6)} ms  "
        f"CPU {sample.web_cpu_ms:.2f} + {sample.database_cpu_ms:.2f} ms{failures}"
    )


def _figures_row(workload: str, system: str, chosen: list[Sample]) -> list[str]:
    typical = samples.typical
    return [
        workload,
        system,
        f"{typical(chosen, lambda each: each.per_second):.0f}",
        f"{typical(chosen, lambda each: each.median_ms):.1f}",
        _number(typical(chosen, lambda each: each.p99_ms)),
        f"{typical(chosen, lambda each: each.web_cpu_ms):.2f}",
        f"{typical(chosen, lambda each: each.database_cpu_ms):.2f}",
        f"{typical(chosen, lambda each: each.client_cpu_ms):.2f}",
        str(sum(sum(each.failures.values()) for each in chosen)),
    ]


def table(names: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _number(value: float, width: int = 0) -> str:
    """A figure, or a dash where the system does not tell it."""
    return "–".rjust(width) if isnan(value) else f"{value:{width}.1f}"
