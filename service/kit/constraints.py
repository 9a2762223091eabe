"""Broken constraints as refusals: declared beside the table, found by the constraint's name."""

from sqlalchemy.exc import IntegrityError

from service.kit.database import Table
from service.kit.errors import AlreadyThere, DomainError, Unprocessable
from service.kit.texts import Text

_errors: dict[str, type[DomainError]] = {}
_gone: dict[str, type[DomainError]] = {}


class BrokenReference(Unprocessable):
    code = "broken_reference"
    title = Text("引用的内容不存在", "It refers to something that does not exist")
    detail = Text("请检查填写的编号。", "Please check the identifiers.")


class ImpossibleValue(Unprocessable):
    code = "impossible_value"
    title = Text("数值不可能", "An impossible value")
    detail = Text("填写的数值不符合规定。", "A value breaks a rule of the record.")


_BY_ENDING: tuple[tuple[str, type[DomainError]], ...] = (
    ("_pkey", AlreadyThere),
    ("_key", AlreadyThere),
    ("_fkey", BrokenReference),
    ("_check", ImpossibleValue),
)


def breaking(constraint: str, error: type[DomainError]) -> None:
    """Declare what it means when this constraint is broken."""
    _errors[constraint] = error


def losing(table: str, error: type[DomainError]) -> None:
    """Declare what it means when a row of this table is gone to which another was about to point: it was there before."""
    _gone[table] = error


def refusal_of(broken: IntegrityError) -> DomainError | None:
    """The refusal for what the database has refused."""
    return error_of(getattr(getattr(broken.orig, "diag", None), "constraint_name", None))


def error_of(constraint: str | None) -> DomainError | None:
    """The refusal for a broken constraint; by its kind when nothing was declared."""
    if constraint is None:
        return None
    declared = _errors.get(constraint)
    if declared is not None:
        return declared()
    lost = _gone.get(_table_behind(constraint) or "")
    if lost is not None:
        return lost()
    for ending, error in _BY_ENDING:
        if constraint.endswith(ending):
            return error()
    return None


def _table_behind(constraint: str) -> str | None:
    """The table to whose rows a foreign key of this name points."""
    for table in Table.metadata.tables.values():
        for key in table.foreign_key_constraints:
            if key.name == constraint:
                return key.referred_table.name
    return None
