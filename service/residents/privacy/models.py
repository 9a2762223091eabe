"""Tables of copies that residents asked for, and of erasures."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from service.kit.acting import ActedByColumns
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed
from service.residents.privacy.errors import AlreadyErased, CopyUnderWay


class PersonalCopy(Identified, ActedByColumns, Versioned, Table):
    """All that is held about one person, as a zip that is sealed at rest and ends by itself; `run_id` is who makes it."""

    __tablename__ = "personal_copies"
    __table_args__ = (
        Index(
            "personal_copies_under_way_key", "resident_id", unique=True, postgresql_where="ready_at IS NULL"
        ),
        Index(None, "resident_id", "id"),
        Index(None, "asked_at"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime]
    reason: Mapped[str | None]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    run_id: Mapped[UUID] = mapped_column(index=True)
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    size: Mapped[int | None]
    body_sealed: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class Erasure(Identified, ActedByColumns, Table):
    """That a resident was forgotten, when, on whose request, and what had to be kept; nothing of who it was."""

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "erased_at"),)

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), unique=True)
    erased_at: Mapped[datetime]
    reason: Mapped[str | None]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    kept: Mapped[list[Any]]


sealed(PersonalCopy, "body_sealed", "personal_copies.body:{id}")
breaking("personal_copies_under_way_key", CopyUnderWay)
breaking("erasures_resident_id_key", AlreadyErased)
