"""People of the residents' tests: workers of two communities, and somebody new."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.factories import accounts, regions
from tests.statements import statements

Speak = Callable[..., ApiClient]


@pytest.fixture
def as_staff(app: Flask, work: UnitOfWork) -> Speak:
    """HTTP as somebody with one duty."""

    def speak(role: Role, region_code: str | None = None, **options: object) -> ApiClient:
        regions.tree(work)
        return accounts.client_of(app, work, accounts.staff(work, role, region_code, **options))  # type: ignore[arg-type]

    return speak


@pytest.fixture
def worker(as_staff: Speak) -> ApiClient:
    return as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY)


@pytest.fixture
def other_worker(as_staff: Speak) -> ApiClient:
    return as_staff(Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)


@pytest.fixture
def newcomer(app: Flask, work: UnitOfWork) -> Callable[[], ApiClient]:
    """HTTP as an account that has never registered; a new one at each call."""
    regions.tree(work)
    return lambda: accounts.client_of(app, work, accounts.resident_account(work))


@pytest.fixture
def asked_so_far(connection: Connection) -> Iterator[Callable[[], int]]:
    """How many statements the test's connection has run so far."""
    with statements(connection) as sent:
        yield lambda: len(sent)
