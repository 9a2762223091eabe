"""Who takes part in a storm: residents, a worker who books for an organisation, and a room with forty slots."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from service.kit.actor import Function, Role
from service.kit.clock import at_local, local
from service.kit.edge import run_in_work
from service.kit.house import house_of
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.rules import grains
from tests.factories.accounts import login, resident_account, staff
from tests.factories.activities import activity
from tests.factories.living_rooms import ALWAYS, room
from tests.factories.organisations import organisation
from tests.factories.regions import COMMUNITY
from tests.factories.residents import resident
from tests.storms.speaker import Wish

CLIENTS = 64
TRIES = 6
SLOTS = 40
SLOT_MINUTES = 30
PLENTY = 100_000


@dataclass(frozen=True, slots=True)
class Caller:
    """A login, and in whose name it books."""

    token: str
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A room of which forty slots, across a midnight, are wanted."""

    room_id: UUID
    first_slot_at: datetime
    buffer_minutes: int

    def wish(self, caller: Caller, slot: int, key: str, *, slots: int = 1, is_twin: bool = False) -> Wish:
        """Ask for some slots of the forty, counted from 0."""
        starts_at = self.first_slot_at + timedelta(minutes=slot * SLOT_MINUTES)
        body: dict[str, Any] = {
            "living_room_id": str(self.room_id),
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(minutes=slots * SLOT_MINUTES)).isoformat(),
            "purpose": "recreation",
            "headcount": 4,
        }
        if caller.organisation_id:
            body["organisation_id"] = str(caller.organisation_id)
        return Wish(caller.token, "/bookings", body, key, is_twin)


class World:
    """Makes what a storm needs, through the service's own factories, on the database the servers use."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.house = house_of(app)

    def place(self, **policy: Any) -> Place:
        """A new room, open day and night; quotas do not bind unless `policy` says so."""
        values: dict[str, Any] = {
            "slot_minutes": SLOT_MINUTES,
            "advance_days": 30,
            "buffer_minutes": 0,
            "active_quota": PLENTY,
            "monthly_minutes_quota": PLENTY,
            "organisation_active_quota": PLENTY,
            "organisation_monthly_minutes_quota": PLENTY,
            **policy,
        }
        room_id = run_in_work(self.house, lambda work: room(work, week=ALWAYS, **values).id)
        return Place(room_id, self._an_evening(), values["buffer_minutes"])

    def _an_evening(self) -> datetime:
        """Ten hours before a midnight at which no month ends, so that a month's quota is one counter."""
        midnight = local(self.house.clock.now()).date() + timedelta(days=2)
        if midnight.day == 1:
            midnight += timedelta(days=1)
        return at_local(midnight) - timedelta(hours=10)

    def activity(self, capacity: int) -> UUID:
        """A new activity with so many places."""
        return run_in_work(self.house, lambda work: activity(work, capacity=capacity).id)

    def residents(self, count: int) -> list[Caller]:
        return [
            Caller(token)
            for token in self._in_work(lambda work: [self._resident_token(work) for _ in range(count)])
        ]

    def worker(self) -> Caller:
        """A worker of the community."""
        return self._in_work(lambda work: Caller(_worker_token(work)))

    def organisation(self) -> Caller:
        """A worker who books for a social organisation."""

        def make(work: UnitOfWork) -> Caller:
            return Caller(_worker_token(work), organisation(work).id)

        return self._in_work(make)

    def _in_work(self, make: Any) -> Any:
        with self.app.app_context():
            return run_in_work(self.house, make)

    def _resident_token(self, work: UnitOfWork) -> str:
        return _token(work, resident_account(work, resident(work).id).id)


def _worker_token(work: UnitOfWork) -> str:
    return _token(work, staff(work, Role.COMMUNITY_WORKER, COMMUNITY, functions=list(Function)).id)


def _token(work: UnitOfWork, account_id: UUID) -> str:
    token: str = login(work, account_id)["access_token"]
    return token


def grains_of(wish: Wish, buffer_minutes: int) -> set[int]:
    """The quarters of an hour that a wish asks for."""
    starts_at, ends_at = (datetime.fromisoformat(wish.body[name]) for name in ("starts_at", "ends_at"))
    return set(grains(starts_at, ends_at, buffer_minutes))


def wishes_for(place: Place, callers: Sequence[Caller], seed: int, *, longest: int = 3) -> list[Wish]:
    """Six tries for each of 64 clients, each for one to `longest` slots; every eighth is sent twice at once."""
    chance = random.Random(seed)
    made = []
    for number in range(CLIENTS * TRIES):
        slots = chance.randint(1, longest)
        slot = chance.randrange(SLOTS - slots + 1)
        caller = callers[number % len(callers)]
        key = f"{place.room_id}-{number}"
        made.append(place.wish(caller, slot, key, slots=slots, is_twin=chance.random() < 1 / 8))
    return made


def dealt(wishes: Sequence[Wish], clients: int = CLIENTS) -> list[list[Wish]]:
    """The wishes, dealt out to clients like cards."""
    return [list(wishes[number::clients]) for number in range(clients)]
