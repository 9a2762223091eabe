"""A folder, or S3 and what speaks like it, through one library (obstore).

Only houses that keep files outside the database load it. Nothing here runs a thread before the first question, so a
storage that was made before a fork is good after it.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from config import Settings
from service.kit.clock import Clock
from service.kit.files.storage import NothingThere, StorageDown

log = structlog.get_logger()
T = TypeVar("T")

_MOST_RETRIES = 2
_REST = timedelta(seconds=10)


class ObjectStorage:
    """Bodies in a store of the library's. After a failure nobody waits for it for some seconds."""

    def __init__(self, store: LocalStore | S3Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._rests_until: datetime | None = None

    @property
    def rests(self) -> bool:
        return self._rests_until is not None and self._clock.now() < self._rests_until

    def keep(self, name: str, body: bytes) -> None:
        # In one piece: the parts of an upload that was cut short would stay, and be paid for.
        self._ask(lambda: self._store.put(name, body, use_multipart=False))

    def read(self, name: str) -> bytes:
        found = self._ask(lambda: self._found(lambda: self._store.get(name).bytes().to_bytes()))
        if found is None:
            raise NothingThere
        return found

    def remove(self, name: str) -> None:
        self._ask(lambda: self._found(lambda: self._store.delete(name)))

    def size_of(self, name: str) -> int | None:
        return self._ask(lambda: self._found(lambda: self._store.head(name)["size"]))

    def names(self) -> Iterator[str]:
        pages = iter(self._ask(self._store.list))
        while page := self._ask(lambda: next(pages, None)):
            yield from (each["path"] for each in page)

    def _ask(self, question: Callable[[], T]) -> T:
        if self.rests:
            raise StorageDown("rests")
        try:
            answer = question()
        except (BaseError, OSError) as error:
            self._rests_until = self._clock.now() + _REST
            # The library's messages hold addresses and names.
            log.error("file_storage_down", error=type(error).__name__)
            raise StorageDown(type(error).__name__) from None
        self._rests_until = None
        return answer

    @staticmethod
    def _found(question: Callable[[], T]) -> T | None:
        try:
            return question()
        except FileNotFoundError:
            return None


class FolderStorage(ObjectStorage):
    """Bodies in a folder of this machine, or one that all its machines have mounted."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(LocalStore(folder), clock)
        self._folder = folder

    def keep(self, name: str, body: bytes) -> None:
        super().keep(name, body)
        # The database forgets its copy after this, so the disk must have it even if the power fails.
        self._ask(lambda: _settle(self._folder / name))

    def remove(self, name: str) -> None:
        super().remove(name)
        # A kill while it was being written leaves what was not yet called by its name.
        path = self._folder / name
        for unfinished in path.parent.glob(f"{path.name}#*"):
            unfinished.unlink(missing_ok=True)


def opened(settings: Settings, clock: Clock) -> ObjectStorage:
    """The storage that the settings name; nothing is asked of it yet."""
    address = urlsplit(settings.files_url)
    if address.scheme == "file":
        return FolderStorage(Path(unquote(address.path)), clock)
    timeout = timedelta(seconds=settings.files_timeout_seconds)
    store = S3Store(
        address.netloc,
        prefix=address.path.strip("/") or None,
        endpoint=settings.files_endpoint or f"https://s3.{settings.files_region}.amazonaws.com",
        region=settings.files_region,
        access_key_id=settings.files_access_key_id,
        secret_access_key=settings.files_secret_access_key,
        virtual_hosted_style_request=settings.files_bucket_in_host,
        client_options={
            "timeout": timeout,
            "connect_timeout": timeout,
            "allow_http": settings.files_endpoint.startswith("http://"),
        },
        retry_config={"max_retries": _MOST_RETRIES, "retry_timeout": timeout * _MOST_RETRIES},
    )
    return ObjectStorage(store, clock)


def _settle(path: Path) -> None:
    """Have the disk write a body, its name, and that of the folder that it may be the first in."""
    for each in (path, path.parent, path.parent.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
