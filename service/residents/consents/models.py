"""The table of consents."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.acting import ActedBy, ActedByColumns, acting_of
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.residents.consents.errors import AlreadyGiven
from service.residents.consents.rules import ConsentPurpose, ConsentWay


class Consent(Identified, ActedByColumns, Versioned, Table):
    """That a resident agreed to one version of a text; the row stays when it ends, as proof of what held when.

    `recorded_by` is the account that entered it; `acted_by` is set when that was not the resident in person.
    """

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "consents_open_key",
            "resident_id",
            "purpose",
            "organisation_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where="withdrawn_at IS NULL AND replaced_at IS NULL",
        ),
        Index(None, "resident_id", "id"),
        Index(None, "withdrawn_at", postgresql_where="withdrawn_at IS NOT NULL"),
        Index(None, "replaced_at", postgresql_where="replaced_at IS NOT NULL"),
        CheckConstraint("withdrawn_at IS NULL OR replaced_at IS NULL", "ended_once"),
        # Told here, since the columns of who gave it have taken the enum's own name for theirs.
        CheckConstraint("withdrawn_by_as IN ('proxy', 'staff')", "withdrawn_by_as"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    purpose: Mapped[ConsentPurpose]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    text_version: Mapped[int]
    text_hash: Mapped[str]
    way: Mapped[ConsentWay]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    witness: Mapped[str | None]
    recorded_by: Mapped[UUID | None]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    withdrawn_by_account_id: Mapped[UUID | None]
    withdrawn_by_name: Mapped[str | None]
    withdrawn_by_as: Mapped[str | None]

    @property
    def withdrawn_by(self) -> ActedBy | None:
        """Who withdrew it for the resident; None when they did so in person, or it was not withdrawn."""
        return acting_of(self, "withdrawn_by")

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.replaced_at is None


breaking("consents_open_key", AlreadyGiven)
