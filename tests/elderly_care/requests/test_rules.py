"""Who stands where in the queue, and from where a request may move to where."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.catalogue.rules import AssessmentNeed
from service.elderly_care.requests import rules
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.rules import EligibilityClass, eligibility, rank
from service.kit.errors import WrongState

TAGS = [
    "extreme_hardship",
    "low_income",
    "near_low_income",
    "aged_80",
    "lives_alone",
    "empty_nest",
    "disabled",
    "lost_only_child",
    "veteran",
]


@pytest.mark.parametrize(
    ("tags", "level", "expected"),
    [
        ({"extreme_hardship", "low_income"}, 4, "destitute"),
        ({"near_low_income"}, 4, "low_income"),
        ({"aged_80", "lives_alone"}, 2, "disabled_by_age"),
        ({"aged_80", "lives_alone"}, 1, "old_and_alone"),
        ({"lives_alone"}, None, "ordinary"),
        ({"aged_80", "empty_nest", "veteran"}, None, "old_and_left"),
        ({"disabled", "veteran"}, None, "handicapped"),
        ({"lost_only_child", "veteran"}, None, "lost_child"),
        ({"veteran"}, 0, "veteran"),
        (set(), 1, "ordinary"),
    ],
)
def test_the_first_class_that_fits_is_the_class(tags: set[str], level: int | None, expected: str) -> None:
    assert eligibility(tags, level) == expected


@given(st.sets(st.sampled_from(TAGS)), st.sampled_from(TAGS), st.one_of(st.none(), st.integers(0, 4)))
def test_no_further_need_moves_anybody_back_in_the_queue(
    tags: set[str], more: str, level: int | None
) -> None:
    before = rank(eligibility(tags, level))

    assert rank(eligibility({*tags, more}, level)) <= before
    assert rank(eligibility(tags, 4)) <= before


@pytest.mark.parametrize(
    ("needs", "strictest"),
    [
        ([], ("not_required", None)),
        ([("not_required", None), ("within_days", 10), ("within_days", 5)], ("within_days", 5)),
        ([("within_days", 5), ("required", None)], ("required", None)),
    ],
)
def test_of_several_services_the_strictest_need_counts(
    needs: list[tuple[str, int | None]], strictest: tuple[str, int | None]
) -> None:
    assert rules.strictest([(AssessmentNeed(need), days) for need, days in needs]) == strictest


def test_days_are_counted_from_the_day_it_is_accepted() -> None:
    assert rules.assess_by(date(2026, 2, 20), (AssessmentNeed.WITHIN_DAYS, 15)) == date(2026, 3, 7)
    assert rules.assess_by(date(2026, 2, 20), (AssessmentNeed.REQUIRED, None)) is None


@given(st.sampled_from(RequestStatus), st.sampled_from(sorted(rules.MOVES)))
def test_a_request_moves_only_as_the_table_says(status: RequestStatus, to: RequestStatus) -> None:
    if status in rules.MOVES[to]:
        rules.check_move(status, to)
    else:
        with pytest.raises(WrongState):
            rules.check_move(status, to)


def test_what_is_over_stays_over() -> None:
    over = {RequestStatus.REJECTED, RequestStatus.CLOSED, RequestStatus.WITHDRAWN}

    assert all(over.isdisjoint(before) for before in rules.MOVES.values())


def test_the_classes_are_in_the_order_of_the_handbook() -> None:
    ranked = sorted(EligibilityClass, key=rank)

    assert ranked[0] is EligibilityClass.DESTITUTE
    assert ranked[-1] is EligibilityClass.ORDINARY
