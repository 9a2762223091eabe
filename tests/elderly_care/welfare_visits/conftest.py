"""An elder who lives alone in a grid, and those who call on her or see that it is done."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.welfare_visits.models import WelfareVisit
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.models import Resident
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, regions, residents, tags

MAKE = "elderly_care.welfare_visits.make_welfare_visits"
CLIMB = "elderly_care.welfare_visits.tell_of_overdue_welfare_visits"
PATH = "/care/welfare-visits"
PHONE = "+8613812345678"


def aged(
    work: UnitOfWork, age: int = 75, *, codes: tuple[str, ...] = ("lives_alone",), **more: Any
) -> Resident:
    """Somebody of an age with these tags, in the grid unless said otherwise."""
    born = work.now.date().replace(year=work.now.year - age, day=1)
    person = residents.resident(work, more.pop("region_code", regions.GRID), birth_on=born, **more)
    for code in codes:
        tags.tag(work, person, code)
    return person


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    """At 75 and alone she is of the grade `key`: once a month."""
    regions.tree(work)
    return aged(work, name="陈阿婆", phone=PHONE)


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


@pytest.fixture
def as_daughter(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    daughter = accounts.resident_account(work)
    residents.proxy(work, elder, daughter, ["care"], name="王晓岚")
    return accounts.client_of(app, work, daughter)


@pytest.fixture
def grid(as_staff: Speak) -> ApiClient:
    return as_staff(Role.GRID_WORKER, regions.GRID, display_name="李网格")


@pytest.fixture
def street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])


def due(work: UnitOfWork, elder: Resident) -> WelfareVisit:
    """The one visit that is due for her, as the database has it."""
    work.session.expire_all()
    query = select(WelfareVisit).where(WelfareVisit.elder_id == elder.id, WelfareVisit.status == "due")
    return work.session.scalars(query).one()


def path_of(visit: WelfareVisit | UUID) -> str:
    return f"{PATH}/{visit if isinstance(visit, UUID) else visit.id}/done"


def every_visit(work: UnitOfWork, elder: Resident) -> list[WelfareVisit]:
    work.session.expire_all()
    query = select(WelfareVisit).where(WelfareVisit.elder_id == elder.id).order_by(WelfareVisit.id)
    return list(work.session.scalars(query))


def heard(work: UnitOfWork, timetable: Timetable, text: str) -> list[tuple[UUID, str]]:
    """Who was told this, and in which words, one after the other."""
    timetable.deliver()
    rows = work.session.scalars(
        select(InboxMessage).where(InboxMessage.text == f"elderly_care.{text}").order_by(InboxMessage.id)
    )
    return [(row.account_id, row.body_zh) for row in rows]
