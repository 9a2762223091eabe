"""How an application may move, which days a grant has left, and what speaks against them."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from service.elderly_care.entitlements import rules
from service.elderly_care.entitlements.errors import StopDay
from service.elderly_care.entitlements.rules import (
    IN_FORCE,
    OPEN,
    Days,
    EntitlementStatus,
    FindingKind,
    FindingSource,
    Missing,
    Stay,
    Wanted,
)
from service.elderly_care.rules import EligibilityClass
from service.kit.errors import WrongState

DAY = st.dates(date(2026, 1, 1), date(2026, 12, 31))
STATUS = st.sampled_from(EntitlementStatus)
ONE, TWO = UUID(int=1), UUID(int=2)


@st.composite
def stretches(draw: st.DrawFn, *, ends: bool = True) -> Days:
    first = draw(DAY)
    length = st.integers(0, 120)
    last = draw(length if ends else st.none() | length)
    return Days(first, None if last is None else first + timedelta(days=last))


class Applying(RuleBasedStateMachine):
    """Whatever people try, in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.walked = [EntitlementStatus.SUBMITTED]

    @rule(to=STATUS)
    def move(self, to: EntitlementStatus) -> None:
        try:
            rules.check_move(self.walked[-1], to)
        except WrongState:
            return
        self.walked.append(to)

    @invariant()
    def nothing_is_granted_that_was_not_checked_and_publicised(self) -> None:
        if EntitlementStatus.GRANTED in self.walked:
            assert self.walked[:4] == ["submitted", "checked", "publicised", "granted"]

    @invariant()
    def what_was_decided_is_never_open_again(self) -> None:
        decided = next((place for place, each in enumerate(self.walked) if each not in OPEN), None)
        if decided is not None:
            assert OPEN.isdisjoint(self.walked[decided:])

    @invariant()
    def what_was_refused_or_withdrawn_stays_so(self) -> None:
        for end in (EntitlementStatus.REFUSED, EntitlementStatus.WITHDRAWN):
            assert end not in self.walked[:-1]

    @invariant()
    def only_what_was_granted_is_stopped(self) -> None:
        if self.walked[-1] is EntitlementStatus.STOPPED:
            assert self.walked[-2] in IN_FORCE


TestApplying = Applying.TestCase


@pytest.mark.parametrize(
    ("wanted", "level", "missing"),
    [
        (Wanted([], []), None, []),
        (Wanted([2], []), None, [Missing.ASSESSMENT]),
        (Wanted([2], []), 1, []),
        (Wanted([], ["disabled_by_age"]), None, [Missing.ASSESSMENT]),
        (Wanted([], ["low_income"]), None, []),
    ],
)
def test_a_level_is_missing_only_where_one_is_asked_for(
    wanted: Wanted, level: int | None, missing: list[Missing]
) -> None:
    assert rules.missing(wanted, level) == missing


@given(
    levels=st.sets(st.integers(0, 4)),
    classes=st.sets(st.sampled_from(EligibilityClass)),
    level=st.none() | st.integers(0, 4),
    eligible=st.sampled_from(EligibilityClass),
)
def test_with_a_level_nothing_speaks_against_exactly_whom_the_scheme_is_for(
    levels: set[int], classes: set[EligibilityClass], level: int | None, eligible: EligibilityClass
) -> None:
    wanted = Wanted(sorted(levels), sorted(classes))
    is_for = (not levels or level in levels) and (not classes or eligible in classes)
    speaks = bool(rules.reasons_against(wanted, level, eligible))
    lacks = bool(rules.missing(wanted, level))

    assert (not speaks and not lacks) <= is_for
    assert is_for <= (not speaks)
    if level is not None:
        assert speaks is not is_for


@given(granted=stretches(), on=DAY, before=st.none() | DAY)
def test_a_stop_leaves_the_days_before_it_and_never_gives_any_back(
    granted: Days, on: date, before: date | None
) -> None:
    try:
        rules.check_stop(on, granted, before)
    except StopDay:
        assert granted.within(Days(on, on)) is None or (before is not None and before <= on)
        return

    left, had = rules.paid_days(granted, on), rules.paid_days(granted, before)

    assert left is None or (left.first == granted.first and left.last == on - rules.A_DAY)
    assert had is not None
    assert left is None or left.within(had) == left


@given(
    granted=stretches(), stays=st.lists(stretches(ends=False), max_size=4), kind=st.sampled_from(FindingKind)
)
def test_what_is_found_lies_in_what_was_granted(granted: Days, stays: list[Days], kind: FindingKind) -> None:
    found = rules.against(granted, [Stay(kind, each, FindingSource.REGISTER, ONE) for each in stays])

    for each in found:
        assert granted.first <= each.days.first
        assert granted.last is not None
        assert each.days.first <= granted.last
        if kind is not FindingKind.HOSPITAL:
            assert each.days.within(granted) == each.days


@given(pauses=st.lists(st.tuples(st.uuids(), stretches(ends=False)), max_size=5))
def test_stays_in_hospital_have_the_days_of_the_pauses_and_are_apart(pauses: list[tuple[UUID, Days]]) -> None:
    stays = rules.stays_in_hospital(pauses)

    def days_of(stretches: list[Days]) -> set[date]:
        end = date(2027, 6, 1)
        return {
            each.first + timedelta(days=number)
            for each in stretches
            for number in range(((each.last or end) - each.first).days + 1)
        }

    assert days_of([each.days for each in stays]) == days_of([days for _, days in pauses])
    for one, next_one in pairwise(stays):
        assert one.days.last is not None
        assert one.days.last + rules.A_DAY < next_one.days.first


def test_two_pauses_that_touch_are_one_stay() -> None:
    first, second = Days(date(2026, 3, 1), date(2026, 3, 4)), Days(date(2026, 3, 5), date(2026, 3, 9))

    [stay] = rules.stays_in_hospital([(TWO, second), (ONE, first)])

    assert (stay.source_id, stay.days) == (ONE, Days(first.first, second.last))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 2, 10), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 4, 30)),
    ],
)
def test_a_month_has_its_days(day: date, first: date, last: date) -> None:
    assert rules.month_of(day) == Days(first, last)


NEAR = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(NEAR, st.integers(0, 400), NEAR, st.integers(0, 400))
def test_two_stretches_share_a_month_when_both_have_a_day_in_it(
    first: date, long: int, other_first: date, other_long: int
) -> None:
    one, other = (
        {begins.toordinal() + number for number in range(days + 1)}
        for begins, days in ((first, long), (other_first, other_long))
    )
    months = [{date.fromordinal(each).replace(day=1) for each in days} for days in (one, other)]
    stretches = [Days(date.fromordinal(min(days)), date.fromordinal(max(days))) for days in (one, other)]

    shared = rules.shared_month(*stretches)

    both = months[0] & months[1]
    assert (shared.first if shared else None) == (min(both) if both else None)
    assert rules.shared_month(*reversed(stretches)) == shared


@pytest.mark.parametrize(
    ("excludes", "other_excludes", "excluded"),
    [([], [], False), (["b"], [], True), ([], ["a"], True), (["c"], ["c"], False)],
)
def test_it_is_enough_that_one_scheme_excludes_the_other(
    excludes: list[str], other_excludes: list[str], excluded: bool
) -> None:
    assert rules.exclude_each_other("a", excludes, "b", other_excludes) is excluded
