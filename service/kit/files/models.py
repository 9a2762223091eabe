"""Where uploaded files are kept: in the database, so that a backup has them and a second server too."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from service.kit.database import Identified, Table


class File(Identified, Table):
    """An uploaded image or PDF. Its uploader sees it, staff while they have a duty; all do once it is `open_to_all`.

    What is never attached, so that nothing refers to it, is dropped after a while.
    """

    __tablename__ = "files"

    uploaded_by: Mapped[UUID] = mapped_column(index=True)
    uploaded_at: Mapped[datetime]
    media_type: Mapped[str]
    size: Mapped[int]
    attached_at: Mapped[datetime | None]
    open_to_all: Mapped[bool] = mapped_column(default=False)
    body: Mapped[bytes] = deferred(mapped_column(LargeBinary))
