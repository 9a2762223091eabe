"""Three months of money in one community, lived day by day: lines, vouchers and scores against a table made by hand."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import Flask

from service.kit import audit_verification
from service.kit.actor import SYSTEM
from service.kit.clock import at_local
from service.kit.edge import unit_of_work
from service.kit.house import House
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.quarter.driver import Community
from tests.elderly_care.quarter.money import table, told
from tests.elderly_care.quarter.money.driver import PayingCommunity
from tests.elderly_care.quarter.money.events import (
    AFTERWARDS,
    EVENINGS,
    MONTHS,
    MORNINGS,
    REMARK,
    SEPTEMBER,
    Event,
)
from tests.elderly_care.quarter.money.scenario import MONEY
from tests.elderly_care.quarter.table import DAYS, LAST, differences

_APPLIED, _GRANTED, _BEGUN = date(2026, 8, 17), date(2026, 8, 24), date(2026, 8, 31)
_FROM_THE_FIRST = ("2025", "hours", "insurance")
_AFTERWARDS = [LAST + timedelta(days=number) for number in range(1, 12)]


def test_three_months_of_money(app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> None:
    community = _founded(app, house, clock, timetable)
    for day in DAYS:
        clock.move_to(at_local(day))
        community.tonight()
        community.live(_each(community, MORNINGS[day]), _each(community, EVENINGS[day]))
    for day in _AFTERWARDS:
        clock.move_to(_morning(day))
        community.tonight()
        community.run("proofs.settle_silent_visits")
        _each(community, AFTERWARDS[day])(community)
        timetable.run("kit.housekeeping.link_audit")

    wanted = table.by_hand()
    assert differences(wanted["lines"], told.lines(community)) == ""
    assert differences(wanted["sums"], told.sums(community)) == ""
    assert differences(wanted["ledger"], told.ledger(community, MONTHS)) == ""
    assert differences(wanted["scores"], told.scores(community, MONTHS)) == ""
    _approved_months_say_the_same(community)
    _all_that_was_marked_was_checked(community)
    _what_was_said_of_a_line_stays_with_it(community)
    with unit_of_work(house, SYSTEM) as work:
        assert list(audit_verification.faults(work)) == []


def _approved_months_say_the_same(community: PayingCommunity) -> None:
    """Whatever has come since: a day sent late, a death, prices, appeals."""
    assert len(community.approved) == len(MONTHS) * len(community.organisations)
    for (operator, month), approved in community.approved.items():
        assert community.frozen(operator, month) == approved
        assert community.settlement(operator, month)["status"] == "paid"


def _all_that_was_marked_was_checked(community: PayingCommunity) -> None:
    """At least one line in a hundred."""
    for operator, month in community.settlements:
        [share] = community.settlement(operator, month)["shares"]
        assert share["checks"]["done"] == share["checks"]["of"] >= 1
        assert share["checks"]["of"] * 100 >= share["lines"]


def _what_was_said_of_a_line_stays_with_it(community: PayingCommunity) -> None:
    """Also when the settlement is counted anew, and its lines are others."""
    said = {
        (community.names[UUID(line["elder_id"])], line["service_on"], remark["reason"])
        for line in community.lines("A", SEPTEMBER)
        for remark in line["remarks"]
    }
    assert said == {("E07", "2026-09-09", REMARK)}


def _founded(app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> PayingCommunity:
    """The community on the evening before it begins: schemes granted, plans agreed to."""
    clock.move_to(_morning(_APPLIED))
    community = PayingCommunity(app, house, clock, timetable, MONEY)
    community.begin()
    for scheme in _FROM_THE_FIRST:
        community.apply_for(scheme)
    clock.move_to(_morning(_GRANTED))
    for scheme in _FROM_THE_FIRST:
        community.grant(scheme)
    clock.move_to(_morning(_BEGUN))
    for name in MONEY.wishes:
        community.plan(name)
    timetable.deliver()
    return community


def _morning(day: date) -> datetime:
    return at_local(day) + timedelta(hours=9)


def _each(community: PayingCommunity, events: Sequence[Event]) -> Callable[[Community], None]:
    """One thing after the other."""

    def say(_: Community) -> None:
        for event in events:
            event(community)

    return say
