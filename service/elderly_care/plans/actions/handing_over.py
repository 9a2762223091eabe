"""Going on when a contract ends: under the next one by a plan that follows, or back in the queue. No day without care."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from service.elderly_care.plans import queries
from service.elderly_care.plans.actions.agreeing import put_in_force
from service.elderly_care.plans.actions.ending import finish, hand_back, stop_after
from service.elderly_care.plans.actions.offering import freeze_as_it_is
from service.elderly_care.plans.actions.telling import operator_of, tell_elder, tell_planners, tell_workers
from service.elderly_care.plans.models import CarePlan, PlanItem, PlanPause
from service.elderly_care.plans.queries import PriceList
from service.elderly_care.plans.rules import AgreementWay, PlanStatus
from service.elderly_care.plans.texts import (
    HANDED_OVER,
    HANDOVER_OFFERED,
    HANDOVER_TO_WATCH,
    TAKEN_OVER,
)
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.queries import ContractFacts
from service.elderly_care.requests import queries as requests
from service.elderly_care.requests.rules import RequestStatus
from service.kit.acting import acted_by_columns
from service.kit.clock import local_date
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.consents import queries as consents

_A_DAY = timedelta(days=1)
CONTRACT_ENDS = Text("运营合同到期", "the operator's contract ends")
_SAME_OF_ITEM = (
    "service_id",
    "starts_on",
    "rrule",
    "minutes",
    "window_start",
    "window_end",
    "skills",
    "caregivers_needed",
    "on_holidays",
    "price_fen",
)
_SAME_OF_PLAN = ("request_id", "elder_id", "region_code", "payer", "is_private")


def hand_over(work: UnitOfWork, contract_id: UUID) -> None:
    """Let what is served under a contract go on after its last day; may be repeated, also when that day has changed."""
    contract = work.found(providers.contract_facts(work, contract_id))
    following = providers.following_contract(work, contract_id)
    for found in queries.plans_under(work, contract_id):
        row = queries.held(work, found)
        path = regions.path_of(work, row.region_code)
        fits = following is not None and following.holds_on(contract.ends_on + _A_DAY)
        to = following if following is not None and fits and following.serves(path) else None
        if row.status in queries.SERVED:
            _go_on(work, row, contract, to)
        elif row.status is not PlanStatus.ENDED and row.starts_on > contract.ends_on and not row.follows_id:
            hand_back(work, row, contract.ends_on, CONTRACT_ENDS)
            finish(work, row, last_day=local_date(work.now), because=CONTRACT_ENDS.zh)


def hand_over_what_ends(work: UnitOfWork) -> None:
    """Hand over what was agreed to after its contract's end was announced."""
    days = work.house.settings.care_handover_days
    for contract in providers.ending_before(work, local_date(work.now) + timedelta(days=days + 1)):
        hand_over(work, contract.id)


def _go_on(work: UnitOfWork, row: CarePlan, contract: ContractFacts, to: ContractFacts | None) -> None:
    former = queries.follower(work, row.id)
    until = former.ends_on if former else row.ends_on
    if row.request_goes_on:
        if _is_as_it_was(row, former, contract, to):
            return
        if former is not None:
            finish(work, queries.held(work, former), last_day=local_date(work.now), because=CONTRACT_ENDS.zh)
    elif row.ends_on is not None and row.ends_on <= contract.ends_on:
        return
    is_asked_for = _is_asked_for(work, row)
    row.request_goes_on = True
    stop_after(work, row, contract.ends_on)
    row.ended_because = CONTRACT_ENDS.zh
    # The row of the plan that follows comes after this one has made room for it.
    work.session.flush()
    if not is_asked_for:
        return
    if to is None:
        hand_back(work, row, contract.ends_on, CONTRACT_ENDS)
    else:
        _follow(work, row, contract, to, until if until is None or until > contract.ends_on else None)


