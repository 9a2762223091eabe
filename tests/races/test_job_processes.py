"""Two job processes on one database, of which the one that leads is killed: no slot is lost for long, none runs twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from config.settings import CHECKOUT
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.jobs import JobRun
from service.kit.messages import OutboxMessage

JOB, MESSAGE = "__main__.ring", "__main__.Rang"
PROCESS = """
import threading
from service import create_app
from service.kit import jobs, jobs_process
from service.kit.house import house_of
from service.kit.messages import message

@message
class Rang:
    number: int

@jobs.every(seconds=1)
def ring(work):
    "Ring."
    work.announce(Rang(number=1))

app = create_app()
jobs_process.run(house_of(app), app.config["DATABASE_URL"], threading.Event(), heartbeat_seconds=0.3)
"""


def eventually(is_so: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "It did not come to it."
        time.sleep(0.2)


class JobProcess:
    """A job process that rings each second, and what it has logged."""

    def __init__(self, house: House, log: Path) -> None:
        url = house.engine.url.render_as_string(hide_password=False)
        ours = {
            "LINLI_ENV": "testing",
            "LINLI_DATABASE_URL": url,
            "LINLI_LOG_LEVEL": "INFO",
            "PYTHONPATH": ".",
        }
        self._log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROCESS],
                cwd=CHECKOUT,
                env={**os.environ, **ours},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def leads(self) -> bool:
        return "jobs_lead" in self._log.read_text(errors="replace")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def processes(racing_house: House, tmp_path: Path) -> Iterator[list[JobProcess]]:
    started = [JobProcess(racing_house, tmp_path / f"{number}.log") for number in range(2)]
    yield started
    for each in started:
        each.kill()
    with unit_of_work(racing_house) as work:
        work.session.execute(delete(JobRun))


def slots(house: House) -> list[datetime]:
    with unit_of_work(house) as work:
        return list(work.session.scalars(select(JobRun.slot).where(JobRun.job == JOB).order_by(JobRun.slot)))


def test_when_the_leader_is_killed_the_other_leads_and_no_slot_runs_twice(
    racing_house: House, processes: list[JobProcess]
) -> None:
    eventually(lambda: len(slots(racing_house)) >= 3)
    (leader,) = [each for each in processes if each.leads]
    (other,) = [each for each in processes if each is not leader]

    leader.kill()
    at_death = len(slots(racing_house))
    eventually(lambda: len(slots(racing_house)) >= at_death + 3)
    other.kill()
    in_the_end = slots(racing_house)
    with unit_of_work(racing_house) as work:
        rang = work.session.scalar(
            select(func.count()).select_from(OutboxMessage).where(OutboxMessage.name == MESSAGE)
        )

    assert other.leads
    assert rang == len(in_the_end)
    assert max(later - earlier for earlier, later in pairwise(in_the_end)) < timedelta(seconds=30)
