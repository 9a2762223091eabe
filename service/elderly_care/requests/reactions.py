"""What becomes of requests when something is told: of assessments, of themselves, of their elders."""

from service.accounts import queries as accounts
from service.elderly_care import permissions
from service.elderly_care.assessment.messages import AssessmentSigned
from service.elderly_care.requests import actions, messages, queries, texts
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import Function, Role
from service.kit.messages import on
from service.kit.telling import Recipient, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents
from service.residents.homes import actions as homes
from service.residents.messages import ResidentDied, ResidentMovedAway, ResidentPlaceChanged


@on(messages.RequestSubmitted)
def tell_workers(work: UnitOfWork, told: messages.RequestSubmitted) -> None:
    """The workers of the elder's community are told that somebody asks."""
    row = work.found(queries.request(work, told.request_id))
    if row.status is not RequestStatus.SUBMITTED:
        return
    path = regions.path_of(work, row.region_code)
    names = residents.masked_names(work, [row.elder_id])
    for account_id in accounts.account_ids_serving(work, path, Role.COMMUNITY_WORKER, Function.CARE):
        tell(
            work,
            Recipient(account_id=account_id),
            texts.TO_ACCEPT,
            subject=row.id,
            elder=names[row.elder_id],
            eligibility=row.eligibility.words,
            due_on=row.due_on,
        )


@on(messages.RequestMoved)
def tell_of_move(work: UnitOfWork, told: messages.RequestMoved) -> None:
    """The elder and their proxies are told where it stands, an operator what was given to it."""
    row = work.found(queries.request(work, told.request_id))
    if row.status != told.status:
        return
    elder = Recipient(resident_id=row.elder_id, scope=permissions.PROXY_SCOPE)
    if row.status is RequestStatus.REJECTED:
        tell(work, elder, texts.REJECTED, subject=row.id, reason=row.reason or "")
    else:
        tell(work, elder, texts.MOVED, subject=row.id, status=row.status.words)
    if row.status is RequestStatus.ASSIGNED:
        _tell_operator(work, row)


@on(AssessmentSigned)
def go_on_after_assessment(work: UnitOfWork, told: AssessmentSigned) -> None:
    """What waited for the assessment goes on."""
    actions.note_assessment(work, told.elder_id, told.assessment_id, told.level)


@on(ResidentDied)
def end_requests_of_the_dead(work: UnitOfWork, told: ResidentDied) -> None:
    """Nothing more is asked for."""
    _end_all(work, told)


@on(ResidentMovedAway)
def end_requests_of_who_left(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """Care in this district ends with living in it."""
    _end_all(work, told)


@on(ResidentPlaceChanged)
def follow_elder(work: UnitOfWork, told: ResidentPlaceChanged) -> None:
    """Care goes where the elder lives."""
    actions.follow_elder(work, told.resident_id)


def _end_all(work: UnitOfWork, told: ResidentDied | ResidentMovedAway) -> None:
    if not residents.has_left(work, told.resident_id):
        return
    ended = actions.close_all_of(work, told.resident_id)
    if ended:
        what = Text(f"{ended} 份养老服务申请", f"{ended} requests for care")
        homes.note_ended(work, told.resident_id, what, subject=told.resident_id)


def _tell_operator(work: UnitOfWork, row: CareRequest) -> None:
    if row.organisation_id is None:
        return
    for account_id in accounts.account_ids_working_for(work, row.organisation_id, permissions.PLANNERS):
        tell(work, Recipient(account_id=account_id), texts.TO_PLAN, subject=row.id, due_on=row.due_on)
