"""The command line: the three administrators' accounts, which nobody looks after over HTTP."""

import re
import sys
from collections.abc import Callable
from datetime import timedelta

import click
from flask.cli import AppGroup

from service.accounts import rules
from service.accounts.duties.actions import grant_duty
from service.accounts.models import Account
from service.accounts.staff import actions
from service.accounts.staff.queries import staff_member_called
from service.kit.actor import ADMINISTRATORS, Role
from service.kit.edge import run_in_work
from service.kit.errors import DomainError
from service.kit.house import house_of
from service.kit.work import UnitOfWork

accounts = AppGroup("accounts", help="Accounts of the three administrators, and what only operations may do.")

_ROLES = click.Choice(sorted(role.value for role in ADMINISTRATORS))


def _username(_context: click.Context, _parameter: click.Parameter, username: str) -> str:
    if not re.fullmatch(rules.USERNAME, username):
        raise click.BadParameter("3 to 32 letters, digits, dots, dashes or underscores, a letter first.")
    return username


@accounts.command("create-admin")
@click.argument("role", type=_ROLES)
@click.argument("username", callback=_username)
@click.option("--name", "display_name", help="What others see; the username by default.")
def create_admin(role: str, username: str, display_name: str | None) -> None:
    """Make one of the three administrators; the password is asked for, or read from standard input."""
    password = _password()

    def create(work: UnitOfWork) -> None:
        account = actions.create_staff(
            work,
            username=username,
            display_name=display_name or username,
            password=password,
            password_expires_at=work.now + _password_age(work),
            administrator=True,
        )
        grant_duty(work, account.id, role=Role(role))
        work.audit("create_admin", subject=account.id, role=role)

    _run(create)
    click.echo(f"{username} is {role} now.")


@accounts.command("reset-password")
@click.argument("username")
def reset_password(username: str) -> None:
    """Give any staff member a new initial password, lift a lock and end their logins."""
    password = _password()

    def reset(work: UnitOfWork) -> None:
        account = _called(work, username)
        actions.reset_password(work, account, password, expires_at=work.now)
        work.audit("reset_password", subject=account.id)

    _run(reset)
    click.echo(f"{username} must change this password at the next login.")


@accounts.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Shut a staff member out at once."""
    _run(lambda work: _set_disabled(work, username, disabled=True))


@accounts.command("enable")
@click.argument("username")
def enable(username: str) -> None:
    """Let a disabled staff member in again."""
    _run(lambda work: _set_disabled(work, username, disabled=False))


def _set_disabled(work: UnitOfWork, username: str, *, disabled: bool) -> None:
    account = _called(work, username)
    actions.change_staff(work, account, {"disabled": disabled})
    work.audit("disable_account" if disabled else "enable_account", subject=account.id)


def _called(work: UnitOfWork, username: str) -> Account:
    account = staff_member_called(work, username)
    if account is None:
        raise click.ClickException(f"There is no staff member {username!r}.")
    return account


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _password_age(work: UnitOfWork) -> timedelta:
    return timedelta(days=work.house.settings.password_max_age_days)


def _run(do: Callable[[UnitOfWork], None]) -> None:
    try:
        run_in_work(house_of(), do)
    except DomainError as refusal:
        raise click.ClickException(refusal.tell("en") or refusal.title.en) from refusal
