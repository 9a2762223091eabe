"""Elders who are cared for: a door, a request, a plan with one item, in one line."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.plans.models import CarePlan, PlanItem
from service.elderly_care.providers.models import Contract
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.rules import Point
from service.elderly_care.visits.models import Visit
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.factories import care_plans, care_requests, doors, residents

DAYTIME = (8 * 60, 18 * 60)


@dataclass(frozen=True, slots=True)
class Cared:
    """An elder with what they get."""

    elder: Resident
    request: CareRequest
    plan: CarePlan
    item: PlanItem
    service: CareService

    def visit(
        self, work: UnitOfWork, *caregivers: Caregiver, on: date | None = None, **columns: Any
    ) -> Visit:
        """A visit of the item, tomorrow unless said otherwise."""
        day = on or local_date(work.now) + timedelta(days=1)
        return care_plans.visit(
            work, self.item, self.service, on=day, caregivers=tuple(caregivers), **columns
        )


def cared(
    work: UnitOfWork,
    contract: Contract,
    service: CareService,
    *,
    place: Point | None = doors.HOME,
    window: tuple[int, int] = DAYTIME,
    refused: tuple[Caregiver, ...] = (),
    preferred: tuple[Caregiver, ...] = (),
    elder: Resident | None = None,
    is_private: bool = False,
    **item: Any,
) -> Cared:
    """An elder at this place whose item asks for a visit each day, between eight and six unless said otherwise."""
    who = elder or residents.resident(work)
    if elder is None:
        doors.door(work, who, place)
    asked = care_requests.request(
        work, who, [service], status=RequestStatus.ACTIVE, contract=contract, is_private=is_private
    )
    plan = care_plans.plan(
        work,
        asked,
        refused_caregivers=[each.id for each in refused],
        preferred_caregivers=[each.id for each in preferred],
    )
    made = care_plans.item(work, plan, service, window=window, **item)
    return Cared(who, asked, plan, made, service)
