"""What the clock looks for: silence, misses that climb, visits to be examined; and the policies that hold."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from service.elderly_care.proofs.models import (
    NotServedPolicy,
    OverdueVisit,
    ServedTime,
    VisitMark,
    VisitProof,
    VitalRange,
)
from service.elderly_care.proofs.rules import NotServedReason, Vital
from service.elderly_care.visits.models import Visit
from service.kit import background
from service.kit.background import BackgroundRun
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork


def silent(work: UnitOfWork, limit: int) -> list[tuple[Visit, VisitProof]]:
    """Visits that are done and of which nobody said a word in time, held."""
    due = VisitProof.silent_at <= work.now
    return _held_with(work, VisitProof, (VisitProof.silent_at, VisitProof.visit_id), limit, due)


def climbing(work: UnitOfWork, limit: int) -> list[tuple[Visit, OverdueVisit]]:
    """Missed visits that are to climb a step now, held."""
    due = OverdueVisit.next_step_at <= work.now
    return _held_with(work, OverdueVisit, (OverdueVisit.next_step_at, OverdueVisit.visit_id), limit, due)


def to_examine(work: UnitOfWork, limit: int) -> list[tuple[Visit, VisitProof]]:
    """Visits that were done or changed since anomalies were last looked for, held."""
    due = VisitProof.examined_at.is_(None), VisitProof.done_at.is_not(None)
    return _held_with(work, VisitProof, (VisitProof.done_at, VisitProof.visit_id), limit, *due)


def _held_with(
    work: UnitOfWork, model: Any, by: Sequence[Any], limit: int, *due: Any
) -> list[tuple[Visit, Any]]:
    """Visits with what is due about them; that is read once they are held, when nobody changes it any more."""
    first: Any = select(Visit).join(model, model.visit_id == Visit.id).where(*due).order_by(*by).limit(limit)
    locked = first.with_for_update(of=Visit, skip_locked=True).execution_options(populate_existing=True)
    held = {each.id: each for each in work.session.scalars(locked)}
    if not held:
        return []
    still = select(model).where(model.visit_id.in_(held), *due).order_by(*by)
    rows = work.session.scalars(still.execution_options(populate_existing=True))
    return [(held[row.visit_id], row) for row in rows]


def is_under_way(work: UnitOfWork, kind: str) -> bool:
    """Whether long work of this kind still goes on."""
    runs = select(BackgroundRun.id).where(
        BackgroundRun.kind == kind, BackgroundRun.status.in_(background.OPEN)
    )
    return work.session.scalar(runs.limit(1)) is not None


def times_of(work: UnitOfWork, visit_ids: Collection[UUID]) -> Sequence[ServedTime]:
    """When caregivers came to these visits and went."""
    query = select(ServedTime).where(ServedTime.visit_id.in_(visit_ids), ServedTime.ends_at.is_not(None))
    return work.session.scalars(query.order_by(ServedTime.visit_id, ServedTime.caregiver_id)).all()


def times_before(
    work: UnitOfWork, caregiver_id: UUID, starts_at: datetime, limit: int
) -> Sequence[ServedTime]:
    """A caregiver's visits up to the one that began then, itself first, the latest before the earlier."""
    query = select(ServedTime).where(
        ServedTime.caregiver_id == caregiver_id,
        ServedTime.starts_at <= starts_at,
        ServedTime.ends_at.is_not(None),
    )
    ordered = query.order_by(ServedTime.starts_at.desc(), ServedTime.visit_id.desc())
    return work.session.scalars(ordered.limit(limit)).all()


def times_after(
    work: UnitOfWork, caregiver_id: UUID, starts_at: datetime, until: datetime, limit: int
) -> Sequence[ServedTime]:
    """The next of a caregiver's visits after one that began and ended then, and all that began before its end."""
    query = select(ServedTime).where(
        ServedTime.caregiver_id == caregiver_id,
        ServedTime.starts_at > starts_at,
        ServedTime.ends_at.is_not(None),
    )
    found = work.session.scalars(query.order_by(ServedTime.starts_at, ServedTime.visit_id).limit(limit)).all()
    return [each for place, each in enumerate(found) if place == 0 or each.starts_at < until]


def marks_of_all(work: UnitOfWork, visit_ids: Collection[UUID]) -> Sequence[VisitMark]:
    """The marks of these visits, in the order of the devices' time."""
    query = select(VisitMark).where(VisitMark.visit_id.in_(visit_ids))
    return work.session.scalars(query.order_by(VisitMark.at, VisitMark.id)).all()


def visits_of(work: UnitOfWork, visit_ids: Collection[UUID]) -> dict[UUID, Visit]:
    """These visits by their ids."""
    query = select(Visit).where(Visit.id.in_(visit_ids))
    return {each.id: each for each in work.session.scalars(query)}


def policies_now(work: UnitOfWork) -> Sequence[NotServedPolicy]:
    """What holds for each reason, in the order of the reasons' codes."""
    by_reason = select(NotServedPolicy).ext(distinct_on(NotServedPolicy.reason_code))
    newest_first = by_reason.order_by(NotServedPolicy.reason_code, NotServedPolicy.number.desc())
    return work.session.scalars(newest_first).all()


def policy_now(work: UnitOfWork, reason_code: NotServedReason) -> NotServedPolicy:
    """What holds for a reason. Raises NotFound."""
    query = select(NotServedPolicy).where(NotServedPolicy.reason_code == reason_code)
    return work.found(work.session.scalar(query.order_by(NotServedPolicy.number.desc()).limit(1)))


def policy(work: UnitOfWork, policy_id: UUID) -> NotServedPolicy:
    """A version of a policy, whether it still holds or not. Raises NotFound."""
    return work.found(work.session.get(NotServedPolicy, policy_id))


def ranges_now(work: UnitOfWork) -> Sequence[VitalRange]:
    """Which ranges of vitals are watched, in the order of their names."""
    return work.session.scalars(select(VitalRange).order_by(VitalRange.vital)).all()


def watched_ranges(work: UnitOfWork) -> dict[Vital, tuple[float, float]]:
    """The same, by vital."""
    return {Vital(row.vital): (row.low, row.high) for row in _RANGES(work).fetchall()}


_RANGES = Prepared(select(VitalRange.vital, VitalRange.low, VitalRange.high))
