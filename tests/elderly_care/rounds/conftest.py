"""Lunches that are carried from door to door, a session at the centre, and who makes them."""

from collections.abc import Callable

import pytest
from flask import Flask

from service.accounts.models import Account
from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.providers.models import Contract
from service.elderly_care.rules import Point
from service.elderly_care.visits.models import Visit
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.factories import accounts, care
from tests.factories.cared import Cared, cared
from tests.factories.doors import HOME

AsCaregiver = Callable[[Caregiver], ApiClient]
NOON = (11 * 60, 12 * 60 + 30)
MORNING = (9 * 60, 11 * 60)


def doors_along_the_street(number: int) -> Point:
    """A hundred metres further north each."""
    return Point(HOME.latitude + number * 0.0009, HOME.longitude)


@pytest.fixture
def meals(work: UnitOfWork) -> CareService:
    return care.service(work, mode=Mode.DELIVERY_ROUND, minutes=5, name="助餐")


@pytest.fixture
def singing(work: UnitOfWork) -> CareService:
    return care.service(work, mode=Mode.CENTRE_SESSION, minutes=90, name="合唱")


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
def lunches(work: UnitOfWork, contract: Contract, meals: CareService) -> list[Visit]:
    """Tomorrow's lunches of four elders along one street."""
    return [each.visit(work) for each in eaters(work, contract, meals, 4)]


def eaters(work: UnitOfWork, contract: Contract, meals: CareService, number: int) -> list[Cared]:
    """So many elders along one street who get lunch each day."""
    return [
        cared(work, contract, meals, place=doors_along_the_street(each), window=NOON, minutes=5)
        for each in range(number)
    ]


@pytest.fixture
def as_caregiver(app: Flask, work: UnitOfWork) -> AsCaregiver:
    def speak(caregiver: Caregiver) -> ApiClient:
        return accounts.client_of(app, work, work.session.get_one(Account, caregiver.account_id))

    return speak
