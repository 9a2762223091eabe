"""A request that an operator has, its elder who agrees that the operator gets their data, and a plan as it is wished."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from service.accounts.models import Account
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.providers.models import Contract
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import SYSTEM, Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.client import ApiClient
from tests.factories import accounts, care, residents
from tests.factories.care_requests import request
from tests.factories.consents import consent

SHARE = ConsentPurpose.SHARE_WITH_OPERATOR
Draft = Callable[..., dict[str, Any]]
Again = Callable[[Account], ApiClient]


@pytest.fixture
def elder(work: UnitOfWork, operator: Organisation) -> Resident:
    person = residents.resident(work, phone="+8613800000001")
    consent(work, person, SHARE, operator)
    return person


@pytest.fixture
def elder_account(work: UnitOfWork, elder: Resident) -> Account:
    return accounts.resident_account(work, elder.id)


@pytest.fixture
def planner_account(work: UnitOfWork, operator: Organisation) -> Account:
    return accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id)


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder_account: Account) -> ApiClient:
    return accounts.client_of(app, work, elder_account)


@pytest.fixture
def again(app: Flask, house: House) -> Again:
    """HTTP as somebody who logs in anew, since days have passed."""

    def log_in(account: Account) -> ApiClient:
        with unit_of_work(house, SYSTEM) as work:
            return accounts.client_of(app, work, account)

    return log_in


@pytest.fixture
def bathing(work: UnitOfWork) -> CareService:
    return care.service(work, name="助浴", skills=["bathing"])


@pytest.fixture
def lunch(work: UnitOfWork) -> CareService:
    return care.service(work, name="助餐", minutes=10)


@pytest.fixture
def contract(work: UnitOfWork, operator: Organisation, bathing: CareService, lunch: CareService) -> Contract:
    return care.contract(work, operator, prices={bathing.id: 8000, lunch.id: 1500})


@pytest.fixture
def asked(work: UnitOfWork, elder: Resident, bathing: CareService, contract: Contract) -> CareRequest:
    return request(work, elder, [bathing], status=RequestStatus.ASSIGNED, contract=contract)


def item(service: CareService, rrule: str = "FREQ=WEEKLY;BYDAY=TU,FR", **other: Any) -> dict[str, Any]:
    return {
        "service_id": str(service.id),
        "rrule": rrule,
        "window_start": "09:00",
        "window_end": "11:00",
        **other,
    }


def wish(asked: CareRequest, *items: dict[str, Any], **other: Any) -> dict[str, Any]:
    return {"request_id": str(asked.id), "items": list(items), "starts_on": "2026-03-05", **other}


@pytest.fixture
def drafted(dispatcher: ApiClient, asked: CareRequest, bathing: CareService, lunch: CareService) -> Draft:
    """A draft of bathing twice a week and lunch each day, unless said otherwise."""

    def draft(*items: dict[str, Any], **other: Any) -> dict[str, Any]:
        wanted = items or (item(bathing), item(lunch, "FREQ=DAILY", window_start="11:00", window_end="12:30"))
        made = dispatcher.post("/care/plans", wish(asked, *wanted, **other))
        assert made.status_code == 201, made.json
        return dict(made.json)

    return draft


@pytest.fixture
def offered(dispatcher: ApiClient, drafted: Draft) -> Draft:
    """A plan on offer."""

    def offer(*items: dict[str, Any], **other: Any) -> dict[str, Any]:
        answer = dispatcher.post(f"/care/plans/{drafted(*items, **other)['id']}/offer")
        assert answer.status_code == 200, answer.json
        return dict(answer.json)

    return offer


@pytest.fixture
def agreed(as_elder: ApiClient, offered: Draft) -> Draft:
    """A plan that the elder has agreed to in the app."""

    def agree(*items: dict[str, Any], **other: Any) -> dict[str, Any]:
        return agree_to(as_elder, offered(*items, **other))

    return agree


def agree_to(client: ApiClient, plan: dict[str, Any], **other: Any) -> dict[str, Any]:
    body = {"way": "app", "text_hash": plan["offered"]["text_hash"], **other}
    answer = client.post(f"/care/plans/{plan['id']}/agree", body)
    assert answer.status_code == 200, answer.json
    return dict(answer.json)
