"""Small cells: nobody learns from figures what they may not learn of a person."""

from hypothesis import example, given
from hypothesis import strategies as st

from service.kit.small_cells import SMALLEST_SHOWN, blurred

counts = st.integers(0, 500)
parts = st.lists(counts, min_size=2, max_size=9)


def possible(shown: int | None) -> range:
    """What a figure may be, for who sees it and knows the rule."""
    return range(SMALLEST_SHOWN) if shown is None else range(shown, shown + SMALLEST_SHOWN)


@given(count=counts)
def test_no_figure_under_five_is_shown(count: int) -> None:
    assert (blurred(count) is None) == (count < SMALLEST_SHOWN)


@given(count=counts)
def test_what_is_shown_is_true_within_five(count: int) -> None:
    assert count in possible(blurred(count))


@given(others=parts, hidden=st.integers(0, SMALLEST_SHOWN - 1))
@example(others=[4, 14, 14, 44], hidden=4)
@example(others=[10, 15, 40], hidden=0)
def test_what_is_hidden_does_not_follow_from_a_total_and_the_other_parts(
    others: list[int], hidden: int
) -> None:
    total = possible(blurred(sum(others) + hidden))
    rest = [possible(blurred(each)) for each in others]

    least = total[0] - sum(each[-1] for each in rest)
    most = total[-1] - sum(each[0] for each in rest)

    still_possible = [count for count in range(SMALLEST_SHOWN) if least <= count <= most]
    assert hidden in still_possible
    assert len(still_possible) > 1 or all_at_one_end(others)


def all_at_one_end(others: list[int]) -> bool:
    """The one coincidence that tells: all other parts are as large, or as small, as their figures allow."""
    return {each % SMALLEST_SHOWN for each in others} in ({0}, {SMALLEST_SHOWN - 1})
