"""Which visit gives way when two records of one elder become one."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.visits.rules import NOT_BEGUN, Stay, VisitStatus, giving_way

MINE, THEIRS = UUID(int=1), UUID(int=2)
HOUR, NEXT_HOUR = frozenset(range(4)), frozenset(range(4, 8))


@pytest.mark.parametrize(
    ("mine", "theirs", "gives_way"),
    [
        (("assigned", False), ("assigned", False), [THEIRS]),
        (("planned", False), ("assigned", False), [THEIRS]),
        (("assigned", False), ("assigned", True), [MINE]),
        (("assigned", True), ("assigned", True), [THEIRS]),
        (("assigned", True), ("in_progress", False), [MINE]),
        (("in_progress", False), ("assigned", True), [THEIRS]),
        (("in_progress", False), ("in_progress", False), []),
    ],
)
def test_of_two_at_once_the_less_firm_gives_way(
    mine: tuple[str, bool], theirs: tuple[str, bool], gives_way: list[UUID]
) -> None:
    kept = Stay(MINE, HOUR, VisitStatus(mine[0]), in_round=mine[1])
    gone = Stay(THEIRS, HOUR, VisitStatus(theirs[0]), in_round=theirs[1])

    assert giving_way([kept], [gone]) == gives_way


def test_visits_one_after_the_other_both_stand() -> None:
    kept, gone = Stay(MINE, HOUR, VisitStatus.ASSIGNED), Stay(THEIRS, NEXT_HOUR, VisitStatus.ASSIGNED)

    assert giving_way([kept], [gone]) == []


def _stays(first_id: int) -> st.SearchStrategy[list[Stay]]:
    """The visits of one record, of which no two are at once."""
    a_day = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), max_size=6)
    told = st.lists(st.sampled_from(["planned", "assigned", "in_progress"]), min_size=6, max_size=6)

    def made(lengths: list[tuple[int, int]], states: list[str]) -> list[Stay]:
        at, found = 0, []
        for number, (length, gap) in enumerate(lengths):
            at += gap
            taken = frozenset(range(at, at + length))
            found.append(Stay(UUID(int=first_id + number), taken, VisitStatus(states[number])))
            at += length
        return found

    return st.builds(made, a_day, told)


@given(_stays(1), _stays(100))
def test_what_is_left_is_never_twice_at_once_but_for_what_has_begun(
    kept: list[Stay], gone: list[Stay]
) -> None:
    yielding = set(giving_way(kept, gone))

    for mine in kept:
        for theirs in gone:
            if mine.grains & theirs.grains and not yielding & {mine.visit_id, theirs.visit_id}:
                assert not {mine.status, theirs.status} & NOT_BEGUN
    assert all(each.status in NOT_BEGUN for each in (*kept, *gone) if each.visit_id in yielding)
