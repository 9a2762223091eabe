"""People of the residents' tests: workers of two communities, and somebody new."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.factories import accounts, regions

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
def statements(connection: Connection) -> Iterator[Callable[[], int]]:
    """How many statements the test's connection has run so far."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield lambda: len(seen)
    event.remove(connection, "before_cursor_execute", note)
