"""Whatever happens in whatever order: the entries add up to the sums, nobody draws more than there is, a month has its most."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import EntitlementStatus, StopReason
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.vouchers import actions, queries
from service.elderly_care.vouchers.actions import Draw
from service.elderly_care.vouchers.errors import VoucherSpent
from service.elderly_care.vouchers.models import Voucher, VoucherEntry
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.clock import at_local, local_date
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.elderly_care.vouchers.conftest import FEBRUARY, MARCH, YEAR, Grant, entries, line, voucher
from tests.factories import care, residents
from tests.factories.entitlements import entitlement

A_DAY = timedelta(days=1)
FIRST = date(2026, 3, 5)
MOST = 400
months = st.sampled_from([FEBRUARY, MARCH, date(2026, 4, 1)])
whom = st.integers(0, 1)
lines = st.integers(1, 3)


class Drawing(RuleBasedStateMachine):
    """Two elders with one scheme each, which is drawn on, given back, stopped, granted anew, and lapses."""

    work: UnitOfWork

    @initialize()
    def begin(self) -> None:
        self.savepoint = self.work.session.begin_nested()
        self.kept_now = self.work.now
        self.work.now = at_local(FIRST)
        self.elders: list[Resident] = [residents.resident(self.work) for _ in range(2)]
        self.schemes: list[SubsidyScheme] = [care.scheme(self.work) for _ in range(2)]
        self.last: list[Entitlement] = [self._grant(who, date(2026, 1, 1), MOST) for who in range(2)]
        self.drawn: Counter[tuple[UUID, UUID]] = Counter()

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.work.session.expire_all()
        self.work.now = self.kept_now

    @rule(who=whom, month=months, share=st.integers(40, 110), number=lines)
    def draw(self, who: int, month: date, share: int, number: int) -> None:
        """A share in hundredths of what is told to be open: all of it at most, and never more."""
        for each in queries.open_in(self.work, [self.elders[who].id], month):
            amount = max(1, each.left * share // 100)
            wanted = Draw(each.entitlement_id, month, amount, line(number))
            if amount > each.left:
                self._refused(wanted)
                continue
            actions.draw(self.work, [wanted])
            self.drawn[self._voucher_id(each.entitlement_id, month), line(number)] += amount

    @rule(number=lines, other=lines)
    def give_back(self, number: int, other: int) -> None:
        actions.give_back(self.work, [line(number), line(other)])
        for key in [key for key in self.drawn if key[1] in (line(number), line(other))]:
            del self.drawn[key]

    @rule(who=whom, after=st.integers(-33, 33), anew=st.booleans(), fen=st.integers(1, MOST))
    def stop(self, who: int, after: int, anew: bool, fen: int) -> None:
        """Nothing is paid from a day on; perhaps another amount is."""
        row, on = self.last[who], FIRST + after * A_DAY
        if row.starts_on is None or on < row.starts_on or (row.stopped_from and on >= row.stopped_from):
            return
        row.status, row.stopped_from, row.stop_reason = EntitlementStatus.STOPPED, on, StopReason.OTHER
        self.work.session.flush()
        if anew:
            self.last[who] = self._grant(who, on, fen)
        actions.align_elder(self.work, self.elders[who].id)

    @rule(days=st.integers(1, 20))
    def go_on(self, days: int) -> None:
        self.work.now += days * A_DAY
        actions.issue_due(self.work)
        actions.expire_due(self.work)

    @invariant()
    def entries_add_up_to_the_sums(self) -> None:
        sums: dict[UUID, Counter[str]] = defaultdict(Counter)
        nets: Counter[tuple[UUID, UUID]] = Counter()
        for each in self.work.session.scalars(select(VoucherEntry)):
            sums[each.voucher_id][each.kind] += each.amount
            if each.settlement_line_id:
                sign = 1 if each.kind is EntryKind.DRAWN else -1
                nets[each.voucher_id, each.settlement_line_id] += sign * each.amount
        for row in self._vouchers():
            assert {kind: getattr(row, kind) for kind in EntryKind} == {
                kind: sums[row.id][kind] for kind in EntryKind
            }
            assert 0 <= row.drawn - row.returned <= row.issued - row.withdrawn - row.expired
        assert +nets == self.drawn

    @invariant()
    def a_month_has_its_most(self) -> None:
        """Together no more than the greatest that was granted, but for what was used before anybody knew."""
        groups: dict[tuple[UUID, date], list[Voucher]] = defaultdict(list)
        for row in self._vouchers():
            groups[row.elder_id, row.month].append(row)
        for rows in groups.values():
            issued = sum(row.issued - row.withdrawn for row in rows)
            used = sum(row.issued - row.withdrawn - row.remaining for row in rows)
            most = max((row.granted for row in rows if row.first_day), default=0)
            is_open = rows[0].open_until >= local_date(self.work.now)
            assert not is_open or issued <= max(most, used)

    @invariant()
    def a_voucher_holds_what_it_is_entitled_to_or_what_was_used(self) -> None:
        for row in self._vouchers():
            issued = row.issued - row.withdrawn
            is_open = row.open_until >= local_date(self.work.now)
            assert not is_open or issued <= max(row.entitled, issued - row.remaining)

    def _vouchers(self) -> list[Voucher]:
        self.work.session.expire_all()
        return list(self.work.session.scalars(select(Voucher)))

    def _voucher_id(self, entitlement_id: UUID, month: date) -> UUID:
        return queries.vouchers_of(self.work, [entitlement_id], month)[entitlement_id].id

    def _refused(self, wanted: Draw) -> None:
        with pytest.raises(VoucherSpent), self.work.session.begin_nested():
            actions.draw(self.work, [wanted])

    def _grant(self, who: int, on: date, fen: int) -> Entitlement:
        wanted: dict[str, Any] = {**YEAR, "starts_on": on, "status": EntitlementStatus.GRANTED}
        return entitlement(self.work, self.elders[who], self.schemes[who], monthly_fen=fen, **wanted)


def test_the_books_are_right_whatever_happens(work: UnitOfWork) -> None:
    machine = type("Drawing", (Drawing,), {"work": work})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE care_voucher_entries SET amount = 1",
        "DELETE FROM care_voucher_entries",
        "UPDATE care_vouchers SET drawn = 0",
        "UPDATE care_vouchers SET issued = issued + 1",
    ],
)
def test_nobody_writes_the_books_anew(work: UnitOfWork, grant: Grant, forgery: str) -> None:
    row = grant()
    actions.draw(work, [Draw(row.id, MARCH, 60, line(1))])

    with pytest.raises(DBAPIError, match=r"never changed|those of its entries"), work.session.begin_nested():
        work.session.execute(text(forgery))

    assert entries(work, voucher(work, row)) == [("issued", 2_700), ("drawn", 60)]


@pytest.mark.parametrize(
    ("kind", "amount", "number"),
    [
        ("drawn", 2_641, 1),
        ("returned", 61, 1),
        ("expired", 2_641, None),
        ("issued", -1, None),
        ("drawn", 1, None),
    ],
)
def test_no_entry_says_what_can_not_be(
    work: UnitOfWork, grant: Grant, kind: str, amount: int, number: int | None
) -> None:
    row = grant()
    actions.draw(work, [Draw(row.id, MARCH, 60, line(1))])
    forged = VoucherEntry(
        id=work.new_id(),
        voucher_id=voucher(work, row).id,
        kind=EntryKind(kind),
        amount=amount,
        made_at=work.now,
        settlement_line_id=line(number) if number else None,
    )

    with pytest.raises(IntegrityError), work.session.begin_nested():
        work.session.add(forged)


def test_what_stands_beside_the_sums_may_change(work: UnitOfWork, grant: Grant) -> None:
    row = grant()
    actions.align(work, [row.elder_id], [MARCH])

    work.session.execute(update(Voucher).values(entitled=0))

    assert voucher(work, row).entitled == 0
