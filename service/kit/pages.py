"""Keyset pages: lists that cost the same on every page, with cursors only we can make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, Select, literal, tuple_

from service.kit.errors import InvalidInput
from service.kit.texts import Text
from service.kit.work import UnitOfWork

T = TypeVar("T")

DEFAULT_LIMIT = 20
_KEY = "key"

_NOT_OURS = Text(
    "cursor 无效，请从第一页重新开始。", "This cursor is not ours; start again from the first page."
)
_TO_TEXT: dict[type, tuple[str, Callable[[Any], str]]] = {
    datetime: ("t", datetime.isoformat),
    date: ("d", date.isoformat),
    UUID: ("u", str),
}
_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "u": UUID,
}


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A stretch of a list; `next_cursor` is None on the last page."""

    items: Sequence[T]
    next_cursor: str | None


def page(
    work: UnitOfWork,
    query: Select[Any],
    *,
    by: Sequence[ColumnElement[Any] | Any],
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
    descending: bool = False,
    scalars: bool = True,
) -> Page[Any]:
    """One page of `query` in the order of the columns `by`, the last of which must be unique.

    Compares row values, so that an index on the same columns serves every page alike. `by` columns must be
    attributes of what is selected. Raises InvalidInput for a cursor that is not ours.
    """
    names = [str(column.key) for column in by]
    if cursor is not None:
        after = tuple_(
            *(
                literal(value, column.type)
                for value, column in zip(opened(work, cursor, names), by, strict=True)
            )
        )
        here = tuple_(*by)
        query = query.where(here < after if descending else here > after)
    order = [column.desc() if descending else column.asc() for column in by]
    result = work.session.execute(query.order_by(*order).limit(limit + 1))
    return page_of(work, list(result.scalars() if scalars else result), limit, names)


def page_of(work: UnitOfWork, rows: Sequence[Any], limit: int, names: Sequence[str]) -> Page[Any]:
    """The page of these rows, of which there is one too many if others follow; `names` are those of its order."""
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    return Page(rows[:limit], _seal(work, names, [getattr(last, name) for name in names]))


def opened(work: UnitOfWork, cursor: str, names: Sequence[str]) -> list[Any]:
    """Where a cursor over columns of these names stands. Raises InvalidInput when it is not ours."""
    try:
        sealed_names, body = _serializer(work).loads(cursor)
        if sealed_names == list(names):
            return [_unpacked(value) for value in body]
    except (BadData, ValueError, TypeError):
        pass
    raise InvalidInput({"cursor": _NOT_OURS})


def last_key(work: UnitOfWork, cursor: str | None) -> str | None:
    """The key of the row on which the page before ended, of a list that is `cut`. Raises InvalidInput as `cut`."""
    return None if cursor is None else str(opened(work, cursor, [_KEY])[0])


def cut(
    work: UnitOfWork, rows: Sequence[T], *, key: Callable[[T], str], cursor: str | None, limit: int
) -> Page[T]:
    """One page of a list that is short and whole in memory, in an order that no index has; `key` names a row.

    Raises InvalidInput for a cursor that is not ours, and for one whose row is no longer there.
    """
    first = 0
    if cursor is not None:
        [last] = opened(work, cursor, [_KEY])
        places = [place for place, row in enumerate(rows) if key(row) == last]
        if not places:
            raise InvalidInput({"cursor": _NOT_OURS})
        first = places[0] + 1
    found = rows[first : first + limit]
    has_more = first + limit < len(rows)
    return Page(found, _seal(work, [_KEY], [key(found[-1])]) if has_more else None)


def _serializer(work: UnitOfWork) -> URLSafeSerializer:
    return URLSafeSerializer(work.house.settings.secret_key, salt="cursor")


def _seal(work: UnitOfWork, names: Sequence[str], values: Sequence[Any]) -> str:
    body = [_packed(value) for value in values]
    return str(_serializer(work).dumps([list(names), body]))


def _packed(value: Any) -> Any:
    for kind, (mark, to_text) in _TO_TEXT.items():
        if isinstance(value, kind):
            return [mark, to_text(value)]
    return value


def _unpacked(value: Any) -> Any:
    return _FROM_TEXT[value[0]](value[1]) if isinstance(value, list) else value
