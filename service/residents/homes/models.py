"""Tables of homes, households, and who lived where and when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.residents.homes.errors import HomeOnRecord, HouseholderTwice, ResidenceOverlaps
from service.residents.homes.rules import (
    DepartureKind,
    HomeKind,
    HouseholdKind,
    Relation,
    ResidenceEnd,
)
from service.residents.rules import ResidentStatus


class Home(Identified, Versioned, Table):
    """A dwelling in a building or, where none is on record, in a grid, an estate or a community.

    `unit` is empty where there is none; `walk_order` sorts the homes of one place as one walks past them.
    """

    __tablename__ = "homes"
    __table_args__ = (
        UniqueConstraint("region_code", "unit", "room"),
        # For residents.region_code, which a key of both columns holds to that of the home.
        UniqueConstraint("id", "region_code"),
        Index(None, "region_code", "walk_order", "id"),
        CheckConstraint("room <> ''", "room"),
    )

    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    unit: Mapped[str] = mapped_column(default="")
    room: Mapped[str]
    walk_order: Mapped[str]
    kind: Mapped[HomeKind | None]
    made_at: Mapped[datetime]


breaking("homes_region_code_unit_room_key", HomeOnRecord)


class Household(Identified, Versioned, Table):
    """People who keep house together in one home; `number` is the one in their household register (户号)."""

    __tablename__ = "households"
    __table_args__ = (
        Index(None, "home_id", "id"),
        UniqueConstraint("id", "home_id"),
        Index(None, "number", postgresql_where="number IS NOT NULL"),
    )

    home_id: Mapped[UUID] = mapped_column(ForeignKey("homes.id"))
    kind: Mapped[HouseholdKind]
    number: Mapped[str | None]
    made_at: Mapped[datetime]


class Residence(Identified, Versioned, Table):
    """That somebody lives in a home from `moved_in_on` until before `moved_out_on`, perhaps in a household."""

    __tablename__ = "residences"
    __table_args__ = (
        ForeignKeyConstraint(["household_id", "home_id"], ["households.id", "households.home_id"]),
        CheckConstraint("moved_out_on >= moved_in_on", "stretch"),
        CheckConstraint("(moved_out_on IS NULL) = (ended_because IS NULL)", "end"),
        CheckConstraint("relation <> 'householder' OR household_id IS NOT NULL", "householder"),
        Index(
            "residences_open_idx", "resident_id", unique=True, postgresql_where=text("moved_out_on IS NULL")
        ),
        Index(
            "residences_householder_idx",
            "household_id",
            unique=True,
            postgresql_where=text("moved_out_on IS NULL AND relation = 'householder'"),
        ),
        ExcludeConstraint(
            ("resident_id", "="),
            (text("daterange(moved_in_on, moved_out_on, '[)')"), "&&"),
            name="residences_no_overlap",
        ),
        Index(None, "resident_id", "moved_in_on", "id"),
        Index(None, "home_id", "moved_in_on"),
        Index(None, "household_id", "home_id"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    home_id: Mapped[UUID] = mapped_column(ForeignKey("homes.id"))
    household_id: Mapped[UUID | None]
    relation: Mapped[Relation]
    moved_in_on: Mapped[date]
    moved_out_on: Mapped[date | None]
    ended_because: Mapped[ResidenceEnd | None]


breaking("residences_open_idx", ResidenceOverlaps)
breaking("residences_no_overlap", ResidenceOverlaps)
breaking("residences_householder_idx", HouseholderTwice)


class Departure(Identified, Versioned, Table):
    """That somebody died or left the district, who said so, and what ended with it; one entered by mistake is undone.

    `residence_id` is the residence that ended by it; `ended` lists what other matters did.
    """

    __tablename__ = "departures"
    __table_args__ = (
        Index(
            "departures_death_idx",
            "resident_id",
            unique=True,
            postgresql_where=text("kind = 'died' AND undone_at IS NULL"),
        ),
        Index(None, "resident_id", "id"),
        Index(None, "residence_id"),
        Index(None, "recorded_by"),
        Index(None, "undone_by"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    kind: Mapped[DepartureKind]
    departed_on: Mapped[date]
    reason: Mapped[str | None]
    whereto: Mapped[str | None]
    status_before: Mapped[ResidentStatus]
    residence_id: Mapped[UUID | None] = mapped_column(ForeignKey("residences.id"))
    ended: Mapped[list[Any]] = mapped_column(default=list)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    undone_at: Mapped[datetime | None]
