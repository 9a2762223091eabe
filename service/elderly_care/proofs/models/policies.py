"""Tables of what the district keeps: what a visit that was not served is worth, and which vitals are watched."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.proofs.rules import NotServedReason, Vital
from service.kit.database import Identified, Table


class NotServedPolicy(Identified, Table):
    """What a visit that was not served for this reason is paid and whether it counts against the operator.

    A change is a row of the next number: visits keep the one that held.
    """

    __tablename__ = "care_not_served_policies"
    __table_args__ = (
        UniqueConstraint("reason_code", "number"),
        CheckConstraint("paid_per_mille BETWEEN 0 AND 1000", "paid"),
        Index(None, "set_by"),
    )

    reason_code: Mapped[NotServedReason]
    number: Mapped[int]
    paid_per_mille: Mapped[int]
    counts_against_operator: Mapped[bool]
    needs_worker_check: Mapped[bool]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


class VitalRange(Table):
    """Between which values a vital is as one would wish; outside, the operator and the family are told."""

    __tablename__ = "care_vital_ranges"
    __table_args__ = (CheckConstraint("low < high", "range"), Index(None, "set_by"))

    vital: Mapped[Vital] = mapped_column(primary_key=True)
    low: Mapped[float]
    high: Mapped[float]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
