"""The table of what is deducted for which reason."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.settlement.rules import DeductionReason
from service.kit.database import Table


class DeductionVersion(Table):
    """How much of a price is deducted for a reason; a change is a row of the next number, for visits from that day on."""

    __tablename__ = "care_deduction_policies"
    __table_args__ = (
        CheckConstraint("per_mille BETWEEN 0 AND 1000", "per_mille"),
        CheckConstraint("free_minutes BETWEEN 0 AND 720", "free_minutes"),
        CheckConstraint("reason_code = 'short' OR free_minutes = 0", "only_short"),
    )

    reason_code: Mapped[DeductionReason] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    per_mille: Mapped[int]
    free_minutes: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
