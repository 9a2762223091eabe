"""The findings about care as a page to read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench import report
from bench.care.clients import CHECK_IN, DAY
from bench.samples import Sample, Verdict
from bench.scale import ScaleFinding
from bench.systems import Load


@dataclass(kw_only=True)
class CareFindings:
    """Everything one run found; `day` is how much is in the dispatchers' day."""

    machine: dict[str, str]
    rounds: int
    load: Load
    visits: int
    few: int
    waiting: int
    day: dict[str, int]
    samples: list[Sample]
    judged: Sequence[Verdict]
    scales: Sequence[ScaleFinding]
    acknowledged: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)

    @property
    def all_reached(self) -> bool:
        reached = all(each.is_reached for each in self.judged) and all(each.reached for each in self.scales)
        return reached and not any(self.lost.values()) and not any(each.failures for each in self.samples)

    def text(self) -> str:
        """The page, in Markdown."""
        figures = [self._told(), report.figures_table(self.samples, (DAY, CHECK_IN))]
        scales = [each.text() for each in self.scales]
        parts = [_HEAD, report.ratios(self.judged), *scales, "## Figures", *figures, self._honesty()]
        return "\n\n".join([*parts, report.machine(self.machine)]) + "\n"

    def _told(self) -> str:
        day = self.day
        return (
            f"{report.conditions(self.rounds, self.load)}. A day of {day['caregivers']} caregivers with {day['stops']} stops "
            f"and {day['open']} visits that nobody has yet. The past has {self.visits:,} visits, or {self.few:,} where that "
            f"is said; before the check-ins {self.waiting:,} visits of today came to each."
        )

    def _honesty(self) -> str:
        rows = [[name, f"{count:,}", str(self.lost[name])] for name, count in self.acknowledged.items()]
        return "## Honesty\n\n" + report.table(["system", "check-ins asked for", "and not stored"], rows)


_HEAD = """# What care costs

Written by `make bench-care`; how it measures and why is in `docs/decisions/0012-how-we-measure.md`."""
