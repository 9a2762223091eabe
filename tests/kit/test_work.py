"""Units of work that give their connection back before something slow or apart."""

import pytest
from flask import Flask
from sqlalchemy import delete, select

from service.kit.edge import run_in_work
from service.kit.house import House, house_of
from service.kit.jobs import JobRun
from service.kit.work import UnitOfWork


def _note(work: UnitOfWork, job: str) -> None:
    work.session.add(JobRun(job=job, slot=work.now, ran_at=work.now))


def _notes(work: UnitOfWork) -> list[str]:
    return sorted(work.session.scalars(select(JobRun.job).where(JobRun.job.like("apart%"))))


def test_what_is_done_apart_stands_though_the_unit_of_work_is_refused(house: House) -> None:
    def do(work: UnitOfWork) -> None:
        _notes(work)
        work.apart(lambda apart: _note(apart, "apart.first"))
        _note(work, "apart.second")
        raise LookupError

    with pytest.raises(LookupError):
        run_in_work(house, do)

    assert run_in_work(house, _notes) == ["apart.first"]


def test_who_has_changed_something_can_not_let_go(house: House) -> None:
    def do(work: UnitOfWork) -> None:
        _note(work, "apart.first")
        work.let_go()

    with pytest.raises(RuntimeError):
        run_in_work(house, do)

    assert run_in_work(house, _notes) == []


@pytest.mark.race
def test_letting_go_gives_the_connection_back_and_work_goes_on(racing_app: Flask) -> None:
    house = house_of(racing_app)
    held: list[int] = []

    def do(work: UnitOfWork) -> None:
        _notes(work)
        held.append(house.engine.pool.checkedout())  # type: ignore[attr-defined]
        work.let_go()
        held.append(house.engine.pool.checkedout())  # type: ignore[attr-defined]
        _note(work, "apart.after")

    run_in_work(house, do)
    left = run_in_work(house, _notes)
    run_in_work(house, lambda work: work.session.execute(delete(JobRun).where(JobRun.job == "apart.after")))

    assert held == [1, 0]
    assert left == ["apart.after"]
