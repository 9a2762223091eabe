"""Tables of one-time codes: neither a telephone nor a code stands here in clear."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Table
from service.kit.sealing import sealed


class OneTimeCode(Table):
    """The newest code of a place; `sealed` is telephone and code, until they are sent."""

    __tablename__ = "one_time_codes"
    __table_args__ = (Index(None, "id", unique=True), Index(None, "expires_at"))

    place: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    id: Mapped[UUID]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]
    tries_left: Mapped[int]
    used_at: Mapped[datetime | None]


sealed(OneTimeCode, "sealed", "one_time_codes.sealed:{id}")


class CodeCount(Table):
    """How many codes were asked for by one telephone, from one address or in all, until a moment."""

    __tablename__ = "code_counts"
    __table_args__ = (Index(None, "over_at"),)

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    asked: Mapped[int]
    most: Mapped[int]
    over_at: Mapped[datetime]
