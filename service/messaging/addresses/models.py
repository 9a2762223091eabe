"""The table of e-mail addresses."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Table
from service.kit.sealing import sealed


class EmailAddress(Table):
    """Where an account's mail goes, sealed; until it is confirmed only a code goes there, made from an id."""

    __tablename__ = "email_addresses"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (code_id IS NOT NULL)", "confirmed"),
        CheckConstraint("(code_id IS NULL) = (code_until IS NULL)", "code"),
        CheckConstraint("tries_left >= 0", "tries_left"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    code_id: Mapped[UUID | None]
    code_until: Mapped[datetime | None]
    tries_left: Mapped[int]
    confirmed_at: Mapped[datetime | None]

    @property
    def version(self) -> int:
        """Another for each address that is taken, and for its proof."""
        return int(self.asked_at.timestamp()) * 2 + (self.confirmed_at is not None)


sealed(EmailAddress, "sealed", "email_addresses.sealed:{account_id}")
