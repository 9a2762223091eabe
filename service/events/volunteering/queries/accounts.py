"""What somebody has in the time bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from service.events.volunteering import permissions, rules
from service.events.volunteering.models import TimeAccount, TimeCorrection
from service.events.volunteering.queries.books import credited
from service.events.volunteering.queries.reach import names, own_and_elders
from service.kit.clock import local_date
from service.kit.errors import Forbidden
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.queries import Standing


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """Somebody's minutes today; of today and this month how many may still be credited."""

    resident_id: UUID
    resident_name: str | None
    balance_minutes: int
    earned_minutes: int
    transferable_minutes: int
    owed_minutes: int
    left_today_minutes: int
    left_this_month_minutes: int


def standing_of(work: UnitOfWork, resident_id: UUID) -> Standing:
    """A resident whose account the actor may read. Raises NotFound to who may not, Forbidden to who reads none."""
    actor = work.actor
    found = residents.standing(work, resident_id)
    if permissions.may_audit(actor) or actor.is_system:
        return work.found(found)
    if not actor.is_staff:
        return work.found(found if resident_id in own_and_elders(work) else None)
    tops = permissions.tops(actor)
    if not tops:
        raise Forbidden
    return work.found(found if found and set(tops) & set(found.path) else None)


def account(work: UnitOfWork, resident_id: UUID) -> ShownAccount:
    """What somebody has, also who has nothing yet; the caller has checked who asks."""
    rows = _accounts_of(work, resident_id)
    balance, earned = sum(row.balance for row in rows), sum(row.earned for row in rows)
    passed_on = sum(row.passed_on for row in rows)
    owed = select(func.coalesce(func.sum(TimeCorrection.owed), 0))
    today, month = credited(work, resident_id, local_date(work.now))
    settings = work.house.settings
    left_of_month = max(0, settings.time_bank_month_minutes - month)
    return ShownAccount(
        resident_id=resident_id,
        resident_name=names(work, {resident_id}).get(resident_id),
        balance_minutes=balance,
        earned_minutes=earned,
        transferable_minutes=rules.transferable(balance=balance, earned=earned, passed_on=passed_on),
        owed_minutes=work.session.scalar(owed.where(TimeCorrection.resident_id == resident_id)) or 0,
        left_today_minutes=min(left_of_month, max(0, settings.time_bank_day_minutes - today)),
        left_this_month_minutes=left_of_month,
    )


def _accounts_of(work: UnitOfWork, resident_id: UUID) -> Sequence[TimeAccount]:
    query = select(TimeAccount).where(TimeAccount.resident_id == resident_id)
    return work.session.scalars(query, execution_options={"populate_existing": True}).all()
