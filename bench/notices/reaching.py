"""Reaching very many households: what each step of the ladder costs when nobody answers, and how much memory it needs."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import func, select

from bench import population
from bench.database import DatabaseServer, database_server, migrate
from bench.notices.publishing import (
    MOST_MEGABYTES_MORE,
    MOST_TIMES,
    PASSWORD,
    hire,
    places,
    processor_seconds,
    publish,
    work_off,
)
from bench.population import DISTRICT
from config import load
from service import create_app
from service.accounts import queries as accounts
from service.accounts.duties.actions import grant_duty
from service.accounts.staff.actions import create_staff
from service.events.notices import actions as notices
from service.events.notices.models import Notice
from service.events.notices.rules import Priority
from service.events.reaching import actions as reaching
from service.events.reaching.rules import Step
from service.kit import deliveries
from service.kit.actor import Actor, Role
from service.kit.clock import SystemClock
from service.kit.edge import run_in_work
from service.kit.house import House, house_of
from service.kit.work import UnitOfWork
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import SendingStatus
from service.residents.models import Resident

SIZES = (10_000, 100_000)
GRID = f"{DISTRICT}001001-001"
# As the policy says, beginning with the mini-program.
WAITS = (60, 60, 30, 240)
# Half have an account and two of three a telephone; numbers are read of those only who are listed, for nothing is sent.
_MEANS = (
    "UPDATE residents SET phone_sealed = decode('00', 'hex') WHERE hashtext(id::text || 'phone') % 3 <> 0",
    """INSERT INTO accounts (id, kind, display_name, resident_id, created_at, version)
       SELECT gen_random_uuid(), 'resident', name, id, now(), 1 FROM residents WHERE hashtext(id::text) % 2 = 0""",
    "VACUUM ANALYZE",
)


@dataclass(frozen=True)
class Climbed:
    """What it has cost to take so many households from the first step to the last."""

    asked: int
    households: int
    step_seconds: Sequence[float]
    cpu_seconds: float
    longest_batch_seconds: float
    megabytes: int
    receipts_milliseconds: float
    list_milliseconds: float
    call_off_seconds: float

    @property
    def microseconds_each(self) -> float:
        """Processor time of the job process and the database, by household, for all steps together."""
        return self.cpu_seconds / self.households * 1e6


class LaterClock:
    """The machine's clock, and so much later."""

    def __init__(self) -> None:
        self.later = timedelta()

    def now(self) -> datetime:
        return SystemClock().now() + self.later


