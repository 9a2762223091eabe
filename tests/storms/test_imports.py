"""A list of people on its way into the register, while the job process is killed again and again."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from service.kit.edge import unit_of_work
from service.kit.house import House, house_of
from service.kit.postgres import EmbeddedPostgres
from service.residents.homes.models import Residence
from service.residents.imports import actions
from service.residents.imports.models import Import
from service.residents.imports.rules.outcomes import UNDER_WAY, ImportState, OnError
from service.residents.models import Resident
from tests.factories import regions
from tests.residents.imports import lists
from tests.residents.imports.lists import HEADER, id_number, phone
from tests.storms.servers import Process, environment

ROWS = 1000
KILLS = 3
PATIENCE_SECONDS = 120


@pytest.fixture
def house(storm_app: Flask) -> House:
    return house_of(storm_app)


@pytest.fixture
def job_process(postgres: EmbeddedPostgres, tmp_path: Path) -> Iterator[Process]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    process = Process(command, environment(postgres.url()), tmp_path / "jobs.log")
    yield process
    process.stop()


def test_a_killed_job_process_loses_and_doubles_nobody(house: House, job_process: Process) -> None:
    import_id = _ask(house)

    for _ in range(KILLS):
        before = _progress(house, import_id)
        job_process.start()
        _await(job_process, lambda before=before: _progress(house, import_id) != before)
        job_process.kill()
    job_process.start()
    _await(job_process, lambda: _told(house, import_id).state not in UNDER_WAY)
    told = _told(house, import_id)

    assert told.state is ImportState.DONE
    # The second half is the first half again.
    assert (told.created, told.unchanged, told.rows_done) == (ROWS, ROWS, 2 * ROWS)
    with unit_of_work(house) as work:
        mine = select(Resident.id).where(Resident.region_code.startswith(f"{regions.GRID}-"))
        ids = work.session.scalars(mine).all()
        lookups = select(func.count(Resident.id_number_lookup.distinct())).where(Resident.id.in_(mine))
        homes = select(func.count()).select_from(Residence).where(Residence.resident_id.in_(mine))
        households = select(func.count(Residence.household_id.distinct())).where(
            Residence.resident_id.in_(mine)
        )
        assert len(ids) == work.session.scalar(lookups) == work.session.scalar(homes) == ROWS
        assert work.session.scalar(households) == ROWS // 2


def _ask(house: House) -> UUID:
    """An import of couples, each of them twice in the list."""
    with unit_of_work(house) as work:
        regions.tree(work)
        regions.region(work, regions.GRID, regions.Level.BUILDING, "18幢")
    couples = [
        (f"陈{'甲乙'[place % 2]}", id_number(place), phone(place), "18幢", "1", str(place // 2 + 1), relation)
        for place in range(ROWS)
        for relation in ("户主", "配偶")[place % 2 :][:1]
    ]
    body = lists.csv(HEADER, *couples, *couples)
    with unit_of_work(house) as work:
        asked = actions.ask(
            work, body, region_code=regions.COMMUNITY, dry_run=False, on_error=OnError.ONLY_GOOD
        )
        return asked.id


def _progress(house: House, import_id: UUID) -> tuple[ImportState, int]:
    told = _told(house, import_id)
    return told.state, told.rows_done


def _told(house: House, import_id: UUID) -> Import:
    with unit_of_work(house) as work:
        return work.session.get_one(Import, import_id)


def _await(process: Process, is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, process.log.read_text()[-4000:]
        time.sleep(0.02)
