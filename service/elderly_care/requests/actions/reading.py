"""Reading requests, each reading of somebody's details noted; and forgetting them."""

from typing import Any
from uuid import UUID

from service.elderly_care.requests import queries, rules
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.queries import ShownRequest
from service.elderly_care.requests.rules import RequestSource
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.consents import queries as consents

_OF_RESIDENTS = (RequestSource.ELDER, RequestSource.PROXY)


def read(work: UnitOfWork, row: CareRequest) -> ShownRequest:
    """One request with its details; an operator's planners need the elder's consent to it, or see none."""
    is_open = _sees_details(work, row)
    told = _told(work, row) if is_open else None
    named = residents.names_for_care if is_open else residents.masked_names
    names = named(work, [row.elder_id])
    if work.actor.is_staff:
        work.audit("get_care_request", subject=row.id, region_code=row.region_code, people=[row.elder_id])
    return queries.shown(work, row, names.get(row.elder_id), told)


def read_list(work: UnitOfWork, **wanted: Any) -> Page[ShownRequest]:
    """A page of requests without details, noted for whom staff read of."""
    found = queries.requests(work, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people and work.actor.is_staff:
        work.audit("list_care_requests", people=people)
    return found


def forget_person(work: UnitOfWork, elder_id: UUID) -> None:
    """Forget what somebody told when they asked for care; what was given stands in plans and visits."""
    for row in queries.every_request_of(work, elder_id):
        row.details_sealed = row.reason = row.acted_by_name = None
        row.preferred_times = []


def _told(work: UnitOfWork, row: CareRequest) -> dict[str, Any]:
    """What was told; what a resident wrote is no other resident's to read before a worker has taken the request on."""
    told = queries.details(work, row)
    actor = work.actor
    is_own = not actor.is_resident or actor.account_id == row.created_by
    if is_own or row.status in rules.TAKEN_ON or row.source not in _OF_RESIDENTS:
        return told
    return {name: value for name, value in told.items() if name not in rules.FREE_WORDS}


def _sees_details(work: UnitOfWork, row: CareRequest) -> bool:
    organisation_id: UUID | None = row.organisation_id
    if organisation_id is None or organisation_id not in work.actor.served_organisations():
        return True
    return consents.may_share(work, row.elder_id, organisation_id)
