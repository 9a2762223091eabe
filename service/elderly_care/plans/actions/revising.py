"""Changing a plan from a day on, by a new version that the elder agrees to; what is served now goes on until then."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.plans import queries
from service.elderly_care.plans.actions.freezing import freeze
from service.elderly_care.plans.actions.items import check_caregivers, check_prices, check_rules, make_items
from service.elderly_care.plans.actions.offering import check_contract, tell_of_offer
from service.elderly_care.plans.errors import NoSuchItem, PlanDays, RevisionOpen
from service.elderly_care.plans.models import CarePlan, PlanItem
from service.elderly_care.plans.rules import VersionStatus
from service.kit.clock import local_date
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.residents.consents import queries as consents

_A_DAY = timedelta(days=1)
LONGEST_AHEAD = timedelta(days=366)


def revise(
    work: UnitOfWork,
    row: CarePlan,
    *,
    from_day: date,
    items: Sequence[Mapping[str, Any]],
    **other: Any,
) -> CarePlan:
    """Offer that from a day on a plan says something else; items that are named by their id alone go on.

    Raises OutOfScope, WrongState, RevisionOpen, PlanDays, NoSuchItem, ConsentMissing, and what is wrong with an item.
    """
    work.require(permissions.may_plan(work.actor, row.organisation_id), OutOfScope)
    # What goes over to another operator is changed there.
    if row.status not in queries.SERVED or row.request_goes_on:
        raise WrongState(state=row.status)
    if queries.offered(work, row.id) is not None:
        raise RevisionOpen
    consents.require_sharing(work, row.elder_id, row.organisation_id)
    ends_on = other.get("ends_on", row.ends_on)
    _check_days(work, row, from_day, ends_on)
    preferred = other.get("preferred_caregivers", row.preferred_caregivers)
    refused = other.get("refused_caregivers", row.refused_caregivers)
    check_caregivers(work, row, preferred, refused)
    number = queries.next_number(work, row.id)
    whole = _whole(work, row, items, number=number, from_day=from_day, ends_on=ends_on)
    offered = freeze(
        work,
        row,
        whole,
        number=number,
        starts_on=from_day,
        ends_on=ends_on,
        preferred_caregivers=preferred,
        refused_caregivers=refused,
    )
    row.updated_at = work.now
    tell_of_offer(work, row, offered)
    return row


def _check_days(work: UnitOfWork, row: CarePlan, from_day: date, ends_on: date | None) -> None:
    """A change begins tomorrow or later, not before the one that was agreed to last, and within plan and contract."""
    today = local_date(work.now)
    agreed = [each for each in queries.versions(work, row.id) if each.status is VersionStatus.AGREED]
    earliest = max([today + _A_DAY, row.starts_on, *(each.takes_effect_on for each in agreed)])
    latest = min(filter(None, [today + LONGEST_AHEAD, row.ends_on, ends_on]))
    if not earliest <= from_day <= latest:
        raise PlanDays(field="from")
    check_contract(work, row, from_day)


def _whole(
    work: UnitOfWork,
    row: CarePlan,
    wanted: Sequence[Mapping[str, Any]],
    *,
    number: int,
    from_day: date,
    ends_on: date | None,
) -> list[PlanItem]:
    """What the plan would say then: what goes on, and what is new."""
    going_on = _going_on(queries.present_items(work, row), wanted)
    check_rules(work, row, going_on, ends_on=ends_on)
    check_prices(work, row, going_on, from_day)
    new = {place: each for place, each in enumerate(wanted) if "id" not in each}
    made = make_items(work, row, new, since_version=number, starts_on=from_day, ends_on=ends_on)
    places = going_on | dict(zip(new, made, strict=True))
    return [places[place] for place in sorted(places)]


def _going_on(present: Sequence[PlanItem], wanted: Sequence[Mapping[str, Any]]) -> dict[int, PlanItem]:
    known: dict[UUID, PlanItem] = {each.id: each for each in present}
    found = {}
    for place, each in enumerate(wanted):
        if "id" in each:
            # Taken out of what is known: one that stands twice is not found again.
            item = known.pop(each["id"], None)
            if item is None:
                raise NoSuchItem(field=f"items.{place}.id")
            found[place] = item
    return found
