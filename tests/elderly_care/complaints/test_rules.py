"""How soon a complaint is answered, and how it may move."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.complaints import rules
from service.elderly_care.complaints.errors import (
    ImpossibleSource,
    NotAnsweredYet,
    ReopenedBefore,
    TooLateToReopen,
)
from service.elderly_care.complaints.rules import (
    ComplaintCategory,
    ComplaintSource,
    ComplaintStatus,
    Urgency,
)
from service.kit.calendar import is_working_day
from service.kit.errors import DomainError, WrongState

DAYS = {Urgency.URGENT: 0, Urgency.ORDINARY: 3, Urgency.COMPLEX: 13}
MONDAY = date(2026, 3, 2)
CLOSED_AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ANY_DAY = st.dates(date(2026, 1, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("category", "is_urgent", "urgency"),
    [
        ("safety", False, "urgent"),
        ("charges", False, "complex"),
        ("property", False, "complex"),
        ("attitude", False, "ordinary"),
        ("other", True, "urgent"),
        ("charges", True, "urgent"),
    ],
)
def test_danger_and_whoever_says_so_is_urgent(category: str, is_urgent: bool, urgency: str) -> None:
    assert rules.urgency_of(ComplaintCategory(category), is_urgent=is_urgent) == urgency


@pytest.mark.parametrize(
    ("today", "urgency", "due_on"),
    [
        (MONDAY, "urgent", date(2026, 3, 2)),
        (MONDAY, "ordinary", date(2026, 3, 5)),
        (MONDAY, "complex", date(2026, 3, 19)),
        (date(2026, 3, 6), "ordinary", date(2026, 3, 11)),
        (date(2026, 3, 7), "urgent", date(2026, 3, 7)),
        (date(2026, 9, 30), "ordinary", date(2026, 10, 10)),
    ],
)
def test_the_last_day_is_a_working_day_but_danger_does_not_wait(
    today: date, urgency: str, due_on: date
) -> None:
    assert rules.reply_by(today, Urgency(urgency), DAYS) == due_on


@given(ANY_DAY, st.sampled_from([Urgency.ORDINARY, Urgency.COMPLEX]))
def test_the_last_day_is_worked_and_never_sooner_than_for_what_is_urgent(
    today: date, urgency: Urgency
) -> None:
    due_on = rules.reply_by(today, urgency, DAYS)

    assert is_working_day(due_on)
    assert due_on > rules.reply_by(today, Urgency.URGENT, DAYS)


def test_only_what_is_answered_or_left_unanswered_too_long_is_closed() -> None:
    rules.check_close(ComplaintStatus.ANSWERED, MONDAY, MONDAY)
    rules.check_close(ComplaintStatus.OPEN, MONDAY, MONDAY + timedelta(days=1))

    with pytest.raises(NotAnsweredYet):
        rules.check_close(ComplaintStatus.REOPENED, MONDAY, MONDAY)
    for over in (ComplaintStatus.CLOSED, ComplaintStatus.WITHDRAWN):
        with pytest.raises(WrongState):
            rules.check_close(over, None, MONDAY)


@pytest.mark.parametrize(
    ("status", "days_later", "reopened_before", "refusal"),
    [
        ("closed", 0, False, None),
        ("closed", 15, False, None),
        ("closed", 16, False, TooLateToReopen),
        ("closed", 1, True, ReopenedBefore),
        ("answered", 1, False, WrongState),
        ("withdrawn", 1, False, WrongState),
    ],
)
def test_it_is_reopened_once_and_in_time(
    status: str, days_later: int, reopened_before: bool, refusal: type[DomainError] | None
) -> None:
    def check() -> None:
        now = CLOSED_AT + timedelta(days=days_later)
        state = ComplaintStatus(status)
        rules.check_reopen(state, CLOSED_AT, now, 15, reopened_before=reopened_before)

    if refusal is None:
        check()
        return
    with pytest.raises(refusal):
        check()


@given(st.sampled_from(ComplaintStatus), ANY_DAY, ANY_DAY)
def test_what_is_over_is_never_late(status: ComplaintStatus, due_on: date, today: date) -> None:
    assert rules.is_overdue(status, due_on, today) == (
        status in {"open", "answered", "reopened"} and today > due_on
    )


@given(st.lists(st.sampled_from(ComplaintStatus), max_size=12))
def test_nothing_leaves_withdrawn_and_nothing_comes_back_to_open(tried: list[ComplaintStatus]) -> None:
    status, passed = ComplaintStatus.OPEN, [ComplaintStatus.OPEN]
    for to in tried:
        try:
            rules.check_move(status, to)
        except WrongState:
            continue
        status = to
        passed.append(to)

    assert passed.count(ComplaintStatus.OPEN) == 1
    assert ComplaintStatus.WITHDRAWN not in passed[:-1]
    assert all(before == "closed" for before, after in pairwise(passed) if after == "reopened")


def test_the_district_hears_when_the_street_had_its_working_days() -> None:
    friday = date(2026, 3, 6)

    assert not rules.is_for_district(friday, date(2026, 3, 13), 5)
    assert rules.is_for_district(friday, date(2026, 3, 14), 5)


def test_a_worker_has_heard_it_and_who_speaks_for_themself_uses_the_app() -> None:
    assert rules.source_of(None, entered_by_staff=True) == "phone"
    assert rules.source_of(ComplaintSource.DOORSTEP, entered_by_staff=True) == "doorstep"
    assert rules.source_of(ComplaintSource.DOORSTEP, entered_by_staff=False) == "app"
    with pytest.raises(ImpossibleSource):
        rules.source_of(ComplaintSource.APP, entered_by_staff=True)
