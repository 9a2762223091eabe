"""What the district decides: so much a month from a day until a last one, nothing, or no more from a day on."""

from datetime import date

from service.elderly_care import permissions
from service.elderly_care.entitlements import queries, rules
from service.elderly_care.entitlements.actions.applying import (
    check_beside,
    check_conditions,
    note_condition,
)
from service.elderly_care.entitlements.actions.comparing import compare
from service.elderly_care.entitlements.actions.stepping import step
from service.elderly_care.entitlements.errors import (
    AssessmentMissing,
    EntitlementOverlaps,
    MonthOfChange,
    ObjectionOpen,
    SameOfficer,
)
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import Days, EntitlementStatus, StopReason
from service.elderly_care.subsidies import queries as subsidies
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit import locks
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.regions import queries as regions


def grant(
    work: UnitOfWork,
    row: Entitlement,
    *,
    starts_on: date,
    ends_on: date,
    monthly_hours: int | None = None,
    monthly_fen: int | None = None,
    note: str | None = None,
) -> Entitlement:
    """Grant hours or fen a month once the publication is over and nobody objects; it is never changed afterwards.

    Raises OutOfScope, WrongState, PublicationRunning, ObjectionOpen, SameOfficer, HoursOrFen, OverTheCap,
    EntitlementDays, AssessmentMissing, NotEligible, SchemeExcluded, MonthOfChange, EntitlementOverlaps.
    """
    _check_decider(work, row, EntitlementStatus.GRANTED)
    rules.check_publication_over(row.published_until, local_date(work.now))
    if queries.has_open_objection(work, row.id):
        raise ObjectionOpen
    scheme = work.found(subsidies.scheme(work, row.scheme_id))
    days = Days(starts_on, ends_on)
    rules.check_amount(monthly_hours, monthly_fen, scheme.monthly_cap_fen)
    rules.check_days(days, Days(scheme.valid_from, scheme.valid_until))
    _check_elder(work, row, scheme, days)
    row.monthly_hours, row.monthly_fen = monthly_hours, monthly_fen
    row.starts_on, row.ends_on = starts_on, ends_on
    _note_decision(work, row)
    step(work, row, EntitlementStatus.GRANTED, text=note)
    work.session.flush()
    compare(work, [row])
    return row


def refuse(work: UnitOfWork, row: Entitlement, *, reason: str) -> Entitlement:
    """Refuse an application and say why. Raises OutOfScope, WrongState, SameOfficer."""
    _check_decider(work, row, EntitlementStatus.REFUSED)
    _note_decision(work, row)
    return step(work, row, EntitlementStatus.REFUSED, text=reason)


def stop(
    work: UnitOfWork, row: Entitlement, *, on: date, reason: StopReason, note: str | None = None
) -> Entitlement:
    """Let nothing be paid from a day on, also one that is past: what was claimed since is then recovered.

    Raises OutOfScope, WrongState, StopDay.
    """
    _check_place(work, row)
    rules.check_move(row.status, EntitlementStatus.STOPPED)
    rules.check_stop(on, queries.granted_days(row), row.stopped_from)
    row.stopped_from, row.stop_reason = on, reason
    return step(work, row, EntitlementStatus.STOPPED, text=note)


def _check_place(work: UnitOfWork, row: Entitlement) -> None:
    path = regions.path_of(work, row.region_code)
    work.require(permissions.may_govern_at(work.actor, path), OutOfScope)


def _check_decider(work: UnitOfWork, row: Entitlement, to: EntitlementStatus) -> None:
    _check_place(work, row)
    rules.check_move(row.status, to)
    if row.checked_by is not None and row.checked_by == work.actor.account_id:
        raise SameOfficer


def _check_elder(work: UnitOfWork, row: Entitlement, scheme: SubsidyScheme, days: Days) -> None:
    """Look once more at the elder as they stand today, and at what they have beside it: one decision at a time."""
    condition = queries.condition_of(work, row.elder_id)
    if rules.missing(queries.wanted_by(scheme), condition.level):
        raise AssessmentMissing
    check_conditions(scheme, condition)
    locks.hold(work, "care_entitlements", row.elder_id)
    check_beside(work, row.elder_id, scheme, days)
    change = queries.month_of_change(work, row.elder_id, scheme, days)
    if change is not None:
        other, month = change
        raise MonthOfChange(scheme=other.name, month=f"{month:%Y-%m}")
    if queries.has_on(work, row.elder_id, scheme.id, days):
        raise EntitlementOverlaps
    note_condition(row, condition)


def _note_decision(work: UnitOfWork, row: Entitlement) -> None:
    row.decided_by, row.decided_at = work.actor.account_id, work.now
