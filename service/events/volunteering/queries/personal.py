"""All that the time bank holds about one person, and what is left of who has died."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from service.events.volunteering.models import TimeAccount, TimeCorrection, TimeEntry, VolunteerHours
from service.kit.clock import local_date
from service.kit.work import UnitOfWork


def accounts_of(work: UnitOfWork, resident_ids: Sequence[UUID]) -> Sequence[TimeAccount]:
    """The accounts of these people, the oldest first."""
    query = select(TimeAccount).where(TimeAccount.resident_id.in_(resident_ids))
    return work.session.scalars(query.order_by(TimeAccount.id)).all()


def every_hours_of(work: UnitOfWork, resident_id: UUID) -> Sequence[VolunteerHours]:
    """All hours of a person, the oldest first."""
    query = select(VolunteerHours).where(VolunteerHours.resident_id == resident_id)
    return work.session.scalars(query.order_by(VolunteerHours.served_on, VolunteerHours.id)).all()


def every_correction_of(work: UnitOfWork, resident_id: UUID) -> Sequence[TimeCorrection]:
    """All corrections of a person's hours, the oldest first."""
    query = select(TimeCorrection).where(TimeCorrection.resident_id == resident_id)
    return work.session.scalars(query.order_by(TimeCorrection.id)).all()


def every_entry_of(work: UnitOfWork, account_ids: Sequence[UUID]) -> Sequence[TimeEntry]:
    """All entries of these accounts, the oldest first."""
    theirs = or_(TimeEntry.from_account_id.in_(account_ids), TimeEntry.to_account_id.in_(account_ids))
    return work.session.scalars(select(TimeEntry).where(theirs).order_by(TimeEntry.id)).all()


def left_to_pools(work: UnitOfWork, limit: int) -> Sequence[TimeAccount]:
    """Accounts of the dead with something in them whose family's time is over, the longest due first."""
    query = select(TimeAccount).where(TimeAccount.left_on <= local_date(work.now), TimeAccount.balance > 0)
    return work.session.scalars(query.order_by(TimeAccount.left_on, TimeAccount.id).limit(limit)).all()
