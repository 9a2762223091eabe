"""Who writes notices, and to whom."""

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from service.accounts.models import Account
from service.kit import background
from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions, residents

WATER = {
    "title": "周三停水",
    "body": "**周三** 8:00–17:00 停水，请提前储水。",
    "category": "utilities",
    "region_codes": [regions.COMMUNITY],
}


class Stage:
    """A community's worker, two residents of the community and one of another, and the job process by hand."""

    def __init__(self, app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> None:
        self.app, self.house, self.clock, self.timetable = app, house, clock, timetable
        self._logins: list[tuple[ApiClient, UUID]] = []
        with unit_of_work(house) as work:
            self.grandma = residents.resident(work, regions.GRID, name="陈阿婆")
            self.neighbour = residents.resident(work, name="邻居")
            self.stranger = residents.resident(work, regions.OTHER_COMMUNITY, name="路人")
        self.worker = self.staff(Role.COMMUNITY_WORKER, regions.COMMUNITY)
        self.colleague = self.staff(Role.COMMUNITY_WORKER, regions.COMMUNITY)
        self.grid_worker = self.staff(Role.GRID_WORKER, regions.GRID)
        self.street = self.staff(Role.STREET_STAFF, regions.STREET)
        self.district = self.staff(Role.DISTRICT_STAFF, regions.DISTRICT)
        self.far_worker = self.staff(Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
        self.ada, self.ben, self.cleo = map(self.resident, (self.grandma, self.neighbour, self.stranger))

    def work(self) -> AbstractContextManager[UnitOfWork]:
        return unit_of_work(self.house)

    def staff(self, role: Role, region_code: str, **duty: Any) -> ApiClient:
        with unit_of_work(self.house) as work:
            account = accounts.staff(work, role, region_code, **duty)
        return self.client(account)

    def resident(self, person: Resident) -> ApiClient:
        with unit_of_work(self.house) as work:
            account = accounts.resident_account(work, person.id)
        return self.client(account)

    def client(self, account: Account) -> ApiClient:
        made = accounts.client_of(self.app, self.house, account)
        self._logins.append((made, account.id))
        return made

    def later(self, **amount: float) -> None:
        """The clock moves on, and everybody logs in again."""
        self.clock.move(**amount)
        with self.work() as work, self.app.app_context():
            for client, account_id in self._logins:
                client.token = accounts.login(work, account_id)["access_token"]

    def draft(self, by: ApiClient | None = None, **changes: Any) -> str:
        """The id of a draft to the whole community."""
        made = (by or self.worker).post("/notices", WATER | changes)
        assert made.status_code == 201, made.json
        return str(made.json["id"])

    def published(self, by: ApiClient | None = None, *, noted: bool = True, **changes: Any) -> str:
        """The id of a notice that is published, with its addressees noted."""
        author = by or self.worker
        notice_id = self.draft(author, **changes)
        answer = author.post(f"/notices/{notice_id}/publish")
        assert answer.status_code == 200, answer.json
        if noted:
            self.work_off()
        return notice_id

    def work_off(self) -> None:
        """What the background and the outbox hold is done."""
        while background.advance(self.house):
            pass
        self.timetable.deliver()

    def minute(self) -> None:
        """The clock's next minute, with its jobs."""
        self.later(minutes=1)
        self.timetable.run("events.notices.publish_scheduled")
        self.timetable.run("events.notices.expire")


@pytest.fixture
def stage(app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> Stage:
    return Stage(app, house, clock, timetable)


def titles(client: ApiClient, **query: Any) -> list[str]:
    """What somebody's list of notices says, in its order."""
    answer = client.get("/notices", query_string=query)
    assert answer.status_code == 200, answer.json
    return [each["title"] for each in answer.json["items"]]
