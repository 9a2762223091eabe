"""Terms, weights, prices' days and warnings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.providers import rules
from service.elderly_care.providers.errors import ContractDays, PriceInThePast, WeightsNotWhole
from service.elderly_care.providers.rules import ContractStatus, TargetKind

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (TODAY - DAY, ContractStatus.PLANNED),
        (TODAY, ContractStatus.RUNNING),
        (TODAY + DAY, ContractStatus.RUNNING),
        (TODAY + 2 * DAY, ContractStatus.ENDED),
    ],
)
def test_a_contract_runs_from_its_first_to_its_last_day(day: date, status: ContractStatus) -> None:
    assert rules.status_on(day, TODAY, TODAY + DAY) is status


@pytest.mark.parametrize(
    ("left", "due"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (0, 30), (-1, None)],
)
def test_the_end_is_announced_180_90_and_30_days_before(left: int, due: int | None) -> None:
    assert rules.warning_due(TODAY, TODAY + left * DAY) == due


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(0, 3000), off=st.integers(-40, 40)
)
def test_an_early_end_is_never_in_the_past_and_never_later_than_agreed(
    start: date, days: int, off: int
) -> None:
    end = start + timedelta(days=days)
    wanted = end + timedelta(days=off)

    try:
        rules.check_early_end(TODAY, start, end, wanted)
    except ContractDays:
        assert wanted < TODAY or wanted < start or wanted > end
    else:
        assert TODAY <= wanted <= end
        assert wanted >= start


def test_a_term_does_not_end_before_it_begins() -> None:
    rules.check_term(TODAY, TODAY)

    with pytest.raises(ContractDays):
        rules.check_term(TODAY, TODAY - DAY)


def test_weights_add_up_to_a_hundred_and_each_target_stands_once() -> None:
    rules.check_weights([])
    rules.check_weights([(TargetKind.ON_TIME, 60), (TargetKind.RATING, 40)])

    for wrong in ([(TargetKind.ON_TIME, 99)], [(TargetKind.ON_TIME, 50), (TargetKind.ON_TIME, 50)]):
        with pytest.raises(WeightsNotWhole):
            rules.check_weights(wrong)


def test_a_price_begins_today_or_later_within_the_contract() -> None:
    rules.check_price_day(TODAY, TODAY - DAY, TODAY + DAY, TODAY)
    rules.check_price_day(TODAY, TODAY + DAY, TODAY + DAY, TODAY + DAY)

    for starts, wanted in ((TODAY - DAY, TODAY - DAY), (TODAY + DAY, TODAY), (TODAY, TODAY + 2 * DAY)):
        with pytest.raises(PriceInThePast):
            rules.check_price_day(TODAY, starts, TODAY + DAY, wanted)
