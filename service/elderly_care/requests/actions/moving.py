"""Requests follow their elder to another place of the district, so that its workers see them and nobody else's do."""

from collections.abc import Sequence
from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.providers import queries as providers
from service.elderly_care.requests import queries
from service.elderly_care.requests.messages import RequestPlaceChanged
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.texts import ELDER_MOVED, MOVED_HERE, NOT_SERVED_HERE
from service.kit.actor import Function, Role
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


def follow_elder(work: UnitOfWork, elder_id: UUID) -> None:
    """Let what is open for an elder stand where they live now; what is over stays where it was."""
    elder = residents.standing(work, elder_id)
    if elder is None or elder.region_code is None:
        return
    for row in queries.open_requests_of(work, elder_id):
        if row.region_code != elder.region_code:
            _move(work, row, elder.region_code)


def _move(work: UnitOfWork, row: CareRequest, region_code: str) -> None:
    formerly, row.region_code, row.updated_at = row.region_code, region_code, work.now
    work.audit("care_request_followed_elder", subject=row.id, region_code=region_code, formerly=formerly)
    work.announce(RequestPlaceChanged(request_id=row.id))
    if _community(work, formerly) != _community(work, region_code):
        _tell_workers(work, row)
        _tell_operator(work, row)


def _community(work: UnitOfWork, region_code: str) -> str | None:
    steps = regions.steps_down_to(work, [region_code]).get(region_code, [])
    return next((step.code for step in steps if step.level == "community"), None)


def _tell_workers(work: UnitOfWork, row: CareRequest) -> None:
    """The workers of the new community; what is private is between the elder and the operator."""
    if row.is_private:
        return
    path = regions.path_of(work, row.region_code)
    text = MOVED_HERE if _is_served_there(work, row, path) else NOT_SERVED_HERE
    names = residents.masked_names(work, [row.elder_id])
    for account_id in accounts.account_ids_serving(work, path, Role.COMMUNITY_WORKER, Function.CARE):
        tell(
            work,
            Recipient(account_id=account_id),
            text,
            subject=row.id,
            elder=names[row.elder_id],
            status=row.status.words,
        )


def _tell_operator(work: UnitOfWork, row: CareRequest) -> None:
    if row.organisation_id is None:
        return
    for account_id in accounts.account_ids_working_for(work, row.organisation_id, permissions.PLANNERS):
        tell(work, Recipient(account_id=account_id), ELDER_MOVED, subject=row.id)


def _is_served_there(work: UnitOfWork, row: CareRequest, path: Sequence[str]) -> bool:
    contract = providers.contract_facts(work, row.contract_id) if row.contract_id else None
    return contract is None or contract.serves(path)
