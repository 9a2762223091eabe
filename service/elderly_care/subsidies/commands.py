"""Schemes on the command line."""

from pathlib import Path

import click
import orjson
from flask.cli import AppGroup
from marshmallow import ValidationError

from service.elderly_care.subsidies import actions
from service.elderly_care.subsidies.schemas import NewSubsidySchemeSchema
from service.kit.edge import run_in_work
from service.kit.errors import DomainError
from service.kit.house import house_of

care = AppGroup("care", help="Elderly care.")


@care.command("import-schemes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_schemes(file: Path) -> None:
    """Bring the subsidy schemes in line with FILE (JSON, as data/care/subsidy-schemes.json); may be repeated.

    Schemes that the file does not name are left alone.
    """
    try:
        wanted = NewSubsidySchemeSchema(many=True).load(orjson.loads(file.read_bytes()))
        done = run_in_work(house_of(), lambda work: actions.put_schemes(work, wanted))
    except orjson.JSONDecodeError as error:
        raise click.ClickException(f"not JSON: {error}") from error
    except ValidationError as error:
        raise click.ClickException(
            orjson.dumps(error.messages, option=orjson.OPT_NON_STR_KEYS).decode()
        ) from error
    except DomainError as refusal:
        raise click.ClickException(f"{refusal.field}: {refusal.tell('en') or refusal.code}") from refusal
    click.echo(f"{done['added']} added, {done['changed']} changed, {done['unchanged']} unchanged")
