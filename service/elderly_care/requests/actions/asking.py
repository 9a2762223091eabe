"""Asking for care, and taking it back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from service.elderly_care import permissions
from service.elderly_care.assessment import queries as assessments
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.requests import queries, rules
from service.elderly_care.requests.errors import NotVerifiedElder, RequestStands
from service.elderly_care.requests.messages import RequestMoved, RequestOver, RequestSubmitted
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestSource, RequestStatus
from service.elderly_care.rules import EligibilityClass, eligibility
from service.kit import locks
from service.kit.acting import ActedBy, ActingAs, acted_by_columns, by_staff, show_acting
from service.kit.actor import Function
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.residents import actions as residents_actions
from service.residents import queries as residents
from service.residents.consents import queries as consents
from service.residents.tags import queries as tags


def ask(
    work: UnitOfWork,
    *,
    elder_id: UUID,
    needs: Sequence[UUID],
    payer: Payer = Payer.SELF_PAY,
    once: bool = False,
    organisation_id: UUID | None = None,
    wished_organisation_id: UUID | None = None,
    preferred_times: Sequence[Mapping[str, Any]] = (),
    **details: Any,
) -> CareRequest:
    """Ask for services, as the elder, for them, or as a dispatcher for a caller; a dispatcher's stays with the operator.

    Raises OutOfScope, NotVerifiedElder, NoSuchService, RequestStands, and ConsentMissing when the elder has not agreed
    that the operator gets their data.
    """
    source, acted_by = _who_asks(work, elder_id, organisation_id)
    region_code = _region_of(work, elder_id)
    _check_needs(work, elder_id, needs)
    is_private = organisation_id is not None
    row = CareRequest(
        id=work.new_id(),
        elder_id=elder_id,
        region_code=region_code,
        source=source,
        needs=[str(each) for each in needs],
        payer=payer,
        is_private=is_private,
        is_once=once,
        preferred_times=list(preferred_times),
        wished_organisation_id=wished_organisation_id,
        status=RequestStatus.ASSIGNED if is_private else RequestStatus.SUBMITTED,
        eligibility=_eligibility(work, elder_id),
        submitted_at=work.now,
        due_on=_accepted_by(work),
        organisation_id=organisation_id,
        created_by=work.actor.account_id,
        updated_at=work.now,
        **acted_by_columns(acted_by),
    )
    _seal(work, row, details)
    work.session.add(row)
    work.session.flush()
    if not is_private:
        work.announce(RequestSubmitted(request_id=row.id))
    return row


def withdraw(work: UnitOfWork, row: CareRequest, *, reason: str | None = None) -> CareRequest:
    """Take a request back before care has begun, as the elder or for them. Raises OutOfScope, WrongState."""
    acted_by = _who_withdraws(work, row)
    rules.check_move(row.status, RequestStatus.WITHDRAWN)
    row.status, row.reason, row.due_on, row.updated_at = RequestStatus.WITHDRAWN, reason, None, work.now
    show_acting(row, acted_by)
    work.announce(RequestMoved(request_id=row.id, status=row.status))
    work.announce(RequestOver(request_id=row.id))
    return row


def _region_of(work: UnitOfWork, elder_id: UUID) -> str:
    elder = residents.standing(work, elder_id)
    if elder is None or not elder.is_verified or elder.region_code is None:
        raise NotVerifiedElder
    return elder.region_code


def _accepted_by(work: UnitOfWork) -> date:
    return working_day_after(local_date(work.now), work.house.settings.care_accept_working_days)


def _eligibility(work: UnitOfWork, elder_id: UUID) -> EligibilityClass:
    latest = assessments.latest_signed(work, elder_id)
    return eligibility(tags.codes_of(work, elder_id), latest.level if latest else None)


def _who_asks(
    work: UnitOfWork, elder_id: UUID, organisation_id: UUID | None
) -> tuple[RequestSource, ActedBy | None]:
    actor = work.actor
    if organisation_id is not None:
        work.require(permissions.may_plan(actor, organisation_id), OutOfScope)
        consents.require_sharing(work, elder_id, organisation_id)
        return RequestSource.DISPATCHER, by_staff(actor)
    acted_by = residents_actions.act_for(work, elder_id, permissions.PROXY_SCOPE, Function.CARE)
    if acted_by is None:
        return RequestSource.ELDER, None
    is_proxy = acted_by.acting_as is ActingAs.PROXY
    return (RequestSource.PROXY if is_proxy else RequestSource.WORKER), acted_by


def _who_withdraws(work: UnitOfWork, row: CareRequest) -> ActedBy | None:
    if row.is_private and permissions.may_plan(work.actor, row.organisation_id or row.id):
        return by_staff(work.actor)
    return residents_actions.act_for(work, row.elder_id, permissions.PROXY_SCOPE, Function.CARE)


def _check_needs(work: UnitOfWork, elder_id: UUID, needs: Sequence[UUID]) -> None:
    """Services that are on the list, and for which no other request of the elder stands."""
    known = catalogue.services_by_id(work, needs)
    for place, service_id in enumerate(needs):
        if service_id not in known or known[service_id].is_withdrawn:
            raise NoSuchService(field=f"needs.{place}")
    locks.hold(work, "care_request", elder_id)
    wanted = {str(each) for each in needs}
    if any(wanted & set(row.needs) for row in queries.standing_requests(work, [elder_id]) if not row.is_once):
        raise RequestStands


def _seal(work: UnitOfWork, row: CareRequest, told: Mapping[str, Any]) -> None:
    if told:
        text = orjson.dumps(told).decode()
        row.details_sealed = work.house.cipher.encrypt(text, bound_to=f"care_requests.details:{row.id}")
