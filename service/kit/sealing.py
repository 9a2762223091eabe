"""Sealed columns: each is declared beside its table, so that a new data key reaches all of them while the service runs."""

from collections import Counter
from dataclasses import dataclass
from string import Formatter
from typing import Any

from sqlalchemy import LargeBinary, Row, Select, bindparam, func, select, update

from service.kit.database import Table
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork

_VERSION_BYTES = 2


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of ciphertexts; `place` is what each is bound to, with columns of the row filled in: `residents.phone:{id}`."""

    model: type[Table]
    name: str
    place: str

    @property
    def column(self) -> Any:
        return table_of(self.model).c[self.name]

    @property
    def key(self) -> list[Any]:
        return list(table_of(self.model).primary_key)

    @property
    def told(self) -> list[Any]:
        """The columns of a row's key, of what its value is bound to, and of the value."""
        columns = table_of(self.model).c
        bound_to = [columns[name] for _, name, _, _ in Formatter().parse(self.place) if name]
        return list(dict.fromkeys([*self.key, *bound_to, self.column]))

    def place_of(self, row: Row[Any]) -> str:
        return self.place.format_map(row._mapping)


_columns: list[SealedColumn] = []


def sealed(model: type[Table], name: str, place: str) -> None:
    """Declare a sealed column of a table."""
    _columns.append(SealedColumn(model, name, place))


def sealed_columns() -> list[SealedColumn]:
    """Every sealed column there is."""
    return list(_columns)


def reseal_some(work: UnitOfWork, limit: int = 500) -> int:
    """Seal with the newest data key some of what older ones have sealed; how many there were.

    Rows in others' hands are passed by, and met again.
    """
    return sum(_reseal(work, sealed_column, limit) for sealed_column in _columns)


def key_versions(work: UnitOfWork) -> Counter[tuple[str, int]]:
    """How many values each data key has sealed, by column (`residents.phone_sealed`) and key version."""
    counted: Counter[tuple[str, int]] = Counter()
    for each in _columns:
        version = func.substring(each.column, 1, _VERSION_BYTES, type_=LargeBinary)
        query = select(version, func.count()).where(each.column.is_not(None)).group_by(version)
        for head, count in work.session.execute(query):
            counted[str(each.column), work.house.cipher.key_version(head)] = count
    return counted


def count_older(work: UnitOfWork) -> int:
    """How many values older keys than the newest have sealed."""
    newest = work.house.cipher.key_version(_newest(work))
    return sum(count for (_, version), count in key_versions(work).items() if version != newest)


def _newest(work: UnitOfWork) -> bytes:
    """What is in front of every ciphertext of the newest key."""
    return work.house.cipher.encrypt("", bound_to="")[:_VERSION_BYTES]


def _reseal(work: UnitOfWork, sealed_column: SealedColumn, limit: int) -> int:
    cipher, column = work.house.cipher, sealed_column.column
    rows = work.session.execute(_sealed_by_older_keys(work, sealed_column).limit(limit)).all()
    if not rows:
        return 0
    change = update(table_of(sealed_column.model)).values({column: bindparam("anew")})
    for key_column in sealed_column.key:
        change = change.where(key_column == bindparam(f"key_{key_column.name}"))
    anew = []
    for row in rows:
        place = sealed_column.place_of(row)
        plain = cipher.decrypt(row._mapping[sealed_column.name], bound_to=place)
        keys = {f"key_{each.name}": row._mapping[each.name] for each in sealed_column.key}
        anew.append({**keys, "anew": cipher.encrypt(plain, bound_to=place)})
    work.session.connection().execute(change, anew)
    return len(anew)


def _sealed_by_older_keys(work: UnitOfWork, sealed_column: SealedColumn) -> Select[Any]:
    """The rows that the newest key has not sealed; the key's version is in front of each ciphertext."""
    column = sealed_column.column
    head = func.substring(column, 1, _VERSION_BYTES, type_=LargeBinary)
    query = select(*sealed_column.told).where(column.is_not(None), head != _newest(work))
    return query.order_by(*sealed_column.key).with_for_update(skip_locked=True)
