"""What a settlement asks of vouchers: what is open in a month, drawing on it, giving back, and never more than there is."""

from datetime import date
from uuid import UUID

import pytest

from service.elderly_care.entitlements.rules import EntitlementStatus, StopReason, Unit
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.vouchers import actions, queries
from service.elderly_care.vouchers.actions import Draw
from service.elderly_care.vouchers.errors import VoucherSpent
from service.elderly_care.vouchers.queries import OpenVoucher
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.vouchers.conftest import (
    FEBRUARY,
    ISSUE,
    MARCH,
    Grant,
    entries,
    line,
    voucher,
)


def left(work: UnitOfWork, elder: Resident, month: date = MARCH) -> dict[UUID, int]:
    """What the elder may still draw, by entitlement."""
    return {each.entitlement_id: each.left for each in queries.open_in(work, [elder.id], month)}


def test_what_is_not_issued_yet_is_open_as_if_it_were(
    work: UnitOfWork, elder: Resident, grant: Grant, scheme: SubsidyScheme, timetable: Timetable
) -> None:
    hours = grant()
    money = grant(scheme, monthly_fen=60_000, starts_on=date(2026, 3, 9))

    before = queries.open_in(work, [elder.id], date(2026, 3, 20))
    timetable.run(ISSUE)
    after = queries.open_in(work, [elder.id], MARCH)

    last = date(2026, 3, 31)
    assert sorted(before, key=lambda each: each.left) == [
        OpenVoucher(hours.id, elder.id, hours.scheme_id, Unit.HOURS, 2_700, MARCH, last),
        OpenVoucher(money.id, elder.id, scheme.id, Unit.FEN, 60_000, date(2026, 3, 9), last),
    ]
    assert after == before


def test_a_draw_issues_what_is_missing_and_leaves_the_rest(
    work: UnitOfWork, elder: Resident, grant: Grant
) -> None:
    row = grant()

    actions.draw(work, [Draw(row.id, date(2026, 3, 20), 120, line(1)), Draw(row.id, MARCH, 60, line(2))])
    actions.draw(work, [Draw(row.id, MARCH, 2_520, line(3))])

    assert left(work, elder) == {row.id: 0}
    assert entries(work, voucher(work, row)) == [
        ("issued", 2_700),
        ("drawn", 120),
        ("drawn", 60),
        ("drawn", 2_520),
    ]


def test_nobody_draws_more_than_is_left_and_then_nothing_at_all(
    work: UnitOfWork, elder: Resident, grant: Grant, scheme: SubsidyScheme
) -> None:
    hours, money = grant(), grant(scheme, monthly_fen=60_000)
    actions.draw(work, [Draw(hours.id, MARCH, 2_600, line(1))])

    with pytest.raises(VoucherSpent):
        actions.draw(work, [Draw(money.id, MARCH, 100, line(2)), Draw(hours.id, MARCH, 101, line(2))])

    assert left(work, elder) == {hours.id: 100, money.id: 60_000}


@pytest.mark.parametrize("month", [date(2025, 11, 1), date(2026, 4, 1)])
def test_nothing_is_drawn_of_a_month_that_is_settled_or_to_come(
    work: UnitOfWork, elder: Resident, grant: Grant, month: date
) -> None:
    row = grant(starts_on=date(2025, 11, 1))

    with pytest.raises(VoucherSpent):
        actions.draw(work, [Draw(row.id, month, 1, line(1))])

    assert left(work, elder, month) == {row.id: 0}


def test_services_of_a_month_are_settled_after_it(
    work: UnitOfWork, elder: Resident, grant: Grant, timetable: Timetable, clock: StoppedClock
) -> None:
    row = grant(starts_on=FEBRUARY)
    timetable.run(ISSUE)
    clock.move_to(at_local(date(2026, 4, 20)))
    work.now = clock.now()

    actions.draw(work, [Draw(row.id, FEBRUARY, 700, line(1)), Draw(row.id, MARCH, 100, line(2))])

    assert left(work, elder, FEBRUARY) == {row.id: 2_000}
    assert left(work, elder, MARCH) == {row.id: 2_600}


