"""GB/T 42195-2022 as it is scored: every boundary of every rule."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import CHECKOUT
from service.elderly_care.assessment import rules
from service.elderly_care.assessment.errors import ImpossibleDay, ImpossibleScores, ReasonNeeded
from service.elderly_care.assessment.rules import Scale, scale_of
from tests.factories.assessments import BEST, SCALE

DAY = date(2026, 3, 2)
FACTS = st.fixed_dictionaries(
    {"coma": st.integers(0, 1), "mental_disorder": st.integers(0, 1), "risk_events_30d": st.integers(0, 5)}
)
SCORES = st.fixed_dictionaries({item.code: st.integers(0, item.highest) for item in SCALE.items})
SCALES = st.sampled_from([SCALE, replace(SCALE, changes_add_up=True)])


def scores_of(total: int) -> dict[str, int]:
    """Some full set of scores with this total."""
    scores, left = {}, total
    for item in SCALE.items:
        scores[item.code] = min(item.highest, left)
        left -= scores[item.code]
    return scores


def test_the_scale_has_26_items_in_four_parts_and_90_points() -> None:
    parts = {part.code: sum(item.highest for item in part.items) for part in SCALE.parts}

    assert len(SCALE.items) == 26
    assert parts == {"B1": 32, "B2": 15, "B3": 28, "B4": 15}
    assert SCALE.highest == 90


@pytest.mark.parametrize(
    ("total", "level"),
    [(90, 0), (89, 1), (66, 1), (65, 2), (46, 2), (45, 3), (30, 3), (29, 4), (0, 4)],
)
def test_each_boundary_of_the_levels(total: int, level: int) -> None:
    result = rules.score(SCALE, scores_of(total), {})

    assert (result.total, result.preliminary_level, result.level) == (total, level, level)


@given(SCORES)
def test_the_total_is_the_sum_of_the_parts_and_each_total_has_one_level(scores: dict[str, int]) -> None:
    result = rules.score(SCALE, scores, {})

    assert result.total == sum(result.subtotals.values()) == sum(scores.values())
    fitting = [each.level for each in SCALE.levels if each.lowest <= result.total <= each.highest]
    assert fitting == [result.preliminary_level]


@pytest.mark.parametrize("total", [90, 66, 46, 30, 0])
def test_who_lies_in_a_coma_is_at_the_worst_level(total: int) -> None:
    assert rules.score(SCALE, scores_of(total), {"coma": 1}).level == 4


@pytest.mark.parametrize(
    ("facts", "once", "added_up"),
    [
        ({}, 1, 1),
        ({"mental_disorder": 1}, 2, 2),
        ({"risk_events_30d": 1}, 1, 1),
        ({"risk_events_30d": 2}, 2, 2),
        ({"risk_events_30d": 9}, 2, 2),
        ({"mental_disorder": 1, "risk_events_30d": 2}, 2, 3),
        ({"mental_disorder": 1, "risk_events_30d": 2, "coma": 1}, 4, 4),
    ],
)
def test_what_makes_a_level_worse_counts_once_or_adds_up_by_policy(
    facts: dict[str, int], once: int, added_up: int
) -> None:
    scores = scores_of(70)

    assert rules.score(SCALE, scores, facts).level == once
    assert rules.score(replace(SCALE, changes_add_up=True), scores, facts).level == added_up


@pytest.mark.parametrize("adds_up", [False, True])
def test_there_is_nothing_worse_than_the_worst(adds_up: bool) -> None:
    scale = replace(SCALE, changes_add_up=adds_up)

    assert rules.score(scale, scores_of(0), {"mental_disorder": 1, "risk_events_30d": 2}).level == 4


@given(SCALES, SCORES, FACTS, st.sampled_from([item.code for item in SCALE.items]))
def test_no_items_better_score_ever_makes_the_level_worse(
    scale: Scale, scores: dict[str, int], facts: dict[str, int], code: str
) -> None:
    better = {**scores, code: min(scores[code] + 1, BEST[code])}

    assert rules.score(scale, better, facts).level <= rules.score(scale, scores, facts).level


@given(SCALES, SCORES, FACTS, FACTS)
def test_no_further_trouble_ever_makes_the_level_better(
    scale: Scale, scores: dict[str, int], facts: dict[str, int], more: dict[str, int]
) -> None:
    worse = {name: max(value, more[name]) for name, value in facts.items()}

    assert rules.score(scale, scores, worse).level >= rules.score(scale, scores, facts).level


@pytest.mark.parametrize("item", SCALE.items, ids=lambda item: item.code)
def test_each_item_is_there_and_within_its_bounds(item: rules.Item) -> None:
    rules.score(SCALE, {**BEST, item.code: 0}, {})
    for wrong in (-1, item.highest + 1):
        with pytest.raises(ImpossibleScores) as refused:
            rules.score(SCALE, {**BEST, item.code: wrong}, {})
        assert set(refused.value.errors) == {f"scores.{item.code}"}
    with pytest.raises(ImpossibleScores) as refused:
        rules.score(SCALE, {code: score for code, score in BEST.items() if code != item.code}, {})
    assert set(refused.value.errors) == {f"scores.{item.code}"}


def test_what_is_no_item_is_refused() -> None:
    with pytest.raises(ImpossibleScores) as refused:
        rules.score(SCALE, {**BEST, "B9.9": 1}, {})

    assert set(refused.value.errors) == {"scores.B9.9"}


@pytest.mark.parametrize(
    ("days", "note", "needed"),
    [(0, None, True), (29, None, True), (30, None, False), (29, "住院后变化", False), (-29, None, True)],
)
def test_a_repeat_within_30_days_says_why(days: int, note: str | None, needed: bool) -> None:
    day = DAY + timedelta(days=days)
    if needed:
        with pytest.raises(ReasonNeeded):
            rules.check_repeat(SCALE, DAY, day, note)
    else:
        rules.check_repeat(SCALE, DAY, day, note)


def test_an_assessment_is_entered_within_30_days_and_never_before_it_was_made() -> None:
    rules.check_day(DAY - timedelta(days=30), DAY)
    rules.check_day(DAY - timedelta(days=31), DAY, external=True)

    for wrong in (DAY + timedelta(days=1), DAY - timedelta(days=31)):
        with pytest.raises(ImpossibleDay):
            rules.check_day(wrong, DAY)


def test_a_result_holds_for_a_year() -> None:
    assert rules.months_after(date(2026, 3, 2), 12) == date(2027, 3, 1)
    assert rules.months_after(date(2026, 12, 31), 12) == date(2027, 12, 27)


def test_another_standard_is_data(tmp_path: Any) -> None:
    file = CHECKOUT / "data" / "care" / "assessment" / "gbt-42195-2022.json"
    told = orjson.loads(file.read_bytes())
    told["standard"], told["levels"][0]["lowest"] = "另一标准", 80
    told["levels"][1]["highest"] = 79

    other = scale_of(told)

    assert other.rule_version == "另一标准#1"
    assert rules.score(other, scores_of(80), {}).level == 0


def test_a_standard_that_contradicts_itself_is_refused() -> None:
    file = CHECKOUT / "data" / "care" / "assessment" / "gbt-42195-2022.json"
    for lowest in (28, 31):
        told = orjson.loads(file.read_bytes())
        told["levels"][3]["lowest"] = lowest

        with pytest.raises(ValueError, match="each total one level"):
            scale_of(told)
