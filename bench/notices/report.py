"""The findings about notices as a page to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import report
from bench.notices import publishing, reaching
from bench.notices.clients import FIRST, NEXT
from bench.notices.community import PEOPLE, READERS
from bench.notices.publishing import MOST_TIMES, Published
from bench.notices.reaching import Climbed
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
    climbed: Sequence[Climbed]

    @property
    def all_reached(self) -> bool:
        reached = all(each.is_reached for each in self.judged) and all(each.reached for each in self.scales)
        published = publishing.is_linear(self.published) and publishing.is_flat(self.published)
        climbed = reaching.is_linear(self.climbed) and reaching.is_flat(self.climbed)
        return reached and published and climbed and not any(each.failures for each in self.samples)

    def text(self) -> str:
        """The page, in Markdown."""
        figures = [self._told(), report.figures_table(self.samples, (FIRST, NEXT))]
        scales = [each.text() for each in self.scales]
        parts = [
            _HEAD,
            report.ratios(self.judged),
            *scales,
            "## Figures",
            *figures,
            self._publishing(),
            self._reaching(),
        ]
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
        told = _promises(publishing.is_linear(self.published), publishing.is_flat(self.published))
        return "\n\n".join(["## Publishing", told, report.table(names, rows)])

    def _reaching(self) -> str:
        names = [
            "households",
            "gathered, first step s",
            "SMS s",
            "call s",
            "call list s",
            "doorstep list s",
            "processor µs each",
            "longest batch s",
            "memory MB",
            "receipts ms",
            "list of 100 ms",
            "called off s",
        ]
        rows = [
            [
                f"{each.households:,}",
                *(f"{seconds:.1f}" for seconds in each.step_seconds),
                f"{each.microseconds_each:.0f}",
                f"{each.longest_batch_seconds:.2f}",
                str(each.megabytes),
                f"{each.receipts_milliseconds:.0f}",
                f"{each.list_milliseconds:.0f}",
                f"{each.call_off_seconds:.1f}",
            ]
            for each in self.climbed
        ]
        told = (
            "Nobody answers, so that everybody takes every step that gets to them; nothing is sent. "
            + _promises(reaching.is_linear(self.climbed), reaching.is_flat(self.climbed))
        )
        return "\n\n".join(["## To every household", told, report.table(names, rows)])


def _promises(is_linear: bool, is_flat: bool) -> str:
    linear, flat = ("reached" if kept else "NOT reached" for kept in (is_linear, is_flat))
    return f"One of the many may cost {MOST_TIMES} times one of the few: {linear}. Memory does not grow with them: {flat}."


_HEAD = """# What notices cost

Written by `make bench-notices`; how it measures and why is in `docs/decisions/0012-how-we-measure.md`."""
