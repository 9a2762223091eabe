"""What files need of the outside world, and what stands behind it here."""

from service.kit.files.storage import FileStorage
from service.kit.house import House


def hand_in(house: House) -> None:
    """Open the storage that the settings name; None where files lie in the database."""
    house.providers[FileStorage] = _storage(house)


def _storage(house: House) -> FileStorage | None:
    if not house.settings.files_url:
        return None
    # Loading the library takes ten megabytes.
    from service.kit.files.object_storage import opened  # noqa: PLC0415

    return opened(house.settings, house.clock)
