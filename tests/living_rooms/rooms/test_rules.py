"""The rules of a room's time: pure, over many days."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.calendar import DayKind, day_kind
from service.kit.clock import at_local, local
from service.living_rooms.rooms.rules import (
    DAY_MINUTES,
    ClosedTime,
    DatedHours,
    Hours,
    OpenTo,
    SlotState,
    Stretch,
    Timeline,
    WeekdayHours,
    at_minute,
    clock_time_of,
    days,
    grain_of,
    grains,
    is_on_grid,
    is_open_to,
    minutes_of,
    moment_of,
    overlapping,
    reach_of,
    timeline,
    told_slots,
)

SATURDAY = 6
DAYTIME = [WeekdayHours(weekday, 8 * 60, 22 * 60) for weekday in range(1, 8)]
ALWAYS = Hours([WeekdayHours(weekday, 0, DAY_MINUTES) for weekday in range(1, 8)])
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

recent_days = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31))
quarters = st.integers(min_value=0, max_value=95).map(lambda quarter: quarter * 15)
moments = st.integers(0, 4 * 365 * 24 * 60 * 60).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@st.composite
def stretches_of_a_day(draw: st.DrawFn) -> list[tuple[int, int]]:
    marks = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    return [(opens * 15, closes * 15) for opens, closes in list(pairwise(marks))[::2]]


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    return Hours(
        [
            WeekdayHours(weekday, opens, closes)
            for weekday in range(1, 8)
            for opens, closes in draw(stretches_of_a_day())
        ]
    )


def a_timeline(first: date, last: date, hours: Hours = ALWAYS, **values: object) -> Timeline:
    usual: dict[str, object] = {"slot_minutes": 30, "buffer_minutes": 0, "closures": (), "taken": ()}
    return timeline(first, last, hours=hours, **{**usual, **values})  # type: ignore[arg-type]


# Opening hours


def test_a_public_holiday_is_closed_unless_the_room_says_otherwise() -> None:
    national_day = date(2026, 10, 1)
    second_day = date(2026, 10, 2)
    hours = Hours(DAYTIME, [DatedHours(second_day, 540, 720)])

    assert hours.of(national_day) == []
    assert hours.of(second_day) == [(540, 720)]
    assert all(hours.of(date(2026, 10, day)) == [] for day in range(3, 8))
    assert hours.of(date(2026, 10, 8)) == [(480, 1320)]


@pytest.mark.parametrize("make_up_day", [date(2026, 2, 14), date(2026, 2, 28), date(2026, 10, 10)])
def test_a_make_up_workday_keeps_the_hours_of_its_weekday(make_up_day: date) -> None:
    closed_on_saturdays = Hours([each for each in DAYTIME if each.weekday != SATURDAY])
    short_on_saturdays = Hours([WeekdayHours(SATURDAY, 540, 720)])

    assert closed_on_saturdays.of(make_up_day) == []
    assert short_on_saturdays.of(make_up_day) == [(540, 720)]


def test_in_a_year_not_yet_announced_the_weekday_alone_counts() -> None:
    spring_festival = date(2060, 2, 2)

    assert day_kind(spring_festival) is DayKind.UNANNOUNCED
    assert Hours(DAYTIME).of(spring_festival) == [(480, 1320)]


def test_a_date_can_be_closed_or_have_several_stretches_of_its_own() -> None:
    day, other = date(2026, 3, 3), date(2026, 3, 4)
    dated = [DatedHours(day, None, None), DatedHours(other, 780, 840), DatedHours(other, 540, 780)]

    assert Hours(DAYTIME, dated).of(day) == []
    assert Hours(DAYTIME, dated).of(other) == [(540, 840)]


def test_a_booking_across_midnight_is_open_when_both_days_are_open_to_and_from_midnight() -> None:
    till_midnight = WeekdayHours(1, 18 * 60, DAY_MINUTES)
    from_midnight = WeekdayHours(2, 0, 2 * 60)
    late, early = at_local(date(2026, 3, 2)) + timedelta(hours=23), at_local(date(2026, 3, 3))

    assert Hours([till_midnight, from_midnight]).cover(late, early + timedelta(hours=1))
    assert not Hours([till_midnight]).cover(late, early + timedelta(hours=1))
    assert not Hours([from_midnight]).cover(late, early + timedelta(hours=1))
    assert Hours([till_midnight]).cover(late, early)


def test_a_night_across_a_months_end_and_a_leap_day_is_one_stretch() -> None:
    for last in (date(2026, 3, 31), date(2024, 2, 28), date(2024, 2, 29)):
        midnight = at_local(last + timedelta(days=1))

        assert ALWAYS.cover(midnight - timedelta(hours=1), midnight + timedelta(hours=1))


def test_a_holiday_cuts_an_open_night_in_two() -> None:
    eve_of_national_day = at_local(date(2026, 9, 30)) + timedelta(hours=23)

    assert ALWAYS.cover(eve_of_national_day, eve_of_national_day + timedelta(hours=1))
    assert not ALWAYS.cover(eve_of_national_day, eve_of_national_day + timedelta(hours=1, minutes=15))


@given(weeks(), recent_days, st.integers(0, 40))
def test_open_stretches_are_apart_in_order_and_as_long_as_the_days_say(
    hours: Hours, first: date, more: int
) -> None:
    last = first + timedelta(days=more)

    stretches = hours.between(first, last)

    assert all(one.ends_at < other.starts_at for one, other in pairwise(stretches))
    minutes = sum((each.ends_at - each.starts_at).total_seconds() / 60 for each in stretches)
    assert minutes == sum(closes - opens for day in days(first, last) for opens, closes in hours.of(day))


@given(weeks(), moments, st.integers(1, 300))
def test_a_time_is_open_exactly_when_each_of_its_minutes_is(
    hours: Hours, starts_at: datetime, minutes: int
) -> None:
    starts_at = starts_at.replace(second=0, microsecond=0)

    def is_open_at(moment: datetime) -> bool:
        here = local(moment)
        minute = here.hour * 60 + here.minute
        return any(opens <= minute < closes for opens, closes in hours.of(here.date()))

    each_minute = (starts_at + timedelta(minutes=minute) for minute in range(minutes))

    assert hours.cover(starts_at, starts_at + timedelta(minutes=minutes)) == all(map(is_open_at, each_minute))


@given(st.integers(0, DAY_MINUTES))
def test_clock_times_and_minutes_are_each_others_inverse(minutes: int) -> None:
    assert minutes_of(clock_time_of(minutes)) == minutes


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda s: (s[0], s[0] + s[1])), max_size=6)
)
def test_an_overlap_is_found_exactly_when_some_minute_is_named_twice(
    stretches: list[tuple[int, int]],
) -> None:
    minutes = [minute for opens, closes in stretches for minute in range(opens, closes)]

    assert (overlapping(stretches) is not None) == (len(minutes) > len(set(minutes)))


# The grid and its grains


@pytest.mark.parametrize(
    ("clock_time", "slot_minutes", "expected"),
    [
        ("00:00", 105, True),
        ("01:45", 105, True),
        ("22:45", 105, True),
        ("23:00", 105, False),
        ("09:30", 30, True),
        ("09:15", 30, False),
        ("09:15", 15, True),
        ("12:00", 720, True),
    ],
)
def test_the_grid_counts_from_each_midnight(clock_time: str, slot_minutes: int, expected: bool) -> None:
    moment = at_minute(date(2026, 3, 2), minutes_of(clock_time))

    assert is_on_grid(moment, slot_minutes) is expected
    assert not is_on_grid(moment + timedelta(seconds=1), slot_minutes)


@given(recent_days, quarters, st.integers(1, 100), st.integers(0, 8))
def test_a_time_claims_each_quarter_of_an_hour_it_touches_and_its_buffer(
    day: date, minute: int, length: int, buffer_quarters: int
) -> None:
    starts_at = at_minute(day, minute)
    ends_at = starts_at + timedelta(minutes=length)

    claimed = grains(starts_at, ends_at, buffer_quarters * 15)

    assert moment_of(claimed.start) == starts_at
    end = ends_at + timedelta(minutes=buffer_quarters * 15)
    assert moment_of(claimed.stop - 1) < end <= moment_of(claimed.stop)


@given(moments)
def test_every_moment_lies_in_its_grain(moment: datetime) -> None:
    grain = grain_of(moment)

    assert moment_of(grain) <= moment < moment_of(grain + 1)


@given(moments, moments, st.integers(1, 20), st.integers(1, 20))
def test_two_times_share_a_grain_exactly_when_they_overlap(
    one: datetime, other: datetime, one_length: int, other_length: int
) -> None:
    first = Stretch(moment_of(grain_of(one)), moment_of(grain_of(one) + one_length))
    second = Stretch(moment_of(grain_of(other)), moment_of(grain_of(other) + other_length))

    assert bool(set(grains(*first)) & set(grains(*second))) == first.overlaps(second)


# Slots


@given(recent_days, st.integers(0, 31), st.sampled_from([15, 30, 45, 60, 105, 120, 1440]))
def test_slots_fill_the_days_without_a_gap(first: date, more: int, slot_minutes: int) -> None:
    last = first + timedelta(days=more)

    slots = told_slots(a_timeline(first, last, slot_minutes=slot_minutes), LONG_AGO)

    assert datetime.fromisoformat(slots[0]["starts_at"]) == at_local(first)
    assert datetime.fromisoformat(slots[-1]["ends_at"]) == at_local(last + timedelta(days=1))
    assert all(one["ends_at"] == following["starts_at"] for one, following in pairwise(slots))
    assert all(is_on_grid(datetime.fromisoformat(slot["starts_at"]), slot_minutes) for slot in slots)


@given(
    weeks(),
    recent_days,
    st.sets(st.integers(-4, 3 * 96 + 8), max_size=20),
    st.sampled_from([15, 30, 60]),
    st.integers(0, 4),
    st.integers(-1000, 5000),
    st.integers(1, 600),
    st.integers(-100, 5000),
)
def test_a_slot_is_free_exactly_when_it_could_be_booked(
    hours: Hours,
    first: date,
    taken_quarters: set[int],
    slot_minutes: int,
    buffer_quarters: int,
    closed_from: int,
    closed_minutes: int,
    begun: int,
) -> None:
    midnight = at_local(first)
    taken = {grain_of(midnight) + quarter for quarter in taken_quarters}
    closure = ClosedTime(
        midnight + timedelta(minutes=closed_from),
        midnight + timedelta(minutes=closed_from + closed_minutes),
        "检修",
    )
    now = midnight + timedelta(minutes=begun)
    asked = a_timeline(
        first,
        first + timedelta(days=2),
        hours,
        slot_minutes=slot_minutes,
        buffer_minutes=buffer_quarters * 15,
        closures=[closure],
        taken=taken,
    )

    for slot in told_slots(asked, now):
        time = Stretch(datetime.fromisoformat(slot["starts_at"]), datetime.fromisoformat(slot["ends_at"]))
        expected = SlotState.FREE
        if time.starts_at < now:
            expected = SlotState.PAST
        elif not hours.cover(*time) or time.overlaps(Stretch(closure.starts_at, closure.ends_at)):
            expected = SlotState.CLOSED
        elif taken & set(grains(*time, buffer_quarters * 15)):
            expected = SlotState.TAKEN
        assert slot["state"] == expected, slot


@given(weeks(), recent_days, st.sets(st.integers(0, 95), max_size=10), quarters, st.integers(1, 400))
def test_every_free_stretch_is_inside_the_window_long_enough_and_free(
    hours: Hours, day: date, taken_quarters: set[int], opens: int, minutes: int
) -> None:
    window = Stretch(at_minute(day, opens), at_minute(day, DAY_MINUTES))
    taken = {grain_of(at_local(day)) + quarter for quarter in taken_quarters}
    asked = a_timeline(day, day, hours, slot_minutes=15, taken=taken)

    found = asked.free_stretches(window, minutes, LONG_AGO)

    for stretch in found:
        assert window.covers(stretch)
        assert stretch.ends_at - stretch.starts_at >= timedelta(minutes=minutes)
        assert hours.cover(*stretch)
        assert not taken & set(grains(*stretch))
    assert all(one.ends_at < other.starts_at for one, other in pairwise(found))


def test_a_search_finds_the_gap_between_two_bookings_and_no_shorter_one() -> None:
    day = date(2026, 3, 3)
    taken = {
        *grains(at_minute(day, 600), at_minute(day, 660)),
        *grains(at_minute(day, 720), at_minute(day, 780)),
    }
    window = Stretch(at_minute(day, 600), at_minute(day, 840))
    asked = a_timeline(day, day, taken=taken)

    assert asked.free_stretches(window, 60, LONG_AGO) == [
        Stretch(at_minute(day, 660), at_minute(day, 720)),
        Stretch(at_minute(day, 780), at_minute(day, 840)),
    ]
    assert asked.free_stretches(window, 61, LONG_AGO) == []


# Whom a room is open to


@pytest.mark.parametrize(
    ("open_to", "reach"),
    [
        (OpenTo.COMMUNITY, "330211001001"),
        (OpenTo.STREET, "330211001"),
        (OpenTo.DISTRICT, "330211"),
    ],
)
def test_a_rooms_reach_is_counted_from_its_community_wherever_below_it_the_room_stands(
    open_to: OpenTo, reach: str
) -> None:
    community = ("3302", "330211", "330211001", "330211001001")
    grid = (*community, "330211001001-003", "330211001001-003-001")

    assert reach_of(community, open_to) == reach_of(grid, open_to) == reach


def test_a_room_is_open_to_who_lives_in_its_reach() -> None:
    room = ("3302", "330211", "330211001", "330211001001")
    neighbour = ("3302", "330211", "330211001", "330211001002", "330211001002-001")

    assert not is_open_to(room, OpenTo.COMMUNITY, neighbour)
    assert is_open_to(room, OpenTo.STREET, neighbour)
    assert not is_open_to(room, OpenTo.STREET, ("3302", "330211", "330211002", "330211002001"))
    assert not is_open_to(room, OpenTo.DISTRICT, ())
