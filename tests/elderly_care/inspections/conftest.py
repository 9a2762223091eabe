"""A contract that is inspected, and those who inspect, mend and read."""

from typing import Any

import pytest
from flask import Flask

from service.elderly_care.providers.models import Contract
from service.kit.actor import Function, Role
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.elderly_care.conftest import Speak
from tests.elderly_care.proofs.conftest import LoggedIn
from tests.factories import accounts, care, regions

PATH = "/care/inspections"
CLIMB = "elderly_care.inspections.tell_of_overdue_findings"
FINDING = {"area": "safety", "severity": "major", "text": "二楼走廊灭火器已过期。", "mend_by": "2026-03-06"}


@pytest.fixture
def as_staff(app: Flask, work: UnitOfWork, house: House) -> Speak:
    """As everywhere in care, but who speaks is always logged in: the clock moves by days."""

    def speak(role: Role, region_code: str | None = None, **options: Any) -> ApiClient:
        regions.tree(work)
        return LoggedIn(app, house, accounts.staff(work, role, region_code, **options))

    return speak


@pytest.fixture
def contract(work: UnitOfWork, operator: Organisation) -> Contract:
    return care.contract(work, operator)


@pytest.fixture
def street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])


def inspection(contract: Contract, **other: Any) -> dict[str, Any]:
    return {
        "contract_id": str(contract.id),
        "made_on": "2026-03-02",
        "areas": ["safety", "staff"],
        "findings": [FINDING],
        **other,
    }
