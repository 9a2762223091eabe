"""Duties over HTTP: the security administrator's part."""

from typing import Any
from uuid import UUID

from service.accounts import permissions
from service.accounts.duties import actions, queries
from service.accounts.duties.schemas import DutyRequestSchema
from service.accounts.errors import (
    AdministratorsApart,
    NothingToStandInFor,
    NotStaff,
    OwnDuty,
    PasswordNotTheirOwn,
    WrongFunctions,
    WrongPlaceForRole,
)
from service.accounts.models import AccountDuty
from service.accounts.schemas import DutySchema
from service.accounts.staff.queries import staff_member
from service.kit.api import Blueprint
from service.kit.pages import Page
from service.kit.work import UnitOfWork

duties_of_staff = Blueprint(
    "duties_of_staff",
    url_prefix="/accounts/staff/<uuid:account_id>/duties",
    description="职责: the duties of a staff member.",
)
duties = Blueprint("duties", url_prefix="/duties", description="职责: single duties.")


@duties_of_staff.get()
@duties_of_staff.paged(DutySchema)
def list_duties(work: UnitOfWork, wanted: dict[str, Any], account_id: UUID) -> Page[AccountDuty]:
    """List a staff member's duties, past and coming ones too: the system and the security administrator."""
    work.require(permissions.may_see_staff(work.actor))
    work.found(staff_member(work, account_id))
    return queries.duties_of(work, account_id, **wanted)


@duties_of_staff.post()
@duties_of_staff.arguments(DutyRequestSchema)
@duties_of_staff.response(201, DutySchema)
@duties_of_staff.fails(
    OwnDuty,
    NotStaff,
    PasswordNotTheirOwn,
    WrongPlaceForRole,
    WrongFunctions,
    NothingToStandInFor,
    AdministratorsApart,
)
def grant_duty(work: UnitOfWork, asked: dict[str, Any], account_id: UUID) -> AccountDuty:
    """Grant a staff member a duty: the security administrator, never to themselves.

    A stand-in (`stands_in_for`) needs a last day and may not outlast the duty it stands in for.
    """
    return actions.grant_duty(work, account_id, **asked)


@duties.get("/<uuid:duty_id>")
@duties.response(200, DutySchema)
def get_duty(work: UnitOfWork, duty_id: UUID) -> AccountDuty:
    """Read a duty."""
    work.require(permissions.may_see_staff(work.actor))
    return work.found(queries.duty(work, duty_id))


@duties.delete("/<uuid:duty_id>")
@duties.response(204)
@duties.fails(OwnDuty)
def revoke_duty(work: UnitOfWork, duty_id: UUID) -> None:
    """Revoke a duty at once, with those who stand in for it: the security administrator."""
    work.require(permissions.may_grant_duties(work.actor))
    actions.revoke_duty(work, work.found(queries.duty(work, duty_id)))
