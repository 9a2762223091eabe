"""Importing a list of residents on the command line."""

import time
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from service.accounts import queries as accounts
from service.accounts.staff.queries import staff_member_called
from service.kit import background
from service.kit.actor import SYSTEM, Actor
from service.kit.edge import run_in_work
from service.kit.errors import DomainError
from service.kit.house import House, house_of
from service.kit.work import UnitOfWork
from service.residents.imports import actions, queries
from service.residents.imports.queries import ShownImport
from service.residents.imports.rules.columns import Column
from service.residents.imports.rules.outcomes import UNDER_WAY, ImportState, OnError, Outcome

residents = AppGroup("residents", help="People on record.")

SOME_ROWS_BAD = 3
_PAUSE_SECONDS = 0.2


def _mapping(
    _context: click.Context, _parameter: click.Parameter, pairs: str | None
) -> dict[str, Column | None]:
    """`B=phone,D=` as columns by their letters; nothing behind the sign leaves a column out."""
    parted = [pair.partition("=") for pair in (pairs or "").split(",") if pair.strip()]
    try:
        return {
            letters.strip().upper(): Column(name.strip()) if name.strip() else None
            for letters, _, name in parted
        }
    except ValueError as error:
        known = ", ".join(column.value for column in Column)
        raise click.BadParameter(f"write B=phone,D=… with {known}") from error


@residents.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", "region_code", required=True, help="Where people live whose rows do not say it.")
@click.option("--dry-run", is_flag=True, help="Only check; nothing is written.")
@click.option("--only-good", is_flag=True, help="Write the good rows although others are bad.")
@click.option(
    "--mapping", callback=_mapping, help="What columns hold, where headers do not say it: B=phone,D="
)
@click.option("--create-places", is_flag=True, help="Put buildings on record that are not.")
@click.option("--as", "username", help="With whose duties; the service's own by default.")
def import_residents(
    *,
    file: Path,
    region_code: str,
    dry_run: bool,
    only_good: bool,
    create_places: bool,
    mapping: dict[str, Column | None],
    username: str | None,
) -> None:
    """Bring the residents of FILE (xlsx or csv) on record.

    May be repeated: the same row again changes nothing. Bad rows are written beside FILE, to be mended. Ends with 0
    when all rows are good, 3 when some are bad, 1 when the file is refused.
    """
    house, body = house_of(), file.read_bytes()
    try:
        actor = run_in_work(house, lambda work: _actor(work, username))

        def ask(work: UnitOfWork) -> UUID:
            on_error = OnError.ONLY_GOOD if only_good else OnError.ALL
            asked = actions.ask(
                work,
                body,
                region_code=region_code,
                dry_run=dry_run,
                on_error=on_error,
                create_places=create_places,
                mapping=mapping,
            )
            return asked.id

        told = _watched(house, run_in_work(house, ask, actor))
    except DomainError as refusal:
        raise click.ClickException(_words(refusal)) from refusal
    _tell(told)
    if told.counts[Outcome.BAD]:
        _write_bad_rows(house, told, file.with_name(f"{file.stem}.errors.xlsx"))
        raise SystemExit(SOME_ROWS_BAD)


def _actor(work: UnitOfWork, username: str | None) -> Actor:
    if username is None:
        return SYSTEM
    account = staff_member_called(work, username)
    actor = accounts.actor_of(work, account.id) if account else None
    if actor is None:
        raise click.BadParameter("there is no such account", param_hint="--as")
    return actor


def _watched(house: House, import_id: UUID) -> ShownImport:
    """Do the steps here, beside a job process that may do some of them, and show how far they are."""
    told = _told(house, import_id)
    while told.state in UNDER_WAY:
        state = told.state
        with click.progressbar(length=told.progress.of or 1, label=state.words.zh) as bar:
            while told.state is state:
                if not background.advance(house):
                    time.sleep(_PAUSE_SECONDS)
                told = _told(house, import_id)
                if told.state is state:
                    bar.update(told.progress.done - bar.pos)
            bar.update(bar.length - bar.pos if bar.length else 0)
    return told


def _told(house: House, import_id: UUID) -> ShownImport:
    return run_in_work(house, lambda work: queries.shown(work, work.found(queries.import_(work, import_id))))


def _tell(told: ShownImport) -> None:
    if told.state is ImportState.FAILED:
        reason = told.refusal_text.zh if told.refusal_text else ""
        raise click.ClickException(f"{told.state.words.zh} {reason}".strip())
    counted = "，".join(f"{outcome.words.zh} {count}" for outcome, count in told.counts.items())
    click.echo(f"{told.state.words.zh}：{counted}")
    for row in told.first_bad:
        reasons = "；".join(remark.text.zh for remark in row.remarks)
        click.echo(f"  第 {row.number} 行：{reasons}", err=True)


def _write_bad_rows(house: House, told: ShownImport, beside: Path) -> None:
    def read(work: UnitOfWork) -> bytes:
        return queries.bad_rows_workbook(work, work.found(queries.import_(work, told.id)))

    beside.write_bytes(run_in_work(house, read))
    beside.chmod(0o600)
    click.echo(f"有误的行：{beside}", err=True)


def _words(refusal: DomainError) -> str:
    return f"{refusal.title.zh}：{refusal.tell('zh-CN') or refusal.code}"
