"""Requests one by one and in pages, for who may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, or_, select

from service.elderly_care import permissions
from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestSource, RequestStatus
from service.elderly_care.rules import EligibilityClass
from service.kit.acting import ActedBy
from service.kit.actor import Function
from service.kit.clock import local_date
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

WAITING = (RequestStatus.SUBMITTED, RequestStatus.ACCEPTED, RequestStatus.ASSESSED, RequestStatus.ASSIGNED)
STANDING = (*WAITING, RequestStatus.ACTIVE)
# What an operator's planners see: what is theirs to do, or was.
_WITH_OPERATOR = (RequestStatus.ASSIGNED, RequestStatus.ACTIVE, RequestStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What other rooms need to know of a request."""

    id: UUID
    elder_id: UUID
    region_code: str
    status: RequestStatus
    payer: Payer
    is_private: bool
    is_once: bool
    organisation_id: UUID | None
    contract_id: UUID | None


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request as it is told; `details` only where one request is read by who needs them."""

    id: UUID
    version: int
    elder_id: UUID
    elder_name: str | None
    region_code: str
    source: RequestSource
    needs: Sequence[UUID]
    payer: Payer
    private: bool
    once: bool
    preferred_times: Sequence[Any]
    wished_organisation_id: UUID | None
    status: RequestStatus
    eligibility: EligibilityClass
    submitted_at: datetime
    due_on: date | None
    assess_by: date | None
    assessment_id: UUID | None
    organisation_id: UUID | None
    contract_id: UUID | None
    reason: str | None
    acted_by: ActedBy | None
    details: Mapping[str, Any] | None


def request(work: UnitOfWork, request_id: UUID, *, to_change: bool = False) -> CareRequest | None:
    """The request with this id; who reads it to change it waits for others who do."""
    query = select(CareRequest).where(CareRequest.id == request_id)
    return work.session.scalar(query.with_for_update() if to_change else query)


def request_facts(work: UnitOfWork, request_id: UUID) -> RequestFacts | None:
    """What is known of a request."""
    row = request(work, request_id)
    names = RequestFacts.__dataclass_fields__
    return None if row is None else RequestFacts(**{name: getattr(row, name) for name in names})


def details(work: UnitOfWork, row: CareRequest) -> dict[str, Any]:
    """How to get in, and what else was told."""
    if row.details_sealed is None:
        return {}
    text = work.house.cipher.decrypt(row.details_sealed, bound_to=f"care_requests.details:{row.id}")
    told: dict[str, Any] = orjson.loads(text)
    return told


def details_of(work: UnitOfWork, request_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """How to get in, by these requests, in one statement."""
    query = select(CareRequest).where(CareRequest.id.in_(request_ids))
    return {row.id: details(work, row) for row in work.session.scalars(query)}


def shown(
    work: UnitOfWork, row: CareRequest, elder_name: str | None, told: Mapping[str, Any] | None = None
) -> ShownRequest:
    """A request as it is told."""
    work.session.flush()
    same = ShownRequest.__dataclass_fields__.keys() - {"elder_name", "private", "once", "needs", "details"}
    return ShownRequest(
        **{name: getattr(row, name) for name in same},
        elder_name=elder_name,
        private=row.is_private,
        once=row.is_once,
        needs=[UUID(each) for each in row.needs],
        details=told,
    )


def requests(
    work: UnitOfWork,
    *,
    elder_id: UUID | None = None,
    status: RequestStatus | None = None,
    region_code: str | None = None,
    overdue: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownRequest]:
    """The requests that the actor may see, the newest first. Raises Forbidden."""
    query = _within_reach(work)
    if elder_id is not None:
        query = query.where(CareRequest.elder_id == elder_id)
    if status is not None:
        query = query.where(CareRequest.status == status)
    if region_code is not None:
        query = query.where(CareRequest.region_code.in_(regions.below([region_code])))
    if overdue:
        query = query.where(CareRequest.due_on < local_date(work.now), CareRequest.status.in_(WAITING))
    found = page(work, query, by=(CareRequest.id,), cursor=cursor, limit=limit, descending=True)
    names = names_for(work, [row.elder_id for row in found.items])
    return Page([shown(work, row, names.get(row.elder_id)) for row in found.items], found.next_cursor)


def names_for(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, str]:
    """The elders' names as a list shows them to the actor: in full to who has them in their place, else masked."""
    if work.actor.is_staff and not work.actor.served_regions(permissions.WORKERS, Function.CARE):
        return residents.masked_names(work, elder_ids)
    return residents.names_for_care(work, elder_ids)


