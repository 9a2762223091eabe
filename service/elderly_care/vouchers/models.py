"""Tables of vouchers and their entries; the database adds up the entries, and lets nobody draw more than was issued."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.vouchers.errors import VoucherSpent
from service.elderly_care.vouchers.rules import EntryKind, VoucherStatus, VoucherUnit
from service.kit.constraints import breaking
from service.kit.database import Identified, Table

_REMAINING = "issued - withdrawn - drawn + returned - expired"
_STATUS = (
    f"CASE WHEN {_REMAINING} > 0 THEN 'open'::text WHEN expired > 0 THEN 'expired'::text"
    " WHEN drawn > returned THEN 'spent'::text ELSE 'withdrawn'::text END"
)


class Voucher(Identified, Table):
    """What one entitlement gives in a month: `granted` for the whole of it, `entitled` as far as is known today.

    The five sums are those of its entries of each kind and change only as entries are added, which triggers keep. What
    was drawn beyond `entitled` is to be recovered. It is for services of its days, none where both are None, that are
    settled no later than `open_until`. It stands where the elder lives until then, and after that where it last stood.
    """

    __tablename__ = "care_vouchers"
    __table_args__ = (
        UniqueConstraint("entitlement_id", "month"),
        CheckConstraint("EXTRACT(day FROM month) = 1", "month"),
        CheckConstraint("entitled BETWEEN 0 AND granted", "entitled"),
        CheckConstraint("LEAST(issued, withdrawn, drawn, returned, expired) >= 0", "sums"),
        CheckConstraint("returned <= drawn", "returned"),
        CheckConstraint("remaining >= 0", "remaining"),
        CheckConstraint(
            "(first_day IS NULL) = (last_day IS NULL) AND last_day >= first_day AND first_day >= month",
            "days",
        ),
        Index(None, "elder_id", "id"),
        Index(None, "region_code", "id"),
        Index(None, "scheme_id", "id"),
        Index(None, "month", "id"),
        # What expires, the longest due first.
        Index("care_vouchers_to_expire_idx", "open_until", "id", postgresql_where=text("remaining > 0")),
    )

    entitlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_entitlements.id"))
    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("care_subsidy_schemes.id"))
    month: Mapped[date]
    unit: Mapped[VoucherUnit]
    granted: Mapped[int]
    entitled: Mapped[int]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    open_until: Mapped[date]
    issued: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[int] = mapped_column(default=0)
    drawn: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    expired: Mapped[int] = mapped_column(default=0)
    remaining: Mapped[int] = mapped_column(Computed(_REMAINING, persisted=True))
    status: Mapped[VoucherStatus] = mapped_column(Computed(_STATUS, persisted=True))
    made_at: Mapped[datetime]


breaking("care_vouchers_remaining_check", VoucherSpent)


class VoucherEntry(Identified, Table):
    """One movement of a voucher, by whom, and for which line of a settlement; rows are only added, as a trigger keeps."""

    __tablename__ = "care_voucher_entries"
    __table_args__ = (
        CheckConstraint("amount > 0", "amount"),
        CheckConstraint("(kind IN ('drawn', 'returned')) = (settlement_line_id IS NOT NULL)", "line"),
        Index(None, "voucher_id", "id"),
        Index(None, "settlement_line_id", postgresql_where=text("settlement_line_id IS NOT NULL")),
    )

    voucher_id: Mapped[UUID] = mapped_column(ForeignKey("care_vouchers.id"))
    kind: Mapped[EntryKind]
    amount: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    settlement_line_id: Mapped[UUID | None]
