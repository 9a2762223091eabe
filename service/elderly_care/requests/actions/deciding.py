"""Accepting, rejecting and assigning requests, and saying so when nobody does in time."""

from uuid import UUID

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.assessment import queries as assessments
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.catalogue.rules import AssessmentNeed
from service.elderly_care.providers import queries as providers
from service.elderly_care.requests import queries, rules
from service.elderly_care.requests.errors import NotServedThere, StillNeedsAssessment
from service.elderly_care.requests.messages import RequestMoved
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.requests.texts import OVERDUE
from service.elderly_care.rules import eligibility
from service.kit.acting import show_acting
from service.kit.actor import Function, Role
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import actions as residents_actions
from service.residents.consents import queries as consents
from service.residents.queries import masked_names
from service.residents.tags import queries as tags

_ABOVE = (Role.STREET_STAFF, Role.DISTRICT_STAFF)


def accept(work: UnitOfWork, row: CareRequest) -> CareRequest:
    """Take a request on; where no assessment comes first it goes on at once. Raises OutOfScope, WrongState."""
    _require_handling(work, row)
    rules.check_move(row.status, RequestStatus.ACCEPTED)
    today = local_date(work.now)
    need = rules.strictest(catalogue.assessment_needs(work, _services(row), row.payer))
    latest = assessments.latest_signed(work, row.elder_id)
    if latest is not None and latest.holds_on(today):
        row.assessment_id = latest.id
    elif need[0] is AssessmentNeed.REQUIRED:
        _move(work, row, RequestStatus.ACCEPTED, work.house.settings.care_assess_working_days)
        return row
    row.assess_by = None if row.assessment_id else rules.assess_by(today, need)
    _move(work, row, RequestStatus.ASSESSED, work.house.settings.care_assign_working_days)
    return row


def reject(work: UnitOfWork, row: CareRequest, *, reason: str) -> CareRequest:
    """Refuse a request, with the reason that the elder reads. Raises OutOfScope, WrongState."""
    _require_handling(work, row)
    rules.check_move(row.status, RequestStatus.REJECTED)
    row.reason = reason
    _move(work, row, RequestStatus.REJECTED, None)
    return row


def assign(work: UnitOfWork, row: CareRequest, *, contract_id: UUID) -> CareRequest:
    """Give a request to an operator, as a worker or as the elder's choice; the elder must agree that it gets their data.

    Raises OutOfScope, WrongState, StillNeedsAssessment, NotServedThere, ConsentMissing.
    """
    if not permissions.may_handle(work.actor, regions.path_of(work, row.region_code)):
        show_acting(
            row, residents_actions.act_for(work, row.elder_id, permissions.PROXY_SCOPE, Function.CARE)
        )
    if row.status is RequestStatus.ACCEPTED:
        raise StillNeedsAssessment
    if row.status is RequestStatus.SUBMITTED:
        rules.check_move(row.status, RequestStatus.ACTIVE)
    rules.check_move(row.status, RequestStatus.ASSIGNED)
    contract = providers.contract_facts(work, contract_id)
    path = regions.path_of(work, row.region_code)
    if contract is None or not contract.holds_on(local_date(work.now)) or not contract.serves(path):
        raise NotServedThere(field="contract_id")
    consents.require_sharing(work, row.elder_id, contract.organisation_id)
    row.contract_id, row.organisation_id = contract.id, contract.organisation_id
    _move(work, row, RequestStatus.ASSIGNED, work.house.settings.care_plan_working_days)
    return row


def note_assessment(work: UnitOfWork, elder_id: UUID, assessment_id: UUID, level: int) -> None:
    """Let what waited for an assessment go on, and everything stand where the level puts it."""
    held = tags.codes_of(work, elder_id)
    for row in queries.open_requests_of(work, elder_id):
        row.eligibility = eligibility(held, level)
        row.assessment_id, row.assess_by = assessment_id, None
        if row.status is RequestStatus.ACCEPTED:
            _move(work, row, RequestStatus.ASSESSED, work.house.settings.care_assign_working_days)


def tell_overdue(work: UnitOfWork) -> None:
    """Tell the street and the district of requests whose step is late, once for each step."""
    for row in queries.overdue(work):
        row.overdue_told_at = work.now
        path = regions.path_of(work, row.region_code)
        names = masked_names(work, [row.elder_id])
        for role in _ABOVE:
            for account_id in accounts.account_ids_serving(work, path, role, Function.CARE):
                tell(
                    work,
                    Recipient(account_id=account_id),
                    OVERDUE,
                    subject=row.id,
                    elder=names[row.elder_id],
                    status=row.status.words,
                    due_on=row.due_on,
                )


def _require_handling(work: UnitOfWork, row: CareRequest) -> None:
    path = regions.path_of(work, row.region_code)
    work.require(permissions.may_handle(work.actor, path), OutOfScope)


def _services(row: CareRequest) -> list[UUID]:
    return [UUID(each) for each in row.needs]


def _move(work: UnitOfWork, row: CareRequest, to: RequestStatus, working_days: int | None) -> None:
    today = local_date(work.now)
    row.status, row.updated_at, row.overdue_told_at = to, work.now, None
    row.due_on = None if working_days is None else working_day_after(today, working_days)
    row.decided_by = work.actor.account_id
    work.announce(RequestMoved(request_id=row.id, status=to))
