"""People of the tests of entitlements: an elder with a level, the street, the auditor, and a whole walk to a grant."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, assessments, care, regions, residents

PATH = "/care/entitlements"
CHECK = {"facts": "上门核实，独居。", "opinion": "met", "reasons": "符合方案规定。"}
GRANT = {"monthly_hours": 45, "starts_on": "2026-04-01", "ends_on": "2026-12-31"}
Apply = Callable[..., Any]


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work)


@pytest.fixture
def assessed(work: UnitOfWork, elder: Resident) -> Resident:
    assessments.assessment(work, elder, level=3)
    return elder


@pytest.fixture
def scheme(work: UnitOfWork) -> SubsidyScheme:
    """For who can not care for themself, up to 800 yuan a month."""
    return care.scheme(work, levels=[2, 3, 4])


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


@pytest.fixture
def street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])


@pytest.fixture
def other_street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.OTHER_STREET, functions=[Function.CARE])


@pytest.fixture
def auditor(as_staff: Speak) -> ApiClient:
    return as_staff(Role.AUDITOR, functions=())


def wish(elder: Resident, scheme: SubsidyScheme, **other: Any) -> dict[str, Any]:
    return {"elder_id": str(elder.id), "scheme_code": scheme.code, **other}
