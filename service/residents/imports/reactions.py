"""What follows when a list has put people on record."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.imports.messages import PeopleImported
from service.residents.imports.queries.register import some_ask_waits
from service.residents.proxies import actions as proxies


@on(PeopleImported)
def find_asks_for_imported(work: UnitOfWork, told: PeopleImported) -> None:
    """Somebody may have asked to act for one of them before they were on record."""
    if some_ask_waits(work):
        for resident_id in told.resident_ids:
            proxies.find_asks_for(work, resident_id)
