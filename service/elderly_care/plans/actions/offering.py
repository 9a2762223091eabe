"""Offering plans to elders, and what becomes of an offer that is not agreed to."""

from datetime import date, timedelta

from service.elderly_care import permissions
from service.elderly_care.plans import queries, rules
from service.elderly_care.plans.actions.freezing import freeze
from service.elderly_care.plans.actions.items import check_prices, check_rules
from service.elderly_care.plans.actions.telling import operator_of, tell_elder, tell_planners
from service.elderly_care.plans.errors import ContractGone, NothingPlanned, PlanDays
from service.elderly_care.plans.models import CarePlan, PlanVersion
from service.elderly_care.plans.rules import PlanStatus, VersionStatus
from service.elderly_care.plans.texts import DECLINED, LAPSED, OFFERED
from service.elderly_care.providers import queries as providers
from service.kit.acting import ActingAs, show_acting
from service.kit.actor import Function
from service.kit.clock import local_date
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.residents import actions as residents_actions
from service.residents.consents import queries as consents

_A_DAY = timedelta(days=1)


def offer(work: UnitOfWork, row: CarePlan) -> CarePlan:
    """Write down what a draft says and costs, and offer that to the elder.

    Raises OutOfScope, WrongState, PlanDays, ContractGone, NothingPlanned, NoPrice, BadRecurrence, ConsentMissing.
    """
    work.require(permissions.may_plan(work.actor, row.organisation_id), OutOfScope)
    rules.check_move(row.status, PlanStatus.OFFERED)
    consents.require_sharing(work, row.elder_id, row.organisation_id)
    if row.starts_on < local_date(work.now):
        raise PlanDays(field="starts_on")
    check_contract(work, row, row.starts_on)
    items = queries.items(work, row.id)
    if not items:
        raise NothingPlanned(field="items")
    check_rules(work, row, dict(enumerate(items)), ends_on=row.ends_on)
    check_prices(work, row, dict(enumerate(items)), row.starts_on)
    number = queries.next_number(work, row.id)
    for each in items:
        each.since_version = number
    offered = freeze_as_it_is(work, row, number)
    row.status, row.updated_at = PlanStatus.OFFERED, work.now
    tell_of_offer(work, row, offered)
    return row


def decline(work: UnitOfWork, row: CarePlan, *, reason: str) -> CarePlan:
    """Refuse what is on offer, as the elder or their proxy; a draft it is again, or all goes on as it was.

    Raises OutOfScope, WrongState.
    """
    acted_by = residents_actions.act_for(work, row.elder_id, permissions.PROXY_SCOPE, Function.CARE)
    if acted_by is not None and acted_by.acting_as is not ActingAs.PROXY:
        raise OutOfScope
    declined = drop_offer(work, row, VersionStatus.DECLINED)
    if declined is None:
        raise WrongState(state=row.status)
    declined.reason = reason
    show_acting(declined, acted_by)
    tell_planners(work, row, DECLINED, reason=reason)
    return row


def recall(work: UnitOfWork, row: CarePlan) -> CarePlan:
    """Take back what is on offer, as the operator's planners. Raises OutOfScope, WrongState."""
    work.require(permissions.may_plan(work.actor, row.organisation_id), OutOfScope)
    if drop_offer(work, row, VersionStatus.LAPSED) is None:
        raise WrongState(state=row.status)
    return row


def drop_offer(work: UnitOfWork, row: CarePlan, to: VersionStatus) -> PlanVersion | None:
    """Let what is on offer, if anything, be so no more; what only it would have brought is dropped with it."""
    waiting = queries.offered(work, row.id)
    if waiting is None:
        return None
    waiting.status, row.updated_at = to, work.now
    if row.present_version > 0:
        for each in queries.proposed_items(work, row):
            work.session.delete(each)
    elif row.status is PlanStatus.OFFERED:
        row.status = PlanStatus.DRAFT
    work.session.flush()
    return waiting


def lapse(work: UnitOfWork, row: CarePlan) -> None:
    """End an offer that nobody answered, and tell those who waited for it."""
    waiting = queries.offered(work, row.id)
    if waiting is None or local_date(work.now) <= answer_by(work, row, waiting):
        return
    starts_on = waiting.takes_effect_on
    drop_offer(work, row, VersionStatus.LAPSED)
    for say in (tell_elder, tell_planners):
        say(work, row, LAPSED, starts_on=starts_on)


def answer_by(work: UnitOfWork, row: CarePlan, offered: PlanVersion) -> date:
    """The last day on which an offer can be agreed to: a plan on its first day still, a change on the day before."""
    latest = offered.takes_effect_on - _A_DAY if row.present_version else offered.takes_effect_on
    if row.follows_id is not None and row.present_version == 0:
        return latest
    asked_for = local_date(offered.offered_at) + timedelta(days=work.house.settings.care_offer_days)
    return min(latest, asked_for)


def check_contract(work: UnitOfWork, row: CarePlan, day: date) -> None:
    """Raise ContractGone unless the contract of a plan, if it has one, holds on a day."""
    if row.contract_id is None:
        return
    contract = providers.contract_facts(work, row.contract_id)
    if contract is None or not contract.holds_on(day):
        raise ContractGone


def freeze_as_it_is(work: UnitOfWork, row: CarePlan, number: int) -> PlanVersion:
    """Write down a plan that was never agreed to as its draft has it."""
    return freeze(
        work,
        row,
        queries.items(work, row.id),
        number=number,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        preferred_caregivers=row.preferred_caregivers,
        refused_caregivers=row.refused_caregivers,
    )


def tell_of_offer(work: UnitOfWork, row: CarePlan, offered: PlanVersion) -> None:
    """Tell the elder and their proxies that something waits for their word."""
    tell_elder(
        work,
        row,
        OFFERED,
        operator=operator_of(work, row),
        starts_on=offered.takes_effect_on,
        until=answer_by(work, row, offered),
    )
