"""Tables of settlements, of the streets' shares in them, and of what is still to be counted."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.settlement.errors import SettlementStands
from service.elderly_care.settlement.rules import SettlementStatus
from service.elderly_care.subsidies.rules import Basis
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class Settlement(Identified, Versioned, Table):
    """A month of a contract; once approved a trigger lets nothing change but that it is paid.

    `counted_at` is null while it is counted, `counting_done` of `counting_of` visits, by the facts since `facts_at`;
    `unpriced` have no price on their day. `seed` is what the sample for checking on the spot is drawn by. The reason for
    which it was given back is told to every street; what concerns one alone stands with its share.
    """

    __tablename__ = "care_settlements"
    __table_args__ = (
        UniqueConstraint("contract_id", "month"),
        CheckConstraint("EXTRACT(day FROM month) = 1", "month"),
        CheckConstraint(
            "status = 'draft' OR (counted_at IS NOT NULL AND submitted_at IS NOT NULL)", "counted"
        ),
        CheckConstraint("(status IN ('approved', 'paid')) = (approved_at IS NOT NULL)", "approved"),
        CheckConstraint(
            "CASE WHEN status = 'paid' THEN num_nulls(voucher_no, paid_on, paid_at) = 0"
            " ELSE num_nonnulls(voucher_no, paid_on, paid_at) = 0 END",
            "paid",
        ),
        CheckConstraint("LEAST(seed, counting_done, counting_of, unpriced) >= 0", "not_negative"),
        Index(None, "organisation_id", "id"),
        Index(None, "month", "id"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("care_contracts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    month: Mapped[date]
    status: Mapped[SettlementStatus]
    seed: Mapped[int] = mapped_column(BigInteger)
    run_id: Mapped[UUID | None] = mapped_column(index=True)
    counting_done: Mapped[int] = mapped_column(default=0)
    counting_of: Mapped[int] = mapped_column(default=0)
    unpriced: Mapped[int] = mapped_column(default=0)
    facts_at: Mapped[datetime]
    counted_at: Mapped[datetime | None]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    submitted_at: Mapped[datetime | None]
    returned_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    returned_at: Mapped[datetime | None]
    return_reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    approved_at: Mapped[datetime | None]
    paid_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    paid_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    voucher_no: Mapped[str | None]
    # Also of what is done to its shares and checks, so that its version tells of that too.
    updated_at: Mapped[datetime]


breaking("care_settlements_contract_id_month_key", SettlementStands)
sealed(Settlement, "return_reason_sealed", "care_settlements.return_reason:{id}")


class SettlementShare(Table):
    """The lines of one street added up, and who confirmed them."""

    __tablename__ = "care_settlement_shares"
    __table_args__ = (
        CheckConstraint("price_fen = gross_fen + deducted_fen", "price"),
        CheckConstraint("gross_fen = subsidy_fen + insurance_fen + self_pay_fen", "gross"),
        CheckConstraint(
            "subsidy_fen = central_fen + city_fen + district_fen + town_fen + unshared_fen", "subsidy"
        ),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", "confirmed"),
        Index(None, "street_code", "settlement_id"),
    )

    settlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_settlements.id"), primary_key=True)
    street_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    lines: Mapped[int]
    price_fen: Mapped[int] = mapped_column(BigInteger)
    deducted_fen: Mapped[int] = mapped_column(BigInteger)
    gross_fen: Mapped[int] = mapped_column(BigInteger)
    subsidy_fen: Mapped[int] = mapped_column(BigInteger)
    insurance_fen: Mapped[int] = mapped_column(BigInteger)
    self_pay_fen: Mapped[int] = mapped_column(BigInteger)
    central_fen: Mapped[int] = mapped_column(BigInteger)
    city_fen: Mapped[int] = mapped_column(BigInteger)
    district_fen: Mapped[int] = mapped_column(BigInteger)
    town_fen: Mapped[int] = mapped_column(BigInteger)
    unshared_fen: Mapped[int] = mapped_column(BigInteger)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    confirmed_at: Mapped[datetime | None]


class SettlementReturnReason(Identified, Table):
    """Why a settlement was given back, as far as it concerns one street's share; rows are only added."""

    __tablename__ = "care_settlement_return_reasons"
    __table_args__ = (Index(None, "settlement_id", "street_code"),)

    settlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_settlements.id"))
    street_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime]


sealed(SettlementReturnReason, "text_sealed", "care_settlement_return_reasons.text:{id}")


class SettlementTerms(Table):
    """A scheme as it stood when the settlement was counted: what is corrected later is counted by the same terms."""

    __tablename__ = "care_settlement_terms"
    __table_args__ = (Index(None, "scheme_id"),)

    settlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_settlements.id"), primary_key=True)
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("care_subsidy_schemes.id"), primary_key=True)
    payer: Mapped[Payer]
    basis: Mapped[Basis]
    per_mille: Mapped[int]
    monthly_cap_fen: Mapped[int | None]
    central_share: Mapped[int]
    city_share: Mapped[int]
    district_share: Mapped[int]
    town_share: Mapped[int]


class SettlementBatch(Table):
    """Elders whose lines are still to be counted, with their visits since a day; gone once that is done.

    Who is merged meanwhile has their visits under another name: those come late, with the next settlement.
    """

    __tablename__ = "care_settlement_batches"

    settlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_settlements.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[date]
    elder_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    visits: Mapped[int]
