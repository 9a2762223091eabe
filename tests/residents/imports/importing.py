"""A list brought in as the job process does it, and what is on record then."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from service.kit import background
from service.kit.actor import SYSTEM, Actor
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.residents.imports import actions
from service.residents.imports.models import Import
from service.residents.imports.rules.outcomes import OnError, Outcome
from service.residents.models import Resident
from tests.factories import regions


def bring_in(
    house: House,
    body: bytes,
    *,
    actor: Actor = SYSTEM,
    region_code: str = regions.COMMUNITY,
    dry_run: bool = False,
    on_error: OnError = OnError.ONLY_GOOD,
    create_places: bool = False,
) -> Import:
    """Import a list to its end."""
    with unit_of_work(house, actor) as work:
        asked = actions.ask(
            work,
            body,
            region_code=region_code,
            dry_run=dry_run,
            on_error=on_error,
            create_places=create_places,
        )
        import_id = asked.id
    work_off(house)
    with unit_of_work(house) as work:
        return work.session.get_one(Import, import_id)


def work_off(house: House) -> None:
    """Do all that is asked for in the background."""
    while background.advance(house):
        pass


def counts(told: Import) -> dict[str, int]:
    """How many rows had which outcome, without those that none had."""
    return {each.value: getattr(told, each.value) for each in Outcome if getattr(told, each.value)}


def people(house: House, *columns: Any) -> Sequence[Any]:
    """These columns of all records, by name and id."""
    with unit_of_work(house) as work:
        query = select(*(columns or (Resident.name,))).select_from(Resident)
        return work.session.execute(query.order_by(Resident.name, Resident.id)).all()


def number_of(house: House, table: Any) -> int:
    with unit_of_work(house) as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0
