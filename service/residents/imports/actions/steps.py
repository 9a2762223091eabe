"""The steps of an import in the background: read the file, check its rows, write them; each notes where the next begins."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from service.accounts import queries as accounts
from service.kit import locks
from service.kit.background import BackgroundRun, plan_anew
from service.kit.errors import DomainError
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork
from service.regions import actions as regions
from service.residents.imports import storage
from service.residents.imports.actions.planning import Decision, NumberedRow, Plan, new_buildings, plan
from service.residents.imports.actions.remarks import remarked_workbook
from service.residents.imports.actions.writing import write
from service.residents.imports.errors import ContentGone, EmptySheet
from service.residents.imports.models import Import, ImportRow
from service.residents.imports.rules import columns
from service.residents.imports.rules.columns import proposed
from service.residents.imports.rules.outcomes import ELSEWHERE, ImportState, OnError, Outcome
from service.residents.imports.rules.parts import Part
from service.residents.imports.rules.reading import sheet_of
from service.residents.imports.storage import import_shelf

PIECE = 500


def step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """One step of an import; whether it was the last for now."""
    plan_anew(work)
    wanted = work.session.get_one(Import, UUID(run.checkpoint["import_id"]), with_for_update=True)
    try:
        with work.session.begin_nested():
            _act_for_asker(work, wanted)
            is_last = _STEPS[wanted.state](work, wanted)
    except DomainError as refusal:
        wanted.state, wanted.refusal, wanted.ended_at = ImportState.FAILED, refusal.code, work.now
        is_last = True
    run.done, run.of = wanted.rows_done, wanted.rows or None
    return is_last


def _act_for_asker(work: UnitOfWork, wanted: Import) -> None:
    """Act with the duties that the asker has today; an import of the command line is the service's own."""
    if wanted.asked_by is not None:
        actor = accounts.actor_of(work, wanted.asked_by)
        work.actor = work.found(actor)


def _read(work: UnitOfWork, wanted: Import) -> bool:
    """Turn the file into sealed pieces of rows; the file itself goes."""
    upload = import_shelf(wanted.id, Part.UPLOAD)
    sheet = sheet_of(storage.read_bytes(work, upload), work.house.settings.import_most_rows)
    rows = import_shelf(wanted.id, Part.ROWS)
    for piece in _pieces(sheet.rows):
        storage.keep(work, rows, wanted.pieces, piece)
        wanted.pieces += 1
        wanted.rows += len(piece)
    if not wanted.rows:
        raise EmptySheet
    storage.keep(work, import_shelf(wanted.id, Part.HEADER), 0, [sheet.header_row, sheet.header])
    storage.drop(work, upload)
    said = columns.said(wanted.mapping or {})
    wanted.mapping = columns.stored(columns.confirmed(said, proposed(sheet.header), len(sheet.header)))
    wanted.state = ImportState.CHECKING
    return False


def _check(work: UnitOfWork, wanted: Import) -> bool:
    """Tell of a piece what would become of its rows."""
    if wanted.next_piece == 0:
        work.session.execute(delete(ImportRow).where(ImportRow.import_id == wanted.id))
    with work.session.no_autoflush:
        decisions = _planned(work, wanted).decisions
    _note(work, wanted, decisions)
    _audit_strangers(work, wanted, decisions)
    if wanted.next_piece < wanted.pieces:
        return False
    return _end_of_check(work, wanted)


def _audit_strangers(work: UnitOfWork, wanted: Import, decisions: Sequence[Decision]) -> None:
    """Who tries ID numbers to learn which are on record elsewhere leaves a trace, also when nothing is written."""
    elsewhere = sum(remark.reason in ELSEWHERE for decision in decisions for remark in decision.remarks)
    if elsewhere:
        work.audit(
            "import_check",
            subject=wanted.id,
            region_code=wanted.region_code,
            succeeded=False,
            refusal="id_number",
            elsewhere=elsewhere,
        )


