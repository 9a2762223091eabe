"""Small cells: nobody learns from figures what they may not learn of a person."""

from hypothesis import given
from hypothesis import strategies as st

from service.kit.small_cells import SMALLEST_SHOWN, Figures, exact, guarded

tables = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=8)


def possible(figures: Figures[str], key: str) -> set[int]:
    """What a hidden figure may be, for who knows the rule, the total and the rest: any other hidden one fills up."""
    if figures.total is None:
        return set(range(2 * SMALLEST_SHOWN))
    left = figures.total - sum(count for count in figures.counts.values() if count is not None)
    others = sum(1 for other, count in figures.counts.items() if count is None and other != key)
    return set(range(left + 1)) if others else {left}


@given(counts=tables)
def test_no_figure_under_five_is_shown(counts: dict[str, int]) -> None:
    figures = guarded(counts)

    shown = [count for count in (*figures.counts.values(), figures.total) if count is not None]
    assert all(count >= SMALLEST_SHOWN for count in shown)
    assert figures.counts.keys() == counts.keys()


@given(counts=tables)
def test_what_is_shown_is_true(counts: dict[str, int]) -> None:
    figures = guarded(counts)

    assert all(count in (None, counts[key]) for key, count in figures.counts.items())
    assert figures.total in (None, sum(counts.values()))


@given(counts=tables)
def test_what_is_hidden_does_not_follow_from_the_rest(counts: dict[str, int]) -> None:
    figures = guarded(counts)

    for key, count in figures.counts.items():
        if count is None:
            assert len(possible(figures, key)) > SMALLEST_SHOWN


@given(counts=st.dictionaries(st.text(max_size=3), st.integers(SMALLEST_SHOWN, 40), max_size=8, min_size=1))
def test_large_figures_are_shown_whole(counts: dict[str, int]) -> None:
    assert guarded(counts) == exact(counts)


def test_one_small_figure_takes_the_next_with_it() -> None:
    figures = guarded({"a": 3, "b": 20, "c": 9})

    assert figures == Figures(32, {"a": None, "b": 20, "c": None})
