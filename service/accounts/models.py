"""Tables of who can act: accounts, what they log in with, their sessions and duties."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.actor import Role
from service.kit.database import Identified, Table, Versioned


class AccountKind(StrEnum):
    """Whose account."""

    RESIDENT = "resident"
    STAFF = "staff"


class Account(Identified, Versioned, Table):
    """Somebody who can log in."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("kind = 'resident' OR username IS NOT NULL", "staff_username"),
        CheckConstraint("kind = 'resident' OR resident_id IS NULL", "staff_is_not_resident"),
    )

    kind: Mapped[AccountKind]
    display_name: Mapped[str]
    username: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime | None]
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", use_alter=True), index=True)
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Identity(Table):
    """What an identity provider calls the person behind an account."""

    __tablename__ = "account_identities"

    provider: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    linked_at: Mapped[datetime]


class LoginSession(Identified, Table):
    """A login: a family of rotating refresh tokens that ends as a whole."""

    __tablename__ = "login_sessions"
    __table_args__ = (Index(None, "expires_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    generation: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None]


class AccountDuty(Identified, Versioned, Table):
    """A role in a region and all below it, or in an organisation, from one day to another."""

    __tablename__ = "account_duties"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", "stretch"),
        CheckConstraint("region_code IS NULL OR organisation_id IS NULL", "one_place"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    functions: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    stands_in_for: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
