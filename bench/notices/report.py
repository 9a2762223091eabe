"""The findings about notices as a page to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import report
from bench.notices.clients import FIRST, NEXT
from bench.notices.community import PEOPLE, READERS
from bench.notices.publishing import MOST_TIMES, Published, is_flat, is_linear
from bench.samples import Sample, Verdict
from bench.scale import ScaleFinding
from bench.systems import Load


@dataclass(kw_only=True)
class NoticeFindings:
    """Everything one run found."""

    machine: dict[str, str]
    rounds: int
    load: Load
    notices: int
    samples: list[Sample]
    judged: Sequence[Verdict]
    scales: Sequence[ScaleFinding]
    published: Sequence[Published]

    @property
    def all_reached(self) -> bool:
        reached = all(each.is_reached for each in self.judged) and all(each.reached for each in self.scales)
        publishing = is_linear(self.published) and is_flat(self.published)
        return reached and publishing and not any(each.failures for each in self.samples)

    def text(self) -> str:
        """The page, in Markdown."""
        figures = [self._told(), report.figures_table(self.samples, (FIRST, NEXT))]
        scales = [each.text() for each in self.scales]
        parts = [_HEAD, report.ratios(self.judged), *scales, "## Figures", *figures, self._publishing()]
        return "\n\n".join([*parts, report.machine(self.machine)]) + "\n"

    def _told(self) -> str:
        return (
            f"{report.conditions(self.rounds, self.load)}. {self.notices:,} notices of ten years to places of every level of a"
            f" district of {PEOPLE:,} people, one in seven to a tag, one in five over after a month; {READERS} residents read,"
            " and all systems tell each of them the same."
        )

    def _publishing(self) -> str:
        names = [
            "addressees",
            "publish ms",
            "until all are noted s",
            "processor µs each",
            "longest step s",
            "memory MB",
            "receipts ms",
        ]
        rows = [
            [
                f"{each.people:,}",
                f"{each.publish_milliseconds:.0f}",
                f"{each.seconds:.1f}",
                f"{each.microseconds_each:.0f}",
                f"{each.longest_step_seconds:.2f}",
                str(each.megabytes),
                f"{each.receipts_milliseconds:.0f}",
            ]
            for each in self.published
        ]
        linear = "reached" if is_linear(self.published) else "NOT reached"
        flat = "reached" if is_flat(self.published) else "NOT reached"
        told = f"One of the many may cost {MOST_TIMES} times one of the few: {linear}. Memory does not grow with them: {flat}."
        return "\n\n".join(["## Publishing", told, report.table(names, rows)])


_HEAD = """# What notices cost

Written by `make bench-notices`; how it measures and why is in `docs/decisions/0012-how-we-measure.md`."""
