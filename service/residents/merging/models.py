"""Tables of records that may be one person, of merges, and of what each merge changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.errors import NotFound
from service.kit.sealing import sealed
from service.residents.merging.rules import DuplicateReason, DuplicateSource, DuplicateState, MergeStatus

PLACE = "merge_changes.noted:{merge_id}:{place}"


class PossibleDuplicate(Identified, Versioned, Table):
    """Two records that may be one person; one that was dismissed is not noted again.

    The ids point to no table: of a merged pair one record is gone, and the note stays for when it comes back.
    """

    __tablename__ = "possible_duplicates"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", "order"),
        Index(None, "second_id"),
        Index("possible_duplicates_open_idx", "id", postgresql_where="state = 'open'"),
        Index(None, "decided_by"),
    )

    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    reason: Mapped[DuplicateReason]
    source: Mapped[DuplicateSource]
    state: Mapped[DuplicateState] = mapped_column(default=DuplicateState.OPEN)
    noted_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]


class Merge(Identified, Versioned, Table):
    """That the record `merged_id` gave way to another, where each was kept then, and until when it can be undone."""

    __tablename__ = "merges"
    __table_args__ = (
        Index(None, "resident_id", "id"),
        Index(None, "region_code", "id"),
        Index(None, "merged_region_code", "id"),
        Index(None, "merged_by"),
        Index(None, "undone_by"),
        Index("merges_standing_idx", "merged_id", unique=True, postgresql_where="status = 'standing'"),
        Index(None, "undo_until", postgresql_where="status = 'standing'"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    merged_id: Mapped[UUID]
    merged_name: Mapped[str | None]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    merged_region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    status: Mapped[MergeStatus] = mapped_column(default=MergeStatus.STANDING)
    merged_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    merged_at: Mapped[datetime]
    undo_until: Mapped[datetime]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    undone_at: Mapped[datetime | None]


breaking("merges_standing_idx", NotFound)


class MergeChange(Table):
    """Rows that a merge changed alike, in the order `place`, for its undo; dropped when that is no longer possible.

    What they were and became is sealed as a whole (`noted`), for it holds what a record said.
    """

    __tablename__ = "merge_changes"

    merge_id: Mapped[UUID] = mapped_column(ForeignKey("merges.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    keys: Mapped[list[Any]]
    noted: Mapped[bytes] = mapped_column(LargeBinary)


sealed(MergeChange, "noted", PLACE)
