"""Accounts that can act: staff with a duty, residents, and clients that speak as them."""

from collections.abc import Collection
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask

from service.accounts import actions
from service.accounts.models import Account, AccountDuty
from service.accounts.rules import AccountKind
from service.kit.actor import SYSTEM, Function, Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.client import ApiClient

_numbers = count(1)


def staff_account(work: UnitOfWork, username: str | None = None, **columns: Any) -> Account:
    """A staff member without any duty."""
    number = next(_numbers)
    made = Account(
        kind=AccountKind.STAFF,
        username=username or f"staff{number}",
        display_name=columns.pop("display_name", f"王芳{number}"),
        created_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def staff(
    work: UnitOfWork,
    role: Role,
    region_code: str | None = None,
    organisation_id: UUID | None = None,
    functions: Collection[Function] = frozenset(Function),
    **account: Any,
) -> Account:
    """A staff member with one duty, valid for years."""
    made = staff_account(work, **account)
    duty(work, made, role, region_code, organisation_id, functions)
    return made


def duty(
    work: UnitOfWork,
    account: Account,
    role: Role,
    region_code: str | None = None,
    organisation_id: UUID | None = None,
    functions: Collection[Function] = frozenset(Function),
    valid_from: date = date(2026, 1, 1),
    valid_until: date | None = None,
) -> AccountDuty:
    made = AccountDuty(
        account_id=account.id,
        role=role,
        region_code=region_code,
        organisation_id=organisation_id,
        functions=sorted(functions),
        valid_from=valid_from,
        valid_until=valid_until,
        granted_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def resident_account(work: UnitOfWork, resident_id: UUID | None = None, name: str = "居民") -> Account:
    """An account that logs in by WeChat; without `resident_id` somebody who has not registered yet."""
    made = Account(kind=AccountKind.RESIDENT, display_name=name, resident_id=resident_id, created_at=work.now)
    work.session.add(made)
    work.session.flush()
    return made


def login(work: UnitOfWork, account_id: UUID) -> dict[str, Any]:
    """What a login of this account answers, without a password or a code."""
    return actions.answer(work, actions.begin_login(work, account_id))


def client_of(app: Flask, around: UnitOfWork | House, account: Account) -> ApiClient:
    """HTTP as this account, with the access token of a real login."""
    if isinstance(around, House):
        with unit_of_work(around, SYSTEM) as work:
            return client_of(app, work, account)
    with app.app_context():
        opened = login(around, account.id)
    return ApiClient(app, opened["access_token"])
