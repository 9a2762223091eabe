"""Where bodies of files may lie outside the database, and how that place fails."""

from collections.abc import Iterator
from typing import Protocol


class StorageDown(Exception):
    """It did not answer or would not; it may later, and may even have done what it was asked."""


class NothingThere(Exception):
    """There is no body of this name."""


class FileStorage(Protocol):
    """Keeps bodies by name. A name is used once, so that whatever comes late touches nobody else's body."""

    @property
    def rests(self) -> bool:
        """Whether it has failed so lately that asking it again would only hold people up."""
        ...

    def keep(self, name: str, body: bytes) -> None:
        """Keep a body, whole or not at all; raises StorageDown."""
        ...

    def read(self, name: str) -> bytes:
        """Read a body; raises NothingThere, StorageDown."""
        ...

    def remove(self, name: str) -> None:
        """Drop a body, if it is there; raises StorageDown."""
        ...

    def size_of(self, name: str) -> int | None:
        """How many bytes a body has, None where there is none; raises StorageDown."""
        ...

    def names(self) -> Iterator[str]:
        """Every name that is there; raises StorageDown."""
        ...
