"""Who takes part in a storm: residents, a worker who books for an organisation, and a room with forty slots."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text

from service.events.activities import actions
from service.kit import deliveries
from service.kit.actor import Function, Role
from service.kit.clock import at_local, local
from service.kit.edge import run_in_work
from service.kit.house import house_of
from service.kit.messages import known_names, names_told_outside
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.rules import grains
from service.residents.models import Resident
from tests.factories.accounts import login, resident_account, staff
from tests.factories.activities import activity
from tests.factories.homes import home, household, living
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
PATIENCE_SECONDS = 60
_ROOMS = count(1)
# Nobody is waited for, so that this stands in nobody's way.
_RUN_OUT = text("""
    UPDATE activity_waits SET offer_expires_at = now() WHERE id IN (
        SELECT id FROM activity_waits WHERE status = 'offered' AND offer_expires_at > now() AND random() < :share
        FOR UPDATE SKIP LOCKED)""")
_IS_HELD = text("SELECT EXISTS (SELECT FROM activity_waits WHERE status = 'offered')")
# What a process that was killed had taken up is lent to it for two more minutes.
_TAKE_UP_AGAIN = text("""
    WITH left_over AS (
        UPDATE outbox_messages SET next_try_at = now() WHERE delivered_at IS NULL AND name = ANY(:names) RETURNING id)
    SELECT count(*) FROM left_over""")


@dataclass(frozen=True, slots=True)
class Caller:
    """A login, whose it is, and in whose name it books."""

    token: str
    organisation_id: UUID | None = None
    resident_id: UUID | None = None


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
        """Verified residents who live nowhere in particular."""
        return self._in_work(lambda work: [_caller(work, resident(work)) for _ in range(count)])

    def household(self, size: int) -> list[Caller]:
        """A family of so many, each with a login of their own."""

        def make(work: UnitOfWork) -> list[Caller]:
            at = home(work, room=str(next(_ROOMS)))
            family = household(work, at)
            people = [resident(work) for _ in range(size)]
            for person in people:
                living(work, person, at, household=family)
            return [_caller(work, person) for person in people]

        return self._in_work(make)

    def worker(self) -> Caller:
        """A worker of the community."""
        return self._in_work(lambda work: Caller(_worker_token(work)))

    def organisation(self) -> Caller:
        """A worker who books for a social organisation."""

        def make(work: UnitOfWork) -> Caller:
            return Caller(_worker_token(work), organisation(work).id)

        return self._in_work(make)

    def forget_job_runs(self) -> None:
        self._in_work(lambda work: work.session.execute(text("DELETE FROM job_runs")))

    def await_job_run(self) -> None:
        """Wait until a job process is there, which begins with every job."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._in_work(lambda work: work.session.scalar(text("SELECT count(*) FROM job_runs"))):
            assert time.monotonic() < end, "the job process does not run"
            time.sleep(0.1)

    def deliver_all(self) -> None:
        """Let everything that was announced have its effects, whoever had taken it up."""
        inside = sorted(set(known_names()) - set(names_told_outside()))
        end = time.monotonic() + PATIENCE_SECONDS
        while self._in_work(lambda work: work.session.scalar(_TAKE_UP_AGAIN, {"names": inside})):
            assert time.monotonic() < end, "the outbox is never empty"
            while deliveries.deliver_inside(self.house):
                pass

    def let_all_offers_run_out(self) -> None:
        """Until the line has had what there is: who does not answer loses it to the next."""
        while self._in_work(lambda work: work.session.scalar(_IS_HELD)):
            self._in_work(lambda work: let_offers_run_out(work, share=1))
            self._in_work(actions.lapse)
            self.deliver_all()

    def _in_work(self, make: Any) -> Any:
        with self.app.app_context():
            return run_in_work(self.house, make)


def let_offers_run_out(work: UnitOfWork, *, share: float) -> None:
    """Let the time of some offers be over, of which nobody has taken notice yet."""
    work.session.execute(_RUN_OUT, {"share": share})


def _caller(work: UnitOfWork, person: Resident) -> Caller:
    return Caller(_token(work, resident_account(work, person.id).id), resident_id=person.id)


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
