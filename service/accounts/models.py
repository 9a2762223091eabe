"""Tables of who can act: accounts, what they log in with, their logins and duties."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.accounts.errors import AdministratorsApart, UsernameTaken
from service.accounts.rules import AccountKind, EndedBecause
from service.kit.actor import Role
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.randomness import new_id


class Account(Identified, Versioned, Table):
    """Somebody who can log in."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("kind = 'resident' OR username IS NOT NULL", "staff_username"),
        CheckConstraint("username = lower(username)", "username_case"),
        CheckConstraint("kind = 'resident' OR resident_id IS NULL", "staff_is_not_resident"),
        Index("accounts_staff_idx", "id", postgresql_where=text("kind = 'staff'")),
    )

    kind: Mapped[AccountKind]
    display_name: Mapped[str]
    username: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    password_expires_at: Mapped[datetime | None]
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id", use_alter=True), index=True)
    disabled_at: Mapped[datetime | None]
    resident_died_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def disabled(self) -> bool:
        return self.disabled_at is not None


breaking("accounts_username_key", UsernameTaken)


class PasswordRecord(Identified, Table):
    """A password that an account has had, kept so that it does not come back too soon."""

    __tablename__ = "account_passwords"
    __table_args__ = (Index(None, "account_id", "id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    password_hash: Mapped[str]
    set_at: Mapped[datetime]


class LoginFailures(Table):
    """Failed passwords in a row under one username, whether or not anybody has it."""

    __tablename__ = "login_failures"
    __table_args__ = (Index(None, "last_failed_at"),)

    username_key: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class Identity(Table):
    """What an identity provider calls the person behind an account; of a telephone (`sms`) a keyed hash.

    `hint` lets a person tell two apart: the last two digits of a telephone.
    """

    __tablename__ = "account_identities"
    __table_args__ = (Index(None, "id", unique=True), Index(None, "account_id", "id"))

    provider: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    hint: Mapped[str | None]
    linked_at: Mapped[datetime]

    @property
    def version(self) -> int:
        """It is linked and removed, never changed."""
        return 1


class AccountProof(Table):
    """That a provider has made sure by the ID card who holds an account: keyed hashes, to be compared and never read."""

    __tablename__ = "account_proofs"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    provider: Mapped[str]
    id_number_lookup: Mapped[bytes] = mapped_column(LargeBinary)
    name_lookup: Mapped[bytes] = mapped_column(LargeBinary)
    proved_at: Mapped[datetime]


class LoginSession(Identified, Table):
    """A login: a family of rotating refresh tokens, of which only the newest generation is good."""

    __tablename__ = "login_sessions"
    __table_args__ = (Index(None, "expires_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    generation: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_because: Mapped[EndedBecause | None]


_ADMINISTRATOR = "role IN ('system_admin', 'security_admin', 'auditor')"
_ORGANISATIONAL = "role IN ('operator_manager', 'dispatcher', 'caregiver')"


class AccountDuty(Identified, Versioned, Table):
    """A role in a region and all below it, or in an organisation, from one day to another."""

    __tablename__ = "account_duties"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", "stretch"),
        CheckConstraint(
            f"(organisation_id IS NOT NULL) = ({_ORGANISATIONAL})"
            f" AND (region_code IS NULL) = ({_ADMINISTRATOR} OR {_ORGANISATIONAL})",
            "place_by_role",
        ),
        CheckConstraint("stands_in_for IS NULL OR valid_until IS NOT NULL", "stand_in_ends"),
        CheckConstraint("stands_in_for <> account_id", "stand_in_for_another"),
        CheckConstraint("granted_by <> account_id", "granted_by_another"),
        # Two administrator roles, or one beside any other duty, never on the same day for one account.
        ExcludeConstraint(
            ("account_id", "="),
            (text(f"(CASE WHEN {_ADMINISTRATOR} THEN role ELSE 'other' END)"), "<>"),
            (text("daterange(valid_from, valid_until, '[]')"), "&&"),
            name="account_duties_administrators_apart",
            where=text("revoked_at IS NULL"),
        ),
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


breaking("account_duties_administrators_apart", AdministratorsApart)
