"""The table of what was looked at before others could see it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.content import Scene
from service.kit.database import Identified, Table, Versioned
from service.messaging.content_checks.rules import CheckState, Label, ReviewReason


class ContentCheck(Identified, Versioned, Table):
    """One text of `author_id`'s on one subject, as it was handed in; one that was written anew has a check of its own.

    `kind` is `domain.text` and says what the subject is. A check that is `replaced_at` is of nothing any more.
    """

    __tablename__ = "content_checks"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (next_try_at IS NOT NULL)", "machine_is_next"),
        CheckConstraint("(state IN ('passed', 'blocked')) = (decided_at IS NOT NULL)", "decided"),
        CheckConstraint("decided_by IS NULL OR decided_at IS NOT NULL", "decided_by"),
        Index(None, "next_try_at", postgresql_where="state = 'waiting'"),
        Index(
            "content_checks_in_review_idx",
            "id",
            postgresql_where="state = 'in_review' AND replaced_at IS NULL",
        ),
        Index(None, "region_code", "id"),
        Index(None, "author_id", "id"),
        Index(None, "decided_by", postgresql_where="decided_by IS NOT NULL"),
        Index(None, "submitted_at"),
    )

    kind: Mapped[str]
    subject_id: Mapped[UUID]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    scene: Mapped[Scene]
    text: Mapped[str]
    submitted_at: Mapped[datetime]
    state: Mapped[CheckState]
    review_reason: Mapped[ReviewReason | None]
    label: Mapped[Label | None]
    trace_ids: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str | None]
    replaced_at: Mapped[datetime | None]
