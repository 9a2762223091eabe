"""Who is of which grade, and until when somebody is called on."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.welfare_visits.errors import FindingsIncomplete, RhythmsIncomplete
from service.elderly_care.welfare_visits.rules import (
    ByHand,
    CheckArea,
    Concern,
    ContactOutcome,
    Finding,
    GradeRule,
    Rhythm,
    RiskGrade,
    Span,
    asked,
    check_findings,
    check_rhythms,
    due_by,
    due_on,
    grade_today,
    last_day_of,
    regraded,
)
from service.kit.clock import at_local

HIGH, KEY, GENERAL = RiskGrade
WEEKLY, MONTHLY, QUARTERLY = (
    Rhythm(7, Span.WEEK, 24),
    Rhythm(31, Span.MONTH, None),
    Rhythm(92, Span.QUARTER, None),
)
RULES = [
    GradeRule(HIGH, frozenset({"lives_alone"}), 2),
    GradeRule(KEY, frozenset({"aged_60", "lives_alone"}), None),
    GradeRule(GENERAL, frozenset({"empty_nest"}), None),
]
RHYTHMS = st.sampled_from(
    [
        Rhythm(days, span, None)
        for span, longest in ((Span.WEEK, 7), (Span.MONTH, 31), (Span.QUARTER, 92))
        for days in range(1, longest + 1)
    ]
)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("tags", "level", "grade", "reasons"),
    [
        ({"aged_60", "lives_alone"}, None, KEY, ("aged_60", "lives_alone")),
        ({"aged_60", "lives_alone"}, 2, HIGH, ("level", "lives_alone")),
        ({"aged_60", "lives_alone"}, 1, KEY, ("aged_60", "lives_alone")),
        ({"lives_alone"}, None, None, ()),
        ({"aged_60", "empty_nest"}, 4, GENERAL, ("empty_nest",)),
        (set(), 4, None, ()),
    ],
)
def test_the_highest_grade_that_fits_holds_with_what_it_stands_on(
    tags: set[str], level: int | None, grade: RiskGrade | None, reasons: tuple[str, ...]
) -> None:
    assert asked(RULES, tags, level) == (grade, reasons)


@pytest.mark.parametrize(
    ("wanted", "by_hand", "asked_then", "holds"),
    [
        (KEY, HIGH, KEY, HIGH),
        (None, GENERAL, None, GENERAL),
        (KEY, GENERAL, KEY, GENERAL),
        # What the community set for a key elder does not bind once the policy asks for more.
        (HIGH, GENERAL, KEY, HIGH),
        (GENERAL, KEY, KEY, KEY),
    ],
)
def test_a_grade_by_hand_holds_but_a_lower_one_only_while_the_policy_asks_no_more(
    wanted: RiskGrade | None, by_hand: RiskGrade, asked_then: RiskGrade | None, holds: RiskGrade
) -> None:
    until = date(2026, 3, 31)
    told = ByHand(by_hand, until, asked_then)

    assert grade_today(wanted, told, until) is holds
    assert grade_today(wanted, told, until + timedelta(days=1)) is wanted


@pytest.mark.parametrize(
    ("after", "rhythm", "last"),
    [
        (date(2026, 3, 2), WEEKLY, date(2026, 3, 9)),
        (date(2026, 2, 1), MONTHLY, date(2026, 3, 4)),
        # Seen on the last of January, she is seen in February too.
        (date(2026, 1, 31), MONTHLY, date(2026, 2, 28)),
        (date(2028, 1, 31), MONTHLY, date(2028, 2, 29)),
        (date(2026, 11, 30), MONTHLY, date(2026, 12, 31)),
        (date(2025, 12, 31), MONTHLY, date(2026, 1, 31)),
        (date(2025, 12, 31), QUARTERLY, date(2026, 3, 31)),
        (date(2026, 3, 31), QUARTERLY, date(2026, 6, 30)),
        (date(2026, 4, 1), QUARTERLY, date(2026, 7, 2)),
        # The Spring Festival of 2026 is from 15 to 23 February: she is alone, and called on.
        (date(2026, 2, 10), WEEKLY, date(2026, 2, 17)),
    ],
)
def test_the_last_day_for_the_next_visit(after: date, rhythm: Rhythm, last: date) -> None:
    assert due_on(after, rhythm) == last


def test_a_visit_is_in_time_until_midnight() -> None:
    assert due_by(date(2026, 3, 2), WEEKLY) == at_local(date(2026, 3, 10))


@given(DAYS, RHYTHMS, st.lists(st.integers(0, 100), min_size=1, max_size=20))
def test_nobody_who_is_visited_in_time_waits_longer_than_asked_or_is_missed_in_a_span(
    first: date, rhythm: Rhythm, when: list[int]
) -> None:
    visits = [first]
    for share in when:
        last = due_on(visits[-1], rhythm)
        visits.append(visits[-1] + timedelta(days=max(1, round((last - visits[-1]).days * share / 100))))

    for before, after in pairwise(visits):
        assert timedelta(0) < after - before <= timedelta(days=rhythm.every_days)
        span_after_next = last_day_of(last_day_of(before, rhythm.each) + timedelta(days=1), rhythm.each)
        assert after <= span_after_next


@given(DAYS, RHYTHMS, st.integers(0, 6), RHYTHMS)
def test_who_is_of_another_grade_is_never_late_at_once_and_waits_no_longer_than_either_asks(
    begin: date, before: Rhythm, days: int, now: Rhythm
) -> None:
    today = min(begin + timedelta(days=days), due_on(begin, before))
    due_at = due_by(begin, before)

    again = regraded(due_at, at_local(begin), today, now)

    assert again > at_local(today)
    assert again <= max(due_at, due_by(today, now))


def test_each_grade_has_one_rhythm_and_a_higher_risk_no_longer_one() -> None:
    check_rhythms({HIGH: WEEKLY, KEY: MONTHLY, GENERAL: QUARTERLY})
    for wrong in ({HIGH: WEEKLY, KEY: MONTHLY}, {HIGH: QUARTERLY, KEY: MONTHLY, GENERAL: QUARTERLY}):
        with pytest.raises(RhythmsIncomplete):
            check_rhythms(wrong)


def test_of_who_was_met_each_area_is_told_once_with_words_where_it_matters() -> None:
    fine = [Finding(area, Concern.FINE) for area in CheckArea]
    worried = [*fine[1:], Finding(CheckArea.HEALTH, Concern.ATTENTION, "膝盖疼")]
    wordless = [*fine[1:], Finding(CheckArea.HEALTH, Concern.URGENT)]

    check_findings(ContactOutcome.MET, fine)
    check_findings(ContactOutcome.MET, worried)
    check_findings(ContactOutcome.NOT_MET, [])
    for outcome, findings in (
        (ContactOutcome.MET, fine[1:]),
        (ContactOutcome.MET, [*fine, fine[0]]),
        (ContactOutcome.MET, wordless),
        (ContactOutcome.NOT_MET, fine),
        (ContactOutcome.REFUSED, fine),
    ):
        with pytest.raises(FindingsIncomplete):
            check_findings(outcome, findings)
