"""Hours of service one by one and in pages, for who may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select

from service.events.volunteering.models import TimeCorrection, VolunteerHours
from service.events.volunteering.queries.reach import names, within_reach
from service.events.volunteering.rules import HoursSource, HoursStatus, Withheld
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions


@dataclass(frozen=True, slots=True)
class ShownHours:
    """Hours as they are told."""

    id: UUID
    version: int
    resident_id: UUID
    resident_name: str | None
    region_code: str | None
    source: HoursSource
    activity_id: UUID | None
    organisation_id: UUID | None
    service: str | None
    served_on: date
    minutes: int
    credited: int
    withheld: Withheld | None
    status: HoursStatus
    made_at: datetime
    reversed_because: str | None
    reversed_at: datetime | None


def hours(
    work: UnitOfWork,
    *,
    resident_id: UUID | None = None,
    region_code: str | None = None,
    activity_id: UUID | None = None,
    status: HoursStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownHours]:
    """The hours that the actor may read, the newest first. Raises Forbidden."""
    query = select(VolunteerHours).where(
        within_reach(work, VolunteerHours.resident_id, VolunteerHours.region_code)
    )
    if resident_id is not None:
        query = query.where(VolunteerHours.resident_id == resident_id)
    if region_code is not None:
        query = query.where(VolunteerHours.region_code.in_(regions.below([region_code])))
    if activity_id is not None:
        query = query.where(VolunteerHours.activity_id == activity_id)
    if status is not None:
        query = query.where(VolunteerHours.status == status)
    found = page(work, query, by=(VolunteerHours.id,), cursor=cursor, limit=limit, descending=True)
    return Page(_shown(work, found.items), found.next_cursor)


def readable_hours(work: UnitOfWork, hours_id: UUID) -> VolunteerHours:
    """Hours that the actor may read. Raises NotFound, Forbidden."""
    seen = within_reach(work, VolunteerHours.resident_id, VolunteerHours.region_code)
    return work.found(work.session.scalar(select(VolunteerHours).where(seen, VolunteerHours.id == hours_id)))


def shown_hours(work: UnitOfWork, row: VolunteerHours) -> ShownHours:
    """Hours as they are told, after the database has accepted them."""
    work.session.flush()
    [told] = _shown(work, [row])
    return told


def locked_hours(work: UnitOfWork, hours_id: UUID) -> VolunteerHours:
    """Hours as they stand now; the caller holds their person's accounts, without which nobody changes them."""
    return work.session.scalars(
        select(VolunteerHours).where(VolunteerHours.id == hours_id).with_for_update(),
        execution_options={"populate_existing": True},
    ).one()


def hours_of_attendance(
    work: UnitOfWork, resident_ids: Collection[UUID], activity_id: UUID, sign_up_id: UUID
) -> Sequence[VolunteerHours]:
    """What is on record of an attendance, and of the same people at the same activity; the caller holds their accounts."""
    query = select(VolunteerHours).where(
        VolunteerHours.activity_id == activity_id,
        VolunteerHours.resident_id.in_(resident_ids) | (VolunteerHours.sign_up_id == sign_up_id),
    )
    return work.session.scalars(query, execution_options={"populate_existing": True}).all()


def doubled(work: UnitOfWork, resident_id: UUID) -> Sequence[VolunteerHours]:
    """Hours that two records of somebody had of one activity, and that are not corrected yet."""
    corrected = exists().where(
        TimeCorrection.hours_id == VolunteerHours.id, TimeCorrection.withdrawn_at.is_(None)
    )
    query = select(VolunteerHours).where(
        VolunteerHours.resident_id == resident_id,
        VolunteerHours.status == HoursStatus.DOUBLED,
        VolunteerHours.credited > 0,
        ~corrected,
    )
    return work.session.scalars(query.order_by(VolunteerHours.id)).all()


def _shown(work: UnitOfWork, rows: Sequence[VolunteerHours]) -> list[ShownHours]:
    called = names(work, {row.resident_id for row in rows})
    told = ShownHours.__dataclass_fields__.keys() - {"resident_name"}
    return [
        ShownHours(**{name: getattr(row, name) for name in told}, resident_name=called.get(row.resident_id))
        for row in rows
    ]
