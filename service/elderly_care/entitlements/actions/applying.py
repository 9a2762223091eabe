"""Applying for a scheme for an elder, and taking it back."""

from datetime import date
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.entitlements import queries, rules
from service.elderly_care.entitlements.actions.stepping import due_in, sealed_words, step
from service.elderly_care.entitlements.errors import (
    NoSuchScheme,
    NotEligible,
    SchemeExcluded,
    SchemeNotInForce,
)
from service.elderly_care.entitlements.messages import EntitlementMoved
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.queries import Condition
from service.elderly_care.entitlements.rules import Days, EntitlementStatus
from service.elderly_care.requests.errors import NotVerifiedElder
from service.elderly_care.subsidies import queries as subsidies
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.acting import ActedBy, acted_by_columns, show_acting
from service.kit.actor import Function
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents import actions as residents_actions
from service.residents import queries as residents


def apply_for(work: UnitOfWork, *, elder_id: UUID, scheme_code: str, note: str | None = None) -> Entitlement:
    """Apply for a scheme, as the elder, for them, or as the worker at the door; what nobody can tell yet is no refusal.

    Raises OutOfScope, NotVerifiedElder, NoSuchScheme, SchemeNotInForce, NotEligible, SchemeExcluded, ApplicationStands.
    """
    acted_by = _acting_for(work, elder_id)
    region_code = _region_of(work, elder_id)
    scheme = _scheme(work, scheme_code)
    condition = queries.condition_of(work, elder_id)
    check_conditions(scheme, condition)
    check_beside(work, elder_id, scheme, Days(local_date(work.now), None))
    row = Entitlement(
        id=work.new_id(),
        elder_id=elder_id,
        region_code=region_code,
        scheme_id=scheme.id,
        status=EntitlementStatus.SUBMITTED,
        applied_at=work.now,
        due_on=due_in(work, work.house.settings.care_entitlement_check_working_days),
        created_by=work.actor.account_id,
        updated_at=work.now,
        **acted_by_columns(acted_by),
    )
    note_condition(row, condition)
    row.note_sealed = sealed_words(work, note, f"care_entitlements.note:{row.id}")
    work.session.add(row)
    work.announce(EntitlementMoved(entitlement_id=row.id, status=row.status))
    return row


def withdraw(work: UnitOfWork, row: Entitlement, *, reason: str | None = None) -> Entitlement:
    """Take an application back before it is decided. Raises OutOfScope, WrongState."""
    acted_by = _acting_for(work, row.elder_id)
    rules.check_move(row.status, EntitlementStatus.WITHDRAWN)
    show_acting(row, acted_by)
    return step(work, row, EntitlementStatus.WITHDRAWN, text=reason, acted_by=acted_by)


def check_conditions(scheme: SubsidyScheme, condition: Condition) -> None:
    """Raise NotEligible for what is known to speak against it."""
    reasons = rules.reasons_against(queries.wanted_by(scheme), condition.level, condition.eligibility)
    if reasons:
        raise NotEligible(reasons)


def check_beside(work: UnitOfWork, elder_id: UUID, scheme: SubsidyScheme, days: Days) -> None:
    """Raise SchemeExcluded when the elder has, on one of these days, what nobody has beside it."""
    other = queries.scheme_excluded_by(work, elder_id, scheme, days)
    if other is not None:
        raise SchemeExcluded(scheme=other.name)


def note_condition(row: Entitlement, condition: Condition) -> None:
    """Keep on what class and level a decision stands."""
    row.eligibility, row.level = condition.eligibility, condition.level
    row.assessment_id = condition.assessment_id


def note_assessment(work: UnitOfWork, elder_id: UUID) -> None:
    """Let what an elder has applied for stand on the level that was found now."""
    condition = queries.condition_of(work, elder_id)
    for row in queries.held_of(work, elder_id):
        if row.status in rules.OPEN:
            note_condition(row, condition)
            row.updated_at = work.now


def _acting_for(work: UnitOfWork, elder_id: UUID) -> ActedBy | None:
    return residents_actions.act_for(work, elder_id, permissions.PROXY_SCOPE, Function.CARE)


def _region_of(work: UnitOfWork, elder_id: UUID) -> str:
    elder = residents.standing(work, elder_id)
    if elder is None or not elder.is_verified or elder.region_code is None:
        raise NotVerifiedElder
    return elder.region_code


def _scheme(work: UnitOfWork, code: str) -> SubsidyScheme:
    scheme = subsidies.scheme_with_code(work, code)
    if scheme is None:
        raise NoSuchScheme(field="scheme_code")
    if not _is_in_force(scheme, local_date(work.now)):
        raise SchemeNotInForce(field="scheme_code")
    return scheme


def _is_in_force(scheme: SubsidyScheme, today: date) -> bool:
    return Days(scheme.valid_from, scheme.valid_until).within(Days(today, today)) is not None
