"""Tables of residents and of who may act for them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Identified, Table, Versioned


class ResidentStatus(StrEnum):
    """Where a resident's record stands."""

    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"


class ProxyScope(StrEnum):
    """In which matters a proxy may act."""

    BOOKING = "booking"
    CARE = "care"
    NOTICES = "notices"
    REPORTS = "reports"


class ProxyStatus(StrEnum):
    """Where a proxy's standing is."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Resident(Identified, Versioned, Table):
    """A person. Phone and ID number are sealed by the cipher and found by keyed hashes."""

    __tablename__ = "residents"
    __table_args__ = (
        Index(None, "region_code", "id"),
        Index(None, "phone_lookup"),
        Index(
            None,
            "id_number_lookup",
            unique=True,
            postgresql_where="id_number_lookup IS NOT NULL AND claim_of IS NULL AND status <> 'rejected'",
        ),
        Index(None, "claim_of", postgresql_where="claim_of IS NOT NULL"),
    )

    name: Mapped[str]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str | None]
    status: Mapped[ResidentStatus]
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_lookup: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_number_lookup: Mapped[bytes | None] = mapped_column(LargeBinary)
    claim_of: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    registered_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    registered_at: Mapped[datetime]
    verified_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    verified_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class Proxy(Identified, Versioned, Table):
    """That one person (by account) may act for an elder within scopes, until a day."""

    __tablename__ = "proxies"
    __table_args__ = (
        Index(None, "elder_id", "status"),
        Index(None, "account_id", "status"),
        CheckConstraint("cardinality(scopes) > 0", "scopes"),
    )

    elder_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    relation: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String))
    status: Mapped[ProxyStatus]
    valid_until: Mapped[date | None]
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    decided_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
