"""Nothing that points to a resident may be in the way of a merge: whatever table is added, by whom."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import Column, Constraint, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from service.kit import merging

_KEYS = (PrimaryKeyConstraint, UniqueConstraint, ExcludeConstraint)


def test_every_column_that_points_to_residents_can_be_moved_or_has_a_way_of_its_own(app: Flask) -> None:
    stuck = [
        str(column)
        for column in merging.references("residents")
        if any(_keys_with(column)) and not merging.has_own_way(column.table.name)
    ]

    assert stuck == [], "declare `@merged(Model)` in the domain's personal.py (service/kit/merging.py)"


def test_the_columns_that_point_to_residents_are_found(app: Flask) -> None:
    found = {str(column) for column in merging.references("residents")}

    assert {"bookings.resident_id", "accounts.resident_id", "residents.claim_of"} <= found


def _keys_with(column: Column[object]) -> Iterator[object]:
    """The keys that let one stand only once, or only once at a time, in the column's table."""
    for key in column.table.constraints:
        if isinstance(key, _KEYS) and column.name in _names(key):
            yield key
    for index in column.table.indexes:
        if index.unique and column.name in index.columns:
            yield index


def _names(key: Constraint) -> set[str]:
    if isinstance(key, ExcludeConstraint):
        return {str(expression).rpartition(".")[2] for _, expression, _ in key._render_exprs}
    return {each.name for each in key.columns}  # type: ignore[attr-defined] # of both other kinds
