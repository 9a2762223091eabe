"""Whose turn it is, and which operators could serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, tuple_

from service.elderly_care.providers import queries as providers
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.queries.requests import WAITING
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.rules import EligibilityClass, rank
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions

_SERVED = (RequestStatus.ASSIGNED, RequestStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a request stands among those of its community that wait: by class, then by time."""

    eligibility: EligibilityClass
    ahead_of_class: int
    ahead_in_class: int
    waited_days: int

    @property
    def ahead(self) -> int:
        return self.ahead_of_class + self.ahead_in_class


@dataclass(frozen=True, slots=True)
class Choice:
    """An operator that could serve an elder, and how many it serves under that contract."""

    contract_id: UUID
    organisation_id: UUID
    name: str
    serves_now: int
    is_wished: bool


def place_in_queue(work: UnitOfWork, row: CareRequest) -> QueuePlace | None:
    """The place of a request that waits; None for one that does not."""
    if row.status not in WAITING:
        return None
    community = regions.place_in_community(work, row.region_code)
    here = regions.below([community.code if community else row.region_code])
    waiting = select(CareRequest.eligibility, func.count()).where(
        CareRequest.region_code.in_(here), CareRequest.status.in_(WAITING), CareRequest.id != row.id
    )
    mine = rank(row.eligibility)
    by_class = dict(work.session.execute(waiting.group_by(CareRequest.eligibility)).all())
    earlier = waiting.where(
        CareRequest.eligibility == row.eligibility,
        tuple_(CareRequest.submitted_at, CareRequest.id) < (row.submitted_at, row.id),
    )
    in_class = work.session.execute(earlier.group_by(CareRequest.eligibility)).all()
    return QueuePlace(
        eligibility=row.eligibility,
        ahead_of_class=sum(count for each, count in by_class.items() if rank(each) < mine),
        ahead_in_class=sum(count for _, count in in_class),
        waited_days=(local_date(work.now) - local_date(row.submitted_at)).days,
    )


def choices(work: UnitOfWork, row: CareRequest) -> list[Choice]:
    """Who could serve an elder today: the wished one first, then who serves the fewest."""
    path: Sequence[str] = regions.path_of(work, row.region_code)
    serving = providers.contracts_serving(work, path, local_date(work.now))
    names = organisations.names(work, {each.organisation_id for each in serving})
    counted = select(CareRequest.contract_id, func.count()).where(
        CareRequest.contract_id.in_([each.id for each in serving]), CareRequest.status.in_(_SERVED)
    )
    load = dict(work.session.execute(counted.group_by(CareRequest.contract_id)).all())
    found = [
        Choice(
            contract_id=each.id,
            organisation_id=each.organisation_id,
            name=names[each.organisation_id],
            serves_now=load.get(each.id, 0),
            is_wished=each.organisation_id == row.wished_organisation_id,
        )
        for each in serving
    ]
    return sorted(found, key=lambda each: (not each.is_wished, each.serves_now, each.contract_id))