def test_what_a_line_drew_comes_back_once(work: UnitOfWork, elder: Resident, grant: Grant) -> None:
    row = grant()
    actions.draw(work, [Draw(row.id, MARCH, 120, line(1)), Draw(row.id, MARCH, 60, line(2))])

    actions.give_back(work, [line(1), line(9)])
    actions.give_back(work, [line(1)])

    assert left(work, elder) == {row.id: 2_640}
    assert entries(work, voucher(work, row))[1:] == [("drawn", 120), ("drawn", 60), ("returned", 120)]


def test_a_line_that_was_given_back_may_draw_again(work: UnitOfWork, elder: Resident, grant: Grant) -> None:
    row = grant()
    for _ in range(2):
        actions.draw(work, [Draw(row.id, MARCH, 2_700, line(1))])
        actions.give_back(work, [line(1)])

    actions.draw(work, [Draw(row.id, MARCH, 2_000, line(1))])
    actions.give_back(work, [line(1)])

    assert left(work, elder) == {row.id: 2_700}


def test_what_was_drawn_beyond_a_stop_stays_until_it_is_given_back_and_is_withdrawn_then(
    work: UnitOfWork, elder: Resident, grant: Grant
) -> None:
    row = grant()
    actions.draw(work, [Draw(row.id, MARCH, 120, line(1)), Draw(row.id, MARCH, 80, line(2))])
    row.status, row.stopped_from, row.stop_reason = EntitlementStatus.STOPPED, MARCH, StopReason.DEATH
    actions.align(work, [elder.id], [MARCH])
    stopped = voucher(work, row)

    standing = (stopped.entitled, stopped.drawn, stopped.remaining, stopped.status)
    actions.give_back(work, [line(1)])

    assert standing == (0, 200, 0, "spent")
    assert entries(work, voucher(work, row)) == [
        ("issued", 2_700),
        ("drawn", 120),
        ("drawn", 80),
        ("withdrawn", 2_500),
        ("returned", 120),
        ("withdrawn", 120),
    ]


def test_two_of_one_scheme_share_the_month_and_together_never_exceed_it(
    work: UnitOfWork, elder: Resident, grant: Grant, scheme: SubsidyScheme
) -> None:
    """The first was drawn beyond its ten days before anybody knew that it would be stopped."""
    stopped = grant(scheme, monthly_fen=62_000)
    actions.draw(work, [Draw(stopped.id, MARCH, 50_000, line(1))])
    stopped.status, stopped.stopped_from = EntitlementStatus.STOPPED, date(2026, 3, 11)
    stopped.stop_reason = StopReason.OTHER
    work.session.flush()
    anew = grant(scheme, monthly_fen=80_000, starts_on=date(2026, 3, 11))

    foreseen = left(work, elder)
    actions.align(work, [elder.id], [MARCH])

    assert foreseen == left(work, elder) == {stopped.id: 0, anew.id: 30_000}
    assert voucher(work, stopped).entitled == 20_000
    assert voucher(work, anew).entitled == 54_193


def test_what_one_gives_back_the_other_of_the_month_may_draw(
    work: UnitOfWork, elder: Resident, grant: Grant, scheme: SubsidyScheme
) -> None:
    """The first is stopped before the month, but nobody knew when it was drawn."""
    stopped = grant(scheme, starts_on=FEBRUARY)
    actions.draw(work, [Draw(stopped.id, MARCH, 2_700, line(1))])
    stopped.status, stopped.stopped_from = EntitlementStatus.STOPPED, date(2026, 2, 20)
    stopped.stop_reason = StopReason.OTHER
    work.session.flush()
    anew = grant(scheme, monthly_hours=10, starts_on=date(2026, 2, 20))
    actions.align(work, [elder.id], [MARCH])

    before = left(work, elder)
    actions.give_back(work, [line(1)])
    after = left(work, elder)
    actions.draw(work, [Draw(anew.id, MARCH, 600, line(2))])

    assert (before, after) == ({anew.id: 0}, {anew.id: 600})
    assert left(work, elder) == {anew.id: 0}
