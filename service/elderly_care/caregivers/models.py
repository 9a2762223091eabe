"""Tables of caregivers, their certificates, shifts and absences."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.elderly_care.caregivers.errors import AbsenceOverlaps, CaregiverOnRecord
from service.elderly_care.caregivers.rules import AbsenceKind
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class Caregiver(Identified, Versioned, Table):
    """Somebody who visits for an operator; where they set out from (WGS-84) is sealed."""

    __tablename__ = "caregivers"
    __table_args__ = (Index(None, "organisation_id", "id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    skills: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    home_base_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    left_on: Mapped[date | None]
    created_at: Mapped[datetime]

    certificates: Mapped[list["Certificate"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Certificate.expires_on, Certificate.id"
    )
    shifts: Mapped[list["Shift"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Shift.weekday, Shift.starts"
    )


breaking("caregivers_account_id_key", CaregiverOnRecord)
sealed(Caregiver, "home_base_sealed", "caregivers.home_base:{id}")


class Certificate(Identified, Table):
    """A paper that says a caregiver has a skill, until its last day `expires_on`."""

    __tablename__ = "caregiver_certificates"
    __table_args__ = (
        UniqueConstraint("caregiver_id", "skill", "number"),
        CheckConstraint("issued_on <= expires_on", "days"),
        Index(None, "expires_on"),
        Index(None, "attachment_id"),
    )

    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id", ondelete="CASCADE"))
    skill: Mapped[str]
    number: Mapped[str]
    issuer: Mapped[str]
    issued_on: Mapped[date]
    expires_on: Mapped[date]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    warned_at: Mapped[datetime | None]


class Shift(Table):
    """When a caregiver works on a weekday (ISO), in minutes from its 00:00; beyond 1440 on the next day."""

    __tablename__ = "caregiver_shifts"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", "weekday"),
        CheckConstraint("starts BETWEEN 0 AND 1439 AND ends > starts AND ends <= 2160", "stretch"),
    )

    caregiver_id: Mapped[UUID] = mapped_column(
        ForeignKey("caregivers.id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(primary_key=True)
    starts: Mapped[int] = mapped_column(primary_key=True)
    ends: Mapped[int]


class Absence(Identified, Versioned, Table):
    """That a caregiver does not work for a time."""

    __tablename__ = "caregiver_absences"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "stretch"),
        ExcludeConstraint(
            ("caregiver_id", "="),
            (text("tstzrange(starts_at, ends_at, '[)')"), "&&"),
            where=text("cancelled_at IS NULL"),
            name="caregiver_absences_no_overlap",
        ),
        Index(None, "caregiver_id", "starts_at", "id"),
        Index(None, "recorded_by"),
    )

    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id"))
    kind: Mapped[AbsenceKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    note: Mapped[str | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


breaking("caregiver_absences_no_overlap", AbsenceOverlaps)
