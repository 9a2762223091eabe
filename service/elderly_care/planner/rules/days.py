"""A day to be planned: visits that lack somebody, caregivers with what stands, and the ways between places.

Time is counted in whole minutes since 1970, and where it is claimed in quarters of an hour (grains), as visits claim it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from service.elderly_care.caregivers.rules import CaregiverFacts
from service.elderly_care.visits.rules import Stop, Way, Where, way_minutes
from service.kit.clock import at_local, local_date
from service.kit.grains import GRAIN_MINUTES, moment_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_ONE_DAY = timedelta(days=1)

Span = tuple[int, int]
"""From which minute until which, since 1970."""


def minute_of(moment: datetime) -> int:
    """Whole minutes since 1970."""
    return (moment - _EPOCH) // _MINUTE


def moment_at(minute: int) -> datetime:
    """The moment of a minute since 1970."""
    return _EPOCH + minute * _MINUTE


def grains_in(minutes: int) -> int:
    """How many quarters of an hour so many minutes take."""
    return -(-minutes // GRAIN_MINUTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A visit that lacks somebody: it may begin at any grain from `first` to `last`.

    `held` are those who make it already where it needs several; `is_for_a_round` is what is made with others at once.
    """

    visit_id: UUID
    version: int
    elder_id: UUID
    where: Where | None
    minutes: int
    first: int
    last: int
    lacking: int = 1
    skills: frozenset[str] = frozenset()
    refused: frozenset[UUID] = frozenset()
    preferred: frozenset[UUID] = frozenset()
    known: frozenset[UUID] = frozenset()
    held: frozenset[UUID] = frozenset()
    takes_elders_time: bool = True
    is_for_a_round: bool = False

    @property
    def length(self) -> int:
        """The grains that it takes."""
        return grains_in(self.minutes)

    @property
    def starts(self) -> range:
        """The grains at which it may begin."""
        return range(self.first, self.last + 1)

    @property
    def days(self) -> set[date]:
        """The district's days on which it may begin."""
        return {local_date(moment_of(self.first)), local_date(moment_of(self.last))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A caregiver with what stands: stops, absences, and where they set out from."""

    facts: CaregiverFacts
    stops: Sequence[Stop] = ()
    absences: Sequence[Span] = ()

    @property
    def id(self) -> UUID:
        return self.facts.id

    def is_able(self, task: Task) -> bool:
        """Whether they have the skills on the days in question, by certificates that hold, and still work here."""
        return not self.facts.lacks(task.skills) and not any(
            self.facts.uncertified(task.skills, day) or not self.facts.works_for_them_on(day)
            for day in task.days
        )

    def may_come(self, task: Task) -> bool:
        """Whether they are able, not refused, and not there already."""
        return self.id not in task.refused and self.id not in task.held and self.is_able(task)

    def shifts(self, span: Span) -> list[Span]:
        """When they work within a stretch of time; who has no shifts works at any time of it."""
        if not self.facts.shifts:
            return [span]
        first = local_date(moment_at(span[0])) - _ONE_DAY
        last = local_date(moment_at(span[1]))
        found = []
        for number in range((last - first).days + 1):
            day = first + number * _ONE_DAY
            midnight = minute_of(at_local(day))
            found += [
                (midnight + shift.starts, midnight + shift.ends)
                for shift in self.facts.shifts
                if shift.weekday == day.isoweekday()
            ]
        return sorted((begins, ends) for begins, ends in found if begins < span[1] and ends > span[0])


class Ways:
    """The ways between places, each asked for once."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._known: dict[tuple[UUID, UUID], int] = {}

    def minutes(self, start: Where | None, end: Where | None) -> int:
        """Minutes from one place to another, as visits reckon them."""
        if start is None or end is None:
            return 0
        both = start.at, end.at
        if both not in self._known:
            self._known[both] = way_minutes(self._way, start, end)
        return self._known[both]


@dataclass(slots=True)
class Day:
    """All that planning a day needs to know; `taken` says by which visit a grain of an elder is taken."""

    tasks: Sequence[Task]
    workers: Sequence[Worker]
    ways: Ways
    taken: Mapping[UUID, Mapping[int, UUID]] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """From the first minute in which something may be begun to the last in which it may end."""
        first = min(task.first for task in self.tasks)
        last = max(task.last + task.length for task in self.tasks)
        return first * GRAIN_MINUTES, last * GRAIN_MINUTES
