"""The kit's command line: the database's migrations, the audit trail's chain, and the job process.

Every process knows these commands; what they need is imported when one runs, since web workers never do.
"""

import signal
import threading
from typing import TextIO

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from service.kit import jobs, sealing
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import house_of
from service.kit.migrations import alembic_config

database = AppGroup("database", help="Migrations of the database.")
audit = AppGroup("audit", help="The audit trail's chain.")
keys = AppGroup("keys", help="The keys that seal personal data.")
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


@audit.command("seals")
def tell_seals() -> None:
    """Tell each closed day, how many entries it has, and its seal: note them where this server can not write."""
    from service.kit.audit_chain import AuditDay

    with unit_of_work(house_of()) as work:
        for closed in work.session.scalars(select(AuditDay).order_by(AuditDay.day)):
            click.echo(f"{closed.day} {closed.entries} {closed.seal.hex()}")


@audit.command("verify")
@click.option("--known", type=click.File(), help="What `audit seals` told earlier, kept elsewhere.")
def verify_audit(known: TextIO | None) -> None:
    """Find every change, gap and later addition in the audit trail; ends with 1 when there is one."""
    from service.kit.audit_verification import faults, known_seals

    try:
        seals = known_seals(known or ())
    except ValueError as error:
        raise click.BadParameter("each line is `day entries seal`", param_hint="--known") from error
    found = 0
    with unit_of_work(house_of()) as work:
        for fault in faults(work, seals):
            found += 1
            click.echo(f"{fault.day} {fault.what.en} {fault.place} / {fault.what.zh}", err=True)
    if found:
        raise click.ClickException(f"{found} faults / 发现 {found} 处问题")
    click.echo("The audit trail is whole. / 审计记录完整，未被改动。")


@keys.command("status")
def tell_keys() -> None:
    """Tell how many values each data key has sealed; one that has sealed none can go."""
    with unit_of_work(house_of()) as work:
        for (column, version), count in sorted(sealing.key_versions(work).items()):
            click.echo(f"key {version}: {count} in {column}")


@keys.command("rotate")
def rotate_keys() -> None:
    """Seal with the newest data key what older ones have sealed, while the service runs; may be repeated."""
    house, done = house_of(), 0
    while count := run_in_work(house, sealing.reseal_some):
        done += count
    click.echo(f"{done} values sealed with the newest key.")
    if left := run_in_work(house, sealing.count_older):
        raise click.ClickException(f"{left} were being changed just now: run it again.")
    click.echo("None is left that older keys have sealed.")


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
