"""People of the tests of the time bank: a volunteer, an elder of the family, a worker, and what each of them has."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from service.events.activities.messages import AttendanceWithdrawn, Attended
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.residents.homes.rules import Relation
from service.residents.models import Resident
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.factories import accounts, activities, homes, regions, residents

BORN_YOUNG, BORN_OLD = date(1990, 5, 1), date(1945, 5, 1)
Speak = Callable[..., ApiClient]


@pytest.fixture
def volunteer(work: UnitOfWork) -> Resident:
    return residents.resident(work, name="沈国强", birth_on=BORN_YOUNG)


@pytest.fixture
def mother(work: UnitOfWork, volunteer: Resident) -> Resident:
    """The volunteer's mother, who keeps house with them."""
    elder = residents.resident(work, name="沈阿婆", birth_on=BORN_OLD)
    home = homes.home(work)
    household = homes.household(work, home)
    homes.living(work, volunteer, home, household=household, relation=Relation.HOUSEHOLDER)
    homes.living(work, elder, home, household=household, relation=Relation.PARENT)
    return elder


@pytest.fixture
def stranger(work: UnitOfWork) -> Resident:
    return residents.resident(work, name="胡老太", birth_on=BORN_OLD)


@pytest.fixture
def as_person(app: Flask, work: UnitOfWork) -> Callable[[Resident], ApiClient]:
    def speak(person: Resident) -> ApiClient:
        return accounts.client_of(app, work, accounts.resident_account(work, person.id))

    return speak


@pytest.fixture
def as_staff(app: Flask, work: UnitOfWork) -> Speak:
    def speak(role: Role, place: str | None = None, **more: Any) -> ApiClient:
        regions.tree(work)
        return accounts.client_of(app, work, accounts.staff(work, role, place, **more))

    return speak


@pytest.fixture
def worker(as_staff: Speak) -> ApiClient:
    return as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.NOTICES, Function.PEOPLE])


class Attendance:
    """An activity's attendances, told as it tells them."""

    def __init__(self, work: UnitOfWork, timetable: Timetable) -> None:
        self.work, self.timetable = work, timetable
        self.begin_another()

    def begin_another(self) -> None:
        """What is told from now on is of another activity."""
        self.activity_id = activities.activity(self.work).id

    def tell(self, person: Resident, minutes: int = 120, **told: Any) -> UUID:
        sign_up_id = told.pop("sign_up_id", None) or self.work.new_id()
        ids = {"activity_id": self.activity_id, "sign_up_id": sign_up_id, "resident_id": person.id}
        self.work.announce(
            Attended(**{**ids, "minutes": minutes, "attended_at": self.work.now, "times": 1, **told})
        )
        self.timetable.deliver()
        return UUID(str(sign_up_id))

    def withdraw(self, person: Resident, sign_up_id: UUID, times: int = 1) -> None:
        ids = {"activity_id": self.activity_id, "sign_up_id": sign_up_id, "resident_id": person.id}
        self.work.announce(AttendanceWithdrawn(**ids, times=times))
        self.timetable.deliver()


@pytest.fixture
def attendance(work: UnitOfWork, timetable: Timetable) -> Attendance:
    regions.tree(work)
    return Attendance(work, timetable)


def account(client: ApiClient, person: Resident | None = None) -> dict[str, Any]:
    """What somebody has, as they or who may read it is told."""
    query = {"resident_id": person.id} if person else {}
    found = client.get("/time-bank/account", query_string=query)
    assert found.status_code == 200, found.json
    return dict(found.json)


def balance(client: ApiClient, person: Resident | None = None) -> int:
    return int(account(client, person)["balance_minutes"])
