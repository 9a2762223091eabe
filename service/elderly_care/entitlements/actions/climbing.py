"""Reminding who owes a step, and saying above that it is late: to the street, later to the district."""

from service.elderly_care.entitlements import queries, rules
from service.elderly_care.entitlements.actions.telling import tell_staff
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import EntitlementStatus, Opinion
from service.elderly_care.entitlements.texts import DUE_SOON, OVERDUE, TO_DECIDE
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork


def tell_waiting(work: UnitOfWork) -> None:
    """Remind who owes the present step of an application before it is late, and tell above when it is, each once a step."""
    for row in queries.waiting(work):
        _remind(work, row)
        _tell_overdue(work, row)


def _remind(work: UnitOfWork, row: Entitlement) -> None:
    if row.reminded_at is not None or row.due_on is None:
        return
    today = local_date(work.now)
    if row.status is EntitlementStatus.PUBLICISED:
        if row.published_until is None or today <= row.published_until:
            return
        text = TO_DECIDE
    elif rules.is_to_remind(row.due_on, today, work.house.settings.care_entitlement_remind_working_days):
        text = DUE_SOON
    else:
        return
    row.reminded_at = work.now
    tell_staff(work, row, _owner(row), text, status=row.status.words, due_on=row.due_on)


def _tell_overdue(work: UnitOfWork, row: Entitlement) -> None:
    today = local_date(work.now)
    if row.due_on is None or today <= row.due_on:
        return
    owner = _owner(row)
    facts = {"status": row.status.words, "due_on": row.due_on}
    if row.overdue_told_at is None:
        row.overdue_told_at = work.now
        tell_staff(work, row, owner, OVERDUE, **facts)
        if owner is Role.DISTRICT_STAFF:
            row.district_told_at = work.now
    days = work.house.settings.care_entitlement_district_working_days
    if row.district_told_at is None and rules.is_for_district(row.due_on, today, days):
        row.district_told_at = work.now
        tell_staff(work, row, Role.DISTRICT_STAFF, OVERDUE, **facts)


def _owner(row: Entitlement) -> Role:
    """Whose step it is: the street's until it is publicised, unless the street found the conditions not met."""
    is_streets = row.status is EntitlementStatus.SUBMITTED or (
        row.status is EntitlementStatus.CHECKED and row.opinion is Opinion.MET
    )
    return Role.STREET_STAFF if is_streets else Role.DISTRICT_STAFF
