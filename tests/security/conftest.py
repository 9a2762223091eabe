"""People who attack, and those they attack."""

from collections.abc import Callable

import pytest
from flask import Flask

from service.accounts.models import Account
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.factories import accounts, regions, residents

ClientOf = Callable[[Account], ApiClient]

PHONE, ID_NUMBER = "+8613812345678", "330211194001011022"


@pytest.fixture
def client_of(app: Flask, work: UnitOfWork) -> ClientOf:
    """HTTP as an account of this test."""
    return lambda account: accounts.client_of(app, work, account)


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    """陈阿婆, with the numbers that nobody is to learn."""
    return residents.resident(work, name="陈阿婆", phone=PHONE, id_number=ID_NUMBER)


@pytest.fixture
def resident(work: UnitOfWork, client_of: ClientOf) -> ApiClient:
    """A resident like any other."""
    someone = residents.resident(work, name="周敏")
    return client_of(accounts.resident_account(work, someone.id))


@pytest.fixture
def worker(work: UnitOfWork, client_of: ClientOf) -> ApiClient:
    """A worker of the community."""
    regions.tree(work)
    return client_of(accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY))


@pytest.fixture
def stranger(work: UnitOfWork, client_of: ClientOf) -> ApiClient:
    """A worker of another street's community."""
    regions.tree(work)
    return client_of(accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY))


@pytest.fixture
def auditor(work: UnitOfWork, client_of: ClientOf) -> ApiClient:
    """Who reads the audit trail."""
    return client_of(accounts.staff(work, Role.AUDITOR))
