"""The table of credits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Table


class WeChatCredit(Table):
    """How many messages of one template WeChat will still take for an account, by our name of the template.

    When they end, because WeChat or the person says so, a new `round` begins: nothing of the last is given back to it.
    """

    __tablename__ = "wechat_credits"
    __table_args__ = (CheckConstraint("credits >= 0", "credits"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    template: Mapped[str] = mapped_column(primary_key=True)
    credits: Mapped[int]
    round: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
