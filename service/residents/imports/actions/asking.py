"""Asking for an import, starting it after its dry run, cancelling it, and forgetting its content."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, select, update

from service.kit import background
from service.kit.background import BackgroundRun, RunStatus
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.errors import NoSuchCommunity
from service.residents.imports import permissions, storage
from service.residents.imports.actions.steps import begin
from service.residents.imports.errors import ContentGone, SheetTooLarge, SheetUnderWay
from service.residents.imports.models import Export, Import, ImportedPerson, ImportRow
from service.residents.imports.rules import columns
from service.residents.imports.rules.columns import Column, proposed
from service.residents.imports.rules.containers import type_of
from service.residents.imports.rules.outcomes import STARTABLE, UNDER_WAY, ImportState, OnError
from service.residents.imports.rules.parts import Part
from service.residents.imports.storage import export_shelf, import_shelf

KIND = "residents.import"


def ask(
    work: UnitOfWork,
    body: bytes,
    *,
    region_code: str,
    dry_run: bool = True,
    on_error: OnError = OnError.ALL,
    create_places: bool = False,
    mapping: Mapping[str, Column | None] | None = None,
) -> Import:
    """Take a list in and check it in the background; unless it is a `dry_run`, its rows are written then.

    With `create_places` buildings that are not on record come on record with it, in a grid that the row names.

    `mapping` says by letters what columns hold otherwise than their headers say; None leaves a column out.
    `region_code` is where people live whose rows do not say it. Raises what tells a wrong file at once, NoSuchCommunity,
    OutOfScope, and SheetUnderWay when the same file is being imported.
    """
    path = regions.path_of(work, region_code)
    if not path:
        raise NoSuchCommunity(field="region_code")
    work.require(permissions.may_import(work.actor, path), OutOfScope)
    if len(body) > work.house.settings.max_upload_bytes:
        raise SheetTooLarge(mebibytes=work.house.settings.max_upload_bytes // 2**20)
    type_of(body)
    digest = work.house.cipher.lookup(sha256(body).hexdigest(), purpose="imported_file")
    _check_not_under_way(work, digest)
    import_id = work.new_id()
    run = background.ask_for(work, KIND, import_id=str(import_id))
    wanted = Import(
        id=import_id,
        asked_by=work.actor.account_id,
        asked_at=work.now,
        region_code=region_code,
        on_error=on_error,
        dry_run=dry_run,
        create_places=create_places,
        state=ImportState.READING,
        run_id=run.id,
        digest=digest,
        mapping=dict(mapping) if mapping else None,
    )
    work.session.flush()
    work.session.add(wanted)
    work.session.flush()
    storage.keep_bytes(work, import_shelf(import_id, Part.UPLOAD), [body])
    return wanted


def start(
    work: UnitOfWork,
    wanted: Import,
    *,
    mapping: Mapping[str, Column | None] | None = None,
    on_error: OnError | None = None,
    create_places: bool | None = None,
) -> Import:
    """Write a list that was checked, its columns meaning what is confirmed; another mapping is checked first.

    From now on it is done with the duties of who starts it. Raises WrongState, BadMapping, ContentGone, OutOfScope.
    """
    path = regions.path_of(work, wanted.region_code)
    work.require(permissions.may_import(work.actor, path), OutOfScope)
    if wanted.state not in STARTABLE:
        raise WrongState(state=wanted.state)
    header = storage.read(work, import_shelf(wanted.id, Part.HEADER), 0)
    if header is None:
        raise ContentGone
    confirmed = columns.stored(columns.confirmed(mapping or {}, _present(wanted, header[1]), len(header[1])))
    wanted.on_error = on_error or wanted.on_error
    wanted.asked_by = work.actor.account_id
    add = wanted.create_places if create_places is None else create_places
    was_checked_so = (confirmed, add) == (wanted.mapping, wanted.create_places)
    is_checked = wanted.state is ImportState.CHECKED and was_checked_so
    wanted.create_places = add
    is_good = is_checked and (wanted.on_error is OnError.ONLY_GOOD or not wanted.bad)
    wanted.mapping, wanted.dry_run, wanted.ended_at = confirmed, False, None
    begin(wanted, ImportState.WRITING if is_good else ImportState.CHECKING)
    wanted.run_id = background.ask_for(work, KIND, import_id=str(wanted.id)).id
    return wanted


def cancel(work: UnitOfWork, wanted: Import) -> Import:
    """Let no further piece be written; what has been written stays. Raises WrongState."""
    # In the order in which a step takes them.
    run = work.session.get_one(BackgroundRun, wanted.run_id, with_for_update=True)
    work.session.refresh(wanted, with_for_update=True)
    if wanted.state not in UNDER_WAY:
        raise WrongState(state=wanted.state)
    background.cancel(work, run)
    wanted.state, wanted.ended_at = ImportState.CANCELLED, work.now
    return wanted


def forget_contents(work: UnitOfWork) -> None:
    """Delete what stood in lists of some days ago; that there was an import, and its counts, stay."""
    _note_failed(work)
    oldest = work.now - timedelta(days=work.house.settings.import_days)
    old = (Import.asked_at < oldest, Import.content_gone_at.is_(None), Import.state.not_in(UNDER_WAY))
    for wanted in work.session.scalars(select(Import).where(*old).with_for_update(skip_locked=True)):
        storage.drop(work, *(import_shelf(wanted.id, part) for part in Part))
        work.session.execute(delete(ImportRow).where(ImportRow.import_id == wanted.id))
        wanted.content_gone_at = work.now
    past = (Export.asked_at < oldest, Export.content_gone_at.is_(None), Export.ended_at.is_not(None))
    for export in work.session.scalars(select(Export).where(*past).with_for_update(skip_locked=True)):
        storage.drop(work, *(export_shelf(export.id, part) for part in Part))
        export.content_gone_at = work.now


def forget_person(work: UnitOfWork, resident_id: UUID) -> bool:
    """Let no row point to somebody any more; whether a list that is still kept spoke of them."""
    rows = update(ImportRow).where(ImportRow.resident_id == resident_id).values(resident_id=None)
    spoken_of = work.session.scalars(rows.returning(ImportRow.number)).first()
    work.session.execute(delete(ImportedPerson).where(ImportedPerson.resident_id == resident_id))
    return spoken_of is not None


def _check_not_under_way(work: UnitOfWork, digest: bytes) -> None:
    """Raise SheetUnderWay while the same file is being imported; of two at the same moment the key refuses one."""
    _note_failed(work)
    query = select(Import.id).where(Import.digest == digest, Import.state.in_(UNDER_WAY))
    if work.session.scalar(query) is not None:
        raise SheetUnderWay


def _present(wanted: Import, header: list[str]) -> columns.ColumnMapping:
    return columns.restored(wanted.mapping) if wanted.mapping else proposed(header)


def _note_failed(work: UnitOfWork) -> None:
    """Let an import whose run was given up stand in nobody's way."""
    given_up = select(BackgroundRun.id).where(
        BackgroundRun.id == Import.run_id, BackgroundRun.status == RunStatus.FAILED
    )
    failed = update(Import).where(Import.state.in_(UNDER_WAY), given_up.exists())
    work.session.execute(
        failed.values(state=ImportState.FAILED, ended_at=work.now, version=Import.version + 1),
        execution_options={"synchronize_session": False},
    )
