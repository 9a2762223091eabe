"""Tables of notices: their texts and targets, whom each addressed at its publishing, and who has read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Computed, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.events.notices.rules import MOST_PINNED_DAYS, Category, NoticeStatus, Priority
from service.kit.acting import ActedByColumns
from service.kit.actor import Role
from service.kit.database import Identified, Table, Versioned


class Notice(Identified, Versioned, Table):
    """What somebody has to say to the people of some places; `body` is Markdown, `body_html` what it reads as.

    `rank` says how far above others it stands in residents' lists, until `rank_until`; only what is published and not
    over has one. `reason` is why it was returned or withdrawn. `attachments` are ids of files, in order.
    """

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("cardinality(region_codes) > 0", "region_codes"),
        CheckConstraint("NOT is_public OR cardinality(audience) = 0", "public"),
        CheckConstraint("(status = 'scheduled') <= (publish_at IS NOT NULL)", "scheduled"),
        CheckConstraint(
            "(status IN ('published', 'expired')) <= (published_at IS NOT NULL AND published_by IS NOT NULL)",
            "published",
        ),
        CheckConstraint("(rank IS NOT NULL) = (status = 'published')", "rank"),
        CheckConstraint("expires_at > published_at", "expires"),
        CheckConstraint(
            f"pin_until <= published_at + make_interval(days => {MOST_PINNED_DAYS})",
            "pin",
        ),
        Index(None, "written_by", "id"),
        Index(None, "changed_by"),
        Index(None, "submitted_by"),
        Index(None, "published_by"),
        Index(
            "notices_open_idx", "id", postgresql_where=text("status IN ('draft', 'in_review', 'scheduled')")
        ),
        Index("notices_due_idx", "publish_at", postgresql_where=text("status = 'scheduled'")),
        Index("notices_rank_due_idx", "rank_until", postgresql_where=text("rank_until IS NOT NULL")),
        Index(
            "notices_over_idx",
            "expires_at",
            postgresql_where=text("status = 'published' AND expires_at IS NOT NULL"),
        ),
    )

    title: Mapped[str]
    body: Mapped[str]
    body_html: Mapped[str]
    summary: Mapped[str]
    attachments: Mapped[list[Any]]
    category: Mapped[Category]
    priority: Mapped[Priority]
    status: Mapped[NoticeStatus]
    region_codes: Mapped[list[str]] = mapped_column(ARRAY(String))
    audience: Mapped[list[str]] = mapped_column(ARRAY(String))
    is_public: Mapped[bool]
    needs_confirmation: Mapped[bool]
    publish_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    pin_until: Mapped[datetime | None]
    rank: Mapped[int | None]
    rank_until: Mapped[datetime | None]
    text_number: Mapped[int] = mapped_column(default=0)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    written_as: Mapped[Role | None]
    written_at: Mapped[datetime]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    submitted_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    updated_at: Mapped[datetime]


class NoticeTarget(Table):
    """That a notice concerns the people at or below a place: all of them, or those with a tag.

    What orders residents' lists stands here too (`rank` null: in nobody's list), so that the first notices for a place
    and a tag are found by index; one action keeps it the same as the notice's.
    """

    __tablename__ = "notice_targets"
    __table_args__ = (
        Index(
            "notice_targets_shown_idx",
            "region_code",
            "audience",
            "rank",
            "published_at",
            "notice_id",
            postgresql_where=text("rank IS NOT NULL"),
            postgresql_include=["expires_at", "category"],
        ),
        Index(
            "notice_targets_public_idx",
            "region_code",
            "published_at",
            "notice_id",
            postgresql_where=text("is_public AND rank IS NOT NULL"),
        ),
        Index(None, "region_code", "notice_id"),
        Index(None, "tag_code", postgresql_where=text("tag_code IS NOT NULL")),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    # The tag, or nothing for everybody: what has no value can stand in no key.
    audience: Mapped[str] = mapped_column(
        Computed("coalesce(tag_code, '')", persisted=True), primary_key=True
    )
    tag_code: Mapped[str | None] = mapped_column(ForeignKey("tags.code"))
    category: Mapped[Category]
    is_public: Mapped[bool]
    rank: Mapped[int | None]
    published_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class NoticeText(Table):
    """What a published notice said, from when on, in one of its versions; the newest is what it says now."""

    __tablename__ = "notice_texts"
    __table_args__ = (Index(None, "written_by"),)

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    body_html: Mapped[str]
    attachments: Mapped[list[Any]]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    since: Mapped[datetime]


class NoticeAttachment(Table):
    """A file of a notice, in its present text or an earlier one: who may see the notice may see it."""

    __tablename__ = "notice_attachments"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"), primary_key=True, index=True)


class Addressing(Table):
    """How far noting the addressees of a notice has come: so many people of so many that matched when it began.

    After years they are forgotten one by one, and only their number stays.
    """

    __tablename__ = "notice_addressings"
    __table_args__ = (
        CheckConstraint("done >= 0", "done"),
        Index("notice_addressings_kept_idx", "began_at", postgresql_where=text("forgotten_at IS NULL")),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    done: Mapped[int] = mapped_column(default=0)
    of: Mapped[int | None]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]


class Addressee(Table):
    """That a notice was meant for a resident when it was published: the base of its receipts, which nothing changes.

    `grid_code` is the grid in which they lived then, or where they live in none, the place itself. What `leads` stood
    above others then, or was pinned later: so that of very many who have one those that stand there now are found.
    """

    __tablename__ = "notice_addressees"
    __table_args__ = (
        Index(None, "resident_id", "published_at", "notice_id"),
        Index(
            "notice_addressees_leading_idx",
            "resident_id",
            "published_at",
            "notice_id",
            postgresql_where=text("leads"),
        ),
        Index(None, "grid_code", "notice_id", "resident_id"),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    grid_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    published_at: Mapped[datetime]
    leads: Mapped[bool]


class Receipt(ActedByColumns, Table):
    """That a resident, or a proxy for them, has read a notice, and perhaps confirmed it; not only addressees do.

    `grid_code` is where it counts: an addressee's grid. It stays so, also when their record gives way to another.
    """

    __tablename__ = "notice_receipts"
    __table_args__ = (
        CheckConstraint("confirmed_at >= read_at", "confirmed"),
        ForeignKeyConstraint(
            ["notice_id", "grid_code"], ["notice_grids.notice_id", "notice_grids.grid_code"]
        ),
        Index(None, "resident_id", "notice_id"),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    grid_code: Mapped[str | None]
    read_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class GridReceipts(Table):
    """How many addressees a notice has in a grid, and how many of them have read and confirmed it.

    Counted in the transaction that notes the one or the other, so that the figures of a notice to half a million people
    are read at once, and stay when one of them is forgotten.
    """

    __tablename__ = "notice_grids"
    __table_args__ = (
        CheckConstraint("0 <= confirmed AND confirmed <= read AND read <= addressed", "counted"),
        Index(None, "grid_code", "notice_id"),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    grid_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    addressed: Mapped[int] = mapped_column(default=0)
    read: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[int] = mapped_column(default=0)


# What a notice keeps of each person.
BY_PERSON: tuple[type[Addressee] | type[Receipt], ...] = (Receipt, Addressee)
