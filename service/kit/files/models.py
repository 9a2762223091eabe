"""Where uploaded files are kept: in the database, which may hand their bodies on to a storage outside it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from service.kit.database import Identified, Table


class File(Identified, Table):
    """An uploaded image or PDF. Its uploader sees it, staff while they have a duty; all do once it is `open_to_all`.

    What is never attached, so that nothing refers to it, is dropped after a while. Outside the database the body is, or
    is on its way to be, under `object_name`, a new one at each try; `storing_until` somebody is at it. A trigger notes the
    object of a row that is dropped as a leftover.
    """

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint("(body IS NULL) = (stored_at IS NOT NULL)", "body"),
        CheckConstraint("(object_name IS NULL) = (storing_until IS NULL)", "storing"),
        CheckConstraint("stored_at IS NULL OR object_name IS NOT NULL", "stored"),
        Index("files_in_database_idx", "id", postgresql_where="stored_at IS NULL"),
        Index("files_object_name_idx", "object_name", unique=True),
    )

    uploaded_by: Mapped[UUID] = mapped_column(index=True)
    uploaded_at: Mapped[datetime]
    media_type: Mapped[str]
    size: Mapped[int]
    attached_at: Mapped[datetime | None]
    open_to_all: Mapped[bool] = mapped_column(default=False)
    object_name: Mapped[str | None]
    storing_until: Mapped[datetime | None]
    stored_at: Mapped[datetime | None]
    body: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


class Leftover(Table):
    """An object that nothing refers to any more; it is dropped once `due_at` nobody can be at it."""

    __tablename__ = "file_leftovers"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(index=True)
