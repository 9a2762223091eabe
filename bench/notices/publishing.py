"""Publishing to many: how long it takes until everybody is noted, what that costs, and how much memory it needs."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from uuid import UUID

from bench import population
from bench.database import DatabaseServer, database_server, migrate
from bench.population import COMMUNITIES_OF_A_STREET, DISTRICT, RESIDENTS_OF_A_COMMUNITY
from bench.processes import descendants
from config import load
from service import create_app
from service.accounts import queries as accounts
from service.accounts.duties.actions import grant_duty
from service.accounts.staff.actions import create_staff
from service.events.notices import actions
from service.events.notices.rules import Category, Priority
from service.kit import background
from service.kit.actor import Actor, Function, Role
from service.kit.edge import run_in_work
from service.kit.house import House, house_of
from service.kit.work import UnitOfWork

SIZES = (10_000, 100_000, 500_000)
# An addressee among the many may cost so much more than among the few, and so much more memory may be needed.
MOST_TIMES = 1.5
MOST_MEGABYTES_MORE = 8
PASSWORD = "Plum-blossom-2026-first"


@dataclass(frozen=True)
class Published:
    """What publishing to so many has cost."""

    asked: int
    people: int
    publish_milliseconds: float
    seconds: float
    cpu_seconds: float
    longest_step_seconds: float
    megabytes: int
    receipts_milliseconds: float

    @property
    def microseconds_each(self) -> float:
        """Processor time of the job process and the database, by addressee."""
        return self.cpu_seconds / self.people * 1e6


def measure(people: int) -> Published:
    """One size in a process of its own, so that memory is counted from nothing."""
    command = [sys.executable, "-m", "bench.notices.publishing", str(people)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Published(**json.loads(answer.stdout.splitlines()[-1]))


def is_linear(found: Sequence[Published]) -> bool:
    """Whether an addressee costs the same however many there are."""
    return found[-1].microseconds_each <= found[0].microseconds_each * MOST_TIMES


def is_flat(found: Sequence[Published]) -> bool:
    """Whether the memory that is needed does not depend on how many there are."""
    return found[-1].megabytes <= found[0].megabytes + MOST_MEGABYTES_MORE


def _measure_here(people: int) -> Published:
    with ExitStack() as opened:
        server = opened.enter_context(database_server())
        database = server.new_database("bench_publishing")
        migrate(database)
        with database.connect() as connection:
            population.write(connection, SIZES[-1])
        app = create_app(load(env="development", database_url=database.url, log_level="ERROR"))
        house = house_of(app)
        opened.callback(house.engine.dispose)
        with app.app_context():
            actor = run_in_work(house, hire)
            # What runs for the first time loads its modules.
            run_in_work(house, lambda work: publish(work, [f"{DISTRICT}001001"]), actor)
            work_off(house)
            server.settle()
            return _publish_to(server, house, actor, people)


def _publish_to(server: DatabaseServer, house: House, actor: Actor, people: int) -> Published:
    began = time.perf_counter()
    notice_id = run_in_work(house, lambda work: publish(work, places(people)), actor)
    published = time.perf_counter() - began
    spent, began = processor_seconds(server), time.perf_counter()
    steps = work_off(house)
    seconds, spent = time.perf_counter() - began, processor_seconds(server) - spent
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    reading = [_receipts(house, actor, notice_id) for _ in range(5)]
    return Published(
        asked=people,
        people=reading[0][0],
        publish_milliseconds=published * 1000,
        seconds=seconds,
        cpu_seconds=spent,
        longest_step_seconds=max(steps),
        megabytes=memory,
        receipts_milliseconds=median(took for _, took in reading) * 1000,
    )


def hire(work: UnitOfWork) -> Actor:
    """Who publishes to anybody in the district."""
    author = create_staff(
        work, username="author", display_name="区", password=PASSWORD, password_expires_at=None
    )
    grant_duty(work, author.id, role=Role.DISTRICT_STAFF, region_code=DISTRICT, functions=[Function.NOTICES])
    return work.found(accounts.actor_of(work, author.id))


def places(people: int, everybody: int = SIZES[-1]) -> list[str]:
    """Places in which so many of all live: communities, streets, or the district."""
    communities = people // RESIDENTS_OF_A_COMMUNITY
    streets = communities // COMMUNITIES_OF_A_STREET
    if people >= everybody:
        return [DISTRICT]
    if streets:
        return [f"{DISTRICT}{number + 1:03d}" for number in range(streets)]
    return [f"{DISTRICT}001{number + 1:03d}" for number in range(communities)]


def publish(
    work: UnitOfWork,
    region_codes: list[str],
    priority: Priority = Priority.NORMAL,
    *,
    needs_confirmation: bool = False,
) -> UUID:
    """Publish a notice to everybody in these places."""
    made = actions.write(
        work,
        title="全区通知",
        body="请**相互转告**。",
        category=Category.COMMUNITY,
        priority=priority,
        region_codes=region_codes,
        needs_confirmation=needs_confirmation,
    )
    return actions.publish(work, made).id


def work_off(house: House) -> list[float]:
    """Do what waits in the background; the seconds of each step."""
    steps = []
    while True:
        began = time.perf_counter()
        if not background.advance(house):
            return steps
        steps.append(time.perf_counter() - began)


def _receipts(house: House, actor: Actor, notice_id: UUID) -> tuple[int, float]:
    """How many it addressed, with all of them noted, and in what time that was told. Raises RuntimeError."""
    began = time.perf_counter()
    told = run_in_work(house, lambda work: actions.read_receipts(work, notice_id), actor)
    took = time.perf_counter() - began
    if told.addressing is None or told.addressing.ended_at is None or told.addressing.done != told.addressed:
        raise RuntimeError("not everybody was noted")
    return told.addressed, took


def processor_seconds(server: DatabaseServer) -> float:
    """What this process and the server's have spent so far; ended ones are none of ours."""
    spent = time.process_time()
    for process in descendants(server.pid):
        try:
            spent += int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
        except (FileNotFoundError, ProcessLookupError):
            continue
    return spent


if __name__ == "__main__":
    print(json.dumps(asdict(_measure_here(int(sys.argv[1])))))
