"""`kill -9` in the middle of a storm: everything acknowledged is there afterwards, and nothing is half there."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil
import pytest

from service.kit.postgres import EmbeddedPostgres
from tests.storms.chronicle import Chronicle
from tests.storms.invitation import Verdict, neighbours
from tests.storms.ledger import Ledger
from tests.storms.servers import Process, WebServer
from tests.storms.storm import Outcome, Storm
from tests.storms.world import Caller, World, dealt, wishes_for

BEFORE_THE_CRASH = 60
DOWN_SECONDS = 0.3
PATIENCE_SECONDS = 10
PLACES, STEPS = 20, 6


@dataclass(frozen=True, slots=True)
class Site:
    """What can be killed."""

    web: WebServer
    postgres: EmbeddedPostgres


def kill_a_worker(site: Site) -> None:
    """The web server starts another by itself."""
    os.kill(site.web.workers()[0], signal.SIGKILL)


def kill_the_web_server(site: Site) -> None:
    site.web.kill()
    time.sleep(DOWN_SECONDS)
    site.web.start()


def kill_the_first_process_of_the_web_server(site: Site) -> None:
    """Its workers must not go on beside those of the next web server on the port."""
    orphans = site.web.workers()
    site.web.kill_only_itself()
    site.web.start()
    end = time.monotonic() + PATIENCE_SECONDS
    while any(map(psutil.pid_exists, orphans)):
        assert time.monotonic() < end, "workers outlive their web server"
        time.sleep(0.05)


def kill_the_postmaster(site: Site) -> None:
    os.kill(site.postgres.pid, signal.SIGKILL)
    time.sleep(DOWN_SECONDS)
    site.postgres.start()


DISASTERS = [
    kill_a_worker,
    kill_the_web_server,
    kill_the_first_process_of_the_web_server,
    kill_the_postmaster,
]


@pytest.mark.parametrize("disaster", DISASTERS)
def test_a_crash_loses_nothing_that_was_acknowledged(
    disaster: Callable[[Site], None],
    servers: list[WebServer],
    ports: list[int],
    postgres: EmbeddedPostgres,
    world: World,
    residents: list[Caller],
    ledger: Ledger,
    seed: int,
) -> None:
    place = world.place(active_quota=2)
    storm = Storm(ports, dealt(wishes_for(place, residents, seed)))

    outcome = run_through(storm, lambda: disaster(Site(servers[0], postgres)), world)

    check_crash(outcome)
    assert set(outcome.refusals) <= {"slot_taken", "quota_exceeded"}
    assert sorted(outcome.acknowledged) == ledger.stored(place.room_id)
    assert ledger.contradictions() == {}


@pytest.mark.parametrize("disaster", DISASTERS)
def test_a_crash_loses_no_place_and_nobodys_turn(
    disaster: Callable[[Site], None],
    servers: list[WebServer],
    ports: list[int],
    job_process: Process,
    postgres: EmbeddedPostgres,
    world: World,
    households: Sequence[Sequence[Caller]],
    ledger: Ledger,
    chronicle: Chronicle,
    seed: int,
) -> None:
    activity_id = world.activity(PLACES)
    # A withdrawal has no key: who did not hear the answer never learns whether it was theirs.
    clients = neighbours(activity_id, households, seed, withdraw=False)
    storm = Storm(ports, [each.come_and_go(STEPS) for each in clients])

    outcome = run_through(storm, lambda: disaster(Site(servers[0], postgres)), world)

    check_crash(outcome)
    assert Verdict(world, ledger, chronicle, activity_id).faults(outcome) == {}


def test_what_a_job_process_had_taken_up_when_it_died_is_done_by_the_next(
    ports: list[int],
    job_process: Process,
    world: World,
    households: Sequence[Sequence[Caller]],
    ledger: Ledger,
    chronicle: Chronicle,
    seed: int,
) -> None:
    activity_id = world.activity(PLACES)
    storm = Storm(ports, [each.come_and_go(STEPS) for each in neighbours(activity_id, households, seed)])

    outcome = run_through(storm, job_process.kill, world)
    job_process.start()

    assert outcome.lost == 0
    assert outcome.answers_with(range(500, 600)) == []
    assert Verdict(world, ledger, chronicle, activity_id).faults(outcome) == {}


def check_crash(outcome: Outcome) -> None:
    """What must hold of the answers to every storm through a crash of what answers."""
    assert outcome.lost or outcome.answers_with(range(503, 504)), "the storm did not notice the crash"
    assert [answer for answer in outcome.answers_with(range(500, 600)) if answer.status != 503] == []


def run_through(storm: Storm, strike: Callable[[], None], world: World) -> Outcome:
    """Let the disaster strike at the storm's height, and wait until every wish is answered all the same."""
    outcomes: list[Outcome] = []
    running = threading.Thread(target=lambda: outcomes.append(storm.run()))
    running.start()
    storm.await_answers(BEFORE_THE_CRASH)
    strike()
    running.join()
    # This process's own connections may have died with the postmaster.
    world.house.engine.dispose()
    assert outcomes, "a wish was never answered definitely"
    return outcomes[0]
