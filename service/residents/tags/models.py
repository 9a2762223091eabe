"""Tables of the managed list of tags, and of who has which."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.residents.tags.errors import TagOnList, TagSpansOverlap
from service.residents.tags.rules import TagKind


class Tag(Versioned, Table):
    """One entry of the list. Its code is its id and stays for life; a retired one is set no more.

    `age_from` and `age_below` (years) make it a computed one: who has it follows from the birth date. A tag that
    `needs_end` is not set without a last day; `review_months` says after how long somebody looks at it again.
    """

    __tablename__ = "tags"
    __table_args__ = (
        CheckConstraint("(kind = 'age') = (age_from IS NOT NULL OR age_below IS NOT NULL)", "age"),
        CheckConstraint("age_from < age_below", "ages"),
        CheckConstraint("review_months BETWEEN 1 AND 120", "review_months"),
        CheckConstraint("cardinality(seen_by) > 0", "seen_by"),
        CheckConstraint("(kind = 'age') = (cardinality(set_by) = 0)", "set_by"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[TagKind]
    is_sensitive: Mapped[bool]
    set_by: Mapped[list[str]] = mapped_column(ARRAY(String))
    seen_by: Mapped[list[str]] = mapped_column(ARRAY(String))
    needs_end: Mapped[bool] = mapped_column(default=False)
    review_months: Mapped[int | None]
    age_from: Mapped[int | None]
    age_below: Mapped[int | None]
    retired_at: Mapped[datetime | None]

    @property
    def id(self) -> str:
        return self.code

    @property
    def is_computed(self) -> bool:
        return self.kind is TagKind.AGE


breaking("tags_pkey", TagOnList)


class ResidentTag(Identified, Versioned, Table):
    """That a resident has a tag from a day until a last day; one that ended before its first day was a mistake.

    The database keeps `region_code` the same as the resident's, so that one index serves a place and its tag.
    """

    __tablename__ = "resident_tags"
    __table_args__ = (
        ExcludeConstraint(
            ("resident_id", "="),
            ("tag_code", "="),
            (text("daterange(valid_from, valid_until + 1, '[)')"), "&&"),
            name="resident_tags_no_overlap",
        ),
        CheckConstraint("valid_until >= valid_from - 1", "span"),
        Index(None, "resident_id", "tag_code", "valid_from"),
        Index(None, "region_code", "tag_code", "resident_id"),
        Index(None, "tag_code", "resident_id"),
        Index(None, "review_on", postgresql_where=text("review_on IS NOT NULL AND ended_at IS NULL")),
        Index(None, "set_by"),
        Index(None, "ended_by"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    tag_code: Mapped[str] = mapped_column(ForeignKey("tags.code"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    review_on: Mapped[date | None]
    note: Mapped[str | None]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    set_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]


breaking("resident_tags_no_overlap", TagSpansOverlap)
