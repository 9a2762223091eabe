"""Tables of what is sent by which channel, and of the channels' own state, which all job processes share."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Identified, Table
from service.messaging.rules import Channel
from service.messaging.sendings.rules import SendingStatus


class Sending(Identified, Table):
    """One message on its way by one channel; `content` goes when it has ended well.

    `account_id` is whose inbox, WeChat or e-mail it is, `phone_of` whose telephone. Who is told for somebody else is told
    as long as they may act in the matter `proxy_scope`. `once_key` lets the same be asked for twice and sent once.
    `provider_id` is what the gateway calls it; `credit_held` that a WeChat credit is spent on it, one of that
    `credit_round`.
    """

    __tablename__ = "sendings"
    __table_args__ = (
        Index(
            "sendings_due_idx",
            "channel",
            "urgent",
            "next_try_at",
            "id",
            postgresql_where="status = 'waiting'",
        ),
        Index("sendings_overdue_idx", "give_up_at", postgresql_where="status = 'waiting'"),
        Index("sendings_status_idx", "status", "id", postgresql_where="status <> 'sent'"),
        Index(None, "inbox_message_id", postgresql_where="inbox_message_id IS NOT NULL"),
        Index(None, "account_id", postgresql_where="account_id IS NOT NULL"),
        Index(None, "resident_id", postgresql_where="resident_id IS NOT NULL"),
        Index(None, "phone_of", postgresql_where="phone_of IS NOT NULL"),
        Index(None, "provider_id", postgresql_where="provider_id IS NOT NULL"),
        Index(None, "made_at"),
        CheckConstraint("(status = 'waiting') = (ended_at IS NULL)", "ended"),
        CheckConstraint("status <> 'waiting' OR content IS NOT NULL", "has_content"),
    )

    channel: Mapped[Channel]
    status: Mapped[SendingStatus] = mapped_column(default=SendingStatus.WAITING)
    reason: Mapped[str | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    proxy_scope: Mapped[str | None]
    phone_of: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    inbox_message_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbox_messages.id", ondelete="CASCADE"))
    once_key: Mapped[str | None] = mapped_column(unique=True)
    text: Mapped[str]
    subject: Mapped[str | None]
    urgent: Mapped[bool]
    content: Mapped[dict[str, Any] | None]
    tells_key: Mapped[UUID | None]
    provider_id: Mapped[str | None]
    credit_held: Mapped[bool] = mapped_column(default=False)
    credit_round: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ChannelState(Table):
    """How a channel's gateway is doing: failures in a row, until when it rests, and how much was sent in this window."""

    __tablename__ = "channel_states"
    __table_args__ = (CheckConstraint("failures >= 0", "failures"),)

    channel: Mapped[Channel] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    open_until: Mapped[datetime | None]
    last_error: Mapped[str | None]
    window_at: Mapped[datetime]
    window_sent: Mapped[int] = mapped_column(default=0)
