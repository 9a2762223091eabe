"""Which round visits join by themselves when they are made."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Identified, Table


class RoundWindow(Identified, Table):
    """That the visits of an operator's service in one window join this round: those of a session at one centre.

    The key lets two processes never make two rounds for one window; the rounds themselves may be moved and split.
    """

    __tablename__ = "care_round_windows"
    __table_args__ = (
        Index(
            "care_round_windows_key",
            "organisation_id",
            "service_id",
            "facility_id",
            "starts_at",
            "ends_at",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(None, "service_id"),
        Index(None, "facility_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("care_services.id"))
    facility_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_facilities.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("care_rounds.id"), unique=True)
