"""Staff accounts over HTTP: the system administrator's part."""

from typing import Any
from uuid import UUID

from service.accounts import permissions
from service.accounts.errors import OfAnAdministrator, PasswordUsedBefore, UsernameTaken, WeakPassword
from service.accounts.models import Account
from service.accounts.staff import actions, queries
from service.accounts.staff.schemas import (
    StaffChangesSchema,
    StaffFilterSchema,
    StaffRequestSchema,
    StaffSchema,
)
from service.kit.api import Blueprint
from service.kit.pages import Page
from service.kit.work import UnitOfWork

staff = Blueprint("staff", url_prefix="/accounts/staff", description="工作人员: accounts of staff.")


@staff.get()
@staff.paged(StaffSchema, StaffFilterSchema)
def list_staff(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Account]:
    """List accounts of staff, the newest first: for the system and the security administrator."""
    work.require(permissions.may_see_staff(work.actor))
    return queries.staff(work, **wanted)


@staff.post()
@staff.arguments(StaffRequestSchema)
@staff.response(201, StaffSchema)
@staff.fails(UsernameTaken, WeakPassword)
def create_staff(work: UnitOfWork, asked: dict[str, Any]) -> Account:
    """Make an account for a staff member: the system administrator.

    It has no duty yet, and its password must be changed at the first login.
    """
    return actions.create_staff(work, **asked, password_expires_at=work.now)


@staff.get("/<uuid:account_id>")
@staff.response(200, StaffSchema)
def get_staff(work: UnitOfWork, account_id: UUID) -> Account:
    """Read the account of a staff member."""
    work.require(permissions.may_see_staff(work.actor))
    return work.found(queries.staff_member(work, account_id))


@staff.patch("/<uuid:account_id>")
@staff.arguments(StaffChangesSchema)
@staff.response(200, StaffSchema)
@staff.fails(OfAnAdministrator, WeakPassword, PasswordUsedBefore)
def change_staff(work: UnitOfWork, changes: dict[str, Any], account_id: UUID) -> Account:
    """Rename, disable or enable a staff member, or give a new initial password: the system administrator.

    Disabling ends their logins at once. Administrators are disabled and reset on the server's command line.
    """
    work.require(permissions.may_keep_staff(work.actor))
    account = work.found(queries.staff_member(work, account_id))
    return actions.change_staff(work, account, changes)
