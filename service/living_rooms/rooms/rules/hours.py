"""When a room is open: weekly hours, dated hours, the national calendar, and days that meet at midnight."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from service.kit.calendar import DayKind, day_kind
from service.kit.clock import at_local, local

DAY_MINUTES = 24 * 60


class Stretch(NamedTuple):
    """From one moment until another."""

    starts_at: datetime
    ends_at: datetime

    def covers(self, other: "Stretch") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def overlaps(self, other: "Stretch") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class ClosedTime(NamedTuple):
    """A closure: from when to when, and why."""

    starts_at: datetime
    ends_at: datetime
    reason: str


class WeekdayHours(NamedTuple):
    """Open on a weekday (ISO, 1 is Monday) from and to, in minutes from 00:00."""

    weekday: int
    opens: int
    closes: int


class DatedHours(NamedTuple):
    """Open on one date from and to, whatever its weekday; closed when both are None."""

    day: date
    opens: int | None
    closes: int | None


@dataclass(frozen=True, slots=True)
class Hours:
    """When a room is open: by weekday, and by date where that differs."""

    weekly: Sequence[WeekdayHours] = ()
    dated: Sequence[DatedHours] = ()

    def of(self, day: date) -> list[tuple[int, int]]:
        """The open stretches of a day in minutes from 00:00, ascending, those that meet joined.

        Its own entry for the date goes first; then a public holiday is closed; then the weekday's hours hold,
        on make-up workdays and in years not yet announced too (docs/decisions/0007).
        """
        own = [each for each in self.dated if each.day == day]
        if own:
            return _joined((e.opens, e.closes) for e in own if e.opens is not None and e.closes is not None)
        usual = [(each.opens, each.closes) for each in self.weekly if each.weekday == day.isoweekday()]
        if not usual or day_kind(day) is DayKind.HOLIDAY:
            return []
        return _joined(usual)

    def between(self, first: date, last: date) -> list[Stretch]:
        """The open stretches of these days; what is open until midnight and from midnight on is one stretch."""
        stretches: list[Stretch] = []
        for day in days(first, last):
            for opens, closes in self.of(day):
                stretch = Stretch(at_minute(day, opens), at_minute(day, closes))
                if stretches and stretches[-1].ends_at == stretch.starts_at:
                    stretch = Stretch(stretches.pop().starts_at, stretch.ends_at)
                stretches.append(stretch)
        return stretches

    def cover(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether the room is open during all of that time, closures apart."""
        wanted = Stretch(starts_at, ends_at)
        open_stretches = self.between(local(starts_at).date(), local(ends_at).date())
        return any(stretch.covers(wanted) for stretch in open_stretches)


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def at_minute(day: date, minute: int) -> datetime:
    """The moment so many minutes after a local midnight; 1440 is the next one."""
    if minute == DAY_MINUTES:
        return at_local(day + timedelta(days=1))
    return at_local(day) + timedelta(minutes=minute)


def minutes_of(clock_time: str) -> int:
    """Minutes from 00:00 of `HH:MM`; `24:00` is 1440."""
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


def clock_time_of(minutes: int) -> str:
    """`HH:MM` of minutes from 00:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def overlapping(stretches: Sequence[tuple[int, int]]) -> int | None:
    """The place in the list of the first stretch that overlaps one before it; None when none does."""
    for place, (opens, closes) in enumerate(stretches):
        if any(
            opens < other_closes and other_opens < closes for other_opens, other_closes in stretches[:place]
        ):
            return place
    return None


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(stretches):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined
