"""Sealed pieces: what of people stands in a list is kept in no other way."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import delete, insert, select

from service.kit.work import UnitOfWork
from service.residents.imports.models import ExportPiece, ImportPiece
from service.residents.imports.rules.parts import Part

_STRETCH = 512 * 1024


class Shelf(NamedTuple):
    """Where the pieces of one part of an import or export lie, by their numbers from 0."""

    table: type[ImportPiece] | type[ExportPiece]
    owner_id: UUID
    part: Part

    @property
    def key(self) -> dict[str, Any]:
        owner = "import_id" if self.table is ImportPiece else "export_id"
        return {owner: self.owner_id, "part": self.part}

    def place(self, number: int) -> str:
        """What the piece with this number is bound to."""
        return f"{self.table.__tablename__}.body:{self.owner_id}/{self.part.value}/{number}"


def import_shelf(import_id: UUID, part: Part) -> Shelf:
    return Shelf(ImportPiece, import_id, part)


def export_shelf(export_id: UUID, part: Part) -> Shelf:
    return Shelf(ExportPiece, export_id, part)


def keep(work: UnitOfWork, shelf: Shelf, number: int, content: Any) -> None:
    """Seal plain values as one piece."""
    text = orjson.dumps(content).decode()
    sealed = work.house.cipher.encrypt(text, bound_to=shelf.place(number))
    work.session.execute(insert(shelf.table).values(**shelf.key, number=number, body_sealed=sealed))


def read(work: UnitOfWork, shelf: Shelf, number: int) -> Any:
    """The plain values of one piece; None where there is none (any more)."""
    query = select(shelf.table.body_sealed).filter_by(**shelf.key, number=number)
    sealed = work.session.scalar(query)
    if sealed is None:
        return None
    return orjson.loads(work.house.cipher.decrypt(sealed, bound_to=shelf.place(number)))


def keep_bytes(work: UnitOfWork, shelf: Shelf, content: Iterable[bytes]) -> None:
    """Seal bytes as they come, in place of what was there."""
    drop(work, shelf)
    for number, stretch in enumerate(_stretches(content)):
        keep(work, shelf, number, b64encode(stretch).decode())


def read_bytes(work: UnitOfWork, shelf: Shelf) -> bytes:
    """All bytes of a part; empty where there are none (any more)."""
    content = bytearray()
    number = 0
    while (stretch := read(work, shelf, number)) is not None:
        content += b64decode(stretch)
        number += 1
    return bytes(content)


def drop(work: UnitOfWork, *shelves: Shelf) -> None:
    """Delete all that lies there."""
    for shelf in shelves:
        work.session.execute(delete(shelf.table).filter_by(**shelf.key))


def _stretches(content: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for part in content:
        waiting += part
        while len(waiting) >= _STRETCH:
            yield bytes(waiting[:_STRETCH])
            del waiting[:_STRETCH]
    if waiting:
        yield bytes(waiting)
