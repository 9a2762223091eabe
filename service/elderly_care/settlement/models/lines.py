"""Tables of lines, of what entitlements pay of them, of checks on the spot, and of what was wrong with them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.settlement.rules import CheckOutcome, CheckReason, LineProof
from service.kit.database import Identified, Table
from service.kit.sealing import sealed


class SettlementLine(Identified, Table):
    """A visit that is paid, or the reversal of a line; only added and taken out while the settlement is not approved.

    The lines of a visit have numbers: the odd ones pay it, each even one takes back the one before. So at most one stands,
    and no two settlements pay one visit, however they race.
    """

    __tablename__ = "care_settlement_lines"
    __table_args__ = (
        UniqueConstraint("visit_id", "number"),
        ForeignKeyConstraint(
            ["visit_id", "after"], ["care_settlement_lines.visit_id", "care_settlement_lines.number"]
        ),
        CheckConstraint("CASE WHEN number = 1 THEN after IS NULL ELSE after = number - 1 END", "after"),
        CheckConstraint("number >= 1 AND (mod(number, 2) = 0) = (reversal_of IS NOT NULL)", "reversal"),
        CheckConstraint("price_fen = gross_fen + deducted_fen", "price"),
        CheckConstraint("gross_fen = subsidy_fen + insurance_fen + self_pay_fen", "gross"),
        CheckConstraint(
            "subsidy_fen = central_fen + city_fen + district_fen + town_fen + unshared_fen", "subsidy"
        ),
        CheckConstraint(
            "reversal_of IS NOT NULL OR LEAST(deducted_fen, subsidy_fen, insurance_fen, self_pay_fen,"
            " central_fen, city_fen, district_fen, town_fen, unshared_fen) >= 0",
            "not_negative",
        ),
        CheckConstraint("(proof = 'not_served') = (not_served_id IS NOT NULL)", "not_served"),
        Index(None, "settlement_id", "id"),
        Index(None, "street_code", "settlement_id", "id"),
        Index(None, "price_id"),
        Index(None, "reversal_of", unique=True, postgresql_where=text("reversal_of IS NOT NULL")),
        Index(None, "not_served_id", postgresql_where=text("not_served_id IS NOT NULL")),
    )

    settlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_settlements.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    number: Mapped[int]
    after: Mapped[int | None]
    reversal_of: Mapped[UUID | None] = mapped_column(ForeignKey("care_settlement_lines.id"))
    street_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    service_on: Mapped[date]
    proof: Mapped[LineProof]
    # How often the proof had changed by then.
    proof_version: Mapped[int | None]
    not_served_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_not_served.id"))
    minutes: Mapped[int]
    minutes_served: Mapped[int | None]
    price_id: Mapped[UUID] = mapped_column(ForeignKey("care_prices.id"))
    price_fen: Mapped[int]
    deducted_fen: Mapped[int]
    gross_fen: Mapped[int]
    subsidy_fen: Mapped[int]
    insurance_fen: Mapped[int]
    self_pay_fen: Mapped[int]
    central_fen: Mapped[int]
    city_fen: Mapped[int]
    district_fen: Mapped[int]
    town_fen: Mapped[int]
    unshared_fen: Mapped[int]
    deductions: Mapped[list[Any]]


class SettlementPart(Table):
    """What one entitlement pays of a line, and how many of its minutes that takes; less than nothing in a reversal."""

    __tablename__ = "care_settlement_parts"
    __table_args__ = (Index(None, "entitlement_id"),)

    line_id: Mapped[UUID] = mapped_column(ForeignKey("care_settlement_lines.id"), primary_key=True)
    entitlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_entitlements.id"), primary_key=True)
    fen: Mapped[int]
    minutes: Mapped[int]


class SettlementCheck(Table):
    """That the line of a visit is checked on the spot, why, and what was found; kept when it is counted anew."""

    __tablename__ = "care_settlement_checks"
    __table_args__ = (
        CheckConstraint(
            "(outcome IS NULL) = (checked_at IS NULL) AND (outcome IS NULL) = (checked_by IS NULL)", "checked"
        ),
        Index(None, "visit_id"),
        Index("care_settlement_checks_open_idx", "settlement_id", postgresql_where=text("outcome IS NULL")),
    )

    settlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_settlements.id"), primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"), primary_key=True)
    reason: Mapped[CheckReason]
    chosen_at: Mapped[datetime]
    outcome: Mapped[CheckOutcome | None]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    checked_at: Mapped[datetime | None]


sealed(SettlementCheck, "note_sealed", "care_settlement_checks.note:{settlement_id}:{visit_id}")


class SettlementRemark(Identified, Table):
    """What was wrong with the line of a visit when the settlement was returned; rows are only added."""

    __tablename__ = "care_settlement_remarks"
    __table_args__ = (Index(None, "settlement_id", "visit_id"), Index(None, "visit_id"))

    settlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_settlements.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime]


sealed(SettlementRemark, "text_sealed", "care_settlement_remarks.text:{id}")
