"""Tables of what was told to whom, and how people like to be told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.errors import Stale
from service.kit.texts import Text
from service.messaging.rules import ALWAYS_ON, Channel, SpokenLanguage


class InboxMessage(Identified, Table):
    """What was told to one account, in both languages; `resident_id` is whom it concerns."""

    __tablename__ = "inbox_messages"
    __table_args__ = (
        Index(None, "account_id", "id"),
        Index("inbox_messages_unread_idx", "account_id", "id", postgresql_where="read_at IS NULL"),
        Index(None, "resident_id", postgresql_where="resident_id IS NOT NULL"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    text: Mapped[str]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    body_zh: Mapped[str]
    body_en: Mapped[str]
    subject: Mapped[str | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    deliveries: Mapped[list[Any]]

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def body(self) -> Text:
        return Text(self.body_zh, self.body_en)


class InboxPreferences(Versioned, Table):
    """How one account likes to be told; who never said anything has no row."""

    __tablename__ = "inbox_preferences"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    language: Mapped[SpokenLanguage]

    @property
    def channels(self) -> list[dict[str, Any]]:
        """Every channel there is."""
        return [{"channel": channel, "can_switch_off": channel not in ALWAYS_ON} for channel in Channel]


breaking("inbox_preferences_pkey", Stale)