def _end_of_check(work: UnitOfWork, wanted: Import) -> bool:
    if wanted.dry_run:
        return _end(work, wanted, ImportState.CHECKED)
    if wanted.bad and wanted.on_error is OnError.ALL:
        return _end(work, wanted, ImportState.REFUSED)
    begin(wanted, ImportState.WRITING)
    return False


def _write(work: UnitOfWork, wanted: Import) -> bool:
    """Write the good rows of a piece; of several imports one at a time, so that each sees whom the others made."""
    locks.hold(work, "residents.import")
    planned = _planned(work, wanted)
    write(work, planned)
    _note(work, wanted, planned.decisions)
    work.audit(
        "import_piece",
        subject=wanted.id,
        region_code=wanted.region_code,
        **Counter(decision.outcome.value for decision in planned.decisions),
    )
    if wanted.next_piece < wanted.pieces:
        return False
    return _end(work, wanted, ImportState.DONE)


_ROW = insert(table_of(ImportRow))
_TOLD = _ROW.on_conflict_do_update(
    index_elements=[ImportRow.import_id, ImportRow.number],
    set_={name: _ROW.excluded[name] for name in ("outcome", "remarks", "identity", "resident_id")},
)


def begin(wanted: Import, state: ImportState) -> None:
    """Let the next step begin at the first piece, to check or to write."""
    wanted.state = state
    wanted.next_piece = wanted.rows_done = 0
    for outcome in Outcome:
        setattr(wanted, outcome.value, 0)


def _planned(work: UnitOfWork, wanted: Import) -> Plan:
    """What is to become of the piece; buildings that it brings are put on record first, or foreseen."""
    mapping, rows = columns.restored(wanted.mapping or {}), _rows(work, wanted)
    found = new_buildings(work, wanted, mapping, rows) if wanted.create_places else []
    if wanted.state is ImportState.CHECKING:
        return plan(work, wanted, mapping, rows, foreseen=found)
    made = [regions.add_building(work, grid_code=each.grid_code, name=each.name) for each in found]
    return plan(work, wanted, mapping, rows, made=made)


def _rows(work: UnitOfWork, wanted: Import) -> list[NumberedRow]:
    rows: list[NumberedRow] | None = storage.read(work, import_shelf(wanted.id, Part.ROWS), wanted.next_piece)
    if rows is None:
        raise ContentGone
    return rows


def _note(work: UnitOfWork, wanted: Import, decisions: Sequence[Decision]) -> None:
    """Keep what becomes of each row, and count it."""
    is_written = wanted.state is ImportState.WRITING
    rows = [
        {
            "import_id": wanted.id,
            "number": decision.number,
            "outcome": decision.outcome,
            "remarks": [remark.plain() for remark in decision.remarks],
            "identity": None if is_written else decision.identity,
            "resident_id": decision.known.id if is_written and decision.known else None,
        }
        for decision in decisions
    ]
    work.session.flush()
    work.session.connection().execute(_TOLD, rows)
    for outcome, count in Counter(decision.outcome for decision in decisions).items():
        setattr(wanted, outcome.value, getattr(wanted, outcome.value) + count)
    wanted.next_piece += 1
    wanted.rows_done += len(decisions)


def _end(work: UnitOfWork, wanted: Import, state: ImportState) -> bool:
    """Note that nothing is under way any more, and keep the bad rows as a workbook to be mended."""
    work.session.flush()
    shelf = import_shelf(wanted.id, Part.WORKBOOK)
    storage.keep_bytes(work, shelf, remarked_workbook(work, wanted) if wanted.bad else ())
    wanted.state = state
    wanted.ended_at = work.now
    return True


def _pieces(rows: Iterator[NumberedRow]) -> Iterator[list[NumberedRow]]:
    while piece := list(islice(rows, PIECE)):
        yield piece


_STEPS: dict[ImportState, Callable[[UnitOfWork, Import], bool]] = {
    ImportState.READING: _read,
    ImportState.CHECKING: _check,
    ImportState.WRITING: _write,
}
