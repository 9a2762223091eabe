"""What facts are worth: bounded, never worse for a better fact, weights made up for; months, answers, appeals."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.elderly_care.complaints.rules import StepKind, Urgency, reply_by
from service.elderly_care.performance import rules
from service.elderly_care.performance.errors import (
    AppealTimeOver,
    NothingLeftOut,
    NotLinesOfFact,
    NotTheFirstVersion,
    TooLateForThat,
)
from service.elderly_care.performance.rules import (
    LESS_IS_BETTER,
    Answer,
    AppealStatus,
    Fact,
    Grade,
    Period,
    Span,
    Target,
    Thresholds,
)
from service.elderly_care.providers.rules import TargetKind
from service.kit.clock import at_local
from service.kit.errors import WrongState

ORDINARY = {
    Urgency.URGENT: 0,
    Urgency.ORDINARY: 3,
    Urgency.COMPLEX: 13,
}
PER_PART = sorted(set(TargetKind) - {TargetKind.RATING})


# The first draw of a process looks for constants in every module, for which a busy machine takes its time.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_KINDS = st.sampled_from(PER_PART)
_COUNTS = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted)
_AIMS = st.builds(Target, st.integers(0, 1000), st.integers(1, 100))
FACTS = st.dictionaries(_KINDS, _COUNTS, min_size=1).map(
    lambda found: [Fact(kind, *counts) for kind, counts in found.items()]
)
TARGETS = st.dictionaries(_KINDS, _AIMS, min_size=1)


@_PATIENT
@given(FACTS, TARGETS)
def test_a_score_lies_between_nothing_and_a_hundred_and_is_there_if_a_fact_counts(
    found: list[Fact], asked: dict[TargetKind, Target]
) -> None:
    judged = rules.judged(found, asked)
    points = rules.score(judged)

    counting = [each for each in found if each.kind in asked and each.denominator]
    assert (points is None) == (not counting)
    assert points is None or 0 <= points <= 100
    assert {each.kind for each in judged} == {each.kind for each in found}


@_PATIENT
@given(FACTS, TARGETS, st.data())
def test_a_better_fact_never_lowers_the_score(
    found: list[Fact], asked: dict[TargetKind, Target], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    fact = found[place]
    if fact.kind in LESS_IS_BETTER:
        better = Fact(fact.kind, data.draw(st.integers(0, fact.numerator)), fact.denominator)
    else:
        numerator = data.draw(st.integers(fact.numerator, fact.denominator))
        better = Fact(fact.kind, numerator, fact.denominator)
    others = [each for each in found if each is not fact]

    before = rules.score(rules.judged(found, asked))
    after = rules.score(rules.judged([*others, better], asked))

    assert (before is None) == (after is None)
    assert before is None or after is None or after >= before


@_PATIENT
@given(FACTS, TARGETS, st.integers(2, 7))
def test_only_the_proportion_of_weights_matters_and_shares_add_up(
    found: list[Fact], asked: dict[TargetKind, Target], times: int
) -> None:
    heavier = {kind: Target(aim.target, aim.weight * times) for kind, aim in asked.items()}

    judged = rules.judged(found, asked)
    shares = [each.share_per_mille for each in judged if each.share_per_mille is not None]

    assert rules.score(judged) == rules.score(rules.judged(found, heavier))
    assert not shares or abs(sum(shares) - 1000) <= len(shares)


@_PATIENT
@given(FACTS, TARGETS)
def test_what_has_no_denominator_counts_as_if_it_were_not_asked_for(
    found: list[Fact], asked: dict[TargetKind, Target]
) -> None:
    there = {each.kind for each in found if each.denominator}
    only = {kind: aim for kind, aim in asked.items() if kind in there}

    assert rules.score(rules.judged(found, asked)) == rules.score(rules.judged(found, only))


@_PATIENT
@given(FACTS, FACTS)
def test_differences_lead_from_then_to_now(now: list[Fact], then: list[Fact]) -> None:
    both = rules.together([*now, *(Fact(each.kind, 0, 0) for each in then)])
    changed = rules.differences(both, then)
    back = rules.together([*then, *changed])

    known = {each.kind: each for each in both}
    assert all(known[each.kind] == each for each in back)


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator", "target", "value", "attained"),
    [
        (TargetKind.ON_TIME, 19, 20, 950, 950, 1000),
        (TargetKind.ON_TIME, 9, 10, 950, 900, 947),
        (TargetKind.ON_TIME, 0, 10, 950, 0, 0),
        (TargetKind.COMPLETED, 2, 3, 0, 667, 1000),
        (TargetKind.SHORT_VISITS, 1, 20, 50, 50, 1000),
        (TargetKind.SHORT_VISITS, 1, 10, 50, 100, 500),
        (TargetKind.COMPLAINTS, 1, 100, 0, 10, 0),
        (TargetKind.COMPLAINTS, 0, 100, 0, 0, 1000),
        (TargetKind.RATING, 9, 2, 4500, 4500, 1000),
        (TargetKind.RATING, 12, 3, 4500, 4000, 889),
    ],
)
def test_what_a_fact_attains(
    kind: TargetKind, numerator: int, denominator: int, target: int, value: int, attained: int
) -> None:
    [judged] = rules.judged([Fact(kind, numerator, denominator)], {kind: Target(target, 100)})

    assert (judged.value, judged.attained_per_mille) == (value, attained)


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        (None, None),
        (100, Grade.EXCELLENT),
        (90, Grade.EXCELLENT),
        (89, Grade.PASSED),
        (60, Grade.PASSED),
        (59, Grade.FAILED),
    ],
)
def test_grades_begin_at_their_thresholds(points: int | None, grade: Grade | None) -> None:
    assert rules.grade(points, Thresholds(excellent_from=90, passed_from=60)) is grade


def test_months_and_years_are_their_days() -> None:
    february = date(2028, 2, 1)

    assert Span.month(date(2028, 2, 17)) == Span(february, date(2028, 2, 29))
    assert Span.year(february) == Span(date(2028, 1, 1), date(2028, 12, 31))
    assert rules.months_before(february, 2) == [date(2028, 1, 1), date(2027, 12, 1)]


@given(
    st.dictionaries(st.dates(date(2026, 2, 1), date(2026, 2, 28)), st.integers(1, 50)), st.integers(1, 100)
)
def test_slices_are_the_whole_period_without_a_gap_and_none_has_too_many_visits(
    visits: dict[date, int], most: int
) -> None:
    found = rules.slices(Span.month(date(2026, 2, 1)), visits, most)

    assert (found[0].first, found[-1].last) == (date(2026, 2, 1), date(2026, 2, 28))
    for before, after in pairwise(found):
        assert after.first == before.last + timedelta(days=1)
    for each in found:
        within = [count for day, count in visits.items() if each.first <= day <= each.last]
        assert sum(within) <= most or len(within) == 1


def test_a_period_without_visits_is_one_slice() -> None:
    assert rules.slices(Span.month(date(2026, 2, 1)), {}, 100) == [Span.month(date(2026, 2, 1))]


def test_one_may_reply_for_some_days_and_only_about_a_month_as_it_was_closed() -> None:
    closed = datetime(2026, 3, 10, 4, tzinfo=UTC)
    last_day, day_after = closed + timedelta(days=10), closed + timedelta(days=11)

    rules.check_reply(Period.MONTH, 1, closed, last_day, 10)
    with pytest.raises(TooLateForThat):
        rules.check_reply(Period.MONTH, 1, closed, day_after, 10)
    with pytest.raises(NotTheFirstVersion):
        rules.check_reply(Period.MONTH, 2, closed, closed, 10)
    with pytest.raises(NotTheFirstVersion):
        rules.check_reply(Period.YEAR, 1, closed, closed, 10)


@pytest.mark.parametrize(
    ("closed_on", "until"),
    [
        (date(2026, 3, 10), date(2026, 3, 24)),
        # The Spring Festival's nine days are made up for by two weekend days.
        (date(2026, 2, 10), date(2026, 3, 2)),
        # The Dragon Boat Festival is on Friday, 19 June.
        (date(2026, 6, 10), date(2026, 6, 25)),
    ],
)
def test_one_may_appeal_for_ten_working_days(closed_on: date, until: date) -> None:
    closed = at_local(closed_on) + timedelta(hours=23)

    assert rules.appeal_until(Period.MONTH, 1, closed, 10) == until
    rules.check_appeal(until, until)
    with pytest.raises(AppealTimeOver):
        rules.check_appeal(until, until + timedelta(days=1))


def test_nothing_is_appealed_against_but_a_month_as_it_was_closed() -> None:
    closed = datetime(2026, 3, 10, 4, tzinfo=UTC)

    assert rules.appeal_until(Period.MONTH, 2, closed, 10) is None
    assert rules.appeal_until(Period.YEAR, 1, closed, 10) is None
    with pytest.raises(NotTheFirstVersion):
        rules.check_appeal(None, closed.date())


def test_an_answer_is_due_for_a_complaint_and_once_more_when_it_is_reopened() -> None:
    due = partial(reply_by, urgency=Urgency.ORDINARY, days=ORDINARY)
    monday, thursday, friday = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)

    answered_twice = rules.answers(
        monday,
        [
            (StepKind.REPLY, thursday),
            (StepKind.CLOSE, thursday),
            (StepKind.REOPEN, friday),
            (StepKind.REPLY, date(2026, 3, 12)),
        ],
        due,
    )

    assert answered_twice == [Answer(thursday, thursday), Answer(date(2026, 3, 11), date(2026, 3, 12))]
    assert [each.is_in_time for each in answered_twice] == [True, False]
    assert rules.answers(monday, [], due) == [Answer(thursday, None)]
    assert rules.answers(monday, [(StepKind.WITHDRAW, monday)], due) == []
    assert rules.answers(monday, [(StepKind.WITHDRAW, friday)], due) == [Answer(thursday, None)]
    assert rules.answers(monday, [(StepKind.CLOSE, friday)], due) == [Answer(thursday, None)]
    assert [Answer(thursday, None).counts_by(day) for day in (thursday, friday)] == [False, True]


def test_an_appeal_is_decided_once_and_leaves_out_what_it_named_or_nothing() -> None:
    one, other, stranger = (UUID(int=number) for number in range(3))

    assert rules.left_out(AppealStatus.UPHELD, [one, other], None) == {one, other}
    assert rules.left_out(AppealStatus.UPHELD, [one, other], [other]) == {other}
    assert rules.left_out(AppealStatus.DISMISSED, [one, other], None) == set()
    with pytest.raises(NotLinesOfFact):
        rules.left_out(AppealStatus.UPHELD, [one], [stranger])
    with pytest.raises(NothingLeftOut):
        rules.left_out(AppealStatus.DISMISSED, [one], [one])
    for decided in (AppealStatus.UPHELD, AppealStatus.DISMISSED):
        rules.check_move(AppealStatus.OPEN, decided)
        with pytest.raises(WrongState):
            rules.check_move(decided, AppealStatus.UPHELD)
        with pytest.raises(WrongState):
            rules.check_move(decided, AppealStatus.OPEN)
