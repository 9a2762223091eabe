"""No-shows, suspensions and appeals."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import NoShow, Suspension
from service.living_rooms.bookings.rules import AppealState
from service.residents import queries as residents


def suspended_until(work: UnitOfWork, resident_id: UUID) -> datetime | None:
    """Until when this resident may not book; None when they may."""
    found = _SUSPENDED_UNTIL(work, resident_id=resident_id, now=work.now).fetchone()
    return found.until if found else None


_UNTIL = select(func.max(Suspension.ends_at).label("until")).where(
    Suspension.resident_id == bindparam("resident_id"),
    Suspension.starts_at <= bindparam("now"),
    Suspension.ends_at > bindparam("now"),
)
_SUSPENDED_UNTIL = Prepared(_UNTIL)


def standing_and_suspension(
    work: UnitOfWork, resident_id: UUID
) -> tuple[residents.Standing | None, datetime | None]:
    """Where a resident stands, and until when they may not book; in one statement."""
    row = _STANDING_AND_SUSPENSION(work, resident_id=resident_id, now=work.now).fetchone()
    if row is None:
        return None, None
    return residents.standing_in(row, resident_id), row.suspended_until


_STANDING_AND_SUSPENSION = Prepared(
    residents.STANDING.add_columns(_UNTIL.scalar_subquery().label("suspended_until"))
)


def no_shows_between(work: UnitOfWork, resident_id: UUID, since: datetime, until: datetime) -> int:
    """How many no-shows of a resident in this time counted at its end: not expired, not undone by an appeal."""
    counted = select(func.count()).where(
        NoShow.resident_id == resident_id,
        NoShow.happened_at > since,
        NoShow.happened_at <= until,
        NoShow.expires_at > until,
        NoShow.appeal.is_distinct_from(AppealState.ACCEPTED),
    )
    return work.session.scalar(counted) or 0


def suspensions_since(work: UnitOfWork, resident_id: UUID, since: datetime) -> Sequence[Suspension]:
    """The suspensions of a resident that began in this time and were not lifted."""
    query = select(Suspension).where(
        Suspension.resident_id == resident_id, Suspension.starts_at >= since, Suspension.lifted_at.is_(None)
    )
    return work.session.scalars(query).all()


def locked_no_show(work: UnitOfWork, booking_id: UUID) -> NoShow | None:
    """The record that nobody came to a booking, locked."""
    return work.session.scalar(select(NoShow).where(NoShow.booking_id == booking_id).with_for_update())


def appeal_answer(work: UnitOfWork, booking_id: UUID) -> str:
    """What a worker answered to the appeal against this booking's no-show."""
    return work.session.scalar(select(NoShow.appeal_answer).where(NoShow.booking_id == booking_id)) or ""
