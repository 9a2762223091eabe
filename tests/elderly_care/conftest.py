"""People of the tests of care: the district, workers of two communities, two operators."""

from collections.abc import Callable

import pytest
from flask import Flask

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.factories import accounts, care, regions

Speak = Callable[..., ApiClient]


@pytest.fixture
def as_staff(app: Flask, work: UnitOfWork) -> Speak:
    """HTTP as somebody with one duty."""

    def speak(role: Role, region_code: str | None = None, **options: object) -> ApiClient:
        regions.tree(work)
        return accounts.client_of(app, work, accounts.staff(work, role, region_code, **options))  # type: ignore[arg-type]

    return speak


@pytest.fixture
def district(as_staff: Speak) -> ApiClient:
    return as_staff(Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE])


@pytest.fixture
def worker(as_staff: Speak) -> ApiClient:
    return as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY)


@pytest.fixture
def other_worker(as_staff: Speak) -> ApiClient:
    return as_staff(Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)


@pytest.fixture
def operator(work: UnitOfWork) -> Organisation:
    return care.operator(work)


@pytest.fixture
def other_operator(work: UnitOfWork) -> Organisation:
    return care.operator(work, "宁波银杏养老服务有限公司")


@pytest.fixture
def manager(as_staff: Speak, operator: Organisation) -> ApiClient:
    return as_staff(Role.OPERATOR_MANAGER, organisation_id=operator.id)


@pytest.fixture
def dispatcher(as_staff: Speak, operator: Organisation) -> ApiClient:
    return as_staff(Role.DISPATCHER, organisation_id=operator.id)


@pytest.fixture
def other_dispatcher(as_staff: Speak, other_operator: Organisation) -> ApiClient:
    return as_staff(Role.DISPATCHER, organisation_id=other_operator.id)
