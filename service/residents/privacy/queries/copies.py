"""Questions about copies of residents' data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from service.kit.acting import ActedBy
from service.kit.background import BackgroundRun, RunStatus
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people import permissions
from service.residents.people import queries as people
from service.residents.privacy.models import PersonalCopy


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """Where a copy stands."""

    id: UUID
    version: int
    resident_id: UUID
    status: RunStatus
    asked_at: datetime
    acted_by: ActedBy | None
    ready_at: datetime | None
    expires_at: datetime | None
    size: int | None


def shown_copy(work: UnitOfWork, copy: PersonalCopy) -> ShownCopy:
    """A copy and how far it is."""
    work.session.flush()
    return ShownCopy(
        id=copy.id,
        version=copy.version,
        resident_id=copy.resident_id,
        status=status_of(work, copy),
        asked_at=copy.asked_at,
        acted_by=copy.acted_by,
        ready_at=copy.ready_at,
        expires_at=copy.expires_at,
        size=copy.size,
    )


def status_of(work: UnitOfWork, copy: PersonalCopy) -> RunStatus:
    """Where the making of it stands."""
    if copy.ready_at is not None:
        return RunStatus.DONE
    status = work.session.scalar(select(BackgroundRun.status).where(BackgroundRun.id == copy.run_id))
    return status or RunStatus.FAILED


def copy(work: UnitOfWork, copy_id: UUID) -> PersonalCopy | None:
    """A copy that has not run out, of who it is about or who asked for it on their behalf."""
    lasts = or_(PersonalCopy.expires_at.is_(None), PersonalCopy.expires_at > work.now)
    found = work.session.scalar(select(PersonalCopy).where(PersonalCopy.id == copy_id, lasts))
    return found if found is not None and _is_for_actor(work, found) else None


def _is_for_actor(work: UnitOfWork, copy: PersonalCopy) -> bool:
    """Whether it is about the actor, or was asked for by them as a worker who still meets the person today."""
    if copy.resident_id == work.actor.resident_id:
        return True
    if copy.asked_by != work.actor.account_id:
        return False
    person = work.session.get_one(Resident, copy.resident_id)
    return permissions.may_get_copy(work.actor, people.region_path(work, person))


def copy_under_way(work: UnitOfWork, resident_id: UUID) -> PersonalCopy | None:
    """The copy of this resident's data that is not ready yet."""
    query = select(PersonalCopy).where(
        PersonalCopy.resident_id == resident_id, PersonalCopy.ready_at.is_(None)
    )
    return work.session.scalar(query)


def ids_kept_since_before(work: UnitOfWork, oldest: datetime, limit: int) -> Sequence[UUID]:
    """Copies that have been there for longer than since that moment."""
    since = func.coalesce(PersonalCopy.ready_at, PersonalCopy.asked_at)
    query = select(PersonalCopy.id).where(since < oldest).order_by(PersonalCopy.asked_at).limit(limit)
    return work.session.scalars(query).all()


def earlier_copies(work: UnitOfWork, copy: PersonalCopy) -> Sequence[UUID]:
    """Other copies of the same person's data."""
    query = select(PersonalCopy.id).where(
        PersonalCopy.resident_id == copy.resident_id, PersonalCopy.id != copy.id
    )
    return work.session.scalars(query).all()


def every_copy_of(work: UnitOfWork, resident_id: UUID) -> Sequence[PersonalCopy]:
    """All copies of this resident's data that are still there."""
    return work.session.scalars(select(PersonalCopy).where(PersonalCopy.resident_id == resident_id)).all()
