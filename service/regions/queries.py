"""Questions about places. Everybody who is logged in may ask them: the tree is no secret."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, String, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from service.kit.work import UnitOfWork
from service.regions.models import Region, RegionAncestor


def region(work: UnitOfWork, code: str) -> Region | None:
    """The place with this code, as it stands today."""
    return work.session.get(Region, code)


def path_of(work: UnitOfWork, code: str) -> tuple[str, ...]:
    """The codes from the top of today's tree down to this one; empty when there is no such place."""
    above = select(RegionAncestor.ancestor_code).where(RegionAncestor.code == code)
    return tuple(work.session.scalars(above.order_by(RegionAncestor.depth.desc())))


def path_array(code: ColumnElement[Any] | Any) -> ColumnElement[list[str]]:
    """`path_of` the column `code` as `text[]`, inside another statement; null for no or an unknown place."""
    above = aliased(RegionAncestor)
    in_order = aggregate_order_by(above.ancestor_code, above.depth.desc())
    path = select(func.array_agg(in_order, type_=ARRAY(String))).where(above.code == code)
    return path.correlate_except(above).scalar_subquery()


def below(codes: Sequence[str]) -> Select[str]:
    """The codes of all places at or below any of these in today's tree, for `.in_(…)`."""
    return select(RegionAncestor.code).where(RegionAncestor.ancestor_code.in_(codes))
