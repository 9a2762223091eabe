"""What a caregiver has to do: times and areas; how to get in stands behind a door that opens the evening before."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.kit.clock import at_local
from service.kit.work import UnitOfWork

_MOST = 500


@dataclass(slots=True, kw_only=True)
class MyStop:
    """A visit or a round of one's own; `area` names the place down to the estate, `door` how to get in, when it is time."""

    kind: str
    visit_id: UUID | None
    round_id: UUID | None
    status: str
    mode: Mode
    service_name: str
    name: str | None
    starts_at: datetime
    ends_at: datetime
    travel_minutes: int
    partners: list[str]
    elder_id: UUID | None = field(repr=False)
    request_id: UUID | None = field(repr=False)
    region_code: str | None = field(repr=False)
    elder_name: str | None = field(default=None, repr=False)
    area: str | None = None
    door: Any = field(default=None, repr=False)


def stops_of_mine(work: UnitOfWork, caregiver_id: UUID, first: date, last: date) -> list[MyStop]:
    """What a caregiver does on these days, in the order of time, in one statement."""
    begins, ends = at_local(first), at_local(last + timedelta(days=1))
    mine = _MINE.where(
        Assignment.caregiver_id == caregiver_id,
        Assignment.starts_at >= begins,
        Assignment.starts_at < ends,
    )
    rows = work.session.execute(mine.limit(_MOST))
    return [
        MyStop(
            kind="visit" if row.visit_id else "round",
            visit_id=row.visit_id,
            round_id=row.round_id,
            status=str(row.visit_status or row.round_status),
            mode=Mode(row.visit_mode or row.round_mode),
            service_name=row.service_name,
            name=row.name,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            travel_minutes=row.travel_minutes,
            partners=list(row.partners or ()),
            elder_id=row.elder_id,
            request_id=row.request_id,
            region_code=row.region_code,
        )
        for row in rows
    ]


_OTHER, _PARTNER = aliased(Assignment), aliased(Caregiver)
_PARTNERS = (
    select(func.array_agg(_PARTNER.name))
    .join(_OTHER, _OTHER.caregiver_id == _PARTNER.id)
    .where(
        or_(_OTHER.visit_id == Assignment.visit_id, _OTHER.round_id == Assignment.round_id),
        _OTHER.released_at.is_(None),
        _OTHER.caregiver_id != Assignment.caregiver_id,
    )
)
_MINE: Any = (
    select(
        Assignment.visit_id,
        Assignment.round_id,
        Assignment.starts_at,
        Assignment.ends_at,
        Assignment.travel_minutes,
        Visit.status.label("visit_status"),
        Round.status.label("round_status"),
        Visit.mode.label("visit_mode"),
        Round.mode.label("round_mode"),
        Visit.elder_id,
        Visit.region_code,
        CarePlan.request_id,
        Round.name,
        CareService.name.label("service_name"),
        _PARTNERS.correlate(Assignment).scalar_subquery().label("partners"),
    )
    .outerjoin(Visit, Visit.id == Assignment.visit_id)
    .outerjoin(CarePlan, CarePlan.id == Visit.plan_id)
    .outerjoin(Round, Round.id == Assignment.round_id)
    .join(CareService, CareService.id == func.coalesce(Visit.service_id, Round.service_id))
    .where(Assignment.released_at.is_(None))
    .order_by(Assignment.starts_at, Assignment.id)
)
