"""What calendar links hold about a person."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.accounts import queries as accounts
from service.kit.calendar_feeds import in_own_calendar
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.living_rooms.calendars import actions, queries

in_own_calendar(actions.booked_entries)


@copied("calendar_links", Text("日历订阅", "Calendar links"), kind=Text("种类", "Kind"))
def calendar_links(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """Which links there are; their secrets are not kept."""
    for link in queries.links_of(work, accounts.every_account_id_of(work, resident_id)):
        yield {"kind": link.kind, "created_at": link.created_at}


@erased
def end_calendar_links(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """The links open nothing any more."""
    actions.end_links_of(work, accounts.every_account_id_of(work, resident_id))
    return ()
