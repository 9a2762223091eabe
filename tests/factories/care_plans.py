"""Plans that stand, and visits made from them."""

from datetime import date, datetime, timedelta
from typing import Any

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.plans.models import CarePlan, PlanItem, PlanVersion
from service.elderly_care.plans.rules import PlanStatus, VersionStatus
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.visits.models import Assignment, CaregiverGrain, ElderGrain, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.clock import at_local, local_date
from service.kit.grains import grains
from service.kit.work import UnitOfWork

EXAMPLE_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def plan(
    work: UnitOfWork,
    request: CareRequest,
    *,
    status: PlanStatus = PlanStatus.ACTIVE,
    starts_on: date | None = None,
    ends_on: date | None = None,
    **columns: Any,
) -> CarePlan:
    """A plan for a request that an operator has, agreed to and of today unless said otherwise."""
    assert request.organisation_id is not None
    made = CarePlan(
        id=work.new_id(),
        request_id=request.id,
        elder_id=request.elder_id,
        region_code=request.region_code,
        organisation_id=request.organisation_id,
        contract_id=request.contract_id,
        payer=request.payer,
        is_private=request.is_private,
        status=status,
        starts_on=starts_on or local_date(work.now),
        ends_on=ends_on,
        present_version=int(status not in (PlanStatus.DRAFT, PlanStatus.OFFERED)),
        made_at=work.now,
        updated_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def version(work: UnitOfWork, of: CarePlan, **columns: Any) -> PlanVersion:
    """A text of a plan, on offer unless said otherwise, with the hash that stands in the examples."""
    made = PlanVersion(
        plan_id=of.id,
        number=columns.pop("number", 1),
        status=columns.pop("status", VersionStatus.OFFERED),
        takes_effect_on=of.starts_on,
        content={"items": [], "ends_on": None, "preferred_caregivers": [], "refused_caregivers": []},
        text_hash=EXAMPLE_HASH,
        quote={},
        offered_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def item(
    work: UnitOfWork,
    of: CarePlan,
    service: CareService,
    *,
    rrule: str = "FREQ=DAILY",
    window: tuple[int, int] = (9 * 60, 11 * 60),
    **columns: Any,
) -> PlanItem:
    """An item that asks for a service each day between nine and eleven unless said otherwise."""
    made = PlanItem(
        id=work.new_id(),
        plan_id=of.id,
        service_id=service.id,
        since_version=1,
        starts_on=of.starts_on,
        rrule=rrule,
        minutes=columns.pop("minutes", service.minutes),
        window_start=window[0],
        window_end=window[1],
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def visit(
    work: UnitOfWork,
    of: PlanItem,
    service: CareService,
    *,
    on: date | None = None,
    caregivers: tuple[Caregiver, ...] = (),
    starts_at: datetime | None = None,
    **columns: Any,
) -> Visit:
    """A visit of an item, today unless said otherwise; with caregivers it is assigned, at the window's beginning."""
    whole = work.session.get_one(CarePlan, of.plan_id)
    day = on or local_date(work.now)
    opens = at_local(day) + timedelta(minutes=of.window_start)
    begins = starts_at or (opens if caregivers else None)
    ends = begins + timedelta(minutes=of.minutes) if begins else None
    same = ("elder_id", "region_code", "organisation_id", "contract_id", "payer", "is_private")
    made = Visit(
        id=work.new_id(),
        plan_id=whole.id,
        item_id=of.id,
        occurs_on=day,
        service_id=service.id,
        mode=service.mode,
        window_starts_at=opens,
        window_ends_at=at_local(day) + timedelta(minutes=of.window_end),
        minutes=of.minutes,
        caregivers_needed=columns.pop("caregivers_needed", max(1, len(caregivers))),
        skills=list(of.skills),
        status=columns.pop("status", VisitStatus.ASSIGNED if caregivers else VisitStatus.PLANNED),
        starts_at=begins,
        ends_at=ends,
        made_at=work.now,
        updated_at=work.now,
        **{name: getattr(whole, name) for name in same},
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    if begins is not None and ends is not None:
        _claim(work, made, caregivers, begins, ends)
    return made


def _claim(
    work: UnitOfWork,
    visit: Visit,
    caregivers: tuple[Caregiver, ...],
    starts_at: datetime,
    ends_at: datetime,
) -> None:
    time = grains(starts_at, ends_at)
    work.session.add_all(ElderGrain(elder_id=visit.elder_id, grain=each, visit_id=visit.id) for each in time)
    for caregiver in caregivers:
        taken = Assignment(
            id=work.new_id(),
            visit_id=visit.id,
            caregiver_id=caregiver.id,
            starts_at=starts_at,
            ends_at=ends_at,
            assigned_at=work.now - timedelta(days=1),
        )
        work.session.add(taken)
        work.session.flush()
        work.session.add_all(
            CaregiverGrain(caregiver_id=caregiver.id, grain=each, assignment_id=taken.id) for each in time
        )
    work.session.flush()
