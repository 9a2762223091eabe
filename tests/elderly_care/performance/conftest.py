"""A contract that asks for everything, a February of which everything is known, and those who may read of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.complaints.models import ComplaintStep
from service.elderly_care.complaints.rules import ComplaintStatus, Outcome, StepKind
from service.elderly_care.inspections.rules import FindingStatus
from service.elderly_care.proofs.models import NotServed, NotServedPolicy
from service.elderly_care.providers.models import Contract
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.actor import Function, Role
from service.kit.clock import at_local
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.proofs.conftest import LoggedIn
from tests.factories import accounts, care, care_performance, regions, tags
from tests.factories.care_complaints import complaint
from tests.factories.cared import Cared, cared

PATH = "/care/performance"
CLOSE = "elderly_care.performance.close_performance"
FEBRUARY = date(2026, 2, 1)
TENTH = at_local(date(2026, 3, 10)) + timedelta(hours=9)

# What the contract asks: target and weight of each fact.
ASKED = {
    "on_time": (950, 20),
    "completed": (980, 20),
    "proved": (950, 10),
    "short_visits": (50, 10),
    "complaints": (10, 10),
    "complaints_answered": (1000, 5),
    "rating": (4500, 10),
    "certificates": (1000, 5),
    "reserved_share": (200, 5),
    "inspections": (1000, 5),
}

Close = Callable[[], dict[str, Any]]


def day(number: int) -> date:
    return FEBRUARY.replace(day=number)


@dataclass(frozen=True)
class Month:
    """A contract's February, and the visits of it that tests speak of."""

    contract: Contract
    elders: tuple[Cared, Cared, Cared]
    certified: Caregiver
    in_time: Visit
    late: Visit
    missed: Visit


@pytest.fixture
def as_staff(app: Flask, work: UnitOfWork, house: House) -> Speak:
    """As everywhere in care, but who speaks is always logged in: the clock moves by weeks."""

    def speak(role: Role, region_code: str | None = None, **options: Any) -> ApiClient:
        regions.tree(work)
        return LoggedIn(app, house, accounts.staff(work, role, region_code, **options))

    return speak


@pytest.fixture
def street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])


@pytest.fixture
def auditor(as_staff: Speak) -> ApiClient:
    return as_staff(Role.AUDITOR, functions=())


@pytest.fixture
def contract(work: UnitOfWork, operator: Organisation) -> Contract:
    made = care.contract(work, operator)
    care_performance.asks(work, made, **ASKED)
    return made


@pytest.fixture
def month(work: UnitOfWork, operator: Organisation, contract: Contract) -> Month:
    """Ten visits, of which eight were due and five were made; three complaints; three findings."""
    service = care.service(work, minutes=60)
    supported, other, third = (cared(work, contract, service) for _ in range(3))
    tags.tag(work, supported.elder, "low_income", valid_from=day(10))
    certified = care.caregiver(work, operator, skills=("bathing",))
    uncertified = care.caregiver(work, operator)
    made = care_performance.visit

    in_time = made(work, supported, day(2), by=certified, rating=5)
    late = made(work, supported, day(3), by=certified, rating=4, late=timedelta(minutes=1))
    made(work, supported, day(4), by=certified, proved=False)
    made(work, other, day(2), by=uncertified, minutes=30)
    missed = made(work, other, day(3), status=VisitStatus.MISSED)
    _not_served(work, made(work, other, day(4), status=VisitStatus.NOT_SERVED), counts=False)
    _not_served(work, made(work, other, day(5), status=VisitStatus.NOT_SERVED), counts=True)
    for number, because in ((2, VisitCancellation.ELDER_ASKED), (3, VisitCancellation.OPERATOR)):
        made(work, third, day(number), status=VisitStatus.CANCELLED, cancelled_because=because)
    made(work, third, day(4), by=certified)
    _complaints(work, operator, supported, late)
    _findings(work, contract)
    return Month(contract, (supported, other, third), certified, in_time, late, missed)


@pytest.fixture
def close(
    clock: StoppedClock, timetable: Timetable, work: UnitOfWork, district: ApiClient, month: Month
) -> Close:
    """Let February be closed on the tenth day after its end; what the district reads of it then."""

    def run() -> dict[str, Any]:
        clock.move_to(TENTH)
        assert timetable.run(CLOSE)
        work.session.expire_all()
        return read(district, month.contract)

    return run


@pytest.fixture(params=[100_000, 1], ids=["at_once", "day_by_day"])
def read_at_a_time(request: pytest.FixtureRequest, house: House) -> Iterator[None]:
    """However many visits one statement reads."""
    usual = house.settings
    house.settings = replace(usual, care_performance_at_once=request.param)
    yield
    house.settings = usual


def read(client: ApiClient, contract: Contract, month: str = "2026-02") -> dict[str, Any]:
    answer = client.get(f"{PATH}?contract_id={contract.id}&month={month}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def counts(told: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of each fact."""
    return {each["kind"]: (each["numerator"], each["denominator"]) for each in told["facts"]}


def _not_served(work: UnitOfWork, visit: Visit, *, counts: bool) -> None:
    policies = select(NotServedPolicy).where(NotServedPolicy.counts_against_operator.is_(counts))
    policy = work.session.scalars(policies.order_by(NotServedPolicy.reason_code)).first()
    assert policy is not None
    row = NotServed(
        visit_id=visit.id,
        reason_code=policy.reason_code,
        policy_id=policy.id,
        at=visit.window_starts_at,
        recorded_at=visit.window_starts_at,
        recorded_by=accounts.staff_account(work).id,
    )
    work.session.add(row)
    work.session.flush()


def _complaints(work: UnitOfWork, operator: Organisation, elder: Cared, about: Visit) -> None:
    """One founded and answered in time, one unfounded and answered late, one under another contract."""
    elsewhere = cared(work, care.contract(work, operator), care.service(work))
    for outcome, who, visit, made_on, replied_on in (
        (Outcome.FOUNDED, elder, about, day(4), day(6)),
        (Outcome.UNFOUNDED, elder, None, day(9), day(24)),
        (Outcome.FOUNDED, elsewhere, None, day(4), day(6)),
    ):
        row = complaint(
            work,
            who.elder,
            operator,
            status=ComplaintStatus.CLOSED,
            outcome=outcome,
            visit_id=visit.id if visit else None,
            closed_at=_noon(replied_on) + timedelta(hours=1),
        )
        row.made_at = _noon(made_on)
        who.plan.made_at = _noon(day(1))
        step = ComplaintStep(complaint_id=row.id, kind=StepKind.REPLY, made_at=_noon(replied_on))
        work.session.add(step)
    work.session.flush()


def _findings(work: UnitOfWork, contract: Contract) -> None:
    """One mended in time, one mended late, one that is still to be mended."""
    found = care_performance.inspection(work, contract, made_on=day(2))
    verified, mended = FindingStatus.VERIFIED, FindingStatus.MENDED
    care_performance.finding(work, found, mend_by=day(10), status=verified, mended_on=day(9))
    care_performance.finding(work, found, mend_by=day(20), status=mended, mended_on=day(25))
    care_performance.finding(work, found, mend_by=date(2026, 3, 5))


def _noon(on: date) -> datetime:
    return at_local(on) + timedelta(hours=12)
