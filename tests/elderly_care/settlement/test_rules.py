"""Whatever is counted: price is gross and deducted, gross is what three payers pay, the subsidy what four levels bear."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.settlement import rules
from service.elderly_care.settlement.errors import MonthNotOver, OutsideContract, PaymentDay
from service.elderly_care.settlement.rules import (
    DeductionPolicy,
    DeductionReason,
    LineProof,
    MonthPurse,
    Payable,
    Policies,
    SchemeMonth,
    SettlementStatus,
    Step,
)
from service.elderly_care.subsidies.rules import Basis, Purse, Terms, shared, split_granted
from service.kit.errors import WrongState

DAY = date(2026, 2, 11)
MONTH = (date(2026, 2, 1), date(2026, 2, 28))
EVER = date(2026, 1, 1)
POLICIES = Policies(
    [
        DeductionPolicy(
            reason, 1, 0 if reason is DeductionReason.TOO_SHORT else 1000, 5 * (reason == "short"), EVER
        )
        for reason in DeductionReason
    ]
)
HALF = Terms(Payer.SUBSIDY, Basis.SELF_PAID, 500, 80_000)
WHOLE_PRICE = Terms(Payer.SUBSIDY, Basis.GROSS, 1000, None)
CENTRAL = (850, 0, 150, 0)

SHARES = st.lists(st.integers(0, 1000), min_size=3, max_size=3).map(
    lambda cuts: [b - a for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), 1000], strict=True)]
)
TERMS = st.builds(
    Terms,
    st.sampled_from((Payer.SUBSIDY, Payer.INSURANCE)),
    st.sampled_from(Basis),
    st.integers(1, 1000),
    st.none() | st.integers(0, 200_000),
)
PAYABLES = st.builds(
    Payable,
    day=st.integers(0, 27).map(lambda number: MONTH[0] + timedelta(days=number)),
    payer=st.sampled_from(Payer),
    minutes=st.integers(1, 240),
    proof=st.sampled_from(LineProof),
    minutes_served=st.none() | st.integers(0, 300),
    paid_per_mille=st.integers(0, 1000),
    reasons=st.sampled_from(
        [
            (),
            (DeductionReason.OVERLAP,),
            (DeductionReason.COMPLAINT,),
            (DeductionReason.COMPLAINT, DeductionReason.CHECK_FAILED),
        ]
    ),
)
VISITS = st.lists(st.tuples(PAYABLES, st.integers(0, 30_000)), max_size=8)


def purse(terms: Terms = HALF, left: int = 80_000, **other: Any) -> MonthPurse:
    scheme = SchemeMonth(terms, other.pop("shares", CENTRAL), terms.monthly_cap_fen)
    wanted = {"counts_minutes": False, "first_day": MONTH[0], "last_day": MONTH[1], **other}
    return MonthPurse(UUID(int=1), scheme, left=left, **wanted)


@st.composite
def purses(draw: st.DrawFn) -> list[MonthPurse]:
    return [
        MonthPurse(
            uuid4(),
            SchemeMonth(terms, tuple(draw(SHARES)), terms.monthly_cap_fen),  # type: ignore[arg-type]
            draw(st.booleans()),
            draw(st.integers(0, 100_000)),
            draw(st.sampled_from((MONTH[0], DAY))),
            MONTH[1],
        )
        for terms in draw(st.lists(TERMS, max_size=3))
    ]


def payable(**other: Any) -> Payable:
    return Payable(**{"day": DAY, "payer": Payer.SUBSIDY, "minutes": 60, "proof": LineProof.ELDER, **other})


@given(VISITS, purses())
def test_every_line_adds_up_and_no_purse_gives_more_than_it_has(
    visits: Any, opened: list[MonthPurse]
) -> None:
    had = [(each.left, each.scheme.left_fen) for each in opened]
    given_by: dict[UUID, list[int]] = {each.entitlement_id: [0, 0] for each in opened}

    for visit, price in visits:
        owed = rules.owed(visit, price, POLICIES)
        amounts, parts = rules.paid_by(owed, visit.payer, visit.day, opened)
        assert amounts.price_fen == amounts.gross_fen + amounts.deducted_fen
        assert amounts.gross_fen == amounts.subsidy_fen + amounts.insurance_fen + amounts.self_pay_fen
        borne = (amounts.central_fen, amounts.city_fen, amounts.district_fen, amounts.town_fen)
        assert amounts.subsidy_fen == sum(borne) + amounts.unshared_fen
        assert min(getattr(amounts, name) for name in rules.AMOUNTS) >= 0
        assert amounts.subsidy_fen + amounts.insurance_fen == sum(part.fen for part in parts)
        for part in parts:
            given_by[part.entitlement_id][0] += part.fen
            given_by[part.entitlement_id][1] += part.minutes

    for each, (left, cap) in zip(opened, had, strict=True):
        fen, minutes = given_by[each.entitlement_id]
        assert (minutes if each.counts_minutes else fen) <= left
        assert cap is None or fen <= cap


@given(VISITS, st.data())
def test_counting_again_from_the_same_facts_ends_the_same(visits: Any, data: st.DataObject) -> None:
    def counted() -> list[Any]:
        opened = [purse(left=30_000), purse(WHOLE_PRICE, 120, counts_minutes=True)]
        return [
            rules.paid_by(rules.owed(visit, price, POLICIES), visit.payer, visit.day, opened)
            for visit, price in visits
        ]

    assert counted() == counted()


@given(VISITS)
def test_a_reversal_and_its_line_come_to_nothing(visits: Any) -> None:
    for visit, price in visits:
        amounts, _ = rules.paid_by(rules.owed(visit, price, POLICIES), visit.payer, visit.day, [purse()])
        back = amounts.reversed()
        assert all(getattr(amounts, name) + getattr(back, name) == 0 for name in rules.AMOUNTS)


@given(st.integers(0, 10_000_000), SHARES)
def test_what_is_shared_adds_up_and_nobody_is_off_by_a_fen(amount: int, shares: list[int]) -> None:
    parts = shared(amount, shares)

    assert sum(parts) == amount
    assert all(abs(part * 1000 - amount * share) < 1000 for part, share in zip(parts, shares, strict=True))
    assert all(part == 0 for part, share in zip(parts, shares, strict=True) if share == 0)


def test_the_fen_that_is_left_goes_where_the_fraction_is_largest() -> None:
    assert shared(101, (850, 0, 150, 0)) == [86, 0, 15, 0]
    assert shared(1, (250, 250, 250, 250)) == [1, 0, 0, 0]


@given(
    st.integers(0, 100_000),
    st.integers(1, 480),
    st.lists(
        st.builds(Purse, TERMS, st.none() | st.integers(0, 50_000), st.none() | st.integers(0, 600)),
        max_size=4,
    ),
)
def test_the_granted_parts_are_what_is_not_paid_by_the_elder(
    gross: int, minutes: int, opened: list[Purse]
) -> None:
    found, drawn = split_granted(gross, minutes, opened)

    assert found.self_pay_fen == gross - sum(each.fen for each in drawn) >= 0
    assert all(each.fen >= 0 and 0 <= each.minutes <= minutes for each in drawn)


def test_hours_pay_for_as_many_minutes_as_are_left() -> None:
    hours = purse(WHOLE_PRICE, 90, counts_minutes=True)
    owed = rules.owed(payable(), 8000, POLICIES)

    found = [rules.paid_by(owed, Payer.SUBSIDY, DAY, [hours]) for _ in range(3)]

    assert [amounts.subsidy_fen for amounts, _ in found] == [8000, 4000, 0]
    assert [[part.minutes for part in parts] for _, parts in found] == [[60], [30], []]


def test_hours_stop_at_the_schemes_cap_in_money() -> None:
    hours = purse(Terms(Payer.SUBSIDY, Basis.GROSS, 1000, 10_000), 600, counts_minutes=True)
    owed = rules.owed(payable(), 8000, POLICIES)

    found = [rules.paid_by(owed, Payer.SUBSIDY, DAY, [hours])[0].subsidy_fen for _ in range(3)]

    assert found == [8000, 2000, 0]


def test_minutes_are_drawn_as_the_price_is_paid() -> None:
    owed = rules.owed(payable(minutes_served=30), 8000, POLICIES)

    assert (owed.gross_fen, owed.minutes) == (4000, 30)


def test_of_what_hours_leave_the_other_scheme_pays_its_half() -> None:
    opened = [purse(), purse(WHOLE_PRICE, 30, counts_minutes=True)]

    amounts, parts = rules.paid_by(rules.owed(payable(), 8000, POLICIES), Payer.SUBSIDY, DAY, opened)

    assert [part.fen for part in parts] == [2000, 4000]
    assert amounts.self_pay_fen == 2000


@pytest.mark.parametrize(
    ("payer", "terms", "subsidy"),
    [
        (Payer.SUBSIDY, HALF, 4000),
        (Payer.SELF_PAY, HALF, 4000),
        (Payer.SELF_PAY, WHOLE_PRICE, 0),
        (Payer.INSURANCE, WHOLE_PRICE, 8000),
    ],
)
def test_who_pays_for_which_plans(payer: Payer, terms: Terms, subsidy: int) -> None:
    owed = rules.owed(payable(payer=payer), 8000, POLICIES)

    assert rules.paid_by(owed, payer, DAY, [purse(terms)])[0].subsidy_fen == subsidy


@pytest.mark.parametrize(
    "other",
    [
        {"first_day": date(2026, 2, 12)},
        {"last_day": date(2026, 2, 10)},
        {"barred": [(date(2026, 2, 10), date(2026, 2, 12))]},
    ],
)
def test_nothing_is_paid_for_days_that_are_not_granted(other: dict[str, Any]) -> None:
    owed = rules.owed(payable(), 8000, POLICIES)

    assert rules.paid_by(owed, Payer.SUBSIDY, DAY, [purse(**other)])[0].subsidy_fen == 0


@pytest.mark.parametrize(
    ("facts", "deducted"),
    [
        ({"minutes_served": 60}, 0),
        ({"minutes_served": 55}, 0),
        ({"minutes_served": 54}, 800),
        ({"minutes_served": 30}, 4000),
        ({"minutes_served": 0}, 8000),
        ({"reasons": [DeductionReason.OVERLAP]}, 8000),
        ({"reasons": [DeductionReason.TOO_SHORT]}, 0),
        ({"reasons": [DeductionReason.CHECK_FAILED], "minutes_served": 30}, 8000),
        ({"paid_per_mille": 300}, 0),
        ({"paid_per_mille": 300, "reasons": [DeductionReason.CHECK_FAILED]}, 2400),
    ],
)
def test_what_is_deducted_of_eighty_yuan(facts: dict[str, Any], deducted: int) -> None:
    assert rules.owed(payable(**facts), 8000, POLICIES).deducted_fen == deducted


def test_the_policy_of_the_day_decides() -> None:
    changed = Policies(
        [
            DeductionPolicy(DeductionReason.COMPLAINT, 1, 1000, 0, date(2026, 11, 1)),
            DeductionPolicy(DeductionReason.COMPLAINT, 2, 200, 0, DAY),
        ]
    )

    def deducted(day: date) -> int:
        return rules.owed(payable(day=day, reasons=[DeductionReason.COMPLAINT]), 8000, changed).deducted_fen

    assert (deducted(DAY - timedelta(days=1)), deducted(DAY)) == (8000, 1600)


@pytest.mark.parametrize(
    ("status", "step", "after"),
    [
        (SettlementStatus.DRAFT, Step.SUBMIT, SettlementStatus.SUBMITTED),
        (SettlementStatus.SUBMITTED, Step.CONFIRM, SettlementStatus.CONFIRMED),
        (SettlementStatus.SUBMITTED, Step.RETURN, SettlementStatus.DRAFT),
        (SettlementStatus.CONFIRMED, Step.RETURN, SettlementStatus.DRAFT),
        (SettlementStatus.CONFIRMED, Step.APPROVE, SettlementStatus.APPROVED),
        (SettlementStatus.APPROVED, Step.PAY, SettlementStatus.PAID),
    ],
)
def test_how_a_settlement_moves(status: SettlementStatus, step: Step, after: SettlementStatus) -> None:
    assert rules.after(status, step) is after


@pytest.mark.parametrize("step", Step)
def test_what_is_paid_moves_no_more(step: Step) -> None:
    with pytest.raises(WrongState):
        rules.after(SettlementStatus.PAID, step)


def test_a_month_is_settled_once_it_is_over_and_within_the_contract() -> None:
    first, last = date(2026, 1, 15), date(2026, 6, 20)

    rules.check_month(date(2026, 1, 1), date(2026, 2, 1), first, last, 12)
    with pytest.raises(MonthNotOver):
        rules.check_month(date(2026, 1, 1), date(2026, 1, 31), first, last, 12)
    with pytest.raises(OutsideContract):
        rules.check_month(date(2025, 12, 1), date(2026, 2, 1), first, last, 12)
    rules.check_month(date(2027, 6, 1), date(2027, 8, 1), first, last, 12)
    with pytest.raises(OutsideContract):
        rules.check_month(date(2027, 7, 1), date(2027, 8, 1), first, last, 12)


def test_it_is_paid_between_its_approval_and_today() -> None:
    approved, today = date(2026, 3, 10), date(2026, 3, 20)

    rules.check_paid_on(approved, approved, today)
    for day in (date(2026, 3, 9), date(2026, 3, 21)):
        with pytest.raises(PaymentDay):
            rules.check_paid_on(day, approved, today)
