"""Questions about duties."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from service.accounts.models import Account, AccountDuty
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Holder:
    """Who an account is, with every duty it ever had."""

    account_id: UUID
    display_name: str
    resident_id: UUID | None
    duties: Sequence[AccountDuty]

    def duties_at(self, moment: datetime) -> list[AccountDuty]:
        """The duties that were valid then."""
        day = local_date(moment)
        return [
            duty
            for duty in self.duties
            if duty.valid_from <= day
            and (duty.valid_until is None or day <= duty.valid_until)
            and (duty.revoked_at is None or moment < duty.revoked_at)
        ]


def holders(work: UnitOfWork, account_ids: Collection[UUID]) -> dict[UUID, Holder]:
    """Who these accounts are and were, in two statements."""
    duties: dict[UUID, list[AccountDuty]] = {}
    theirs = select(AccountDuty).where(AccountDuty.account_id.in_(account_ids)).order_by(AccountDuty.id)
    for duty in work.session.scalars(theirs):
        duties.setdefault(duty.account_id, []).append(duty)
    named = select(Account.id, Account.display_name, Account.resident_id).where(Account.id.in_(account_ids))
    return {
        row.id: Holder(row.id, row.display_name, row.resident_id, duties.get(row.id, []))
        for row in work.session.execute(named)
    }


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
