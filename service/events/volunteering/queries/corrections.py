"""What is taken back of credited minutes, and what of it is still due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from service.events.volunteering.models import TimeCorrection, TimeEntry, VolunteerHours
from service.events.volunteering.queries.reach import names, within_reach
from service.events.volunteering.rules import ClaimStatus, EntryKind, HoursStatus
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction as it is told."""

    id: UUID
    version: int
    hours_id: UUID
    resident_id: UUID
    resident_name: str | None
    minutes: int
    taken: int
    owed: int
    status: ClaimStatus
    made_at: datetime
    waived_because: str | None
    waived_at: datetime | None


def corrections(
    work: UnitOfWork,
    *,
    resident_id: UUID | None = None,
    status: ClaimStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownCorrection]:
    """The corrections that the actor may read, the newest first. Raises Forbidden."""
    query = select(TimeCorrection).where(
        within_reach(work, TimeCorrection.resident_id, TimeCorrection.region_code)
    )
    if resident_id is not None:
        query = query.where(TimeCorrection.resident_id == resident_id)
    if status is not None:
        query = query.where(TimeCorrection.status == status)
    found = page(work, query, by=(TimeCorrection.id,), cursor=cursor, limit=limit, descending=True)
    return Page(_shown(work, found.items), found.next_cursor)


def readable_correction(work: UnitOfWork, correction_id: UUID, *, to_change: bool = False) -> TimeCorrection:
    """A correction that the actor may read; who reads it `to_change` waits for others. Raises NotFound, Forbidden."""
    seen = within_reach(work, TimeCorrection.resident_id, TimeCorrection.region_code)
    query = select(TimeCorrection).where(seen, TimeCorrection.id == correction_id)
    found = query.with_for_update() if to_change else query
    return work.found(work.session.scalar(found, execution_options={"populate_existing": True}))


def shown_correction(work: UnitOfWork, row: TimeCorrection) -> ShownCorrection:
    """A correction as it is told, after the database has accepted it."""
    work.session.flush()
    work.session.refresh(row)
    [told] = _shown(work, [row])
    return told


def correction_of(work: UnitOfWork, hours_id: UUID) -> TimeCorrection | None:
    """The correction of some hours that was not withdrawn."""
    standing = TimeCorrection.hours_id == hours_id, TimeCorrection.withdrawn_at.is_(None)
    return work.session.scalar(select(TimeCorrection).where(*standing))


@dataclass(frozen=True, slots=True)
class StandingCorrection:
    """A correction that was not withdrawn, whose hours they are now, and what it took of which account."""

    correction: TimeCorrection
    hours_of: UUID
    counts_again: bool
    taken: dict[UUID, int]


def standing_corrections(work: UnitOfWork, resident_ids: Sequence[UUID]) -> list[StandingCorrection]:
    """Corrections about these people or their hours; of hours that a merge had doubled and that count again, too."""
    query = (
        select(TimeCorrection, VolunteerHours.resident_id, VolunteerHours.status)
        .join(VolunteerHours, VolunteerHours.id == TimeCorrection.hours_id)
        .where(
            or_(TimeCorrection.resident_id.in_(resident_ids), VolunteerHours.resident_id.in_(resident_ids)),
            TimeCorrection.withdrawn_at.is_(None),
        )
        .order_by(TimeCorrection.id)
        .with_for_update(of=TimeCorrection)
    )
    rows = work.session.execute(query, execution_options={"populate_existing": True}).all()
    taken = _taken(work, [row[0].id for row in rows])
    return [
        StandingCorrection(correction, resident_id, status is HoursStatus.COUNTED, taken[correction.id])
        for correction, resident_id, status in rows
    ]


def _taken(work: UnitOfWork, correction_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, int]]:
    query = select(
        TimeEntry.correction_id,
        TimeEntry.kind,
        TimeEntry.from_account_id,
        TimeEntry.to_account_id,
        TimeEntry.minutes,
    )
    found: dict[UUID, dict[UUID, int]] = {each: defaultdict(int) for each in correction_ids}
    for row in work.session.execute(query.where(TimeEntry.correction_id.in_(correction_ids))):
        if row.correction_id is None:
            continue
        is_taken = row.kind is EntryKind.CORRECTED
        account_id = row.from_account_id if is_taken else row.to_account_id
        found[row.correction_id][account_id] += row.minutes if is_taken else -row.minutes
    return found


def _shown(work: UnitOfWork, rows: Sequence[TimeCorrection]) -> list[ShownCorrection]:
    called = names(work, {row.resident_id for row in rows})
    told = ShownCorrection.__dataclass_fields__.keys() - {"resident_name"}
    return [
        ShownCorrection(
            **{name: getattr(row, name) for name in told}, resident_name=called.get(row.resident_id)
        )
        for row in rows
    ]
