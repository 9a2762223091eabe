"""Tables of imports and exports; whatever of people stands in a list is in sealed pieces, and gone after some days."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed
from service.residents.imports.errors import SheetUnderWay
from service.residents.imports.rules.outcomes import ImportState, OnError, Outcome
from service.residents.imports.rules.parts import Part
from service.residents.people.rules import Purpose


class Import(Identified, Versioned, Table):
    """One list on its way into the register. `mapping` is by column letters; `digest` keyed, to know the file again."""

    __tablename__ = "imports"
    __table_args__ = (
        Index(None, "asked_by", "id"),
        Index(None, "region_code", "id"),
        Index(None, "run_id"),
        Index(
            "imports_under_way_idx",
            "digest",
            unique=True,
            postgresql_where=text("state IN ('reading', 'checking', 'writing')"),
        ),
        Index(None, "asked_at", postgresql_where=text("content_gone_at IS NULL")),
    )

    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    on_error: Mapped[OnError]
    dry_run: Mapped[bool]
    create_places: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ImportState]
    run_id: Mapped[UUID] = mapped_column(ForeignKey("background_runs.id"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    mapping: Mapped[dict[str, Any] | None]
    # Where the present pass over the list is; its counts begin anew with each pass.
    next_piece: Mapped[int] = mapped_column(default=0)
    pieces: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    to_merge: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    refusal: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    content_gone_at: Mapped[datetime | None]


breaking("imports_under_way_idx", SheetUnderWay)


class ImportPiece(Table):
    """Some hundred rows of a list as they were uploaded, or a stretch of the file itself."""

    __tablename__ = "import_pieces"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    part: Mapped[Part] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body_sealed: Mapped[bytes] = deferred(mapped_column(LargeBinary))


sealed(ImportPiece, "body_sealed", "import_pieces.body:{import_id}/{part}/{number}")


class ImportRow(Table):
    """What became of a row; `number` is the one that the spreadsheet shows, `identity` a keyed hash of who it is."""

    __tablename__ = "import_rows"
    __table_args__ = (
        Index(None, "import_id", "outcome", "number"),
        Index(None, "import_id", "identity", postgresql_where=text("identity IS NOT NULL")),
        Index(None, "resident_id", postgresql_where=text("resident_id IS NOT NULL")),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome]
    remarks: Mapped[list[Any]]
    identity: Mapped[bytes | None] = mapped_column(LargeBinary)
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))


class ImportedPerson(Table):
    """Whom a row without an ID number once made, by a keyed hash of name, telephone and home.

    So the same row in a later list is the same person, and not a second one or a guess.
    """

    __tablename__ = "imported_people"
    __table_args__ = (Index(None, "resident_id"),)

    identity: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))


class Export(Identified, Versioned, Table):
    """A list of residents made for one person; what was searched for, and how far it is, may hold a name and is sealed."""

    __tablename__ = "exports"
    __table_args__ = (
        Index(None, "asked_by", "id"),
        Index(None, "run_id"),
        Index(None, "asked_at", postgresql_where=text("content_gone_at IS NULL")),
        CheckConstraint("rows >= 0", "rows"),
    )

    asked_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime]
    purpose: Mapped[Purpose | None]
    wanted_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("background_runs.id"))
    rows: Mapped[int] = mapped_column(default=0)
    pieces: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    content_gone_at: Mapped[datetime | None]


sealed(Export, "wanted_sealed", "exports.wanted:{id}")


class ExportPiece(Table):
    """A stretch of an export: rows, or the finished workbook."""

    __tablename__ = "export_pieces"

    export_id: Mapped[UUID] = mapped_column(ForeignKey("exports.id"), primary_key=True)
    part: Mapped[Part] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body_sealed: Mapped[bytes] = deferred(mapped_column(LargeBinary))


sealed(ExportPiece, "body_sealed", "export_pieces.body:{export_id}/{part}/{number}")
