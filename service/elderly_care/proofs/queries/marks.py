"""What is recorded of a visit: marks, reports, what was said of it, and what is derived from all that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

import orjson
from sqlalchemy import bindparam, func, select

from service.elderly_care.doors.rules import CodeVerdict, CoordinateSystem, PlaceVerdict
from service.elderly_care.proofs.models import (
    Amendment,
    Explanation,
    Incident,
    NotServed,
    OverdueVisit,
    ServedTime,
    VisitMark,
    VisitProof,
    VisitReport,
)
from service.elderly_care.proofs.rules import (
    AmendedField,
    AmendedTime,
    AmendmentStatus,
    Flag,
    Mark,
    MarkKind,
    NotServedReason,
    Reason,
)
from service.elderly_care.rules import Point
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AmendedValue:
    """A time, or what was done."""

    at: datetime | None
    tasks: Sequence[Mapping[str, Any]] | None


@dataclass(slots=True, kw_only=True)
class MarkRecord:
    """A mark but for its place, which is sealed."""

    id: UUID
    visit_id: UUID
    caregiver_id: UUID
    kind: MarkKind
    at: datetime
    received_at: datetime
    coordinate_system: CoordinateSystem | None
    accuracy_m: float | None
    distance_m: int | None
    place: PlaceVerdict
    code: CodeVerdict | None
    flags: Sequence[Flag]
    reason_code: Reason | None


SeenMark: TypeAlias = VisitMark | MarkRecord


def marks_of(work: UnitOfWork, visit_id: UUID) -> list[MarkRecord]:
    """All marks of a visit, in the order of the devices' time."""
    return [_mark(row) for row in _MARKS(work, visit_id=visit_id).fetchall()]


def _mark(row: Any) -> MarkRecord:
    values = row._asdict()
    for name, kind in _ENUMS.items():
        if values[name] is not None:
            values[name] = kind(values[name])
    values["flags"] = [Flag(each) for each in row.flags]
    return MarkRecord(**values)


_ENUMS: Mapping[str, type[StrEnum]] = {
    "kind": MarkKind,
    "coordinate_system": CoordinateSystem,
    "place": PlaceVerdict,
    "code": CodeVerdict,
    "reason_code": Reason,
}
_MARKS = Prepared(
    select(*(getattr(VisitMark, name) for name in MarkRecord.__dataclass_fields__))
    .where(VisitMark.visit_id == bindparam("visit_id"))
    .order_by(VisitMark.at, VisitMark.id)
)


def facts(row: SeenMark) -> Mark:
    """A mark as the rules see it."""
    return Mark(
        caregiver_id=row.caregiver_id,
        kind=row.kind,
        at=row.at,
        received_at=row.received_at,
        place=row.place,
        code=row.code,
        flags=frozenset(map(Flag, row.flags)),
    )


def place_in(work: UnitOfWork, row: VisitMark) -> Point | None:
    """Where a mark was made (WGS-84), as long as that is kept."""
    if row.place_sealed is None:
        return None
    text = work.house.cipher.decrypt(row.place_sealed, bound_to=f"care_visit_marks.place:{row.id}")
    told = orjson.loads(text)
    return Point(told["latitude"], told["longitude"])


def proof_of(work: UnitOfWork, visit_id: UUID) -> VisitProof | None:
    """What is derived of a visit, as it stands now; None while nothing is recorded of it."""
    return work.session.get(VisitProof, visit_id, populate_existing=True)


def served_of(work: UnitOfWork, visit_id: UUID) -> Sequence[ServedTime]:
    """From when until when each caregiver was there."""
    query = select(ServedTime).where(ServedTime.visit_id == visit_id)
    return work.session.scalars(query.order_by(ServedTime.starts_at, ServedTime.caregiver_id)).all()


def amended_times(work: UnitOfWork, visit_id: UUID) -> list[AmendedTime]:
    """The times of a visit that were put right and hold, in the order in which that was done."""
    return [_amended_time(row) for row in _AMENDED_TIMES(work, visit_id=visit_id).fetchall()]


def amended_times_of_all(work: UnitOfWork, visit_ids: Collection[UUID]) -> dict[UUID, list[AmendedTime]]:
    """The same of all these visits, in one statement."""
    found: dict[UUID, list[AmendedTime]] = {}
    for row in work.session.execute(_AMENDED.where(Amendment.visit_id.in_(visit_ids))):
        found.setdefault(row.visit_id, []).append(_amended_time(row))
    return found


def _amended_time(row: Any) -> AmendedTime:
    return AmendedTime(
        caregiver_id=row.caregiver_id,
        field=AmendedField(row.field),
        value=row.value_at,
        approved=row.decided_at is not None,
    )


# Whoever amends a time says which: the check of the table keeps that.
_AMENDED = (
    select(
        Amendment.visit_id,
        Amendment.caregiver_id,
        Amendment.field,
        Amendment.value_at,
        Amendment.decided_at,
    )
    .where(Amendment.status == AmendmentStatus.APPLIED, Amendment.field != AmendedField.TASKS)
    .order_by(Amendment.amended_at, Amendment.id)
)
_AMENDED_TIMES = Prepared(_AMENDED.where(Amendment.visit_id == bindparam("visit_id")))


