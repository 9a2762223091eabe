"""What becomes of plans when something is told: of contracts, consents, requests, and of their elders."""

from datetime import date
from uuid import UUID

from service.elderly_care.plans import actions, queries
from service.elderly_care.plans.rules import PlanStatus
from service.elderly_care.providers.messages import ContractEnding
from service.elderly_care.requests.messages import RequestOver, RequestPlaceChanged
from service.kit.clock import local_date
from service.kit.messages import on
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.consents.messages import ConsentWithdrawn
from service.residents.homes import actions as homes
from service.residents.messages import ResidentDied, ResidentMovedAway

_SHARING = "share_with_operator"
_NOT_AGREED = (PlanStatus.DRAFT, PlanStatus.OFFERED)


@on(ContractEnding)
def hand_over_plans(work: UnitOfWork, told: ContractEnding) -> None:
    """What is served under the contract goes on under the next one, or its request back into the queue."""
    actions.hand_over(work, told.contract_id)


@on(ConsentWithdrawn)
def stop_serving(work: UnitOfWork, told: ConsentWithdrawn) -> None:
    """An operator that may not have somebody's data any more serves them no more."""
    if told.purpose == _SHARING and told.organisation_id is not None:
        actions.stop_sharing(work, told.resident_id, told.organisation_id)


@on(RequestOver)
def drop_what_was_drafted(work: UnitOfWork, told: RequestOver) -> None:
    """What was drafted for a request that is over is dropped; what was agreed to has its own end."""
    for found in queries.plans_of_request(work, told.request_id):
        if found.status in _NOT_AGREED:
            row = queries.held(work, found)
            actions.finish(work, row, last_day=local_date(work.now), because=None)


@on(RequestPlaceChanged)
def follow_request(work: UnitOfWork, told: RequestPlaceChanged) -> None:
    """What is planned goes where the elder lives now."""
    actions.follow_request(work, told.request_id)


@on(ResidentDied)
def end_plans_of_the_dead(work: UnitOfWork, told: ResidentDied) -> None:
    """Nobody is visited any more."""
    _end_all(work, told.resident_id, told.died_on)


@on(ResidentMovedAway)
def end_plans_of_who_left(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """Care in this district ends with living in it."""
    _end_all(work, told.resident_id, told.moved_out_on)


def _end_all(work: UnitOfWork, elder_id: UUID, last_day: date | None) -> None:
    if not residents.has_left(work, elder_id):
        return
    today = local_date(work.now)
    ended = actions.finish_all_of(work, elder_id, min(last_day or today, today))
    if ended:
        what = Text(f"{ended} 份照护计划", f"{ended} care plans")
        homes.note_ended(work, elder_id, what, subject=elder_id)
