"""People of the tests of vouchers: an elder with hours and one with money, and what their vouchers say."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.vouchers.models import Voucher, VoucherEntry
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, care, regions, residents
from tests.factories.entitlements import entitlement

PATH = "/care/vouchers"
ISSUE = "elderly_care.vouchers.issue_vouchers"
EXPIRE = "elderly_care.vouchers.expire_vouchers"
MARCH, FEBRUARY, JANUARY = date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1)
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
Grant = Callable[..., Entitlement]


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work)


@pytest.fixture
def scheme(work: UnitOfWork) -> SubsidyScheme:
    """Half of what is paid, up to 800 yuan a month."""
    return care.scheme(work)


@pytest.fixture
def grant(work: UnitOfWork, elder: Resident) -> Grant:
    """What the elder is granted from March on, unless said otherwise: 45 hours a month."""

    def make(of: SubsidyScheme | None = None, **columns: Any) -> Entitlement:
        wanted = {**YEAR, "starts_on": MARCH, "status": EntitlementStatus.GRANTED, **columns}
        return entitlement(work, wanted.pop("elder", elder), of, **wanted)

    return make


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


def issue(timetable: Timetable) -> None:
    """Issue what is missing, once for each five minutes, and say so."""
    timetable.run(ISSUE)
    timetable.deliver()


def voucher(work: UnitOfWork, row: Entitlement, month: date = MARCH) -> Voucher:
    """The voucher of an entitlement and month, as it stands now."""
    work.session.expire_all()
    query = select(Voucher).where(Voucher.entitlement_id == row.id, Voucher.month == month)
    return work.session.scalars(query).one()


def entries(work: UnitOfWork, row: Voucher) -> list[tuple[EntryKind, int]]:
    """How a voucher moved, in order."""
    query = select(VoucherEntry).where(VoucherEntry.voucher_id == row.id).order_by(VoucherEntry.id)
    return [(each.kind, each.amount) for each in work.session.scalars(query)]


def line(number: int) -> UUID:
    """The id of a line of a settlement."""
    return UUID(int=number)