def amendments_of(work: UnitOfWork, visit_id: UUID) -> Sequence[Amendment]:
    """All amendments of a visit, the oldest first."""
    query = select(Amendment).where(Amendment.visit_id == visit_id)
    return work.session.scalars(query.order_by(Amendment.id)).all()


def amendment(work: UnitOfWork, amendment_id: UUID, *, to_change: bool = False) -> Amendment | None:
    """The amendment with this id; who reads it to change it waits for others who do."""
    query = select(Amendment).where(Amendment.id == amendment_id)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return work.session.scalar(query)


def amended_value(work: UnitOfWork, row: Amendment, *, original: bool = False) -> AmendedValue:
    """What an amendment puts right into what, or what that was."""
    name = "original" if original else "value"
    text = opened(work, getattr(row, f"{name}_sealed"), f"care_amendments.{name}:{row.id}")
    return AmendedValue(getattr(row, f"{name}_at"), None if text is None else orjson.loads(text))


def reports_not_served(work: UnitOfWork, visit_id: UUID) -> Sequence[NotServed]:
    """Who said that a visit was not served, the latest first by when that was."""
    query = select(NotServed).where(NotServed.visit_id == visit_id)
    return work.session.scalars(query.order_by(NotServed.at.desc(), NotServed.id.desc())).all()


def reports_not_served_of_all(work: UnitOfWork, visit_ids: Collection[UUID]) -> Sequence[NotServed]:
    """Who said of these visits that they were not served."""
    return work.session.scalars(select(NotServed).where(NotServed.visit_id.in_(visit_ids))).all()


def not_served_at(work: UnitOfWork, visit_id: UUID) -> datetime | None:
    """When it was last so that a visit was not served, by what was said."""
    last: datetime | None = _NOT_SERVED_AT(work, visit_id=visit_id).fetchall()[0].at
    return last


_NOT_SERVED_AT = Prepared(
    select(func.max(NotServed.at).label("at")).where(NotServed.visit_id == bindparam("visit_id"))
)


def said_not_served(
    work: UnitOfWork, visit_id: UUID, reason_code: NotServedReason, at: datetime | None
) -> NotServed | None:
    """What the actor said already; without a time, whenever it was."""
    query = select(NotServed).where(
        NotServed.visit_id == visit_id,
        NotServed.reason_code == reason_code,
        NotServed.recorded_by == work.actor.account_id,
    )
    if at is not None:
        query = query.where(NotServed.at == at)
    return work.session.scalar(query.order_by(NotServed.id.desc()).limit(1))


def not_served_report(work: UnitOfWork, report_id: UUID) -> NotServed | None:
    """What was said of a visit that was not served."""
    return work.session.get(NotServed, report_id)


def incidents_of(work: UnitOfWork, visit_id: UUID) -> Sequence[Incident]:
    """What happened at a visit, in the order of time."""
    query = select(Incident).where(Incident.visit_id == visit_id)
    return work.session.scalars(query.order_by(Incident.at, Incident.id)).all()


def incident(work: UnitOfWork, incident_id: UUID) -> Incident | None:
    """The incident with this id."""
    return work.session.get(Incident, incident_id)


def explanations_of(work: UnitOfWork, visit_id: UUID) -> Sequence[Explanation]:
    """What an operator said of a visit, the oldest first."""
    query = select(Explanation).where(Explanation.visit_id == visit_id)
    return work.session.scalars(query.order_by(Explanation.id)).all()


def explanation(work: UnitOfWork, explanation_id: UUID) -> Explanation | None:
    """The explanation with this id."""
    return work.session.get(Explanation, explanation_id)


def overdue_of(work: UnitOfWork, visit_id: UUID) -> OverdueVisit | None:
    """Who was told that a visit was late, unfinished or missed."""
    return work.session.get(OverdueVisit, visit_id)


def report_of(work: UnitOfWork, mark_id: UUID) -> VisitReport | None:
    """What was reported with a mark."""
    return work.session.get(VisitReport, mark_id)


def reports_of(work: UnitOfWork, visit_id: UUID) -> Sequence[VisitReport]:
    """What was reported at a visit, by each caregiver, the oldest first."""
    query = select(VisitReport).where(VisitReport.visit_id == visit_id)
    return work.session.scalars(query.order_by(VisitReport.reported_at, VisitReport.mark_id)).all()


def reported(work: UnitOfWork, row: VisitReport) -> dict[str, Any]:
    """What a report says: `tasks`, `vitals`, `note`, each if it was told."""
    if row.content_sealed is None:
        return {}
    text = work.house.cipher.decrypt(row.content_sealed, bound_to=f"care_visit_reports.content:{row.mark_id}")
    told: dict[str, Any] = orjson.loads(text)
    return told


def opened(work: UnitOfWork, sealed: bytes | None, place: str) -> str | None:
    """What was sealed in a place, if anything was."""
    return None if sealed is None else work.house.cipher.decrypt(sealed, bound_to=place)
