"""What fits a wish, and how long it lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.errors import InvalidInput
from service.living_rooms.rooms.rules import Stretch
from service.living_rooms.waitlist.errors import TimeOver
from service.living_rooms.waitlist.rules import check_wish, first_fit, lasts_until

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def at(minute: int) -> datetime:
    return NINE + timedelta(minutes=minute)


def stretch(start: int, end: int) -> Stretch:
    return Stretch(at(start), at(end))


def stretches(step: int) -> st.SearchStrategy[list[Stretch]]:
    places = st.tuples(st.integers(0, 24), st.integers(1, 8))
    return st.lists(places.map(lambda each: stretch(each[0] * step, sum(each) * step)), max_size=4)


@given(free=stretches(30), busy=stretches(15), slots=st.integers(1, 6))
def test_what_fits_is_free_long_enough_on_the_grid_and_meets_nothing_of_ones_own(
    free: list[Stretch], busy: list[Stretch], slots: int
) -> None:
    fit = first_fit(sorted(free), slots * 30, 30, busy)

    if fit is not None:
        assert any(run.covers(fit) for run in free)
        assert fit.ends_at - fit.starts_at == timedelta(minutes=slots * 30)
        assert (fit.starts_at - NINE) % timedelta(minutes=30) == timedelta(0)
        assert not any(fit.overlaps(own) for own in busy)


@given(free=stretches(30), busy=stretches(15), slots=st.integers(1, 6))
def test_nothing_fits_only_where_no_place_does_and_the_earliest_run_goes_first(
    free: list[Stretch], busy: list[Stretch], slots: int
) -> None:
    fit = first_fit(sorted(free), slots * 30, 30, busy)

    places = [stretch(start * 30, (start + slots) * 30) for start in range(40)]
    possible = [
        place
        for place in places
        if any(run.covers(place) for run in free) and not any(place.overlaps(own) for own in busy)
    ]
    assert (fit is None) == (not possible)


@pytest.mark.parametrize(
    ("start", "end", "minutes", "field"),
    [(60, 60, 30, "ends_at"), (60, 30, 30, "ends_at"), (0, 60, 90, "minutes"), (0, 32 * 1440, 60, "ends_at")],
)
def test_a_wish_that_nothing_can_fit_is_refused_by_name(
    start: int, end: int, minutes: int, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_wish(at(start), at(end), minutes, NINE)

    assert list(refused.value.errors) == [field]


def test_a_wish_lasts_until_what_it_asks_for_can_not_begin_any_more() -> None:
    assert lasts_until(at(120), 60) == at(60)
    check_wish(at(0), at(120), 60, at(59))
    with pytest.raises(TimeOver):
        check_wish(at(0), at(120), 60, at(60))
