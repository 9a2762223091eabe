"""Tables of ratings and programmes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.organisations.registry.errors import ImpossibleTerm, RatingOverlaps
from service.organisations.registry.rules import Grade, ProgrammeKind


class Rating(Identified, Versioned, Table):
    """How an organisation was rated; it has one grade at a time. `ended_because` says why it ended before its term."""

    __tablename__ = "organisation_ratings"
    __table_args__ = (
        ExcludeConstraint(
            ("organisation_id", "="),
            (text("daterange(valid_from, valid_until, '[]')"), "&&"),
            name="organisation_ratings_no_overlap",
        ),
        CheckConstraint("valid_from <= valid_until", "term"),
        Index(None, "organisation_id", "valid_from", "id"),
        Index(None, "made_by"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    grade: Mapped[Grade]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    issuer: Mapped[str]
    certificate_no: Mapped[str | None]
    ended_because: Mapped[str | None]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", use_alter=True))
    made_at: Mapped[datetime]

    @classmethod
    def holds_on(cls, day: date) -> ColumnElement[bool]:
        """The condition that a rating holds on a day."""
        return and_(cls.valid_from <= day, cls.valid_until >= day)


class Programme(Identified, Versioned, Table):
    """Something that was done to bring an organisation on; `region_code` is the community that it concerns, if one."""

    __tablename__ = "organisation_programmes"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", "term"),
        CheckConstraint("hours > 0", "hours"),
        Index(None, "organisation_id", "starts_on", "id"),
        Index(None, "region_code"),
        Index(None, "made_by"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[ProgrammeKind]
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    hours: Mapped[int | None]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    outcome: Mapped[str | None]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id", use_alter=True))
    made_at: Mapped[datetime]


breaking("organisation_ratings_no_overlap", RatingOverlaps)
breaking("organisation_ratings_term_check", ImpossibleTerm)
breaking("organisation_programmes_term_check", ImpossibleTerm)
