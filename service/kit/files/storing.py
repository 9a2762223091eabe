"""Moving bodies between the database and the storage outside it, so that a kill at any moment loses and leaves nothing.

An upload is always kept in the database, whole and with its transaction; the job process moves its body out soon after:
it notes a new name, keeps the body under it, and only then lets the database forget its own. Whatever a kill leaves in
the storage has its name noted, and is dropped.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from service.kit.edge import run_in_work
from service.kit.errors import Unavailable
from service.kit.files.models import File, Leftover
from service.kit.files.storage import FileStorage, NothingThere, StorageDown
from service.kit.house import House
from service.kit.work import UnitOfWork

log = structlog.get_logger()

# Longer than a storage may take for one body, by far.
_LEASE = timedelta(minutes=5)
_AT_ONCE = 8
_LISTED_AT_ONCE = 500
_RETRY_SECONDS = 10


class Stored(NamedTuple):
    """A file whose body is, or is to be, in the storage."""

    id: UUID
    name: str
    size: int


def storage_of(house: House) -> FileStorage | None:
    """Where this house keeps bodies of files outside the database, if it does."""
    found: FileStorage | None = house.providers[FileStorage]
    return found


def read_stored(house: House, file: File) -> bytes:
    """The body of a file that the database has handed on; raises Unavailable."""
    storage = storage_of(house)
    if storage is None or file.object_name is None:
        log.error("file_storage_not_set", file=str(file.id))
        raise Unavailable(retry_after=_RETRY_SECONDS)
    try:
        return storage.read(file.object_name)
    except NothingThere:
        log.error("stored_file_missing", file=str(file.id))
    except StorageDown:
        pass
    raise Unavailable(retry_after=_RETRY_SECONDS)


def store_some(house: House) -> int:
    """Move some bodies out of the database, and drop what was left over; how many. Several processes may at once."""
    storage = storage_of(house)
    if storage is None or storage.rests:
        return 0
    try:
        return drop_leftovers(house) + _store(house, storage)
    except StorageDown:
        return 0


def bring_back_all(house: House) -> Iterator[Stored]:
    """Move every body back into the database; tells the files whose body is not there. Raises StorageDown."""
    storage = house.provider(FileStorage)
    for stored in each_stored(house):
        try:
            body = storage.read(stored.name)
        except NothingThere:
            body = b""
        if len(body) == stored.size:
            run_in_work(house, partial(_note_brought_back, stored=stored, body=body))
        else:
            yield stored


def drop_leftovers(house: House) -> int:
    """Drop from the storage some of what nothing refers to any more; how many. Raises StorageDown."""
    storage = house.provider(FileStorage)
    names = run_in_work(house, _take_leftovers)
    for name in names:
        storage.remove(name)
        run_in_work(house, partial(_forget_leftover, name=name))
    return len(names)


def in_database(work: UnitOfWork) -> int:
    """How many files the database has not handed on."""
    waiting = select(func.count()).select_from(File).where(File.stored_at.is_(None))
    return work.session.scalar(waiting) or 0


def each_stored(house: House) -> Iterator[Stored]:
    """Every file whose body is in the storage, in the order of their ids and in short transactions."""
    last: UUID | None = None
    while some := run_in_work(house, partial(_next_stored, after=last)):
        yield from some
        last = some[-1].id


def _store(house: House, storage: FileStorage) -> int:
    taken = run_in_work(house, _take)
    for each in taken:
        body = run_in_work(house, partial(_body, stored=each))
        if body is not None:
            storage.keep(each.name, body)
            run_in_work(house, partial(_note_stored, stored=each))
    return len(taken)


def _take(work: UnitOfWork) -> list[Stored]:
    """Lease some files to this process, each under a new name; what an earlier try may have kept is left over."""
    is_free = or_(File.storing_until.is_(None), File.storing_until <= work.now)
    waiting = select(File).where(File.stored_at.is_(None), is_free).order_by(File.id).limit(_AT_ONCE)
    files = work.session.scalars(waiting.with_for_update(skip_locked=True)).all()
    for file in files:
        if file.object_name is not None:
            _leave(work, file.object_name)
        file.object_name = _new_name(work)
        file.storing_until = work.now + _LEASE
    return [Stored(file.id, file.object_name, file.size) for file in files if file.object_name]


def _new_name(work: UnitOfWork) -> str:
    """A name that was never used, in one of 256 folders."""
    name = str(work.new_id())
    return f"{name[-2:]}/{name}"


def _body(work: UnitOfWork, stored: Stored) -> bytes | None:
    return work.session.scalar(select(File.body).where(File.id == stored.id, File.object_name == stored.name))


def _note_stored(work: UnitOfWork, stored: Stored) -> None:
    """Let the database forget its own body; where the file is gone, or in another's hands, ours is left over."""
    ours = File.id == stored.id, File.object_name == stored.name, File.stored_at.is_(None)
    noted = update(File).where(*ours).values(body=None, stored_at=work.now).returning(File.id)
    if work.session.scalar(noted) is None:
        _leave(work, stored.name)


def _next_stored(work: UnitOfWork, after: UUID | None) -> list[Stored]:
    stored = select(File.id, File.object_name, File.size).where(File.stored_at.is_not(None))
    if after is not None:
        stored = stored.where(File.id > after)
    found = work.session.execute(stored.order_by(File.id).limit(_LISTED_AT_ONCE))
    return [Stored(row.id, str(row.object_name), row.size) for row in found]


def _note_brought_back(work: UnitOfWork, stored: Stored, body: bytes) -> None:
    ours = File.id == stored.id, File.object_name == stored.name
    inside = {"body": body, "stored_at": None, "object_name": None, "storing_until": None}
    if work.session.scalar(update(File).where(*ours).values(**inside).returning(File.id)) is not None:
        _leave(work, stored.name)


def _leave(work: UnitOfWork, name: str) -> None:
    left = insert(Leftover).values(name=name, due_at=work.now)
    work.session.execute(left.on_conflict_do_nothing())


def _take_leftovers(work: UnitOfWork) -> list[str]:
    due = (
        select(Leftover.name)
        .where(Leftover.due_at <= work.now)
        .order_by(Leftover.due_at)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    leased = update(Leftover).where(Leftover.name == due.c.name).values(due_at=work.now + _LEASE)
    return list(work.session.scalars(leased.returning(Leftover.name)))


def _forget_leftover(work: UnitOfWork, name: str) -> None:
    work.session.execute(delete(Leftover).where(Leftover.name == name))