def _is_as_it_was(
    row: CarePlan, former: CarePlan | None, contract: ContractFacts, to: ContractFacts | None
) -> bool:
    """Whether what was arranged for the end of a contract still fits it."""
    same_end = row.ends_on == contract.ends_on
    return same_end and (former.contract_id if former else None) == (to.id if to else None)


def _is_asked_for(work: UnitOfWork, row: CarePlan) -> bool:
    """Whether the request is still with this plan, and not back in the queue or with somebody else."""
    facts = work.found(requests.request_facts(work, row.request_id))
    return facts.status is RequestStatus.ACTIVE and facts.contract_id == row.contract_id


def _follow(
    work: UnitOfWork, row: CarePlan, contract: ContractFacts, to: ContractFacts, ends_on: date | None
) -> None:
    """A plan under the next contract that says the same: in force at no higher price, else for the elder to decide."""
    same_operator = to.organisation_id == row.organisation_id
    made = CarePlan(
        id=work.new_id(),
        organisation_id=to.organisation_id,
        contract_id=to.id,
        status=PlanStatus.DRAFT,
        starts_on=contract.ends_on + _A_DAY,
        ends_on=ends_on,
        present_version=0,
        # Caregivers are an operator's own.
        preferred_caregivers=list(row.preferred_caregivers) if same_operator else [],
        refused_caregivers=list(row.refused_caregivers) if same_operator else [],
        follows_id=row.id,
        request_goes_on=False,
        made_at=work.now,
        updated_at=work.now,
        **{name: getattr(row, name) for name in _SAME_OF_PLAN},
    )
    work.session.add(made)
    work.session.flush()
    items = _copied(work, row, made)
    old, new = PriceList(work, contract.id, items), PriceList(work, to.id, items)
    prices = [(old.price(each, contract.ends_on), new.price(each, made.starts_on)) for each in items]
    if all(after is not None for _, after in prices):
        offered = freeze_as_it_is(work, made, 1)
        made.status = PlanStatus.OFFERED
        if _is_no_worse(prices) and consents.may_share(work, row.elder_id, to.organisation_id):
            put_in_force(work, made, offered, AgreementWay.HANDOVER)
    _tell(work, row, made)


def _is_no_worse(prices: Sequence[tuple[int | None, int | None]]) -> bool:
    return all(before is not None and after is not None and after <= before for before, after in prices)


def _copied(work: UnitOfWork, row: CarePlan, made: CarePlan) -> list[PlanItem]:
    """The items that go on, counting from the same day so that every second Tuesday stays the same one; and the pauses."""
    items = [
        PlanItem(
            id=work.new_id(),
            plan_id=made.id,
            since_version=1,
            **{name: getattr(each, name) for name in _SAME_OF_ITEM},
        )
        for each in queries.present_items(work, row)
    ]
    work.session.add_all(items)
    for halt in queries.pauses(work, [row.id]):
        if halt.ends_on is None or halt.ends_on >= made.starts_on:
            work.session.add(
                PlanPause(
                    id=work.new_id(),
                    plan_id=made.id,
                    starts_on=max(halt.starts_on, made.starts_on),
                    ends_on=halt.ends_on,
                    reason=halt.reason,
                    paused_by=halt.paused_by,
                    paused_at=halt.paused_at,
                    **acted_by_columns(halt.acted_by),
                )
            )
    work.session.flush()
    return items


def _tell(work: UnitOfWork, row: CarePlan, made: CarePlan) -> None:
    operator = operator_of(work, made)
    tell_planners(work, made, TAKEN_OVER, starts_on=made.starts_on, status=made.status.words)
    if made.status in queries.SERVED:
        tell_elder(work, made, HANDED_OVER, operator=operator, starts_on=made.starts_on)
        return
    tell_elder(work, made, HANDOVER_OFFERED, operator=operator, last_day=row.ends_on)
    tell_workers(work, made, HANDOVER_TO_WATCH, operator=operator, starts_on=made.starts_on)
