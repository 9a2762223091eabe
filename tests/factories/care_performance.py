"""Visits with what became of them, inspections, and scores in one line."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.inspections.models import Inspection, InspectionFinding
from service.elderly_care.inspections.rules import FindingStatus, InspectionArea, Severity
from service.elderly_care.performance.actions.freezing import freeze, keep_lines
from service.elderly_care.performance.models import PerformanceAppeal, PerformancePolicy, PerformanceScore
from service.elderly_care.performance.queries import CountedLine, policy
from service.elderly_care.performance.rules import AppealStatus, Fact, Period, Target
from service.elderly_care.proofs.models import ServedTime, VisitProof
from service.elderly_care.proofs.rules import RULE_VERSION, ConfirmationWay
from service.elderly_care.providers.models import Contract, ContractTarget, Facility
from service.elderly_care.providers.rules import TargetKind
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from tests.factories import accounts, regions
from tests.factories.cared import Cared


def first_policy(work: UnitOfWork) -> PerformancePolicy:
    """What holds at the beginning, for a database whose first policy was thrown away."""
    row = PerformancePolicy(
        id=work.new_id(),
        number=1,
        excellent_from=90,
        passed_from=60,
        short_per_mille=800,
        failed_years=2,
        appeal_working_days=10,
        decide_working_days=10,
        set_at=work.now,
    )
    work.session.execute(delete(PerformancePolicy))
    work.session.add(row)
    work.session.flush()
    return row


def asks(work: UnitOfWork, contract: Contract, **targets: tuple[int, int]) -> None:
    """Let a contract ask for these facts: target and weight of each."""
    for kind, (target, weight) in targets.items():
        row = ContractTarget(contract_id=contract.id, kind=TargetKind(kind), target=target, weight=weight)
        work.session.add(row)
    work.session.flush()


def visit(
    work: UnitOfWork,
    who: Cared,
    on: date,
    *,
    by: Caregiver | None = None,
    status: VisitStatus = VisitStatus.CONFIRMED,
    late: timedelta = timedelta(),
    minutes: int | None = 60,
    proved: bool = True,
    rating: int | None = None,
    **columns: Any,
) -> Visit:
    """A visit of a past day as it was made, in time and proved for an hour, unless said otherwise."""
    made = who.visit(work, on=on, status=status, **columns)
    if status not in (VisitStatus.DONE, VisitStatus.CONFIRMED):
        return made
    began = made.window_starts_at + timedelta(minutes=5) if not late else made.window_ends_at + late
    ended = began + timedelta(minutes=minutes or 0)
    proof = VisitProof(
        visit_id=made.id,
        organisation_id=made.organisation_id,
        region_code=made.region_code,
        rule_version=RULE_VERSION,
        started_at=began,
        ended_at=ended,
        minutes_served=minutes,
        is_proved=proved,
        changed_at=ended,
        confirmed_at=ended if rating else None,
        confirmed_way=ConfirmationWay.ELDER if rating else None,
        rating=rating,
    )
    work.session.add(proof)
    if by is not None:
        served = ServedTime(visit_id=made.id, caregiver_id=by.id, starts_at=began, ends_at=ended)
        work.session.add(served)
    work.session.flush()
    return made


def inspection(work: UnitOfWork, contract: Contract, *, made_on: date | None = None) -> Inspection:
    """An inspection of today by the street."""
    facility = work.session.get_one(Facility, contract.facility_id)
    row = Inspection(
        id=work.new_id(),
        contract_id=contract.id,
        region_code=facility.region_code,
        made_on=made_on or local_date(work.now),
        areas=[InspectionArea.SAFETY.value],
        made_by=accounts.staff(work, Role.STREET_STAFF, regions.STREET).id,
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def finding(work: UnitOfWork, of: Inspection, **columns: Any) -> InspectionFinding:
    """Something found at an inspection, to be mended within a fortnight unless said otherwise."""
    status = columns.pop("status", FindingStatus.OPEN)
    today = local_date(work.now)
    row = InspectionFinding(
        id=work.new_id(),
        inspection_id=of.id,
        contract_id=of.contract_id,
        area=InspectionArea.SAFETY,
        severity=Severity.MAJOR,
        mend_by=columns.pop("mend_by", today + timedelta(days=14)),
        status=status,
        mended_on=columns.pop("mended_on", None if status is FindingStatus.OPEN else today),
        verified_at=work.now if status is FindingStatus.VERIFIED else None,
        photos=[],
        **columns,
    )
    place = f"care_inspection_findings.text:{row.id}"
    row.text_sealed = work.house.cipher.encrypt("二楼走廊灭火器已过期。", bound_to=place)
    work.session.add(row)
    work.session.flush()
    return row


def score(
    work: UnitOfWork,
    contract: Contract,
    *,
    first_on: date | None = None,
    period: Period = Period.MONTH,
    visit: Visit | None = None,
    elders: int = 8,
    points: tuple[int, int] = (19, 20),
) -> PerformanceScore:
    """Last month as it was closed today, with 19 of 20 visits in time, and the line of the one that was not."""
    month = (local_date(work.now).replace(day=1) - timedelta(days=1)).replace(day=1)
    row = freeze(
        work,
        contract.id,
        period,
        first_on or month,
        facts=[Fact(TargetKind.ON_TIME, *points)],
        targets={TargetKind.ON_TIME: Target(1000, 100)},
        policy=policy(work),
        elders=elders,
    )
    if visit is not None:
        keep_lines(work, row, [CountedLine(TargetKind.ON_TIME, visit.id, visit.occurs_on, 0, 1)])
    return row


def appeal(work: UnitOfWork, row: PerformanceScore) -> PerformanceAppeal:
    """An appeal against a month that names no line and waits for the district."""
    made = PerformanceAppeal(
        id=work.new_id(),
        score_id=row.id,
        kind=TargetKind.ON_TIME,
        made_by=accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT).id,
        made_at=work.now,
        decide_by=local_date(work.now) + timedelta(days=14),
        status=AppealStatus.OPEN,
    )
    place = f"care_performance_appeals.reason:{made.id}"
    made.reason_sealed = work.house.cipher.encrypt("均因老人临时要求改时间。", bound_to=place)
    work.session.add(made)
    work.session.flush()
    return made
