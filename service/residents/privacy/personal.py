"""What privacy holds about a person: who looked, and the copies that were made."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit import background
from service.kit.background import BackgroundRun
from service.kit.merging import Changes, Pair, merged
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.privacy import actions, queries
from service.residents.privacy.errors import AlreadyErased
from service.residents.privacy.models import Erasure, PersonalCopy


@copied(
    "access_log",
    Text("谁查看过您的信息", "Who looked at your data"),
    at=Text("时间", "When"),
    what=Text("事项", "What"),
    reader=Text("查看人", "Who"),
    role=Text("身份", "Role"),
    place=Text("单位", "Place"),
)
def access_log(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Who looked, the newest first."""
    for reading in queries.every_reading(work, resident_id):
        yield {
            "at": reading.at,
            "what": reading.what,
            "purpose": reading.purpose,
            "reader": reading.reader.name,
            "role": reading.reader.role,
            "place": reading.reader.place,
        }


@erased
def drop_copies(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """The copies go too, and what is being made is not made."""
    copies = queries.every_copy_of(work, resident_id)
    for copy in copies:
        run = work.session.get(BackgroundRun, copy.run_id)
        if run is not None and run.status in background.OPEN:
            background.cancel(work, run)
    work.session.flush()
    actions.drop_copies(work, [copy.id for copy in copies])
    return ()


@merged(PersonalCopy)
def make_one_copy(changes: Changes, pair: Pair) -> None:
    """Of two copies under way, that of the record that stays is made, and holds all."""
    if queries.copy_under_way(changes.work, pair.kept) is not None:
        changes.set_aside(
            PersonalCopy, PersonalCopy.resident_id == pair.gone, PersonalCopy.ready_at.is_(None)
        )


@merged(Erasure)
def keep_who_was_forgotten_apart(changes: Changes, pair: Pair) -> None:
    """Who was forgotten is nobody to be merged with. Raises AlreadyErased."""
    for each in (pair.kept, pair.gone):
        if queries.erasure_of(changes.work, each) is not None:
            raise AlreadyErased
