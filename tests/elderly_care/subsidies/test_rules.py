"""Who pays what: the parts add up, nobody pays more than they may, and the elder is never worse off for a higher share."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.rules import EligibilityClass
from service.elderly_care.subsidies.rules import Basis, Terms, is_for, split

HALF = Terms(Payer.SUBSIDY, Basis.SELF_PAID, 500, 80_000)
FEN = st.integers(0, 10_000_000)
CAPS = st.none() | st.integers(0, 200_000)


def terms(payer: Payer) -> Any:
    return st.builds(Terms, st.just(payer), st.sampled_from(Basis), st.integers(1, 1000), CAPS)


SEVERAL = st.tuples(terms(Payer.SUBSIDY), terms(Payer.INSURANCE)).flatmap(
    lambda both: st.sampled_from([(), both[:1], both[1:], both, both[::-1]])
)
USED = st.fixed_dictionaries({Payer.SUBSIDY: FEN, Payer.INSURANCE: FEN})


@pytest.mark.parametrize(
    ("gross", "used", "subsidy"),
    [
        (0, 0, 0),
        (1, 0, 0),
        (2, 0, 1),
        (9_999, 0, 4_999),
        (160_000, 0, 80_000),
        (160_002, 0, 80_000),
        (1_000, 79_501, 499),
        (1_000, 79_500, 500),
        (1_000, 80_000, 0),
        (1_000, 99_999, 0),
    ],
)
def test_half_of_ones_own_payment_up_to_eight_hundred_yuan_a_month(
    gross: int, used: int, subsidy: int
) -> None:
    found = split(gross, [HALF], {Payer.SUBSIDY: used})

    assert (found.subsidy_fen, found.self_pay_fen) == (subsidy, gross - subsidy)


def test_the_subsidy_pays_of_what_the_insurance_leaves() -> None:
    insurance = Terms(Payer.INSURANCE, Basis.GROSS, 700, None)

    found = split(10_000, [HALF, insurance])

    assert (found.insurance_fen, found.subsidy_fen, found.self_pay_fen) == (7_000, 1_500, 1_500)


def test_without_a_scheme_the_elder_pays_all() -> None:
    assert split(8_000) == split(8_000, [], {Payer.SUBSIDY: 5})
    assert split(8_000).self_pay_fen == 8_000


@given(FEN, SEVERAL, USED)
def test_the_parts_add_up_and_none_is_negative_or_over_its_cap(
    gross: int, several: tuple[Terms, ...], used: dict[Payer, int]
) -> None:
    found = split(gross, several, used)
    parts = {Payer.SUBSIDY: found.subsidy_fen, Payer.INSURANCE: found.insurance_fen}

    assert found.subsidy_fen + found.insurance_fen + found.self_pay_fen == found.gross_fen == gross
    assert min(found.subsidy_fen, found.insurance_fen, found.self_pay_fen) >= 0
    for each in several:
        part = parts[each.payer]
        assert part * 1000 <= gross * each.per_mille
        if each.monthly_cap_fen is not None:
            assert part == 0 or used[each.payer] + part <= each.monthly_cap_fen
    assert all(part == 0 for payer, part in parts.items() if payer not in {each.payer for each in several})


@given(FEN, st.integers(0, 1000), SEVERAL, USED)
def test_for_a_higher_price_no_payer_pays_less(
    gross: int, more: int, several: tuple[Terms, ...], used: dict[Payer, int]
) -> None:
    low, high = split(gross, several, used), split(gross + more, several, used)

    assert high.insurance_fen >= low.insurance_fen
    assert low.self_pay_fen <= high.self_pay_fen + 1
    if len(several) == 1:
        assert high.subsidy_fen >= low.subsidy_fen
        assert high.self_pay_fen >= low.self_pay_fen


@given(st.lists(st.integers(0, 50_000), max_size=31), terms(Payer.SUBSIDY))
def test_a_month_of_visits_never_costs_the_purse_more_than_its_cap(prices: list[int], one: Terms) -> None:
    paid = 0
    for price in prices:
        paid += split(price, [one], {Payer.SUBSIDY: paid}).subsidy_fen

    assert paid <= split(sum(prices), [one]).subsidy_fen
    assert one.monthly_cap_fen is None or paid <= one.monthly_cap_fen


@pytest.mark.parametrize(
    ("levels", "classes", "level", "eligible", "expected"),
    [
        ([], [], None, "ordinary", True),
        ([2, 3, 4], [], 2, "ordinary", True),
        ([2, 3, 4], [], 1, "ordinary", False),
        ([2, 3, 4], [], None, "ordinary", False),
        ([], ["low_income"], None, "low_income", True),
        ([], ["low_income"], 4, "destitute", False),
    ],
)
def test_a_scheme_is_for_its_levels_and_classes(
    levels: list[int], classes: list[str], level: int | None, eligible: str, expected: bool
) -> None:
    assert is_for(levels, classes, level, EligibilityClass(eligible)) is expected
