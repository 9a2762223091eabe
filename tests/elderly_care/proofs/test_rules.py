"""The course of a visit is the same whatever came first; marks, vitals and anomalies at their boundaries."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.rules import CodeVerdict, PlaceVerdict
from service.elderly_care.proofs import rules
from service.elderly_care.proofs.rules import (
    AmendedField,
    AmendedTime,
    AnomalyKind,
    Claim,
    Clocks,
    Course,
    Flag,
    Limits,
    Mark,
    MarkKind,
    Sending,
    Stay,
    Terms,
    Vital,
    Waiting,
)
from service.elderly_care.rules import Point
from service.elderly_care.visits.rules import Act, VisitStatus, after, is_possible

ANNA, BEN, CLARA = (UUID(int=number) for number in (1, 2, 3))
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SILENCE = timedelta(days=5)
LIMITS = Limits(kmh=60, metres=500, short_per_mille=500, same_visits=3)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def terms(mode: Mode = Mode.HOME_VISIT, needed: int = 1) -> Terms:
    return Terms(
        mode=mode, caregivers_needed=needed, window_starts_at=NINE, window_ends_at=NINE + minutes(120)
    )


def mark(
    kind: MarkKind,
    after_nine: float,
    who: UUID = ANNA,
    *,
    place: PlaceVerdict = PlaceVerdict.INSIDE,
    code: CodeVerdict | None = None,
    flags: Sequence[Flag] = (),
    received: float | None = None,
) -> Mark:
    at = NINE + minutes(after_nine)
    return Mark(
        caregiver_id=who,
        kind=kind,
        at=at,
        received_at=at if received is None else NINE + minutes(received),
        place=place,
        code=code,
        flags=frozenset(flags),
    )


def came(after_nine: float, who: UUID = ANNA, **more: object) -> Mark:
    return mark(MarkKind.CHECK_IN, after_nine, who, **more)  # type: ignore[arg-type]


def went(after_nine: float, who: UUID = ANNA, **more: object) -> Mark:
    return mark(MarkKind.CHECK_OUT, after_nine, who, **more)  # type: ignore[arg-type]


def test_who_came_and_went_was_there_between() -> None:
    found = rules.course(terms(), [came(5), went(65)])

    assert (found.started_at, found.ended_at) == (NINE + minutes(5), NINE + minutes(65))
    assert found.minutes_served == 60
    assert found.is_whole
    assert found.is_proved
    assert found.act is Act.FINISH
    assert found.flags == ()


def test_a_going_waits_for_its_coming() -> None:
    alone = rules.course(terms(), [went(65)])

    assert alone == Course()
    assert alone.act is None


def test_the_earliest_coming_and_the_latest_going_after_it_count() -> None:
    found = rules.course(terms(), [went(-10), came(20), came(5), went(15), went(70)])

    assert (found.started_at, found.ended_at) == (NINE + minutes(5), NINE + minutes(70))


def test_who_tries_again_with_a_place_keeps_the_proof_and_not_the_minutes() -> None:
    nowhere = PlaceVerdict.UNKNOWN
    found = rules.course(terms(), [came(0, place=nowhere), came(2), went(60), went(63, place=nowhere)])

    assert (found.started_at, found.ended_at) == (NINE + minutes(2), NINE + minutes(60))
    assert found.is_proved


def test_who_has_gone_and_comes_again_does_not_open_the_visit_anew() -> None:
    found = rules.course(terms(), [came(0, place=PlaceVerdict.UNKNOWN), went(60), came(60)])

    assert found.is_whole
    assert (found.started_at, found.ended_at, found.is_proved) == (NINE, NINE + minutes(60), False)


def test_a_going_at_the_very_moment_of_the_coming_is_none() -> None:
    assert not rules.course(terms(), [came(5), went(5)]).is_whole


def test_of_two_caregivers_both_come_and_go() -> None:
    two = terms(needed=2)
    first = [came(0), went(60)]

    assert rules.course(two, first).act is Act.CHECK_IN
    assert rules.course(two, [*first, came(10, BEN)]).act is Act.CHECK_IN
    both = rules.course(two, [*first, came(10, BEN), went(70, BEN)])
    assert both.act is Act.FINISH
    assert both.minutes_served == 70


def test_minutes_in_which_two_are_there_count_once_and_a_gap_not_at_all() -> None:
    apart = [came(0), went(20), came(40, BEN), went(60, BEN)]

    assert rules.course(terms(needed=2), apart).minutes_served == 40


@pytest.mark.parametrize(
    ("spoiled", "proved"),
    [
        ({"place": PlaceVerdict.NEAR}, True),
        ({"place": PlaceVerdict.OUTSIDE}, False),
        ({"place": PlaceVerdict.UNKNOWN}, False),
        ({"place": PlaceVerdict.UNKNOWN, "code": CodeVerdict.DEVICE}, True),
        ({"place": PlaceVerdict.OUTSIDE, "code": CodeVerdict.SHEET}, True),
        ({"place": PlaceVerdict.OUTSIDE, "code": CodeVerdict.WRONG}, False),
        ({"flags": [Flag.BY_HAND]}, False),
    ],
)
def test_place_or_code_prove_a_home_visit_and_a_hand_never(spoiled: dict[str, object], proved: bool) -> None:
    assert rules.course(terms(), [came(5, **spoiled), went(65)]).is_proved is proved
    assert rules.course(terms(), [came(5), went(65, **spoiled)]).is_proved is proved


def test_a_call_needs_no_place() -> None:
    nowhere = PlaceVerdict.UNKNOWN

    assert rules.course(terms(Mode.PHONE), [came(5, place=nowhere), went(15, place=nowhere)]).is_proved
    by_hand = rules.course(
        terms(Mode.PHONE), [came(5, place=nowhere), went(15, place=nowhere, flags=[Flag.BY_HAND])]
    )
    assert not by_hand.is_proved


@pytest.mark.parametrize(
    ("mode", "place", "proved"),
    [
        (Mode.DELIVERY_ROUND, PlaceVerdict.INSIDE, True),
        (Mode.DELIVERY_ROUND, PlaceVerdict.UNKNOWN, False),
        (Mode.CENTRE_SESSION, PlaceVerdict.UNKNOWN, True),
    ],
)
def test_a_tick_is_the_whole_of_it(mode: Mode, place: PlaceVerdict, proved: bool) -> None:
    found = rules.course(terms(mode, needed=2), [mark(MarkKind.TICK, 30, place=place)])

    assert found.act is Act.FINISH
    assert found.minutes_served is None
    assert found.is_proved is proved


def test_what_was_not_served_holds_until_somebody_comes_after_it() -> None:
    said = NINE + minutes(20)

    assert rules.course(terms(), [], not_served_at=said).act is Act.NOT_SERVE
    assert rules.course(terms(), [came(5)], not_served_at=said).act is Act.NOT_SERVE
    assert rules.course(terms(), [came(5), went(21)], not_served_at=said).act is Act.NOT_SERVE
    assert rules.course(terms(), [came(20)], not_served_at=said).act is Act.NOT_SERVE
    assert rules.course(terms(), [came(21)], not_served_at=said).act is Act.CHECK_IN
    assert rules.course(terms(), [came(21), went(80)], not_served_at=said).act is Act.FINISH
    assert rules.course(terms(), [came(5), came(21), went(80)], not_served_at=said).act is Act.FINISH


def test_a_door_that_opened_later_was_served_after_all() -> None:
    meal, said = terms(Mode.DELIVERY_ROUND), NINE + minutes(20)
    early, late = mark(MarkKind.TICK, 10), mark(MarkKind.TICK, 30)

    assert rules.course(meal, [early], not_served_at=said).act is Act.NOT_SERVE
    assert rules.course(meal, [early, late], not_served_at=said).act is Act.FINISH


def test_who_leaves_a_session_may_say_when() -> None:
    session = terms(Mode.CENTRE_SESSION)
    stayed = rules.course(session, [mark(MarkKind.TICK, 5), mark(MarkKind.CHECK_OUT, 95)])
    only_left = rules.course(session, [mark(MarkKind.CHECK_OUT, 95)])

    assert (stayed.started_at, stayed.ended_at) == (NINE + minutes(5), NINE + minutes(95))
    assert only_left.act is None


def test_where_the_clock_was_ahead_the_servers_time_counts() -> None:
    found = rules.course(terms(), [came(500, flags=[Flag.CLOCK_AHEAD], received=4), went(64)])

    assert found.started_at == NINE + minutes(4)
    assert Flag.CLOCK_AHEAD in found.flags


def test_early_and_late_are_told_by_the_window() -> None:
    assert rules.course(terms(), [came(-1), went(60)]).flags == (Flag.EARLY,)
    assert rules.course(terms(), [came(0), went(60)]).flags == ()
    assert rules.course(terms(), [came(120), went(180)]).flags == ()
    assert rules.course(terms(), [came(121), went(180)]).flags == (Flag.LATE,)


def test_an_amended_time_counts_and_proves_nothing_until_somebody_else_approves_it() -> None:
    marks = [came(25), went(65)]
    amended = AmendedTime(
        caregiver_id=ANNA, field=AmendedField.CHECK_IN_AT, value=NINE + minutes(5), approved=False
    )

    alone = rules.course(terms(), marks, amended=[amended])
    assert alone.minutes_served == 60
    assert not alone.is_proved
    assert Flag.AMENDED in alone.flags

    again = AmendedTime(
        caregiver_id=ANNA, field=AmendedField.CHECK_IN_AT, value=NINE + minutes(10), approved=True
    )
    approved = rules.course(terms(), marks, amended=[amended, again])
    assert approved.minutes_served == 55
    assert approved.is_proved


some_marks = st.builds(
    mark,
    st.sampled_from([MarkKind.CHECK_IN, MarkKind.CHECK_OUT, MarkKind.TICK]),
    st.integers(-6, 30).map(lambda tens: tens * 10),
    st.sampled_from([ANNA, BEN, CLARA]),
    place=st.sampled_from(PlaceVerdict),
    code=st.sampled_from([None, CodeVerdict.DEVICE, CodeVerdict.WRONG]),
    flags=st.sampled_from([(), (Flag.BY_HAND,), (Flag.OUTSIDE, Flag.SENT_LATE)]),
)
# In the database too there is one of a kind at a time.
known_marks = st.lists(some_marks, max_size=6, unique_by=lambda each: (each.caregiver_id, each.kind, each.at))
any_terms = st.builds(terms, st.sampled_from(Mode), st.integers(1, 3))
not_served = st.none() | st.integers(-30, 200).map(lambda after_nine: NINE + minutes(after_nine))


@given(any_terms, known_marks, not_served, st.randoms(use_true_random=False))
def test_the_course_knows_no_order(
    of: Terms, marks: list[Mark], said: datetime | None, random: object
) -> None:
    shuffled = list(marks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert rules.course(of, shuffled, not_served_at=said) == rules.course(of, marks, not_served_at=said)


@given(any_terms, known_marks, not_served)
def test_what_was_derived_is_possible(of: Terms, marks: list[Mark], said: datetime | None) -> None:
    found = rules.course(of, marks, not_served_at=said)

    assert found.is_begun or not found.is_whole
    assert not found.is_proved or found.is_whole
    assert (found.ended_at is not None) == found.is_whole
    if found.started_at and found.ended_at:
        assert found.started_at <= found.ended_at
    if found.minutes_served is not None:
        assert 0 <= found.minutes_served <= (found.ended_at - found.started_at) / minutes(1)  # type: ignore[operator]


@given(
    any_terms,
    known_marks,
    not_served,
    st.randoms(use_true_random=False),
    st.lists(st.sampled_from([Act.MISS, Act.CANCEL, Act.ASSIGN, Act.UNASSIGN]), max_size=4),
)
def test_a_visit_ends_where_its_marks_lead_whatever_happens_between_them(
    of: Terms, marks: list[Mark], said: datetime | None, random: object, acts: list[Act]
) -> None:
    """Each thing that is recorded moves the visit by all that is recorded so far; the clock and people act in between."""
    events: list[Mark | Act | datetime] = [*marks, *acts, *([said] if said else []), *marks[:2]]
    random.shuffle(events)  # type: ignore[attr-defined]

    status, known, heard = VisitStatus.ASSIGNED, [], None
    for event in events:
        if isinstance(event, Act):
            # As everywhere: what is not possible in a state is refused.
            status = after(status, event) if is_possible(status, event) else status
            continue
        if isinstance(event, Mark):
            known.append(event)
        else:
            heard = event
        status = rules.moved(status, rules.course(of, known, not_served_at=heard))

    whole = rules.course(of, marks, not_served_at=said)
    if whole.act is not None:
        assert status is rules.moved(VisitStatus.ASSIGNED, whole)


def test_what_is_confirmed_stays_so() -> None:
    assert rules.moved(VisitStatus.CONFIRMED, rules.course(terms(), [came(5)])) is VisitStatus.CONFIRMED


def test_a_visit_is_whose_it_was_then_or_is_now_since_it_was_made() -> None:
    made = NINE - minutes(100)
    held = Claim(ANNA, NINE - minutes(60), NINE + minutes(30))

    assert rules.whose([held], NINE, made) == (True, False)
    assert rules.whose([held], NINE + minutes(30), made) is None
    assert rules.whose([held], NINE - minutes(61), made) is None
    holds = Claim(ANNA, NINE + minutes(5), None)
    assert rules.whose([holds], NINE, made) == (False, True)
    assert rules.whose([holds], made - minutes(1), made) is None
    assert rules.whose([holds], NINE + minutes(5), made) == (True, True)
    assert rules.whose([], NINE, made) is None


def test_how_a_mark_was_sent_is_remarked() -> None:
    clocks = Clocks(ahead=minutes(5), late=minutes(15))

    def remarks(at: float, **sending: bool) -> set[Flag]:
        return rules.remarks_on_sending(NINE + minutes(at), NINE, Sending(**sending), clocks)

    assert remarks(5) == set()
    assert remarks(6) == {Flag.CLOCK_AHEAD}
    assert remarks(-15) == set()
    assert remarks(-16) == {Flag.SENT_LATE}
    assert remarks(-16, by_hand=True) == {Flag.BY_HAND}
    assert remarks(0, theirs_now=False) == {Flag.NOT_THEIRS_ANY_MORE}
    assert remarks(0, theirs_then=False) == {Flag.ASSIGNED_AFTERWARDS}
    assert remarks(0, is_cancelled=True) == {Flag.CANCELLED_MEANWHILE}


@pytest.mark.parametrize(
    ("place", "code", "remarks"),
    [
        (PlaceVerdict.INSIDE, None, set()),
        (PlaceVerdict.NEAR, CodeVerdict.WRONG, {Flag.CODE_WRONG}),
        (PlaceVerdict.OUTSIDE, None, {Flag.OUTSIDE}),
        (PlaceVerdict.OUTSIDE, CodeVerdict.SHEET, set()),
        (PlaceVerdict.UNKNOWN, None, {Flag.PLACE_UNKNOWN}),
        (PlaceVerdict.UNKNOWN, CodeVerdict.WRONG, {Flag.PLACE_UNKNOWN, Flag.CODE_WRONG}),
        (PlaceVerdict.UNKNOWN, CodeVerdict.DEVICE, set()),
    ],
)
def test_where_a_mark_was_made_is_remarked(
    place: PlaceVerdict, code: CodeVerdict | None, remarks: set[Flag]
) -> None:
    assert rules.remarks_on_place(Mode.HOME_VISIT, place, code) == remarks


def test_a_value_at_the_end_of_its_range_is_in_it() -> None:
    watched = {Vital.SYSTOLIC: (90.0, 160.0), Vital.SPO2: (93.0, 100.0)}

    assert rules.out_of_range({"systolic": 160, "spo2": 93}, watched) == []
    assert rules.out_of_range({"systolic": 161, "spo2": 92}, watched) == [Vital.SYSTOLIC, Vital.SPO2]
    assert rules.out_of_range({"pulse": 200}, watched) == []


def test_an_operator_amends_alone_for_thirty_days() -> None:
    day = NINE.date()

    assert not rules.needs_approval(day, day + timedelta(days=30), 30)
    assert rules.needs_approval(day, day + timedelta(days=31), 30)


HERE = Point(29.953, 121.716)


def stay(number: int, begins: float, ends: float, north: float = 0.0) -> Stay:
    place = Point(HERE.latitude + north, HERE.longitude)
    return Stay(
        visit_id=UUID(int=number),
        starts_at=NINE + minutes(begins),
        ends_at=NINE + minutes(ends),
        came_at=place,
        went_from=place,
    )


def test_two_visits_at_once_overlap_and_two_in_a_row_do_not() -> None:
    assert rules.overlap(stay(1, 0, 60), stay(2, 60, 120)) is None
    found = rules.overlap(stay(1, 0, 60), stay(2, 45, 120))

    assert found is not None
    assert (found.kind, found.other_visit_id) == (AnomalyKind.OVERLAP, UUID(int=1))
    assert found.facts == {"minutes": 15}
    assert rules.overlap(stay(1, 0, 60), stay(2, 45, 50)).facts == {"minutes": 5}  # type: ignore[union-attr]


def test_nobody_travels_eleven_kilometres_in_ten_minutes() -> None:
    far = 0.1

    assert rules.impossible_travel(stay(1, 0, 60), stay(2, 70, 120, far), LIMITS) is not None
    assert rules.impossible_travel(stay(1, 0, 60), stay(2, 72, 120, far), LIMITS) is None
    assert rules.impossible_travel(stay(1, 0, 60), stay(2, 60, 120, 0.004), LIMITS) is None
    assert rules.impossible_travel(stay(1, 0, 60), stay(2, 60, 120, 0.005), LIMITS) is not None
    nowhere = Stay(visit_id=UUID(int=3), starts_at=NINE + minutes(60), ends_at=NINE + minutes(70))
    assert rules.impossible_travel(stay(1, 0, 60), nowhere, LIMITS) is None


def test_half_of_what_was_agreed_is_not_too_short() -> None:
    assert rules.too_short(30, 60, LIMITS) is None
    assert rules.too_short(29, 60, LIMITS) is not None


def test_three_in_a_row_to_the_minute_the_same_are_odd() -> None:
    same = [stay(number, number * 100, number * 100 + 60) for number in range(3)]

    assert rules.same_minute(same, LIMITS) is not None
    assert rules.same_minute(same[:2], LIMITS) is None
    assert rules.same_minute([*same[:2], stay(9, 500, 561)], LIMITS) is None


def test_every_order_of_four_marks_of_two_caregivers_ends_the_same() -> None:
    marks = [came(0), went(60), came(5, BEN), went(62, BEN)]
    ends = set()
    for order in permutations(marks):
        status, known = VisitStatus.ASSIGNED, []
        for each in order:
            known.append(each)
            status = rules.moved(status, rules.course(terms(needed=2), known))
        ends.add((status, rules.course(terms(needed=2), known).minutes_served))

    assert ends == {(VisitStatus.DONE, 62)}


@pytest.mark.parametrize(
    ("before", "status", "is_proved", "after"),
    [
        # It is done now: silence may confirm it in some days.
        (Waiting(), VisitStatus.DONE, True, Waiting(done_at=NINE, silent_at=NINE + SILENCE)),
        (Waiting(), VisitStatus.DONE, False, Waiting(done_at=NINE, silent_at=NINE + SILENCE)),
        # It is done since, and proved by now: it waits for nobody's word any more.
        (
            Waiting(done_at=NINE - SILENCE, waits_since=NINE),
            VisitStatus.DONE,
            True,
            Waiting(done_at=NINE - SILENCE, silent_at=NINE),
        ),
        # It waits for a word, and still does.
        (
            Waiting(done_at=NINE - SILENCE, waits_since=NINE),
            VisitStatus.DONE,
            False,
            Waiting(done_at=NINE - SILENCE, waits_since=NINE),
        ),
        # It is not done after all.
        (Waiting(done_at=NINE, silent_at=NINE + SILENCE), VisitStatus.NOT_SERVED, False, Waiting()),
        # The word was given.
        (Waiting(done_at=NINE), VisitStatus.CONFIRMED, True, Waiting(done_at=NINE)),
    ],
)
def test_what_is_done_waits_for_a_word_or_for_silence(
    before: Waiting, status: VisitStatus, is_proved: bool, after: Waiting
) -> None:
    assert rules.waiting(before, status, is_proved=is_proved, now=NINE, silence=SILENCE) == after
