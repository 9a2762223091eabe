"""Making a list of residents for one person, step by step, of what that person may see at each step."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson

from service.accounts import queries as accounts
from service.kit import background
from service.kit.background import BackgroundRun, plan_anew
from service.kit.errors import Forbidden
from service.kit.work import UnitOfWork
from service.kit.workbooks import workbook
from service.residents.imports import permissions, storage
from service.residents.imports.models import Export
from service.residents.imports.queries import listing
from service.residents.imports.queries.exports import Wish, wish_of
from service.residents.imports.rules.parts import Part
from service.residents.imports.storage import export_shelf
from service.residents.people.rules import Purpose
from service.residents.search import queries as search

KIND = "residents.export"
PIECE = 500
_TITLE = "居民"


def ask(work: UnitOfWork, *, purpose: Purpose | None = None, **filters: Any) -> Export:
    """Have a list made of the residents whom the same filters would list; with a `purpose` numbers stand in full.

    Raises Forbidden, and what the list itself raises for filters that are not the asker's.
    """
    account_id = work.actor.account_id
    if account_id is None or not permissions.may_export(work.actor):
        raise Forbidden
    search.residents(work, **filters, limit=1)
    export_id = work.new_id()
    run = background.ask_for(work, KIND, export_id=str(export_id))
    work.session.flush()
    wanted = Export(id=export_id, asked_by=account_id, asked_at=work.now, purpose=purpose, run_id=run.id)
    places = permissions.exported_regions(work.actor, filters.get("region_code"))
    _keep(work, wanted, Wish(filters, places, None))
    work.session.add(wanted)
    return wanted


def export_step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """List the next stretch; after the last one, make the workbook."""
    plan_anew(work)
    wanted = work.session.get_one(Export, UUID(run.checkpoint["export_id"]), with_for_update=True)
    work.actor = work.found(accounts.actor_of(work, wanted.asked_by))
    if not permissions.may_export(work.actor):
        raise Forbidden
    left = work.house.settings.export_most_rows - wanted.rows
    wish = wish_of(work, wanted)
    found = search.residents(work, **wish.filters, cursor=wish.cursor, limit=min(PIECE, left))
    rows, in_full = listing.listed(work, found.items, wanted.purpose)
    storage.keep(work, export_shelf(wanted.id, Part.ROWS), wanted.pieces, rows)
    _audit(work, wanted, [each.id for each in found.items], in_full)
    wanted.pieces += 1
    wanted.rows += len(rows)
    run.done = wanted.rows
    if found.next_cursor is not None and wanted.rows < work.house.settings.export_most_rows:
        _keep(work, wanted, replace(wish, cursor=found.next_cursor))
        return False
    return _finish(work, wanted)


def _finish(work: UnitOfWork, wanted: Export) -> bool:
    work.session.flush()
    made = workbook(_TITLE, listing.HEADER, _rows(work, wanted))
    storage.keep_bytes(work, export_shelf(wanted.id, Part.WORKBOOK), made)
    storage.drop(work, export_shelf(wanted.id, Part.ROWS))
    wanted.ended_at = work.now
    return True


def _rows(work: UnitOfWork, wanted: Export) -> Iterator[list[str]]:
    for number in range(wanted.pieces):
        yield from storage.read(work, export_shelf(wanted.id, Part.ROWS), number)


def _audit(work: UnitOfWork, wanted: Export, listed: list[UUID], in_full: list[UUID]) -> None:
    """Each person in the list sees in their access log that it was made, and for what."""
    work.audit(
        "export_residents",
        subject=wanted.id,
        people=listed,
        purpose=wanted.purpose,
        in_full=len(in_full),
        rows=len(listed),
    )


def _keep(work: UnitOfWork, wanted: Export, wish: Wish) -> None:
    """Note sealed what is wanted and where the next stretch begins: both may hold a name."""
    text = orjson.dumps([wish.filters, wish.places, wish.cursor]).decode()
    wanted.wanted_sealed = work.house.cipher.encrypt(text, bound_to=f"exports.wanted:{wanted.id}")
