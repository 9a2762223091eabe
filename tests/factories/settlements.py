"""Visits of a month that is over, each proved in one line, and settlements of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode, Payer
from service.elderly_care.plans.models import PlanItem
from service.elderly_care.proofs.models import Anomaly, NotServed, NotServedPolicy, VisitProof
from service.elderly_care.proofs.rules import (
    AnomalyKind,
    AnomalyOutcome,
    ConfirmationWay,
    NotServedReason,
)
from service.elderly_care.providers.models import Contract
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.settlement import actions
from service.elderly_care.settlement.models import Settlement, SettlementLine
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit import background
from service.kit.actor import Actor, ActorKind, Duty, Role
from service.kit.clock import local_date
from service.kit.house import House
from service.kit.months import month_after
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.models import Resident
from tests.factories import accounts, care, care_plans, care_requests, residents

FEBRUARY, MARCH, JANUARY = date(2026, 2, 1), date(2026, 3, 1), date(2026, 1, 1)


@dataclass(frozen=True)
class Served:
    """An elder who gets a service under a contract."""

    elder: Resident
    contract: Contract
    service: CareService
    item: PlanItem

    def visit(self, work: UnitOfWork, on: date, **facts: Any) -> Visit:
        """A visit that was made on this day and confirmed by silence, for as long as was agreed unless said otherwise."""
        made = care_plans.visit(
            work, self.item, self.service, on=on, status=facts.pop("status", VisitStatus.CONFIRMED)
        )
        proof(work, made, **facts)
        return made


def served(
    work: UnitOfWork,
    contract: Contract,
    service: CareService,
    *,
    elder: Resident | None = None,
    payer: Payer = Payer.SUBSIDY,
    **plan: Any,
) -> Served:
    """An elder of the first community with a plan under the contract; the subsidy pays unless said otherwise."""
    who = elder or residents.resident(work)
    asked = care_requests.request(
        work, who, [service], status=RequestStatus.ACTIVE, contract=contract, payer=payer, **plan
    )
    item = care_plans.item(work, care_plans.plan(work, asked, starts_on=JANUARY), service)
    return Served(who, contract, service, item)


def proof(
    work: UnitOfWork,
    visit: Visit,
    *,
    way: ConfirmationWay | None = ConfirmationWay.SILENCE,
    minutes_served: int | None = None,
    is_proved: bool = True,
    **columns: Any,
) -> VisitProof:
    """That a visit was made, and how that was confirmed; minutes count where somebody stays."""
    counts = visit.mode in (Mode.HOME_VISIT, Mode.PHONE)
    lasted = minutes_served if minutes_served is not None else visit.minutes
    made = VisitProof(
        visit_id=visit.id,
        organisation_id=visit.organisation_id,
        region_code=visit.region_code,
        rule_version=1,
        minutes_served=lasted if counts else None,
        is_proved=is_proved,
        flags=[],
        changed_at=columns.pop("changed_at", work.now),
        done_at=work.now,
        confirmed_at=work.now if way else None,
        confirmed_way=way,
        sample_first=way is ConfirmationWay.SILENCE,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def not_served(
    work: UnitOfWork, visit: Visit, reason: NotServedReason = NotServedReason.NOBODY_HOME
) -> NotServed:
    """That nobody was met, under the first version of the policy."""
    policy = work.session.scalars(
        select(NotServedPolicy).where(NotServedPolicy.reason_code == reason).order_by(NotServedPolicy.number)
    ).first()
    assert policy is not None
    visit.status = VisitStatus.NOT_SERVED
    made = NotServed(
        id=work.new_id(),
        visit_id=visit.id,
        reason_code=reason,
        policy_id=policy.id,
        at=visit.window_starts_at,
        recorded_at=work.now,
        recorded_by=accounts.staff(work, Role.CAREGIVER, organisation_id=visit.organisation_id).id,
    )
    work.session.add(made)
    work.session.flush()
    return made


def breach(work: UnitOfWork, visit: Visit, kind: AnomalyKind = AnomalyKind.OVERLAP) -> Anomaly:
    """Something odd about a visit that a worker has upheld."""
    operator = work.session.get_one(Organisation, visit.organisation_id)
    account = accounts.staff(work, Role.CAREGIVER, organisation_id=operator.id)
    made = Anomaly(
        id=work.new_id(),
        visit_id=visit.id,
        kind=kind,
        caregiver_id=care.caregiver(work, operator, account=account).id,
        organisation_id=visit.organisation_id,
        region_code=visit.region_code,
        facts={},
        found_at=work.now,
        outcome=AnomalyOutcome.BREACH,
        settled_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def settlement(work: UnitOfWork, contract: Contract, month: date = FEBRUARY) -> Settlement:
    """A settlement as the manager makes it."""
    actor, work.actor = work.actor, managing(work, contract)
    made = actions.make(work, contract_id=contract.id, month=month)
    work.actor = actor
    return made


def managing(work: UnitOfWork, contract: Contract) -> Actor:
    """The operator's manager."""
    account = accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=contract.organisation_id)
    return Actor(
        ActorKind.STAFF,
        account_id=account.id,
        display_name=account.display_name,
        duties=(Duty(Role.OPERATOR_MANAGER, organisation_id=contract.organisation_id),),
    )


def days(first: date, count: int) -> list[date]:
    """So many days from one on."""
    return [first + timedelta(days=number) for number in range(count)]


def confirm(work: UnitOfWork, visit: Visit) -> None:
    """That somebody has confirmed a visit by now."""
    visit.status, visit.updated_at = VisitStatus.CONFIRMED, work.house.clock.now()
    row = work.session.get_one(VisitProof, visit.id)
    row.confirmed_at, row.confirmed_way = work.house.clock.now(), ConfirmationWay.ELDER
    work.session.flush()


def finish(house: House) -> None:
    """Let the job process do all that waits."""
    while background.advance(house):
        pass


def settled(
    work: UnitOfWork, operator: Organisation, elder: Resident | None = None, *, is_submitted: bool = True
) -> Settlement:
    """The settlement of two visits of last month under a contract of its own, handed to the street or not yet."""
    service = care.service(work)
    contract = care.contract(work, operator, prices={service.id: 8000})
    month = month_after(local_date(work.now), -1)
    for day in days(month, 2):
        served(work, contract, service, elder=elder).visit(work, day)
    made = settlement(work, contract, month)
    if is_submitted:
        actor, work.actor = work.actor, managing(work, contract)
        actions.submit(work, made)
        work.actor = actor
    return made


def line(work: UnitOfWork, of: Settlement) -> SettlementLine:
    """The first line of a settlement."""
    query = select(SettlementLine).where(SettlementLine.settlement_id == of.id)
    return work.session.scalars(query.order_by(SettlementLine.id)).all()[0]
