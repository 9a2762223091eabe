"""What plans do to the request that they serve."""

from uuid import UUID

from service.elderly_care.requests import queries, rules
from service.elderly_care.requests.messages import RequestMoved, RequestOver
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.work import UnitOfWork


def activate(work: UnitOfWork, request_id: UUID) -> None:
    """Note that a plan was agreed: care begins. Raises WrongState."""
    row = work.found(queries.request(work, request_id, to_change=True))
    rules.check_move(row.status, RequestStatus.ACTIVE)
    _move(work, row, RequestStatus.ACTIVE)


def close(work: UnitOfWork, request_id: UUID) -> None:
    """Note that the plan has ended, and with it what was asked for; one that is over stays as it is."""
    row = work.found(queries.request(work, request_id, to_change=True))
    if row.status in rules.MOVES[RequestStatus.CLOSED]:
        _move(work, row, RequestStatus.CLOSED)


def reopen(work: UnitOfWork, request_id: UUID) -> None:
    """Put a request back into the queue whose operator can not go on, without losing its place."""
    row = work.found(queries.request(work, request_id, to_change=True))
    if row.status not in rules.MOVES[RequestStatus.ASSESSED]:
        return
    row.contract_id = row.organisation_id = None
    _move(work, row, RequestStatus.ASSESSED)
    days = work.house.settings.care_assign_working_days
    row.due_on = working_day_after(local_date(work.now), days)


def hand_over(
    work: UnitOfWork, request_id: UUID, *, contract_id: UUID, organisation_id: UUID, agreed: bool
) -> None:
    """Let another contract serve a request from now on; where the elder has yet to agree to its plan, it waits for that."""
    row = work.found(queries.request(work, request_id, to_change=True))
    if row.status is not RequestStatus.ACTIVE:
        return
    row.contract_id, row.organisation_id, row.updated_at = contract_id, organisation_id, work.now
    if not agreed:
        _move(work, row, RequestStatus.ASSIGNED)
        days = work.house.settings.care_plan_working_days
        row.due_on = working_day_after(local_date(work.now), days)


def close_all_of(work: UnitOfWork, elder_id: UUID) -> int:
    """End everything that is asked for by somebody who has died or moved away; how many that were."""
    rows = queries.open_requests_of(work, elder_id)
    for row in rows:
        served = row.status is RequestStatus.ACTIVE
        row.status = RequestStatus.CLOSED if served else RequestStatus.WITHDRAWN
        row.due_on, row.updated_at = None, work.now
        work.announce(RequestOver(request_id=row.id))
    return len(rows)


def _move(work: UnitOfWork, row: CareRequest, to: RequestStatus) -> None:
    row.status, row.due_on, row.updated_at, row.overdue_told_at = to, None, work.now, None
    work.announce(RequestMoved(request_id=row.id, status=to))
