"""An operator with a service, caregivers and elders, whose tomorrow nobody has planned yet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.providers.models import Contract
from service.elderly_care.rules import Point
from service.elderly_care.visits.models import Visit
from service.kit import background
from service.kit.clock import local_date
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.factories import care
from tests.factories.cared import cared
from tests.factories.doors import HOME

PATH = "/care/schedules"
TOMORROW = "2026-03-03"
DAYTIME_SHIFTS = tuple((weekday, 8 * 60, 17 * 60) for weekday in range(1, 8))

Plan = Callable[..., dict[str, Any]]


def along_the_street(number: int) -> Point:
    """Half a kilometre further north each."""
    return Point(HOME.latitude + number * 0.0045, HOME.longitude)


def finish(house: House) -> None:
    """Let the job process do all that waits."""
    while background.advance(house):
        pass


@pytest.fixture
def service(work: UnitOfWork) -> CareService:
    return care.service(work, minutes=60)


@pytest.fixture
def contract(work: UnitOfWork, operator: Organisation) -> Contract:
    return care.contract(work, operator)


@pytest.fixture
def carer(work: UnitOfWork, operator: Organisation) -> Caregiver:
    return care.caregiver(work, operator, shifts=DAYTIME_SHIFTS)


@pytest.fixture
def colleague(work: UnitOfWork, operator: Organisation) -> Caregiver:
    return care.caregiver(work, operator, shifts=DAYTIME_SHIFTS)


@pytest.fixture
def day(work: UnitOfWork, contract: Contract, service: CareService, carer: Caregiver) -> list[Visit]:
    """Tomorrow's visits of four elders along one street, and somebody who can make them."""
    tomorrow = local_date(work.now) + timedelta(days=1)
    return [
        cared(work, contract, service, place=along_the_street(number)).visit(work, on=tomorrow)
        for number in range(4)
    ]


@pytest.fixture
def wish(operator: Organisation) -> dict[str, Any]:
    return {"organisation_id": str(operator.id), "from": TOMORROW, "to": TOMORROW, "seed": 7}


@pytest.fixture
def plan(dispatcher: ApiClient, house: House, wish: dict[str, Any]) -> Plan:
    """Have tomorrow planned to the end."""

    def planned(**other: Any) -> dict[str, Any]:
        asked = dispatcher.post(PATH, wish | other)
        assert asked.status_code == 202, asked.json
        finish(house)
        return dict(dispatcher.get(f"{PATH}/{asked.json['id']}").json)

    return planned


def makers(schedule: dict[str, Any]) -> dict[str, set[str]]:
    """Who would make which visit."""
    found: dict[str, set[str]] = {}
    for route in schedule["routes"]:
        for stop in route["stops"]:
            found.setdefault(stop["visit_id"], set()).add(route["caregiver_id"])
    return found


def reasons(schedule: dict[str, Any]) -> dict[str, str]:
    """Why which visit could not be placed."""
    return {each["visit_id"]: each["reason_code"] for each in schedule["unplaced"]}
