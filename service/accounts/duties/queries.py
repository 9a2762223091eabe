"""Questions about duties."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from service.accounts.models import AccountDuty
from service.kit.actor import Role
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


def duties_of(
    work: UnitOfWork, account_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[AccountDuty]:
    """The duties of an account that are not revoked, past and coming ones too, the newest first."""
    query = select(AccountDuty).where(AccountDuty.account_id == account_id, AccountDuty.revoked_at.is_(None))
    return page(work, query, by=(AccountDuty.id,), cursor=cursor, limit=limit, descending=True)


def duty(work: UnitOfWork, duty_id: UUID) -> AccountDuty | None:
    """A duty that is not revoked."""
    return work.session.scalar(
        select(AccountDuty).where(AccountDuty.id == duty_id, AccountDuty.revoked_at.is_(None))
    )


def duty_over(
    work: UnitOfWork, account_id: UUID, where: ColumnElement[bool], valid_from: date, valid_until: date
) -> AccountDuty | None:
    """An account's own duty in the same post that lasts over all these days; held, so that it is not revoked meanwhile."""
    lasting = and_(
        AccountDuty.account_id == account_id,
        AccountDuty.revoked_at.is_(None),
        AccountDuty.stands_in_for.is_(None),
        AccountDuty.valid_from <= valid_from,
        or_(AccountDuty.valid_until.is_(None), AccountDuty.valid_until >= valid_until),
    )
    return work.session.scalar(select(AccountDuty).where(lasting, where).limit(1).with_for_update(read=True))


def same_post(role: Role, region_code: str | None, organisation_id: UUID | None) -> ColumnElement[bool]:
    """The condition of a duty with this role in this place."""
    return and_(
        AccountDuty.role == role,
        AccountDuty.region_code.is_not_distinct_from(region_code),
        AccountDuty.organisation_id.is_not_distinct_from(organisation_id),
    )
