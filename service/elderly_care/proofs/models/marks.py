"""Tables of marks, of what was reported with them, and of what is derived from them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.doors.rules import CodeVerdict, CoordinateSystem, PlaceVerdict
from service.elderly_care.proofs.rules import ConfirmationWay, MarkKind, Reason
from service.kit.acting import ActedByColumns
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class VisitMark(Identified, Table):
    """That a caregiver came or went, by their device's time `at` and ours; never changed, as a trigger keeps.

    The place alone (WGS-84, and what was sent) is sealed, may be sealed anew, and is forgotten in time; what it said
    (`place`, `distance_m`) stays.
    """

    __tablename__ = "care_visit_marks"
    __table_args__ = (
        UniqueConstraint("visit_id", "caregiver_id", "kind", "at"),
        Index(None, "caregiver_id", "at"),
        Index(None, "recorded_by"),
        Index(
            "care_visit_marks_places_idx",
            "received_at",
            "id",
            postgresql_where=text("place_sealed IS NOT NULL"),
        ),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id"))
    kind: Mapped[MarkKind]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    place_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    coordinate_system: Mapped[CoordinateSystem | None]
    accuracy_m: Mapped[float | None]
    distance_m: Mapped[int | None]
    place: Mapped[PlaceVerdict]
    code: Mapped[CodeVerdict | None]
    flags: Mapped[list[str]] = mapped_column(ARRAY(String))
    reason_code: Mapped[Reason | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


sealed(VisitMark, "place_sealed", "care_visit_marks.place:{id}")


class VisitReport(Table):
    """What a caregiver reported as they went: what was done, what was measured, a note, photos.

    Vitals are kept only if the elder agreed that health data are (`vitals_refused` says that they were left out).
    """

    __tablename__ = "care_visit_reports"
    __table_args__ = (Index(None, "visit_id"), Index(None, "reported_at", "mark_id"))

    mark_id: Mapped[UUID] = mapped_column(ForeignKey("care_visit_marks.id"), primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    reported_at: Mapped[datetime]
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    vitals_refused: Mapped[bool] = mapped_column(default=False)
    photos: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)


sealed(VisitReport, "content_sealed", "care_visit_reports.content:{mark_id}")


class ServedTime(Table):
    """From when until when one caregiver was at a visit, as derived; open until they went."""

    __tablename__ = "care_served_times"
    __table_args__ = (
        CheckConstraint("ends_at >= starts_at", "time"),
        Index(None, "caregiver_id", "starts_at", "visit_id"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"), primary_key=True)
    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id"), primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class VisitProof(ActedByColumns, Versioned, Table):
    """What became of a visit, derived by the rules of `rule_version` from all that is recorded; and who confirmed it.

    `silent_at` is when silence confirms it; `waits_since` since when one that is not proved waits for a word.
    `examined_at` is null until anomalies were looked for since it last changed.
    """

    __tablename__ = "care_proofs"
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", "rating"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_way IS NULL)", "confirmed"),
        CheckConstraint("rating IS NULL OR confirmed_way <> 'silence'", "no_invented_rating"),
        CheckConstraint("confirmed_at IS NULL OR (silent_at IS NULL AND waits_since IS NULL)", "over"),
        Index(
            "care_proofs_silent_idx", "silent_at", "visit_id", postgresql_where=text("silent_at IS NOT NULL")
        ),
        Index(
            "care_proofs_waiting_idx",
            "waits_since",
            "visit_id",
            postgresql_where=text("waits_since IS NOT NULL"),
        ),
        Index(
            "care_proofs_to_examine_idx",
            "done_at",
            "visit_id",
            postgresql_where=text("examined_at IS NULL AND done_at IS NOT NULL"),
        ),
        Index(
            "care_proofs_sample_idx",
            "region_code",
            "confirmed_at",
            "visit_id",
            postgresql_where=text("sample_first"),
        ),
        Index(None, "organisation_id"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    rule_version: Mapped[int]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    minutes_served: Mapped[int | None]
    is_proved: Mapped[bool] = mapped_column(default=False)
    flags: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    done_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    silent_at: Mapped[datetime | None]
    waits_since: Mapped[datetime | None]
    examined_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_way: Mapped[ConfirmationWay | None]
    rating: Mapped[int | None]
    comment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    sample_first: Mapped[bool] = mapped_column(default=False)


sealed(VisitProof, "comment_sealed", "care_proofs.comment:{visit_id}")
