"""Requests for care in one line."""

from collections.abc import Sequence
from typing import Any

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.providers.models import Contract
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestSource, RequestStatus
from service.elderly_care.rules import EligibilityClass
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.factories import care

_WITH_OPERATOR = (RequestStatus.ASSIGNED, RequestStatus.ACTIVE, RequestStatus.CLOSED)


def request(
    work: UnitOfWork,
    elder: Resident,
    services: Sequence[CareService],
    *,
    status: RequestStatus = RequestStatus.SUBMITTED,
    contract: Contract | None = None,
    **columns: Any,
) -> CareRequest:
    """A request of the elder's own, with an operator if it stands there."""
    if status in _WITH_OPERATOR and contract is None:
        contract = care.contract(work, care.operator(work))
    made = CareRequest(
        id=work.new_id(),
        elder_id=elder.id,
        region_code=elder.region_code,
        source=RequestSource.ELDER,
        needs=[str(each.id) for each in services],
        payer=columns.pop("payer", Payer.SELF_PAY),
        status=status,
        eligibility=columns.pop("eligibility", EligibilityClass.ORDINARY),
        submitted_at=columns.pop("submitted_at", work.now),
        contract_id=contract.id if contract else None,
        organisation_id=contract.organisation_id if contract else None,
        updated_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made
