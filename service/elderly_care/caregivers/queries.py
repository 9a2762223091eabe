"""Questions about caregivers, what they can do on a day, and when they work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from service.elderly_care.caregivers.models import Absence, Caregiver, Certificate, Shift
from service.elderly_care.caregivers.rules import CaregiverFacts, CertificateDays, WorkingTime
from service.elderly_care.rules import Point
from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownCaregiver:
    """A caregiver's record as their operator sees it."""

    id: UUID
    version: int
    account_id: UUID
    organisation_id: UUID
    name: str
    skills: list[str]
    certificates: list[Certificate]
    shifts: list[Shift]
    home_base: Point | None
    left_on: date | None


def caregiver(work: UnitOfWork, caregiver_id: UUID) -> Caregiver | None:
    """The caregiver with this id, with certificates and shifts."""
    return work.session.scalar(_WHOLE.where(Caregiver.id == caregiver_id))


def caregiver_of_account(work: UnitOfWork, account_id: UUID) -> Caregiver | None:
    """The caregiver that an account stands for."""
    return work.session.scalar(_WHOLE.where(Caregiver.account_id == account_id))


def caregivers(
    work: UnitOfWork,
    *,
    organisation_ids: Collection[UUID] | None,
    organisation_id: UUID | None = None,
    skill: str | None = None,
    left: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownCaregiver]:
    """Caregivers of these operators (None: of all), in the order of their entry."""
    query = _WHOLE
    if organisation_ids is not None:
        query = query.where(Caregiver.organisation_id.in_(organisation_ids))
    if organisation_id is not None:
        query = query.where(Caregiver.organisation_id == organisation_id)
    if skill is not None:
        query = query.where(Caregiver.skills.any_() == skill)
    if not left:
        query = query.where(_stays(local_date(work.now)))
    found = page(work, query, by=(Caregiver.id,), cursor=cursor, limit=limit)
    return Page([shown(work, each) for each in found.items], found.next_cursor)


def shown(work: UnitOfWork, caregiver: Caregiver) -> ShownCaregiver:
    """A record as its operator sees it."""
    work.session.flush()
    return ShownCaregiver(
        id=caregiver.id,
        version=caregiver.version,
        account_id=caregiver.account_id,
        organisation_id=caregiver.organisation_id,
        name=caregiver.name,
        skills=list(caregiver.skills),
        certificates=list(caregiver.certificates),
        shifts=list(caregiver.shifts),
        home_base=home_base(work, caregiver),
        left_on=caregiver.left_on,
    )


def home_base(work: UnitOfWork, caregiver: Caregiver) -> Point | None:
    """Where a caregiver sets out from."""
    if caregiver.home_base_sealed is None:
        return None
    text = work.house.cipher.decrypt(
        caregiver.home_base_sealed, bound_to=f"caregivers.home_base:{caregiver.id}"
    )
    return Point.read(text)


def facts_of(work: UnitOfWork, caregiver_ids: Collection[UUID]) -> dict[UUID, CaregiverFacts]:
    """What scheduling needs to know of these caregivers."""
    query = _WHOLE.where(Caregiver.id.in_(caregiver_ids))
    return {each.id: _facts(each) for each in work.session.scalars(query)}


class CaregiverName(NamedTuple):
    """What a caregiver is called, and by which account they are told."""

    name: str
    account_id: UUID


def names_of(work: UnitOfWork, caregiver_ids: Collection[UUID]) -> dict[UUID, CaregiverName]:
    """What these caregivers are called, in one statement."""
    query = select(Caregiver.id, Caregiver.name, Caregiver.account_id).where(Caregiver.id.in_(caregiver_ids))
    return {row.id: CaregiverName(row.name, row.account_id) for row in work.session.execute(query)}


def staff_facts(work: UnitOfWork, organisation_id: UUID) -> list[CaregiverFacts]:
    """What scheduling needs to know of all caregivers who work for an operator today."""
    query = _WHOLE.where(Caregiver.organisation_id == organisation_id, _stays(local_date(work.now)))
    return [_facts(each) for each in work.session.scalars(query.order_by(Caregiver.id))]


def absences_between(
    work: UnitOfWork, caregiver_ids: Collection[UUID], starts_at: datetime, ends_at: datetime
) -> Sequence[Absence]:
    """When these caregivers are absent within a stretch of time."""
    query = select(Absence).where(
        Absence.caregiver_id.in_(caregiver_ids),
        Absence.starts_at < ends_at,
        Absence.ends_at > starts_at,
        Absence.cancelled_at.is_(None),
    )
    return work.session.scalars(query.order_by(Absence.starts_at, Absence.id)).all()


def absence(work: UnitOfWork, absence_id: UUID) -> Absence | None:
    """The absence with this id."""
    return work.session.get(Absence, absence_id)


def absences(
    work: UnitOfWork, caregiver_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[Absence]:
    """A caregiver's absences, the latest first."""
    query = select(Absence).where(Absence.caregiver_id == caregiver_id)
    return page(work, query, by=(Absence.starts_at, Absence.id), cursor=cursor, limit=limit, descending=True)


def expiring(work: UnitOfWork, last_day: date) -> Sequence[tuple[Certificate, Caregiver]]:
    """Certificates of today's caregivers that expire by a day and of which nobody has been told yet."""
    query: Any = (
        select(Certificate, Caregiver)
        .join(Caregiver, Caregiver.id == Certificate.caregiver_id)
        .where(
            Certificate.expires_on <= last_day,
            Certificate.warned_at.is_(None),
            _stays(local_date(work.now)),
        )
        .order_by(Certificate.id)
    )
    return [(row.Certificate, row.Caregiver) for row in work.session.execute(query)]


def _facts(caregiver: Caregiver) -> CaregiverFacts:
    return CaregiverFacts(
        id=caregiver.id,
        organisation_id=caregiver.organisation_id,
        account_id=caregiver.account_id,
        name=caregiver.name,
        skills=frozenset(caregiver.skills),
        certificates=tuple(
            CertificateDays(each.skill, each.issued_on, each.expires_on) for each in caregiver.certificates
        ),
        shifts=tuple(WorkingTime(each.weekday, each.starts, each.ends) for each in caregiver.shifts),
        left_on=caregiver.left_on,
    )


def _stays(today: date) -> Any:
    return or_(Caregiver.left_on.is_(None), Caregiver.left_on >= today)


_WHOLE = select(Caregiver).options(selectinload(Caregiver.certificates), selectinload(Caregiver.shifts))
