"""Who looked at one's data, over HTTP."""

from typing import Any

from service.kit.api import Blueprint
from service.kit.errors import NotFound
from service.kit.fields import PageArgumentsSchema
from service.kit.pages import Page
from service.kit.problems import language
from service.kit.texts import Language, Text
from service.kit.work import UnitOfWork
from service.residents.privacy import queries
from service.residents.privacy.queries import Reading
from service.residents.privacy.schemas import ReadingSchema

access_log = Blueprint(
    "access_log", url_prefix="/residents", description="查阅记录: who looked at one's own data."
)


@access_log.get("/me/access-log")
@access_log.paged(ReadingSchema, PageArgumentsSchema)
@access_log.fails(NotFound)
def list_my_readings(work: UnitOfWork, wanted: dict[str, Any]) -> Page[dict[str, Any]]:
    """List who looked at one's own data, for what, the newest first; one's own reads are left out.

    It is for oneself alone, not for a proxy: it may tell of what one said to a worker about a relative.
    """
    found = queries.readings(work, work.found(work.actor.resident_id), **wanted)
    spoken = language()
    return Page([_told(reading, spoken) for reading in found.items], found.next_cursor)


def _told(reading: Reading, spoken: Language) -> dict[str, Any]:
    def said(words: Text | None) -> str | None:
        return words.in_language(spoken) if words else None

    return {
        "id": reading.id,
        "at": reading.at,
        "action": reading.action,
        "what": said(reading.what),
        "purpose": said(reading.purpose),
        "reader": {
            "name": said(reading.reader.name),
            "role": said(reading.reader.role),
            "place": reading.reader.place,
        },
    }
