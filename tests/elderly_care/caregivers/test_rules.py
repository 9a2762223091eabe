"""Shifts that pass midnight, certificates that expire."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.caregivers import rules
from service.elderly_care.caregivers.errors import ImpossibleShift
from service.elderly_care.caregivers.rules import CaregiverFacts, CertificateDays, WorkingTime

MONDAY = date(2026, 3, 2)
ANY = UUID(int=1)


def facts(**told: object) -> CaregiverFacts:
    plain = {"skills": frozenset(), "certificates": (), "shifts": (), "left_on": None}
    return CaregiverFacts(ANY, ANY, ANY, "周护理员", **{**plain, **told})  # type: ignore[arg-type]


def test_a_night_shift_reaches_into_the_next_day_and_not_further() -> None:
    nights = facts(shifts=(WorkingTime(1, 20 * 60, 32 * 60),))

    assert nights.works_at(MONDAY, 20 * 60, 24 * 60)
    assert nights.works_at(MONDAY, 23 * 60, 25 * 60)
    assert nights.works_at(MONDAY + timedelta(days=1), 0, 8 * 60)
    assert not nights.works_at(MONDAY + timedelta(days=1), 7 * 60, 8 * 60 + 1)
    assert not nights.works_at(MONDAY, 0, 60)


def test_from_sunday_night_into_monday() -> None:
    nights = facts(shifts=(WorkingTime(7, 22 * 60, 30 * 60),))

    assert nights.works_at(MONDAY, 0, 6 * 60)


def test_who_has_no_shifts_works_any_time() -> None:
    assert facts().works_at(MONDAY, 0, 60)


@pytest.mark.parametrize(("day", "holds"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_certificate_holds_from_its_first_to_its_last_day(day: int, holds: bool) -> None:
    ten_days = CertificateDays("bathing", MONDAY, MONDAY + timedelta(days=10))
    carer = facts(skills=frozenset({"bathing"}), certificates=(ten_days,))

    lacking = carer.uncertified({"bathing"}, MONDAY + timedelta(days=day))

    assert lacking == ([] if holds else ["bathing"])


def test_skills_without_papers_need_none() -> None:
    carer = facts(skills=frozenset({"cooking"}))

    assert carer.lacks({"cooking", "bathing"}) == ["bathing"]
    assert carer.uncertified({"cooking"}, MONDAY) == []


@pytest.mark.parametrize(
    "shifts",
    [
        [(1, 480, 480)],
        [(1, 480, 480 + 16 * 60 + 1)],
        [(1, 480, 720), (1, 719, 900)],
        [(1, 20 * 60, 33 * 60), (2, 8 * 60, 12 * 60)],
        [(7, 22 * 60, 32 * 60), (1, 7 * 60, 9 * 60)],
    ],
)
def test_shifts_do_not_overlap_not_even_around_the_week(shifts: list[tuple[int, int, int]]) -> None:
    with pytest.raises(ImpossibleShift):
        rules.check_shifts(shifts)


@given(
    st.lists(st.tuples(st.integers(1, 7), st.integers(0, 1439), st.integers(1, 960)), min_size=1, max_size=8)
)
def test_shifts_that_are_taken_never_cover_a_minute_twice(wanted: list[tuple[int, int, int]]) -> None:
    shifts = [(day, starts, starts + minutes) for day, starts, minutes in wanted]
    try:
        rules.check_shifts(shifts)
    except ImpossibleShift:
        return

    week = 7 * 1440
    covered = [
        (1440 * (day - 1) + minute) % week for day, starts, ends in shifts for minute in range(starts, ends)
    ]
    assert len(covered) == len(set(covered))
