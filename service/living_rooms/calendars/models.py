"""The table of secret links to calendar feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Identified, Table, Versioned
from service.living_rooms.calendars.rules import CalendarKind


class CalendarLink(Identified, Versioned, Table):
    """A key to one feed, kept as a hash; it shows what its owner may see at each reading, and ends when deleted."""

    __tablename__ = "calendar_links"
    __table_args__ = (
        CheckConstraint("(kind = 'room') = (living_room_id IS NOT NULL)", "place"),
        Index(None, "account_id", "id"),
    )

    kind: Mapped[CalendarKind]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    living_room_id: Mapped[UUID | None] = mapped_column(ForeignKey("living_rooms.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
