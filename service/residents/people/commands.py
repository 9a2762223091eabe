"""The register on the command line."""

import click
from flask.cli import AppGroup

from service.kit.edge import run_in_work
from service.kit.house import house_of
from service.residents.people import actions

residents = AppGroup("residents", help="People on record.")


@residents.command("reseal")
def reseal() -> None:
    """Seal with the newest data key what older ones have sealed, so that those can be removed."""
    house = house_of()
    done = 0
    while count := run_in_work(house, actions.reseal_some):
        done += count
    click.echo(f"{done} records sealed with the newest key; none is left.")
