"""The command line of places."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from service.kit.edge import run_in_work
from service.kit.house import house_of
from service.regions.errors import BadRegionFile
from service.regions.imports.actions import import_regions
from service.regions.imports.rules import Difference

regions = AppGroup("regions", help="The tree of places.")


@regions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day of places that are new; today by default.",
)
def import_file(file: Path, since: datetime | None) -> None:
    """Bring the tree in line with FILE: CSV with code,level,name,parent_code, from city or district to community.

    May be repeated. Says what was added, renamed and moved; what the file lacks is listed and left alone.
    """
    content = file.read_bytes()
    first_day = since.date() if since else None
    try:
        found = run_in_work(house_of(), lambda work: import_regions(work, content, since=first_day))
    except BadRegionFile as refusal:
        for fault in refusal.faults:
            click.echo(f"line {fault.line}: {fault.reason.en} {fault.reason.zh}", err=True)
        raise click.ClickException(refusal.tell("en") or refusal.code) from refusal
    for line in _told(found):
        click.echo(line)


def _told(found: Difference) -> Iterator[str]:
    for row in found.renamed:
        yield f"renamed {row.code} {row.name}"
    for row in found.moved:
        yield f"moved {row.code} {row.name} to {row.parent_code}"
    for region in found.missing:
        yield f"missing in the file, left alone: {region.code} {region.name}"
    yield (
        f"{len(found.added)} added, {len(found.renamed)} renamed, {len(found.moved)} moved, "
        f"{found.unchanged} unchanged, {len(found.missing)} missing in the file"
    )
