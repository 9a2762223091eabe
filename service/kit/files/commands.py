"""The command line of the storage outside the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from service.kit.edge import run_in_work
from service.kit.files import storing
from service.kit.files.checking import faults
from service.kit.files.storage import StorageDown
from service.kit.house import House, house_of

files = AppGroup("files", help="The storage of uploaded files outside the database.")


@files.command("store")
def store_files() -> None:
    """Move what is in the database to the storage that LINLI_FILES_URL names, as the job process does by itself."""
    done = 0
    with _house_with_storage() as house:
        while count := storing.store_some(house):
            done += count
        click.echo(f"{done} moved.")
        if left := run_in_work(house, storing.in_database):
            raise click.ClickException(f"{left} are left: the storage fails, or another process is at them.")


@files.command("bring-back")
def bring_files_back() -> None:
    """Move what is in the storage into the database; end the job process first, which would move it out again."""
    missing = 0
    with _house_with_storage() as house:
        for stored in storing.bring_back_all(house):
            missing += 1
            click.echo(f"{stored.id}: its body is not in the storage / 存储中没有其内容", err=True)
        while storing.drop_leftovers(house):
            pass
    if missing:
        raise click.ClickException(f"{missing} are not there.")
    click.echo("None is left in the storage.")


@files.command("check")
def check_files() -> None:
    """Find files whose body is missing, and what in the storage belongs to none; ends with 1 when there is any."""
    found = 0
    with _house_with_storage() as house:
        for fault in faults(house):
            found += 1
            click.echo(f"{fault.place}: {fault.what.words.en} / {fault.what.words.zh}", err=True)
    if found:
        raise click.ClickException(f"{found} faults / 发现 {found} 处问题")
    click.echo("The storage is in order. / 文件存储一致。")


@contextmanager
def _house_with_storage() -> Iterator[House]:
    house = house_of()
    if storing.storage_of(house) is None:
        raise click.ClickException("LINLI_FILES_URL is empty.")
    try:
        yield house
    except StorageDown as error:
        raise click.ClickException(f"The storage fails ({error}): run it again.") from None
