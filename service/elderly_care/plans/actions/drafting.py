"""Drafting plans."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from service.elderly_care import permissions
from service.elderly_care.plans import queries
from service.elderly_care.plans.actions.ending import finish
from service.elderly_care.plans.actions.items import check_caregivers, check_prices, check_rules, make_items
from service.elderly_care.plans.errors import PlanDays
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.plans.rules import PlanStatus
from service.elderly_care.providers import queries as providers
from service.elderly_care.requests import queries as requests
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit.clock import local_date
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.residents.consents import queries as consents

LONGEST_AHEAD = timedelta(days=366)
_NOT_AGREED = (PlanStatus.DRAFT, PlanStatus.OFFERED)


def draft(
    work: UnitOfWork,
    *,
    request_id: UUID,
    items: Sequence[Mapping[str, Any]],
    starts_on: date,
    ends_on: date | None = None,
    preferred_caregivers: Sequence[UUID] = (),
    refused_caregivers: Sequence[UUID] = (),
) -> CarePlan:
    """Draft a plan for a request that the planner's operator has.

    Raises OutOfScope, WrongState, PlanStands, PlanDays, ConsentMissing, and what is wrong with an item.
    """
    asked = requests.readable(work, request_id, to_change=True)
    if asked.organisation_id is None or not permissions.may_plan(work.actor, asked.organisation_id):
        raise OutOfScope
    if asked.status is not RequestStatus.ASSIGNED:
        raise WrongState(state=asked.status)
    consents.require_sharing(work, asked.elder_id, asked.organisation_id)
    _end_what_others_drafted(work, asked)
    row = _row_for(work, asked, starts_on, ends_on)
    check_days(work, row)
    check_caregivers(work, row, preferred_caregivers, refused_caregivers)
    row.preferred_caregivers, row.refused_caregivers = list(preferred_caregivers), list(refused_caregivers)
    work.session.add(row)
    work.session.flush()
    make_items(
        work, row, dict(enumerate(items)), since_version=1, starts_on=row.starts_on, ends_on=row.ends_on
    )
    return row


def change(work: UnitOfWork, row: CarePlan, changes: Mapping[str, Any]) -> CarePlan:
    """Change a draft; its list of items is replaced as a whole. Raises OutOfScope, WrongState, and as draft does."""
    work.require(permissions.may_plan(work.actor, row.organisation_id), OutOfScope)
    work.expect(row)
    if row.status is not PlanStatus.DRAFT:
        raise WrongState(state=row.status)
    for name in ("starts_on", "ends_on", "preferred_caregivers", "refused_caregivers"):
        if name in changes:
            setattr(row, name, changes[name])
    check_days(work, row)
    check_caregivers(work, row, row.preferred_caregivers, row.refused_caregivers)
    old = queries.items(work, row.id)
    if "items" in changes:
        for each in old:
            work.session.delete(each)
        work.session.flush()
        wanted = dict(enumerate(changes["items"]))
        number = queries.next_number(work, row.id)
        make_items(work, row, wanted, since_version=number, starts_on=row.starts_on, ends_on=row.ends_on)
    elif {"starts_on", "ends_on"} & changes.keys():
        for each in old:
            each.starts_on = row.starts_on
        check_rules(work, row, dict(enumerate(old)), ends_on=row.ends_on)
        check_prices(work, row, dict(enumerate(old)), row.starts_on)
    touch(work, row)
    return row


def check_days(work: UnitOfWork, row: CarePlan) -> None:
    """Raise PlanDays unless a plan that is not agreed yet can begin and end on its days."""
    today = local_date(work.now)
    if not today <= row.starts_on <= today + LONGEST_AHEAD:
        raise PlanDays(field="starts_on")
    if row.ends_on is not None and row.ends_on < row.starts_on:
        raise PlanDays(field="ends_on")
    if row.contract_id is not None:
        contract = providers.contract_facts(work, row.contract_id)
        if contract is None or not contract.holds_on(row.starts_on):
            raise PlanDays(field="starts_on")
    for other in queries.plans_of_request(work, row.request_id):
        served = other.id != row.id and other.present_version > 0
        last = queries.last_day(other)
        if served and last is not None and row.starts_on <= last:
            raise PlanDays(field="starts_on")


def touch(work: UnitOfWork, row: CarePlan) -> None:
    """Let a plan, and so its ETag, show that something of it has changed, also where that stands in other rows."""
    row.updated_at = work.now
    flag_modified(row, "updated_at")


def _row_for(work: UnitOfWork, asked: CareRequest, starts_on: date, ends_on: date | None) -> CarePlan:
    same = ("elder_id", "region_code", "organisation_id", "contract_id", "payer", "is_private")
    return CarePlan(
        id=work.new_id(),
        request_id=asked.id,
        status=PlanStatus.DRAFT,
        starts_on=starts_on,
        ends_on=ends_on,
        present_version=0,
        request_goes_on=False,
        made_by=work.actor.account_id,
        made_at=work.now,
        updated_at=work.now,
        **{name: getattr(asked, name) for name in same},
    )


def _end_what_others_drafted(work: UnitOfWork, asked: CareRequest) -> None:
    """What the operator drafted that had the request before is of no use any more."""
    for other in queries.plans_of_request(work, asked.id):
        moved = (other.organisation_id, other.contract_id) != (asked.organisation_id, asked.contract_id)
        if moved and other.status in _NOT_AGREED and not other.request_goes_on:
            held = queries.held(work, other)
            finish(work, held, last_day=local_date(work.now), because=None)
    work.session.flush()
