"""Tables of the dated region tree."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Table, Versioned


class Level(StrEnum):
    """What kind of place; from the top down."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    ESTATE = "estate"
    GRID = "grid"
    BUILDING = "building"


class Region(Versioned, Table):
    """A place. Its code is its id and stays for life, also when it moves to another parent."""

    __tablename__ = "regions"
    __table_args__ = (Index(None, "parent_code", "code"), Index(None, "level", "code"))

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[Level]
    name: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class RegionPlacement(Table):
    """Under which parent, with which name, a region stood from one day until the day before another."""

    __tablename__ = "region_placements"
    __table_args__ = (
        CheckConstraint("valid_until > valid_from", "stretch"),
        Index(None, "parent_code", "valid_from"),
    )

    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_until: Mapped[date | None]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    name: Mapped[str]


class RegionAncestor(Table):
    """The tree as it stands today, closed: every region with itself (depth 0) and all that lie above it."""

    __tablename__ = "region_ancestors"
    __table_args__ = (Index(None, "ancestor_code", "code"),)

    code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    ancestor_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    depth: Mapped[int]
