"""Whether what the database says of the storage is so, and whether anything lies there that it does not know."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from sqlalchemy import select

from service.kit.edge import run_in_work
from service.kit.files.models import File, Leftover
from service.kit.files.storage import FileStorage
from service.kit.files.storing import Stored, each_stored
from service.kit.house import House
from service.kit.texts import Worded
from service.kit.work import UnitOfWork

_AT_ONCE = 500


class FaultKind(Worded):
    """What can be wrong between the database and the storage."""

    MISSING = "missing", "文件内容缺失", "its body is missing"
    WRONG_SIZE = "wrong_size", "文件大小不符", "its body has another size"
    UNKNOWN = "unknown", "存储中有不属于任何文件的内容", "belongs to no file"


@dataclass(frozen=True, slots=True)
class Fault:
    """A file, or a name in the storage, with which something is wrong."""

    what: FaultKind
    place: str


def faults(house: House) -> Iterator[Fault]:
    """Everything that is wrong, while the service runs. Raises StorageDown."""
    storage = house.provider(FileStorage)
    for stored in each_stored(house):
        size = storage.size_of(stored.name)
        if size != stored.size and run_in_work(house, partial(_is_still_so, stored=stored)):
            yield Fault(FaultKind.MISSING if size is None else FaultKind.WRONG_SIZE, str(stored.id))
    names = storage.names()
    while some := list(islice(names, _AT_ONCE)):
        known = run_in_work(house, partial(_known, names=some))
        for name in some:
            # What was dropped since it was listed is in order.
            if name not in known and storage.size_of(name) is not None:
                yield Fault(FaultKind.UNKNOWN, name)


def _is_still_so(work: UnitOfWork, stored: Stored) -> bool:
    same = select(File.id).where(File.id == stored.id, File.object_name == stored.name)
    return work.session.scalar(same) is not None


def _known(work: UnitOfWork, names: Collection[str]) -> set[str | None]:
    of_files = select(File.object_name).where(File.object_name.in_(names))
    left_over = select(Leftover.name).where(Leftover.name.in_(names))
    return set(work.session.scalars(of_files.union_all(left_over)))
