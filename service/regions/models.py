"""Tables of the dated region tree."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Table, Versioned
from service.regions.rules import Level


class Region(Versioned, Table):
    """A place as it stands today. Its code is its id and stays for life, also when it moves to another parent.

    The version counts every change of the place and of what lies above it, since both show in its path.
    """

    __tablename__ = "regions"
    __table_args__ = (
        CheckConstraint("parent_code IS NOT NULL OR level IN ('city', 'district')", "top"),
        CheckConstraint("children_made BETWEEN 0 AND 999", "children_made"),
        Index(None, "parent_code", "code"),
        Index(None, "level", "code"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[Level]
    name: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    children_made: Mapped[int] = mapped_column(default=0)


class RegionPlacement(Table):
    """Under which parent, with which name, a region stands from one day until its next placement begins.

    The end is the beginning of the next, so placements of a region can neither overlap nor leave a gap. One that
    is planned does not show in today's tree yet.
    """

    __tablename__ = "region_placements"
    __table_args__ = (
        Index(None, "parent_code", "valid_from"),
        Index(None, "valid_from", postgresql_where="is_planned"),
    )

    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    name: Mapped[str]
    is_planned: Mapped[bool] = mapped_column(default=False)


class RegionAncestor(Table):
    """The tree as it stands today, closed: every region with itself (depth 0) and all that lie above it."""

    __tablename__ = "region_ancestors"
    __table_args__ = (Index(None, "ancestor_code", "code"),)

    code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    ancestor_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    depth: Mapped[int]
