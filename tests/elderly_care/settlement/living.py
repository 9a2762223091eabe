"""A small world in which care is settled month after month, while facts come late and turn out otherwise."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import select

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.complaints.rules import ComplaintStatus
from service.elderly_care.entitlements import actions as entitlements
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import EntitlementStatus, StopReason
from service.elderly_care.performance import actions as performance
from service.elderly_care.performance.models import PerformanceFact, PerformanceLine, PerformanceScore
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.proofs.models import Anomaly, VisitProof
from service.elderly_care.proofs.rules import ConfirmationWay, NotServedReason
from service.elderly_care.providers.models import Contract, Price
from service.elderly_care.settlement import actions
from service.elderly_care.settlement.models import (
    Settlement,
    SettlementCheck,
    SettlementLine,
    SettlementPart,
    SettlementShare,
)
from service.elderly_care.settlement.rules import AMOUNTS, CheckOutcome
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.subsidies.rules import Basis
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.elderly_care.vouchers import actions as vouchers
from service.kit.actor import Actor, ActorKind, Duty, Function, Role
from service.kit.clock import at_local, local_date
from service.kit.months import month_after
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.merging import actions as merging
from service.residents.models import Resident
from tests.elderly_care.settlement.test_settling import set_price
from tests.factories import accounts, care, care_complaints, regions, residents, settlements
from tests.factories.care_performance import asks, first_policy
from tests.factories.entitlements import entitlement
from tests.factories.settlements import JANUARY, Served, served

A_DAY = timedelta(days=1)
MONTHS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
AFTERWARDS = date(2026, 4, 1)
PRICE = 5995
_CARE = frozenset({Function.CARE})

Figures = dict[str, Any]
Drawn = TypeVar("Drawn")


class World:
    """Two contracts that serve some elders of two streets, month after month, while facts come late and turn out otherwise."""

    def __init__(self, work: UnitOfWork, data: st.DataObject) -> None:
        self.work, self.data = work, data
        regions.tree(work)
        first_policy(work)
        self.service = care.service(work, minutes=60)
        self.contracts = [self._contract() for _ in range(2)]
        self.actors = self._actors()
        self.elders: list[UUID] = []
        self.plans = self._plans()
        self.schemes = self._schemes()
        self._grant()
        self.is_merged = False
        self.days: set[tuple[int, date]] = set()
        self.approved: dict[UUID, Figures] = {}
        self.closed: dict[UUID, Figures] = {}

    def live(self) -> None:
        """Months one after the other: visits come in, are settled, and then turn out otherwise."""
        for month in MONTHS:
            for _ in range(self._draw(st.integers(3, 8))):
                self.come_in(month)
            self._befall(most=2)
            self.work.now = at_local(month_after(month)) + timedelta(days=4, hours=9)
            for contract in range(len(self.contracts)):
                self.settle(contract, month)
                self._befall(most=1)
                self.hold()
                self.go_through(contract)
                self.hold()
            self._befall(most=4)
            self.work.now += timedelta(days=9)
            self._nightly()
            self.hold()

    def hold(self) -> None:
        """What holds at any time, for who asks for more than living."""

    def _befall(self, most: int) -> None:
        for _ in range(self._draw(st.integers(0, most))):
            self._draw(st.sampled_from(HAPPENINGS))(self)

    # What happens to visits

    def come_in(self, month: date | None = None) -> None:
        """A visit of a month, or of some day of the last two, is known as confirmed."""
        who = self._who()
        if month is None:
            day = self.today - self._draw(st.integers(1, 62)) * A_DAY
        else:
            day = month + self._draw(st.integers(0, 27)) * A_DAY
        minutes = self._draw(st.sampled_from([60, 60, 60, 58, 41]))
        way = self._draw(st.sampled_from([ConfirmationWay.SILENCE, ConfirmationWay.ELDER]))
        if (who, day) in self.days:
            return
        self.days.add((who, day))
        made = self.plans[who].visit(self.work, day, minutes_served=minutes, way=way)
        made.updated_at = self.work.now
        self.work.session.flush()

    def amend(self) -> None:
        visit = self._some_visit()
        proof = self.work.session.get(VisitProof, visit.id) if visit else None
        if proof is not None:
            proof.minutes_served, proof.changed_at = self._draw(st.integers(5, 70)), self.work.now
            self.work.session.flush()

    def turn_out_not_served(self) -> None:
        visit = self._some_visit()
        if visit is None or visit.status is not VisitStatus.CONFIRMED:
            return
        reasons = [NotServedReason.NOBODY_HOME, NotServedReason.REFUSED]
        settlements.not_served(self.work, visit, self._draw(st.sampled_from(reasons)))
        visit.updated_at = self.work.now
        self.work.session.flush()

    def be_complained_of(self) -> None:
        visit = self._some_visit()
        if visit is None:
            return
        elder = self.work.session.get_one(Resident, visit.elder_id)
        operator = self.work.session.get_one(Organisation, visit.organisation_id)
        closed = ComplaintStatus.CLOSED
        care_complaints.complaint(self.work, elder, operator, status=closed, visit_id=visit.id)

    def be_upheld_against(self) -> None:
        visit = self._some_visit()
        known = select(Anomaly.id).where(Anomaly.visit_id == visit.id) if visit else None
        if visit is not None and known is not None and self.work.session.scalar(known) is None:
            settlements.breach(self.work, visit)

    # What happens to people and money

    def merge(self) -> None:
        """Two records turn out to be of one person."""
        if self.is_merged:
            return
        self.is_merged = True
        kept, gone = self.elders[:2]
        with self._as("worker"):
            merging.merge(self.work, kept, other_id=gone)
        self.work.session.flush()
        self.work.session.expire_all()
        entitlements.compare_elder(self.work, kept)
        vouchers.align_elder(self.work, kept)

    def lose_grants(self) -> None:
        """What an elder was granted is stopped from a day on that is past already, as after a death told late."""
        elder_id = self.work.session.get_one(CarePlan, self.plans[self._who()].item.plan_id).elder_id
        on = self.today - self._draw(st.integers(1, 62)) * A_DAY
        rows = self.work.session.scalars(select(Entitlement).where(Entitlement.elder_id == elder_id))
        for row in rows.all():
            if row.starts_on is not None and row.starts_on <= on and on < (row.stopped_from or date.max):
                row.status, row.stopped_from = EntitlementStatus.STOPPED, on
                row.stop_reason, row.updated_at = StopReason.OTHER, self.work.now
        self.work.session.flush()
        vouchers.align_elder(self.work, elder_id)

    def change_price(self) -> None:
        """From today on or later: prices of past days never change."""
        of = self._draw(st.sampled_from(self.contracts))
        day = self.today + self._draw(st.integers(0, 20)) * A_DAY
        query = select(Price).where(Price.contract_id == of.id, Price.valid_from == day)
        if self.work.session.scalar(query) is None:
            set_price(self.work, of, self.service, self._draw(st.integers(1, 9000)), day)

    def change_scheme(self) -> None:
        scheme, central = self.schemes[0], self._draw(st.integers(0, 1000))
        scheme.per_mille = self._draw(st.integers(1, 1000))
        scheme.central_share, scheme.town_share = central, 1000 - central
        self.work.session.flush()

    # What is done with settlements

    def settle(self, contract: int, month: date) -> None:
        """The manager makes a month; counted anew from the same facts it is the same."""
        with self._as(f"manager {contract}"):
            row = actions.make(self.work, contract_id=self.contracts[contract].id, month=month)
            counted = self._told(row)
            actions.recount(self.work, row)
        assert self._told(row) == counted

    def go_through(self, contract: int) -> None:
        """The manager submits it; it may be returned, counted and submitted anew; streets and district take it on."""
        row = self._last(contract)
        if not self._shares(row):
            return
        with self._as(f"manager {contract}"):
            actions.submit(self.work, row)
        if self._draw(st.booleans()):
            self._return(row)
            self._befall(most=1)
            with self._as(f"manager {contract}"):
                actions.recount(self.work, row)
                if not self._shares(row):
                    return
                actions.submit(self.work, row)
        failing = self._draw(st.integers(0, 2))
        for share in self._shares(row):
            self._check_and_confirm(row, share.street_code, failing)
        with self._as("district"):
            actions.approve(self.work, row)
        self.approved[row.id] = self._told(row)

    def _return(self, row: Settlement) -> None:
        reasons = [{"line_id": each.id, "reason": "请核对。"} for each in self._lines(row)[:1]]
        with self._as("district"):
            actions.return_it(self.work, row, reason="请核对。", lines=reasons)

    def _nightly(self) -> None:
        vouchers.issue_due(self.work)
        vouchers.expire_due(self.work)
        performance.close_months(self.work)
        for score in self.work.session.scalars(select(PerformanceScore)):
            self.closed.setdefault(score.id, self._score(score))

    @property
    def today(self) -> date:
        return local_date(self.work.now)

    def _told(self, row: Settlement) -> Figures:
        """What a settlement says: its lines but for the names they have, and its figures."""
        parts: dict[UUID, list[tuple[UUID, int, int]]] = defaultdict(list)
        for part in self.work.session.scalars(select(SettlementPart)):
            parts[part.line_id].append((part.entitlement_id, part.fen, part.minutes))
        names = (
            "visit_id",
            "number",
            "reversal_of",
            "street_code",
            "service_on",
            "proof",
            "minutes",
            *AMOUNTS,
        )
        lines = [
            ({name: getattr(each, name) for name in names}, each.deductions, sorted(parts[each.id]))
            for each in self._lines(row)
        ]
        shares = [{name: getattr(each, name) for name in ("lines", *AMOUNTS)} for each in self._shares(row)]
        return {"lines": sorted(lines, key=str), "shares": shares, "unpriced": row.unpriced}

    def _score(self, score: PerformanceScore) -> Figures:
        facts = self.work.session.scalars(select(PerformanceFact).where(PerformanceFact.score_id == score.id))
        lines = self.work.session.scalars(select(PerformanceLine).where(PerformanceLine.score_id == score.id))
        return {
            "score": (score.score, score.grade, score.elders),
            "facts": sorted((each.kind.value, each.numerator, each.denominator) for each in facts),
            "lines": sorted((each.kind.value, each.day, each.id) for each in lines),
        }

    # The world

    def _contract(self) -> Contract:
        serves = (regions.STREET, regions.OTHER_STREET)
        made = care.contract(
            self.work, care.operator(self.work), serves=serves, prices={self.service.id: PRICE}
        )
        asks(self.work, made, completed=(980, 60), proved=(950, 40))
        return made

    def _actors(self) -> dict[str, Actor]:
        duties = {
            "district": Duty(Role.DISTRICT_STAFF, regions.DISTRICT, functions=_CARE),
            regions.STREET: Duty(Role.STREET_STAFF, regions.STREET, functions=_CARE),
            regions.OTHER_STREET: Duty(Role.STREET_STAFF, regions.OTHER_STREET, functions=_CARE),
            "worker": Duty(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=frozenset(Function)),
        }
        for number, contract in enumerate(self.contracts):
            organisation_id = contract.organisation_id
            duties[f"manager {number}"] = Duty(Role.OPERATOR_MANAGER, organisation_id=organisation_id)
        return {
            name: Actor(ActorKind.STAFF, account_id=accounts.staff_account(self.work).id, duties=(duty,))
            for name, duty in duties.items()
        }

    def _plans(self) -> list[Served]:
        """The first elder is cared for by both operators; one lives in another street; one is insured."""
        first, second, third = (residents.resident(self.work) for _ in range(3))
        far = residents.resident(self.work, regions.OTHER_COMMUNITY, name="李大伯")
        self.elders = [each.id for each in (first, second, third, far)]
        wanted = [
            (first, 0, Payer.SUBSIDY),
            (first, 1, Payer.SELF_PAY),
            (second, 0, Payer.SUBSIDY),
            (third, 0, Payer.SUBSIDY),
            (far, 0, Payer.INSURANCE),
            (far, 1, Payer.SUBSIDY),
        ]
        return [
            served(self.work, self.contracts[contract], self.service, elder=elder, payer=payer)
            for elder, contract, payer in wanted
        ]

    def _schemes(self) -> list[SubsidyScheme]:
        """Two fifths of what elders pay, hours of the whole price, and the insurance."""
        first = care.scheme(self.work, per_mille=400, central_share=850, town_share=150)
        hours = care.scheme(
            self.work, per_mille=1000, monthly_cap_fen=None, city_share=333, district_share=667
        )
        insurance = care.scheme(self.work, payer=Payer.INSURANCE, per_mille=700, monthly_cap_fen=None)
        hours.basis = insurance.basis = Basis.GROSS
        self.work.session.flush()
        return [first, hours, insurance]

    def _grant(self) -> None:
        """Little enough that months run dry."""
        share, hours, insurance = self.schemes
        granted: list[tuple[int, SubsidyScheme, dict[str, int]]] = [
            (0, share, {"monthly_fen": 6001}),
            (1, share, {"monthly_fen": 5000}),
            (2, hours, {"monthly_hours": 2}),
            (3, insurance, {"monthly_fen": 7001}),
            (3, share, {"monthly_fen": 80_000}),
        ]
        for elder, scheme, amount in granted:
            who = self.work.session.get_one(Resident, self.elders[elder])
            wanted: dict[str, Any] = {**amount, "starts_on": JANUARY, "status": EntitlementStatus.GRANTED}
            entitlement(self.work, who, scheme, **wanted)

    # Reading

    def _draw(self, strategy: st.SearchStrategy[Drawn]) -> Drawn:
        return self.data.draw(strategy)

    def _who(self) -> int:
        return self._draw(st.integers(0, len(self.plans) - 1))

    def _some_visit(self) -> Visit | None:
        visits = self.work.session.scalars(select(Visit).order_by(Visit.id)).all()
        return self._draw(st.sampled_from(visits)) if visits else None

    def _last(self, contract: int) -> Settlement:
        query = select(Settlement).where(Settlement.contract_id == self.contracts[contract].id)
        return self.work.session.scalars(query.order_by(Settlement.month.desc())).all()[0]

    def _lines(self, row: Settlement) -> Sequence[SettlementLine]:
        query = select(SettlementLine).where(SettlementLine.settlement_id == row.id)
        return self.work.session.scalars(query.order_by(SettlementLine.id)).all()

    def _shares(self, row: Settlement) -> Sequence[SettlementShare]:
        query = select(SettlementShare).where(SettlementShare.settlement_id == row.id)
        return self.work.session.scalars(query.order_by(SettlementShare.street_code)).all()

    def _check_and_confirm(self, row: Settlement, street: str, failing: int) -> None:
        """The first so many lines of a street fail, all others that are marked pass."""
        own = [each for each in self._lines(row) if each.street_code == street and each.reversal_of is None]
        marked = set(
            self.work.session.scalars(
                select(SettlementCheck.visit_id).where(SettlementCheck.settlement_id == row.id)
            )
        )
        failed = [each.visit_id for each in own[:failing]]
        with self._as(street):
            for visit_id in dict.fromkeys(
                [*failed, *(each.visit_id for each in own if each.visit_id in marked)]
            ):
                line = next(
                    each
                    for each in self._lines(row)
                    if each.visit_id == visit_id and each.reversal_of is None
                )
                outcome = CheckOutcome.FAILED if visit_id in failed else CheckOutcome.PASSED
                actions.check(self.work, row, line.id, outcome=outcome)
            actions.confirm(self.work, row)

    @contextmanager
    def _as(self, who: str) -> Iterator[None]:
        before, self.work.actor = self.work.actor, self.actors[who]
        try:
            yield
        finally:
            self.work.actor = before


HAPPENINGS: list[Callable[[World], None]] = [
    World.come_in,
    World.amend,
    World.turn_out_not_served,
    World.be_complained_of,
    World.be_upheld_against,
    World.merge,
    World.lose_grants,
    World.change_price,
    World.change_scheme,
]
