"""What grants and revokes duties."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import update

from service.accounts import permissions, rules
from service.accounts.duties import queries
from service.accounts.errors import (
    NothingToStandInFor,
    NotStaff,
    OwnDuty,
    PasswordNotTheirOwn,
    WrongPlaceForRole,
)
from service.accounts.models import AccountDuty
from service.accounts.staff.queries import staff_member
from service.kit.actor import ADMINISTRATORS, ORGANISATION_ROLES, Function, Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.regions import queries as regions


def grant_duty(
    work: UnitOfWork,
    account_id: UUID,
    *,
    role: Role,
    region_code: str | None = None,
    organisation_id: UUID | None = None,
    functions: Collection[Function] = (),
    valid_from: date | None = None,
    valid_until: date | None = None,
    stands_in_for: UUID | None = None,
) -> AccountDuty:
    """Give a staff member a duty from a day (today) until and with another (open).

    Raises OwnDuty, NotStaff, PasswordNotTheirOwn, WrongPlaceForRole, WrongFunctions, NothingToStandInFor or
    AdministratorsApart.
    """
    work.require(permissions.may_grant_duties(work.actor))
    work.require(permissions.may_decide_about(work.actor, account_id), OwnDuty)
    _check_account(work, account_id, role)
    _check_place(work, role, region_code, organisation_id)
    duty = AccountDuty(
        account_id=account_id,
        role=role,
        region_code=region_code,
        organisation_id=organisation_id,
        valid_from=valid_from or local_date(work.now),
        valid_until=valid_until,
        stands_in_for=stands_in_for,
        granted_by=work.actor.account_id,
        granted_at=work.now,
    )
    rules.check_days(duty.valid_from, duty.valid_until)
    duty.functions = [each.value for each in _functions(work, duty, functions)]
    work.session.add(duty)
    work.session.flush()
    return duty


def revoke_duty(work: UnitOfWork, duty: AccountDuty) -> None:
    """Take a duty away at once, and from who stands in for it; raises OwnDuty."""
    work.require(permissions.may_grant_duties(work.actor))
    work.require(permissions.may_decide_about(work.actor, duty.account_id), OwnDuty)
    work.expect(duty)
    duty.revoked_at = work.now
    work.session.flush()
    stand_ins = (
        AccountDuty.stands_in_for == duty.account_id,
        AccountDuty.revoked_at.is_(None),
        queries.same_post(duty.role, duty.region_code, duty.organisation_id),
    )
    work.session.execute(update(AccountDuty).where(*stand_ins).values(revoked_at=work.now))


def _check_account(work: UnitOfWork, account_id: UUID, role: Role) -> None:
    """An administrator's password is known to nobody else, also not to the one who made the account."""
    account = work.found(staff_member(work, account_id))
    if account.disabled_at is not None:
        raise NotStaff
    is_initial = account.password_expires_at is not None and account.password_expires_at <= work.now
    if role in ADMINISTRATORS and is_initial and not work.actor.is_system:
        raise PasswordNotTheirOwn


def _check_place(work: UnitOfWork, role: Role, region_code: str | None, organisation_id: UUID | None) -> None:
    levels = rules.LEVELS_OF_ROLE.get(role, frozenset())
    region = regions.region(work, region_code) if region_code else None
    organisation = organisations.organisation(work, organisation_id) if organisation_id else None
    if levels:
        fits = region is not None and region.level in levels and organisation_id is None
        field, expected = "region_code", f"region_code ({', '.join(sorted(levels))})"
    elif role in ORGANISATION_ROLES:
        fits = organisation is not None and region_code is None
        field, expected = "organisation_id", "organisation_id"
    else:
        fits = region_code is None and organisation_id is None
        field, expected = "role", "region_code: null, organisation_id: null"
    if not fits:
        raise WrongPlaceForRole(field=field, role=role.value, expected=expected)


def _functions(work: UnitOfWork, duty: AccountDuty, named: Collection[Function]) -> list[Function]:
    """The matters of the duty; a stand-in has those of whom it stands in for, or some of them."""
    if duty.stands_in_for is None:
        return rules.functions_of(duty.role, named)
    post = queries.same_post(duty.role, duty.region_code, duty.organisation_id)
    if duty.valid_until is None:
        raise NothingToStandInFor(field="valid_until")
    theirs = queries.duty_over(work, duty.stands_in_for, post, duty.valid_from, duty.valid_until)
    if theirs is None or duty.stands_in_for == duty.account_id:
        raise NothingToStandInFor(field="stands_in_for")
    possible = {Function(each) for each in theirs.functions}
    if not set(named) <= possible:
        raise NothingToStandInFor(field="functions")
    return sorted(set(named) or possible)
