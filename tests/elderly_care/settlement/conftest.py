"""People of the tests of settlements: a contract that serves two streets, elders of both, and who settles, confirms, pays."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.providers.models import Contract
from service.elderly_care.subsidies.models import SubsidyScheme
from service.kit.actor import Function, Role
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.elderly_care.conftest import Speak
from tests.elderly_care.proofs.conftest import LoggedIn
from tests.factories import accounts, care, regions, residents
from tests.factories.entitlements import entitlement
from tests.factories.settlements import JANUARY, Served, served

PATH = "/care/settlements"
PRICE = 8000
Settle = Callable[..., dict[str, Any]]
Lines = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def as_staff(app: Flask, work: UnitOfWork, house: House) -> Speak:
    """As everywhere in care, but who speaks is always logged in: here months go by."""

    def speak(role: Role, region_code: str | None = None, **options: Any) -> ApiClient:
        regions.tree(work)
        return LoggedIn(app, house, accounts.staff(work, role, region_code, **options))

    return speak


@pytest.fixture
def street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])


@pytest.fixture
def other_street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.OTHER_STREET, functions=[Function.CARE])


@pytest.fixture
def other_manager(as_staff: Speak, other_operator: Organisation) -> ApiClient:
    return as_staff(Role.OPERATOR_MANAGER, organisation_id=other_operator.id)


@pytest.fixture
def auditor(as_staff: Speak) -> ApiClient:
    return as_staff(Role.AUDITOR, functions=())


@pytest.fixture
def service(work: UnitOfWork) -> CareService:
    return care.service(work, minutes=60)


@pytest.fixture
def contract(work: UnitOfWork, operator: Organisation, service: CareService) -> Contract:
    """80 yuan an hour, in both streets."""
    serves = (regions.STREET, regions.OTHER_STREET)
    return care.contract(work, operator, serves=serves, prices={service.id: PRICE})


@pytest.fixture
def scheme(work: UnitOfWork) -> SubsidyScheme:
    """Half of what the elder would pay, up to 800 yuan a month; 85 % of it central, 15 % the district's."""
    return care.scheme(work, central_share=850, district_share=150)


@pytest.fixture
def one(work: UnitOfWork, contract: Contract, service: CareService) -> Served:
    return served(work, contract, service)


@pytest.fixture
def far(work: UnitOfWork, contract: Contract, service: CareService) -> Served:
    """Somebody in the other street."""
    elder = residents.resident(work, regions.OTHER_COMMUNITY, name="李大伯")
    return served(work, contract, service, elder=elder)


@pytest.fixture
def grant(work: UnitOfWork, scheme: SubsidyScheme) -> Callable[..., Entitlement]:
    """What an elder is granted this year: 800 yuan a month unless said otherwise."""

    def make(to: Served, of: SubsidyScheme | None = None, **columns: Any) -> Entitlement:
        wanted = {"starts_on": JANUARY, "status": EntitlementStatus.GRANTED, **columns}
        if "monthly_hours" not in wanted:
            wanted.setdefault("monthly_fen", 80_000)
        return entitlement(work, to.elder, of or scheme, **wanted)

    return make


@pytest.fixture
def settle(manager: ApiClient, contract: Contract) -> Settle:
    """Make the settlement of a month, February unless said otherwise."""

    def make(month: str = "2026-02") -> dict[str, Any]:
        answer = manager.post(PATH, {"contract_id": str(contract.id), "month": month})
        assert answer.status_code == 201, answer.json
        return dict(answer.json)

    return make


@pytest.fixture
def lines(district: ApiClient) -> Lines:
    """The lines of a settlement, all or of some kinds, as the district reads them."""

    def read(settlement: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
        query = "&".join(["limit=100", *(f"{kind}=true" for kind in kinds)])
        answer = district.get(f"{PATH}/{settlement['id']}/lines?{query}")
        assert answer.status_code == 200, answer.json
        return list(answer.json["items"])

    return read


@pytest.fixture
def approve(
    manager: ApiClient, street: ApiClient, other_street: ApiClient, district: ApiClient, lines: Lines
) -> Settle:
    """Take a settlement through checks that all pass to its approval."""

    def through(settlement: dict[str, Any]) -> dict[str, Any]:
        path = f"{PATH}/{settlement['id']}"
        assert manager.post(f"{path}/submit").status_code == 200
        by_street = {regions.STREET: street, regions.OTHER_STREET: other_street}
        for each in lines(settlement, "marked"):
            if each["check"]["outcome"] is None:
                checker = by_street[each["street_code"]]
                checked = checker.post(f"{path}/lines/{each['id']}/check", {"outcome": "passed"})
                assert checked.status_code == 200, checked.json
        for share in settlement["shares"]:
            assert by_street[share["street_code"]].post(f"{path}/confirm").status_code == 200
        approved = district.post(f"{path}/approve")
        assert approved.status_code == 200, approved.json
        return dict(approved.json)

    return through


@pytest.fixture
def counted_apart(house: House) -> Callable[[], AbstractContextManager[None]]:
    """Let nothing be counted at once for a while."""

    @contextmanager
    def meanwhile() -> Iterator[None]:
        usual = house.settings
        house.settings = replace(usual, care_settlement_at_once=0)
        yield
        house.settings = usual

    return meanwhile