def readable(work: UnitOfWork, request_id: UUID, *, to_change: bool = False) -> CareRequest:
    """A request that the actor may see. Raises NotFound, Forbidden."""
    query = _within_reach(work).where(CareRequest.id == request_id)
    if to_change:
        query = query.with_for_update(of=CareRequest)
    return work.found(work.session.scalar(query))


def open_requests_of(work: UnitOfWork, elder_id: UUID) -> Sequence[CareRequest]:
    """An elder's requests that are not over, held until this transaction ends."""
    query = select(CareRequest).where(CareRequest.elder_id == elder_id, CareRequest.status.in_(STANDING))
    return work.session.scalars(query.order_by(CareRequest.id).with_for_update()).all()


def standing_requests(work: UnitOfWork, elder_ids: Collection[UUID]) -> Sequence[CareRequest]:
    """What these elders ask for or are served with, in one statement."""
    query = select(CareRequest).where(CareRequest.elder_id.in_(elder_ids), CareRequest.status.in_(STANDING))
    return work.session.scalars(query.order_by(CareRequest.id)).all()


def every_request_of(work: UnitOfWork, elder_id: UUID) -> Sequence[CareRequest]:
    """All that somebody has asked for, the oldest first."""
    query = select(CareRequest).where(CareRequest.elder_id == elder_id)
    return work.session.scalars(query.order_by(CareRequest.id)).all()


def overdue(work: UnitOfWork) -> Sequence[CareRequest]:
    """Requests whose step is late and of which nobody above was told yet."""
    late = (CareRequest.due_on < local_date(work.now), CareRequest.overdue_told_at.is_(None))
    query = select(CareRequest).where(*late, CareRequest.status.in_(WAITING))
    return work.session.scalars(query.order_by(CareRequest.id).with_for_update(skip_locked=True)).all()


def missing_assessments(work: UnitOfWork) -> Sequence[CareRequest]:
    """Requests whose assessment was to follow by now and did not, and of which not everybody was told yet."""
    late = (CareRequest.assess_by < local_date(work.now), CareRequest.assess_street_told_at.is_(None))
    query = select(CareRequest).where(*late, CareRequest.status.in_(STANDING))
    return work.session.scalars(query.order_by(CareRequest.id).with_for_update(skip_locked=True)).all()


def _within_reach(work: UnitOfWork) -> Select[CareRequest]:
    actor = work.actor
    if actor.is_staff:
        tops = actor.served_regions(permissions.WORKERS, Function.CARE)
        operators = actor.served_organisations(permissions.PLANNERS)
        if not tops and not operators:
            raise Forbidden
        with_operator = (CareRequest.organisation_id.in_(operators)) & (
            CareRequest.status.in_(_WITH_OPERATOR) | CareRequest.is_private
        )
        here = CareRequest.region_code.in_(regions.below(tops)) & ~CareRequest.is_private
        return select(CareRequest).where(or_(with_operator, here))
    if actor.account_id is None:
        raise Forbidden
    elders = residents.elder_ids(work, actor.account_id, permissions.PROXY_SCOPE)
    own = [actor.resident_id] if actor.resident_id else []
    return select(CareRequest).where(CareRequest.elder_id.in_([*own, *elders]))
