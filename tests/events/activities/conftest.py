"""A community with neighbours, a worker and a choir, and activities that they come to."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from service.accounts.models import Account
from service.events.activities.models import Activity, ActivityPlaces
from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, activities, organisations, regions, residents


class Stage:
    """Neighbours of one community, its workers, and what is made of them."""

    def __init__(self, app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> None:
        self.app, self.house, self.clock, self.timetable = app, house, clock, timetable
        self._clients: list[tuple[ApiClient, Account]] = []
        self.start = clock.today_at("14:00", days=2)
        with unit_of_work(house) as work:
            self.ada, self.ben, self.cleo = (
                residents.resident(work, name=name) for name in ("阿达", "本", "克丽")
            )
            ada, ben, cleo = (
                accounts.resident_account(work, each.id) for each in (self.ada, self.ben, self.cleo)
            )
            self.choir = organisations.organisation(work)
            organisations.member(work, self.choir, self.cleo)
            worker = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
            far_worker = accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
        self.as_ada, self.as_ben, self.as_cleo = map(self.client, (ada, ben, cleo))
        self.worker, self.far_worker = self.client(worker), self.client(far_worker)
        self.ada_account = ada

    def client(self, account: Account) -> ApiClient:
        made = accounts.client_of(self.app, self.house, account)
        self._clients.append((made, account))
        return made

    def move_to(self, moment: datetime) -> None:
        """Let time pass; everybody logs in again then."""
        self.clock.move_to(moment)
        for client, account in self._clients:
            client.token = accounts.client_of(self.app, self.house, account).token

    def move(self, **amount: float) -> None:
        self.move_to(self.clock.now() + timedelta(**amount))

    def neighbour(self, **columns: Any) -> tuple[Resident, ApiClient]:
        with unit_of_work(self.house) as work:
            person = residents.resident(work, **columns)
            account = accounts.resident_account(work, person.id)
        return person, self.client(account)

    def activity(self, **columns: Any) -> Activity:
        with unit_of_work(self.house) as work:
            return activities.activity(work, columns.pop("starts_at", self.start), **columns)

    def wanted(self, **changes: Any) -> dict[str, Any]:
        """What somebody asks for who invites people."""
        body = {
            "title": "重阳节包饺子",
            "kind": "recreation",
            "region_code": regions.COMMUNITY,
            "place": "社区广场",
            "starts_at": self.start.isoformat(),
            "ends_at": self.clock.today_at("16:00", days=2).isoformat(),
            "capacity": 20,
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def published(self, **changes: Any) -> str:
        """The path of an activity that the worker has made and published."""
        made = self.worker.post("/activities", self.wanted(**changes))
        assert made.status_code == 201, made.json
        path = f"/activities/{made.json['id']}"
        assert self.worker.post(f"{path}/publish").status_code == 200
        return path

    def places(self, activity: Activity) -> tuple[int, int]:
        """How many places are taken, of how many."""
        with unit_of_work(self.house) as work:
            row = work.session.get_one(ActivityPlaces, activity.id, populate_existing=True)
            return row.taken, row.capacity

    def inbox(self, client: ApiClient) -> list[str]:
        """What somebody was told, the newest first."""
        self.timetable.deliver()
        return [each["text"] for each in client.get("/inbox").json["items"]]


@pytest.fixture
def stage(app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> Stage:
    return Stage(app, house, clock, timetable)
