"""Tables of inspections, of what was found, and of what was done about it; free words are sealed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.inspections.rules import FindingStatus, FindingStepKind, InspectionArea, Severity
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class Inspection(Identified, Table):
    """That somebody looked at how a contract is kept, on a day; rows are only added."""

    __tablename__ = "care_inspections"
    __table_args__ = (
        CheckConstraint("cardinality(areas) > 0", "areas"),
        Index(None, "contract_id", "made_on"),
        Index(None, "region_code", "id"),
        Index(None, "made_by"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("care_contracts.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    made_on: Mapped[date]
    areas: Mapped[list[str]] = mapped_column(ARRAY(String))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]


sealed(Inspection, "note_sealed", "care_inspections.note:{id}")


class InspectionFinding(Identified, Versioned, Table):
    """What was found and is to be mended by a day, which never moves; `mended_on` is when the operator last said so.

    The columns `…_told_at` say that its being late was told.
    """

    __tablename__ = "care_inspection_findings"
    __table_args__ = (
        CheckConstraint("(status = 'open') = (mended_on IS NULL)", "mended"),
        CheckConstraint("(status = 'verified') = (verified_at IS NOT NULL)", "verified"),
        Index(None, "inspection_id", "id"),
        Index(None, "contract_id", "mend_by", "id"),
        Index("care_inspection_findings_open_idx", "mend_by", "id", postgresql_where=text("status = 'open'")),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("care_inspections.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("care_contracts.id"))
    area: Mapped[InspectionArea]
    severity: Mapped[Severity]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    photos: Mapped[list[Any]] = mapped_column(default=list)
    mend_by: Mapped[date]
    status: Mapped[FindingStatus]
    mended_on: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    manager_told_at: Mapped[datetime | None]
    street_told_at: Mapped[datetime | None]
    district_told_at: Mapped[datetime | None]


sealed(InspectionFinding, "text_sealed", "care_inspection_findings.text:{id}")


class FindingStep(Identified, Table):
    """What was done about a finding, with what was said and photographed; rows are only added."""

    __tablename__ = "care_inspection_steps"
    __table_args__ = (Index(None, "finding_id", "id"), Index(None, "made_by"))

    finding_id: Mapped[UUID] = mapped_column(ForeignKey("care_inspection_findings.id"))
    kind: Mapped[FindingStepKind]
    note_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    photos: Mapped[list[Any]] = mapped_column(default=list)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]


sealed(FindingStep, "note_sealed", "care_inspection_steps.note:{id}")
