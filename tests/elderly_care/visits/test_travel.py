"""Ways between stops, by property: whatever is added, moved or taken away, ways are reckoned anew and fit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as some

from service.elderly_care.rules import Point
from service.elderly_care.visits.rules import (
    Stop,
    Where,
    days_around,
    first_quarter,
    is_clash,
    retimed,
    stop_before,
    way_minutes,
    with_stop,
)

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def way(start: Point | None, end: Point | None) -> int:
    """As a road engine might tell it: not the same both ways, and round about."""
    if start is None or end is None:
        return 15
    return round(abs(start.latitude - end.latitude) * 10) + (5 if start.latitude > end.latitude else 0)


moments = some.integers(0, 300 * 86_400).map(lambda seconds: MONDAY + timedelta(seconds=seconds))
places = some.one_of(
    some.none(),
    some.integers(0, 7).map(lambda number: Where(UUID(int=number), Point(float(number), 0.0))),
    some.integers(8, 9).map(lambda number: Where(UUID(int=number))),
)
stops = some.builds(
    lambda number, begin, minutes, where: Stop(
        UUID(int=number),
        MONDAY + begin * QUARTER,
        MONDAY + begin * QUARTER + timedelta(minutes=minutes),
        where,
    ),
    some.integers(0, 2**32),
    some.integers(0, 95),
    some.sampled_from([15, 45, 50, 60, 120]),
    places,
)


@settings(max_examples=300)
@given(some.lists(stops, min_size=1, max_size=14, unique_by=lambda each: each.id), some.randoms())
def test_whatever_comes_and_goes_no_time_is_claimed_twice(wanted: list[Stop], chance: object) -> None:
    day: list[Stop] = []
    for stop in wanted:
        placed = with_stop(day, stop, way)
        if placed is not None:
            day = retimed(day, [*day, stop], way)
            assert placed in day
        if day and chance.random() < 0.3:  # type: ignore[attr-defined]
            gone = chance.choice(day)  # type: ignore[attr-defined]
            day = retimed(day, [each for each in day if each.id != gone.id], way)

        assert not is_clash(day)
        for each in day:
            before = stop_before(day, each)
            assert each.travel_minutes <= way_minutes(way, before.where if before else None, each.where)


@given(stops, stops)
def test_a_way_is_only_as_far_as_somebody_reaches(one: Stop, other: Stop) -> None:
    before = stop_before([one], other)

    if before is not None:
        assert before.where is not None
        assert one.starts_at < other.starts_at <= one.ends_at + timedelta(hours=3)


def test_a_stop_that_is_left_alone_keeps_its_way() -> None:
    first = Stop(UUID(int=1), MONDAY, MONDAY + QUARTER, Where(UUID(int=1), Point(0.0, 0.0)))
    second = Stop(
        UUID(int=2), MONDAY + 4 * QUARTER, MONDAY + 5 * QUARTER, Where(UUID(int=2), Point(1, 0)), 33
    )
    later = Stop(UUID(int=3), MONDAY + 40 * QUARTER, MONDAY + 41 * QUARTER, first.where)

    kept = retimed([first, second], [first, second, later], way)

    assert kept[1].travel_minutes == 33


def test_what_only_meets_because_something_is_gone_takes_the_time_there_is() -> None:
    first = Stop(UUID(int=1), MONDAY, MONDAY + 4 * QUARTER, Where(UUID(int=1), Point(0.0, 0.0)))
    between = Stop(UUID(int=2), MONDAY + 5 * QUARTER, MONDAY + 6 * QUARTER, Where(UUID(int=8)), 15)
    last = Stop(UUID(int=3), MONDAY + 7 * QUARTER, MONDAY + 8 * QUARTER, Where(UUID(int=3), Point(9, 0)), 15)

    left = retimed([first, between, last], [first, last], way)

    assert [each.travel_minutes for each in left] == [0, 45]
    assert not is_clash(left)


def test_moving_a_stop_asks_for_the_whole_way() -> None:
    first = Stop(UUID(int=1), MONDAY, MONDAY + 4 * QUARTER, Where(UUID(int=1), Point(0.0, 0.0)))
    last = Stop(
        UUID(int=3), MONDAY + 12 * QUARTER, MONDAY + 13 * QUARTER, Where(UUID(int=3), Point(9, 0)), 90
    )
    moved = replace(last, starts_at=MONDAY + 8 * QUARTER, ends_at=MONDAY + 9 * QUARTER)

    assert is_clash(retimed([first, last], [first, moved], way))


@given(moments, some.integers(1, 720))
def test_the_days_around_hold_every_neighbour(moment: datetime, minutes: int) -> None:
    ends_at = moment + timedelta(minutes=minutes)
    neighbour_ends = moment - timedelta(hours=3)

    mine, theirs = days_around(moment, ends_at), days_around(neighbour_ends - QUARTER, neighbour_ends)

    assert set(mine) & set(theirs)
    assert mine == sorted(mine)


@given(moments)
def test_the_first_quarter_is_not_before_and_within_a_quarter(moment: datetime) -> None:
    assert timedelta() <= first_quarter(moment) - moment < QUARTER
    assert first_quarter(first_quarter(moment)) == first_quarter(moment)
