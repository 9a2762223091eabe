"""Tables of the catalogue."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.elderly_care.catalogue.errors import NeedsDays, ServiceOnList
from service.elderly_care.catalogue.rules import AssessmentNeed, Mode, Payer, ServiceCategory
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned


class CareService(Identified, Versioned, Table):
    """A service that operators give; `ceiling_fen` is the most that one time of it may cost in any contract.

    A withdrawn one is planned no more; what was planned goes on.
    """

    __tablename__ = "care_services"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 720", "minutes"),
        CheckConstraint("ceiling_fen >= 0", "ceiling"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    category: Mapped[ServiceCategory]
    mode: Mapped[Mode]
    aids: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    skills: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    minutes: Mapped[int]
    ceiling_fen: Mapped[int]
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    assessment: Mapped[list["CareAssessmentNeed"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="CareAssessmentNeed.payer"
    )


class CareAssessmentNeed(Table):
    """Whether somebody is assessed before they get a service that this payer pays; not named, none is needed."""

    __tablename__ = "care_assessment_needs"
    __table_args__ = (
        CheckConstraint("(need = 'within_days') = (within_days IS NOT NULL)", "days"),
        CheckConstraint("within_days BETWEEN 1 AND 365", "within_days"),
    )

    service_id: Mapped[UUID] = mapped_column(
        ForeignKey("care_services.id", ondelete="CASCADE"), primary_key=True
    )
    payer: Mapped[Payer] = mapped_column(primary_key=True)
    need: Mapped[AssessmentNeed]
    within_days: Mapped[int | None]


breaking("care_services_code_key", ServiceOnList)
breaking("care_assessment_needs_pkey", NeedsDays)
