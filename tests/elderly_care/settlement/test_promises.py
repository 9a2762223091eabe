"""Whatever happens in whatever order: lines add up, a count repeated is the same, what is approved or closed never changes."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.elderly_care.complaints.models import Complaint
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.performance.models import PerformanceScore
from service.elderly_care.proofs.models import Anomaly, NotServed, VisitProof
from service.elderly_care.proofs.rules import NotServedReason
from service.elderly_care.providers.models import Price
from service.elderly_care.settlement import actions
from service.elderly_care.settlement.models import (
    Settlement,
    SettlementCheck,
    SettlementLine,
    SettlementPart,
    SettlementShare,
)
from service.elderly_care.settlement.rules import AMOUNTS, CheckOutcome, SettlementStatus
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.elderly_care.vouchers.models import Voucher, VoucherEntry
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.clock import at_local
from service.kit.months import first_of, month_after
from service.kit.work import UnitOfWork
from tests.elderly_care.settlement.living import AFTERWARDS, World
from tests.factories.settlements import JANUARY


class Promises(World):
    """The world, and what holds in it whatever happens."""

    def hold(self) -> None:
        """What holds whatever happened."""
        self.work.session.expire_all()
        self._lines_add_up()
        self._vouchers_say_what_stands()
        self._nothing_has_changed()

    def _lines_add_up(self) -> None:
        """Each line, each street's share, and what entitlements pay of it."""
        parts: Counter[UUID] = Counter()
        for part in self.work.session.scalars(select(SettlementPart)):
            parts[part.line_id] += part.fen
        sums: dict[tuple[UUID, str], Counter[str]] = defaultdict(Counter)
        for line in self.work.session.scalars(select(SettlementLine)):
            assert line.price_fen == line.gross_fen + line.deducted_fen
            assert line.gross_fen == line.subsidy_fen + line.insurance_fen + line.self_pay_fen
            borne = (line.central_fen, line.city_fen, line.district_fen, line.town_fen, line.unshared_fen)
            assert line.subsidy_fen == sum(borne)
            assert parts[line.id] == line.subsidy_fen + line.insurance_fen
            for name in AMOUNTS:
                sums[line.settlement_id, line.street_code][name] += getattr(line, name)
            sums[line.settlement_id, line.street_code]["lines"] += 1
        shares = {
            (each.settlement_id, each.street_code): each
            for each in self.work.session.scalars(select(SettlementShare))
        }
        assert shares.keys() == sums.keys()
        for key, share in shares.items():
            assert {name: getattr(share, name) for name in ("lines", *AMOUNTS)} == {
                name: sums[key][name] for name in ("lines", *AMOUNTS)
            }

    def _vouchers_say_what_stands(self) -> None:
        """What the lines that stand have drawn is what their vouchers miss; reversals draw nothing."""
        of_hours = select(Entitlement.id).where(Entitlement.monthly_hours.is_not(None))
        counts_minutes = set(self.work.session.scalars(of_hours))
        stand = {line.id for line in self._standing()}
        wanted: Counter[tuple[UUID, UUID]] = Counter()
        for part in self.work.session.scalars(select(SettlementPart)):
            if part.line_id in stand:
                amount = part.minutes if part.entitlement_id in counts_minutes else part.fen
                wanted[part.entitlement_id, part.line_id] += amount
        found: Counter[tuple[UUID, UUID]] = Counter()
        query = select(VoucherEntry, Voucher.entitlement_id).join(
            Voucher, Voucher.id == VoucherEntry.voucher_id
        )
        for entry, entitlement_id in self.work.session.execute(query):
            if entry.settlement_line_id is not None:
                sign = 1 if entry.kind is EntryKind.DRAWN else -1
                found[entitlement_id, entry.settlement_line_id] += sign * entry.amount
        assert +found == wanted

    def _nothing_has_changed(self) -> None:
        """What was approved or closed never changes."""
        for settlement_id, told in self.approved.items():
            assert self._told(self.work.session.get_one(Settlement, settlement_id)) == told
        for score_id, told in self.closed.items():
            assert self._score(self.work.session.get_one(PerformanceScore, score_id)) == told

    def stand_by_the_facts(self) -> None:
        """Once another month was counted, each visit stands with what its facts say, by the test's own arithmetic."""
        self.work.now = at_local(month_after(AFTERWARDS)) + timedelta(hours=9)
        for number, contract in enumerate(self.contracts):
            self.settle(number, AFTERWARDS)
            query = select(Settlement).where(Settlement.contract_id == contract.id)
            for row in self.work.session.scalars(query.order_by(Settlement.month)).all():
                if row.status is SettlementStatus.DRAFT:
                    with self._as(f"manager {number}"):
                        actions.recount(self.work, row)
        self.hold()
        self._each_visit_costs_what_it_should()
        self._only_what_was_granted_is_paid()

    def _each_visit_costs_what_it_should(self) -> None:
        visits = self.work.session.scalars(select(Visit)).all()
        wanted = {visit.id: owed for visit in visits if (owed := self._owed(visit))}
        stands = self._standing()
        assert {line.visit_id: (line.price_fen, line.deducted_fen) for line in stands} == wanted

    def _only_what_was_granted_is_paid(self) -> None:
        """Entitlements pay for their days, and in no month more than was granted."""
        days = {line.id: line.service_on for line in self._standing()}
        months: Counter[tuple[UUID, date]] = Counter()
        for part in self.work.session.scalars(select(SettlementPart)):
            if part.line_id not in days:
                continue
            of, day = self.work.session.get_one(Entitlement, part.entitlement_id), days[part.line_id]
            assert not of.is_double
            assert JANUARY <= day < (of.stopped_from or date.max)
            months[of.id, first_of(day)] += part.minutes if of.monthly_hours else part.fen
        for (entitlement_id, _), amount in months.items():
            of = self.work.session.get_one(Entitlement, entitlement_id)
            assert amount <= (of.monthly_fen or (of.monthly_hours or 0) * 60)

    def _owed(self, visit: Visit) -> tuple[int, int] | None:
        """Its price, and what is deducted: its share for more than five missing minutes, half for a founded complaint, all
        where an anomaly was upheld or a check failed.
        """
        price = self._price_on(visit)
        proof = self.work.session.get_one(VisitProof, visit.id)
        missing = visit.minutes - (proof.minutes_served or 0)
        if visit.status is VisitStatus.NOT_SERVED:
            report = select(NotServed.reason_code).where(NotServed.visit_id == visit.id)
            if self.work.session.scalar(report) is not NotServedReason.NOBODY_HOME:
                return None
            price, missing = price * 3 // 10, 0
        deducted = price * missing // visit.minutes if missing > 5 else 0
        deducted += price // 2 if self._has(Complaint, visit) else 0
        deducted += price if self._has(Anomaly, visit) else 0
        deducted += price if self._has(SettlementCheck, visit, outcome=CheckOutcome.FAILED) else 0
        return price, min(price, deducted)

    def _price_on(self, visit: Visit) -> int:
        query = select(Price).where(
            Price.contract_id == visit.contract_id, Price.valid_from <= visit.occurs_on
        )
        return self.work.session.scalars(query.order_by(Price.valid_from.desc())).all()[0].price_fen

    def _has(self, model: Any, visit: Visit, **columns: object) -> bool:
        query = select(model).filter_by(visit_id=visit.id, **columns)
        return self.work.session.scalars(query).first() is not None

    def _standing(self) -> list[SettlementLine]:
        """The lines that pay a visit and were not taken back."""
        lines = self.work.session.scalars(select(SettlementLine)).all()
        taken_back = {each.reversal_of for each in lines}
        return [each for each in lines if each.reversal_of is None and each.id not in taken_back]


@settings(
    max_examples=12,
    deadline=None,
    # A world takes long to make: a failure is told as it was found.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_money_is_right_whatever_happens(work: UnitOfWork, data: st.DataObject) -> None:
    kept, actor = work.now, work.actor
    savepoint = work.session.begin_nested()
    try:
        work.now = at_local(JANUARY) + timedelta(hours=9)
        world = Promises(work, data)
        world.live()
        world.stand_by_the_facts()
    finally:
        savepoint.rollback()
        work.session.expire_all()
        work.now, work.actor = kept, actor