def measure(people: int) -> Climbed:
    """One size in a process of its own, so that memory is counted from nothing."""
    command = [sys.executable, "-m", "bench.notices.reaching", str(people)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Climbed(**json.loads(answer.stdout.splitlines()[-1]))


def is_linear(found: Sequence[Climbed]) -> bool:
    """Whether a household costs the same however many there are."""
    return found[-1].microseconds_each <= found[0].microseconds_each * MOST_TIMES


def is_flat(found: Sequence[Climbed]) -> bool:
    """Whether the memory that is needed does not depend on how many there are."""
    return found[-1].megabytes <= found[0].megabytes + MOST_MEGABYTES_MORE


def _measure_here(people: int) -> Climbed:
    with ExitStack() as opened:
        server = opened.enter_context(database_server())
        database = server.new_database("bench_reaching")
        migrate(database)
        with database.connect() as connection:
            population.write(connection, SIZES[-1])
            for statement in _MEANS:
                connection.execute(statement)
        app = create_app(load(env="development", database_url=database.url, log_level="ERROR"))
        house = house_of(app)
        opened.callback(house.engine.dispose)
        house.clock = clock = LaterClock()
        with app.app_context():
            officer, worker = run_in_work(house, hire), run_in_work(house, _hire_worker)
            run_in_work(house, _seal_numbers)
            ladder = _Ladder(server, house, clock, officer, worker)
            # What runs for the first time loads its modules.
            ladder.climb([GRID])
            server.settle()
            return ladder.climb(places(people, SIZES[-1]), asked=people)


@dataclass(frozen=True)
class _Ladder:
    """A district with somebody who warns it, and somebody who calls and visits its first community."""

    server: DatabaseServer
    house: House
    clock: LaterClock
    officer: Actor
    worker: Actor

    def climb(self, region_codes: list[str], asked: int = 0) -> Climbed:
        """Take everybody in these places from the first step to the last, and then call it off."""
        notice_id = self._warn(region_codes)
        spent, batches, taken = processor_seconds(self.server), [0.0], []
        for wait in (0, *WAITS):
            self.clock.later += timedelta(minutes=wait)
            began = time.perf_counter()
            run_in_work(self.house, reaching.go_on_where_due)
            batches += self._work_off()
            taken.append(time.perf_counter() - began)
        spent = processor_seconds(self.server) - spent
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        told = [self._counted(notice_id) for _ in range(5)]
        listed = [self._listed(notice_id) for _ in range(5)]
        return Climbed(
            asked=asked,
            households=told[0][0],
            step_seconds=taken,
            cpu_seconds=spent,
            longest_batch_seconds=max(batches),
            megabytes=memory,
            receipts_milliseconds=median(took for _, took in told) * 1000,
            list_milliseconds=median(listed) * 1000,
            call_off_seconds=self._call_off(notice_id),
        )

    def _warn(self, region_codes: list[str]) -> UUID:
        """Publish what must reach everybody there; who is addressed is noted and told."""

        def warn(work: UnitOfWork) -> UUID:
            return publish(work, region_codes, Priority.URGENT, needs_confirmation=True)

        notice_id = run_in_work(self.house, warn, self.officer)
        work_off(self.house)
        return notice_id

    def _work_off(self) -> list[float]:
        """Deliver and do what waits, until nothing does; the seconds of each batch."""
        batches: list[float] = []
        while True:
            delivered, steps = deliveries.deliver_due(self.house), work_off(self.house)
            batches += steps
            if not delivered and not steps:
                return batches

    def _counted(self, notice_id: UUID) -> tuple[int, float]:
        """How many households there are, all of them on the last step, and in what time that is told. Raises RuntimeError."""
        began = time.perf_counter()
        told = run_in_work(
            self.house, lambda work: reaching.read_receipts(work, notice_id), self.officer
        ).reaching
        took = time.perf_counter() - began
        at_the_end = {each["step"]: each["households"] for each in told.by_step}
        if at_the_end != {Step.DOORSTEP: told.households}:
            raise RuntimeError(f"not everybody is on the last step: {at_the_end}")
        return told.households, took

    def _listed(self, notice_id: UUID) -> float:
        began = time.perf_counter()
        run_in_work(
            self.house,
            lambda work: reaching.read_households(work, notice_id, step=Step.DOORSTEP, limit=100),
            self.worker,
        )
        return time.perf_counter() - began

    def _call_off(self, notice_id: UUID) -> float:
        """Withdraw it; the seconds until nothing waits at the gateways. Raises RuntimeError."""

        def end(work: UnitOfWork) -> None:
            notices.withdraw(work, work.session.get_one(Notice, notice_id), reason="解除")

        run_in_work(self.house, end, self.officer)
        began = time.perf_counter()
        self._work_off()
        took = time.perf_counter() - began
        waiting = select(func.count()).where(Sending.status == SendingStatus.WAITING)
        if left := run_in_work(
            self.house,
            lambda work: work.session.scalar(
                waiting.where(Sending.subject == str(notice_id), Sending.tells_key.is_not(None))
            ),
        ):
            raise RuntimeError(f"{left} still wait")
        return took


def _hire_worker(work: UnitOfWork) -> Actor:
    worker = create_staff(
        work, username="worker", display_name="社区", password=PASSWORD, password_expires_at=None
    )
    grant_duty(
        work,
        worker.id,
        role=Role.COMMUNITY_WORKER,
        region_code=f"{DISTRICT}001001",
        functions=[],
    )
    return work.found(accounts.actor_of(work, worker.id))


def _seal_numbers(work: UnitOfWork) -> None:
    """Give those real numbers who are listed."""
    known = select(Resident).where(Resident.region_code.startswith(GRID), Resident.phone_sealed.is_not(None))
    for number, person in enumerate(work.session.scalars(known)):
        person.keep_phone(work.house.cipher, f"+86138{number:08}")


if __name__ == "__main__":
    print(json.dumps(asdict(_measure_here(int(sys.argv[1])))))
