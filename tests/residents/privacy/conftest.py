"""An elder of the privacy tests, and HTTP as her."""

import pytest
from flask import Flask

from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.factories import accounts
from tests.factories.residents import resident


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return resident(
        work, name="陈阿婆", phone="+8613812345678", id_number="330211194001011022", address="胜利路 18 号"
    )


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))
