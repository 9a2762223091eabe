"""The next visits of some elders, their open requests, and the plans that they are offered, in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, Uuid, cast, func, select, union_all

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.plans.models import CarePlan, PlanVersion
from service.elderly_care.plans.rules import VersionStatus
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.queries import WAITING
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.database import Moment
from service.kit.lists import EachGiven, in_text
from service.kit.prepared import Prepared, unseen
from service.kit.work import UnitOfWork

_NEXT = 3
_OPEN = 5
# No window is longer than a day, and if the elder agrees a visit is made at any time of the day that its window touches.
_LONGEST = timedelta(days=2)
_TO_COME = (VisitStatus.PLANNED, VisitStatus.ASSIGNED, VisitStatus.IN_PROGRESS)


@dataclass(slots=True)
class VisitAhead:
    """A visit that is not over; before it is arranged it begins at any time of its window."""

    id: UUID
    resident_id: UUID
    service_name: str
    starts_at: datetime
    ends_at: datetime
    status: str


@dataclass(slots=True)
class OpenRequest:
    """A request for care that is on its way."""

    id: UUID
    resident_id: UUID
    submitted_at: datetime
    status: str


@dataclass(slots=True)
class PlanOffered:
    """A plan that waits for the elder's word."""

    id: UUID
    resident_id: UUID


class CareAhead(NamedTuple):
    """What lies ahead, the nearest visit and the newest request first, whosever they are."""

    visits: list[VisitAhead]
    requests: list[OpenRequest]
    plans: list[PlanOffered]


def ahead(work: UnitOfWork, elder_ids: Collection[UUID]) -> CareAhead:
    """The next few visits of each of these elders, what they have asked for, and what they are to agree to."""
    found = CareAhead([], [], [])
    for row in _AHEAD(work, elder_ids=list(elder_ids), now=work.now, since=work.now - _LONGEST):
        if row.kind == "visit":
            times = (row.starts_at, row.ends_at)
            found.visits.append(VisitAhead(row.id, row.elder_id, row.service_name, *times, row.status))
        elif row.kind == "request":
            found.requests.append(OpenRequest(row.id, row.elder_id, row.starts_at, row.status))
        else:
            found.plans.append(PlanOffered(row.id, row.elder_id))
    found.visits.sort(key=lambda each: (each.starts_at, each.id))
    found.requests.sort(key=lambda each: each.id, reverse=True)
    found.plans.sort(key=lambda each: each.id)
    return found


# Unseen, so that no moment promises a better plan than the one that is kept.
_NOW = unseen("now", Moment())
_EACH = EachGiven("elder_ids", Uuid())


def _columns(
    kind: str, row: Any, *, name: Any = None, starts_at: Any = None, ends_at: Any = None
) -> tuple[Any, ...]:
    return (
        in_text(kind).label("kind"),
        row.id,
        row.elder_id,
        cast(row.status, String).label("status"),
        cast(name, String).label("service_name"),
        cast(starts_at, Moment()).label("starts_at"),
        cast(ends_at, Moment()).label("ends_at"),
    )


def _one_of(*values: str) -> list[Any]:
    return [in_text(value) for value in values]


def _visits() -> Any:
    starts_at = func.coalesce(Visit.starts_at, Visit.window_starts_at)
    ends_at = func.coalesce(Visit.ends_at, Visit.window_ends_at)
    first = (
        select(*_columns("visit", Visit, name=CareService.name, starts_at=starts_at, ends_at=ends_at))
        .join(CareService, CareService.id == Visit.service_id)
        .where(
            Visit.elder_id == _EACH.value,
            # By the index.
            Visit.window_starts_at > unseen("since", Moment()),
            ends_at > _NOW,
            Visit.status.in_(_one_of(*_TO_COME)),
        )
        .order_by(starts_at, Visit.id)
        .limit(in_text(_NEXT))
    )
    return _EACH.first(first)


def _requests() -> Any:
    first = (
        select(*_columns("request", CareRequest, starts_at=CareRequest.submitted_at))
        .where(CareRequest.elder_id == _EACH.value, CareRequest.status.in_(_one_of(*WAITING)))
        .order_by(CareRequest.id.desc())
        .limit(in_text(_OPEN))
    )
    return _EACH.first(first)


def _plans() -> Any:
    first = (
        select(*_columns("plan", CarePlan))
        .join(PlanVersion, PlanVersion.plan_id == CarePlan.id)
        .where(CarePlan.elder_id == _EACH.value, PlanVersion.status.in_(_one_of(VersionStatus.OFFERED)))
        .order_by(CarePlan.id)
        .limit(in_text(_OPEN))
    )
    return _EACH.first(first)


_AHEAD = Prepared(union_all(_visits(), _requests(), _plans()))
