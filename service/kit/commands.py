"""The kit's command line: the database's migrations and the job process.

Every process knows these commands; what they need is imported when one runs, since web workers never do.
"""

import signal
import threading

import click
from flask import current_app
from flask.cli import AppGroup

from service.kit import jobs
from service.kit.house import house_of
from service.kit.migrations import alembic_config

database = AppGroup("database", help="Migrations of the database.")
job_commands = AppGroup("jobs", help="What happens by the clock.")


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to a revision, the newest by default."""
    from alembic import command

    command.upgrade(alembic_config(), revision)


@database.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to a revision."""
    from alembic import command

    command.downgrade(alembic_config(), revision)


@database.command("migration")
@click.argument("name")
def migration(name: str) -> None:
    """Write a migration for what the models say and the database does not."""
    from alembic import command

    command.revision(alembic_config(), name, autogenerate=True)


@job_commands.command("run")
def run_jobs() -> None:
    """Run the timetable and deliver messages, until ended by SIGTERM or Ctrl-C."""
    from service.kit import jobs_process

    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    jobs_process.run(house_of(), current_app.config["DATABASE_URL"], stop)


@job_commands.command("list")
def list_jobs() -> None:
    """Tell which jobs there are and when they run."""
    for job in jobs.all_jobs():
        click.echo(f"{job.name}\t{job.schedule}")


@job_commands.command("once")
@click.argument("name")
def run_once(name: str) -> None:
    """Run one job now, unless it has already run for its present slot."""
    click.echo("ran" if jobs.run_job(house_of(), jobs.job(name)) else "already done")
