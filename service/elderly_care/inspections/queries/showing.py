"""Inspections as they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.elderly_care.inspections.models import FindingStep, Inspection, InspectionFinding
from service.elderly_care.inspections.queries.inspections import findings_of, steps_of
from service.elderly_care.inspections.rules import FindingStatus, FindingStepKind, InspectionArea, Severity
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownFindingStep:
    """What was done about a finding, as it is told."""

    kind: FindingStepKind
    note: str
    photos: Sequence[UUID]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ShownInspectionFinding:
    """What was found, as it is told."""

    id: UUID
    area: InspectionArea
    severity: Severity
    text: str
    photos: Sequence[UUID]
    mend_by: date
    status: FindingStatus
    mended_on: date | None
    steps: Sequence[ShownFindingStep]


@dataclass(frozen=True, slots=True)
class ShownInspection:
    """An inspection as it is told."""

    id: UUID
    contract_id: UUID
    made_on: date
    areas: Sequence[InspectionArea]
    note: str | None
    made_at: datetime
    findings: Sequence[ShownInspectionFinding]


def shown(work: UnitOfWork, rows: Sequence[Inspection]) -> list[ShownInspection]:
    """Inspections with what was found and done about it, once the database has taken it."""
    work.session.flush()
    findings = findings_of(work, [row.id for row in rows])
    steps = steps_of(work, [each.id for each in findings])
    told = {each.id: _finding(work, each, steps) for each in findings}
    return [
        ShownInspection(
            id=row.id,
            contract_id=row.contract_id,
            made_on=row.made_on,
            areas=[InspectionArea(each) for each in row.areas],
            note=_opened(work, row.note_sealed, f"care_inspections.note:{row.id}"),
            made_at=row.made_at,
            findings=[told[each.id] for each in findings if each.inspection_id == row.id],
        )
        for row in rows
    ]


def _finding(
    work: UnitOfWork, row: InspectionFinding, steps: Sequence[FindingStep]
) -> ShownInspectionFinding:
    return ShownInspectionFinding(
        id=row.id,
        area=row.area,
        severity=row.severity,
        text=work.house.cipher.decrypt(row.text_sealed, bound_to=f"care_inspection_findings.text:{row.id}"),
        photos=[UUID(each) for each in row.photos],
        mend_by=row.mend_by,
        status=row.status,
        mended_on=row.mended_on,
        steps=[_step(work, each) for each in steps if each.finding_id == row.id],
    )


def _step(work: UnitOfWork, row: FindingStep) -> ShownFindingStep:
    note = work.house.cipher.decrypt(row.note_sealed, bound_to=f"care_inspection_steps.note:{row.id}")
    return ShownFindingStep(row.kind, note, [UUID(each) for each in row.photos], row.made_at)


def _opened(work: UnitOfWork, words: bytes | None, place: str) -> str | None:
    return work.house.cipher.decrypt(words, bound_to=place) if words else None
