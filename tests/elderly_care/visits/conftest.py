"""A service, its operator's contract and caregivers, and elders near and far."""

from collections.abc import Callable

import pytest
from flask import Flask

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.providers.models import Contract
from service.elderly_care.rules import Point
from service.elderly_care.visits.models import Visit
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.factories import accounts, care
from tests.factories.cared import Cared, cared

# Some 26 minutes from HOME as caregivers are reckoned to ride: 4.4 km by the straight line.
FAR = Point(29.953, 121.762)

AsCaregiver = Callable[[Caregiver], ApiClient]


@pytest.fixture
def service(work: UnitOfWork) -> CareService:
    return care.service(work, minutes=60)


@pytest.fixture
def contract(work: UnitOfWork, operator: Organisation) -> Contract:
    return care.contract(work, operator)


@pytest.fixture
def carer(work: UnitOfWork, operator: Organisation) -> Caregiver:
    return care.caregiver(work, operator)


@pytest.fixture
def colleague(work: UnitOfWork, operator: Organisation) -> Caregiver:
    return care.caregiver(work, operator)


@pytest.fixture
def near(work: UnitOfWork, contract: Contract, service: CareService) -> Cared:
    return cared(work, contract, service)


@pytest.fixture
def far(work: UnitOfWork, contract: Contract, service: CareService) -> Cared:
    return cared(work, contract, service, place=FAR)


@pytest.fixture
def visit(work: UnitOfWork, near: Cared) -> Visit:
    """Tomorrow's visit to the elder nearby, of nobody yet."""
    return near.visit(work)


@pytest.fixture
def as_caregiver(app: Flask, work: UnitOfWork) -> AsCaregiver:
    def speak(caregiver: Caregiver) -> ApiClient:
        return accounts.client_of(app, work, work.session.get_one(accounts.Account, caregiver.account_id))

    return speak
