"""The table of e-mail addresses."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Table
from service.kit.sealing import sealed


class EmailAddress(Table):
    """Where an account's mail goes, sealed; until it is confirmed only a code goes there, of which a hash is kept."""

    __tablename__ = "email_addresses"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (code_hash IS NOT NULL)", "confirmed"),
        CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", "code"),
        CheckConstraint("tries_left >= 0", "tries_left"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_until: Mapped[datetime | None]
    tries_left: Mapped[int]
    confirmed_at: Mapped[datetime | None]


sealed(EmailAddress, "sealed", "email_addresses.sealed:{account_id}")
