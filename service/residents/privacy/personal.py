"""What privacy holds about a person: who looked, and the copies that were made."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit import background
from service.kit.background import BackgroundRun
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.privacy import actions, queries


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
