"""Tables of what was told to whom, and how people like to be told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.errors import Stale
from service.kit.texts import Text
from service.messaging.rules import ALWAYS_ON, TO_CHOOSE, Channel, Matter, SpokenLanguage


class InboxMessage(Identified, Table):
    """What was told to one account, in both languages; `resident_id` is whom it concerns.

    What is told to many at once has a `told_key`, under which each account is told once.
    """

    __tablename__ = "inbox_messages"
    __table_args__ = (
        Index(None, "account_id", "id"),
        Index("inbox_messages_unread_idx", "account_id", "id", postgresql_where="read_at IS NULL"),
        Index(None, "resident_id", postgresql_where="resident_id IS NOT NULL"),
        Index(None, "told_key", "account_id", unique=True, postgresql_where="told_key IS NOT NULL"),
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
    told_key: Mapped[UUID | None]

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def body(self) -> Text:
        return Text(self.body_zh, self.body_en)


class InboxPreferences(Versioned, Table):
    """How one account likes to be told; who never said anything has no row."""

    __tablename__ = "inbox_preferences"
    __table_args__ = (CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", "quiet_hours"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    language: Mapped[SpokenLanguage]
    # `sms` for a whole channel, `wechat:care` for one matter in it.
    switched_off: Mapped[list[Any]] = mapped_column(default=list)
    # `HH:MM`; without them the district's hours hold.
    quiet_from: Mapped[str | None]
    quiet_until: Mapped[str | None]

    @property
    def channels(self) -> list[dict[str, Any]]:
        """Every channel, and in which matters it is off."""
        return [
            {
                "channel": channel,
                "can_switch_off": channel not in ALWAYS_ON,
                "is_on": channel.value not in self.switched_off,
                "matters_off": [each for each in Matter if f"{channel}:{each}" in self.switched_off],
            }
            for channel in TO_CHOOSE
        ]

    def is_on(self, channel: Channel, matter: Matter) -> bool:
        """Whether what is told in this matter may go by the channel."""
        return not {channel.value, f"{channel}:{matter}"} & set(self.switched_off)


breaking("inbox_preferences_pkey", Stale)
