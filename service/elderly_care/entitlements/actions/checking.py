"""What the street finds, and what is publicised because of it."""

from datetime import date

from service.elderly_care import permissions as care
from service.elderly_care.entitlements import permissions, queries, rules
from service.elderly_care.entitlements.actions.applying import note_condition
from service.elderly_care.entitlements.actions.stepping import due_in, step
from service.elderly_care.entitlements.errors import NotRecommended
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import EntitlementStatus, Opinion
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def check(work: UnitOfWork, row: Entitlement, *, facts: str, opinion: Opinion, reasons: str) -> Entitlement:
    """Note as the street what was found, whether the conditions are met, and why. Raises OutOfScope, WrongState."""
    path = regions.path_of(work, row.region_code)
    work.require(permissions.may_check(work.actor, path), OutOfScope)
    rules.check_move(row.status, EntitlementStatus.CHECKED)
    settings = work.house.settings
    days = settings.care_entitlement_publish_working_days
    if opinion is Opinion.NOT_MET:
        days = settings.care_entitlement_decide_working_days
    note_condition(row, queries.condition_of(work, row.elder_id))
    row.opinion, row.checked_by = opinion, work.actor.account_id
    return step(work, row, EntitlementStatus.CHECKED, facts=facts, text=reasons, due_on=due_in(work, days))


def publicise(work: UnitOfWork, row: Entitlement, *, starts_on: date | None = None) -> Entitlement:
    """Let anybody read for some days who is to get what; against the street's opinion only the district does.

    Raises OutOfScope, WrongState, NotRecommended, PublicationDay.
    """
    path = regions.path_of(work, row.region_code)
    work.require(permissions.may_publicise(work.actor, path), OutOfScope)
    rules.check_move(row.status, EntitlementStatus.PUBLICISED)
    if row.opinion is not Opinion.MET and not care.may_govern_at(work.actor, path):
        raise NotRecommended
    today, settings = local_date(work.now), work.house.settings
    days = rules.publication_days(starts_on or today, today, settings.care_publication_days)
    row.published_from, row.published_until = days.first, days.last
    due_on = due_in(work, settings.care_entitlement_decide_working_days, days.last)
    return step(work, row, EntitlementStatus.PUBLICISED, text=None, due_on=due_on)
