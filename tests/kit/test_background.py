"""Long work: done in steps, each with its progress, and never a step twice."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from service.kit import background
from service.kit.background import BackgroundRun, RunStatus, ask_for, ask_for_stretches, in_background
from service.kit.edge import unit_of_work
from service.kit.errors import Conflict, WrongState
from service.kit.house import House
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock
from tests.conftest import Timetable

FLOCK = [UUID(int=number) for number in range(1, 6)]

counted: list[str] = []
broken: set[str] = set()


class SheepGone(Conflict):
    code = "sheep_gone"
    title = Text("羊不见了", "The sheep are gone")


@in_background("tests.count_sheep")
def count_sheep(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Three sheep, one a step."""
    next_sheep = run.checkpoint["next"]
    run.of = 3
    run.done += 1
    run.checkpoint = {**run.checkpoint, "next": next_sheep + 1}
    work.session.flush()
    if "gate" in broken:
        raise RuntimeError("The gate is broken.")
    if "sheep" in broken:
        raise SheepGone
    counted.append(f"{run.checkpoint['flock']} {next_sheep}")
    return bool(run.done == run.of)


@in_background("tests.mend_fence", is_given_up=False)
def mend_fence(_work: UnitOfWork, _run: BackgroundRun) -> bool:
    """Nobody would ask for it again."""
    if "gate" in broken:
        raise RuntimeError("The gate is broken.")
    counted.append("fence")
    return True


@in_background("tests.shear_flock")
def shear_flock(_work: UnitOfWork, run: BackgroundRun) -> bool:
    """Two sheep a step, in the order of their ids."""
    stretch = [each for each in FLOCK if each > run.after][:2]
    counted.extend(str(each) for each in stretch)
    return run.note_stretch(stretch[-1] if len(stretch) == 2 else None)


@pytest.fixture(autouse=True)
def morning() -> None:
    counted.clear()
    broken.clear()


def ask(house: House, flock: str = "white") -> None:
    with unit_of_work(house) as work:
        ask_for(work, "tests.count_sheep", flock=flock, next=1)


def runs(house: House) -> list[BackgroundRun]:
    with unit_of_work(house) as work:
        return list(work.session.scalars(select(BackgroundRun).order_by(BackgroundRun.id)))


def work_off(house: House) -> None:
    while background.advance(house):
        pass


def test_long_work_is_done_step_by_step_to_its_end(house: House) -> None:
    ask(house)

    background.advance(house)
    (after_one,) = runs(house)
    work_off(house)
    (at_the_end,) = runs(house)

    assert (after_one.status, after_one.done, after_one.of) == (RunStatus.RUNNING, 1, 3)
    assert (at_the_end.status, at_the_end.done) == (RunStatus.DONE, 3)
    assert at_the_end.ended_at is not None
    assert counted == ["white 1", "white 2", "white 3"]


def test_long_runs_take_turns(house: House, clock: StoppedClock) -> None:
    ask(house, "white")
    ask(house, "black")
    clock.move(seconds=1)

    for _ in range(6):
        background.advance(house)
        clock.move(seconds=1)

    assert [each.split()[0] for each in counted[:4]] == ["white", "black", "white", "black"]


def test_a_step_that_fails_leaves_nothing_and_is_tried_again_later(house: House, clock: StoppedClock) -> None:
    ask(house)
    broken.add("gate")

    background.advance(house)
    (failed,) = runs(house)
    broken.clear()
    too_early = background.advance(house)
    clock.move(seconds=2)
    work_off(house)

    assert (failed.done, failed.checkpoint["next"], failed.failures) == (0, 1, 1)
    assert too_early is False
    assert counted == ["white 1", "white 2", "white 3"]


def test_what_fails_again_and_again_is_given_up(house: House, clock: StoppedClock) -> None:
    ask(house)
    broken.add("gate")

    for _ in range(10):
        background.advance(house)
        clock.move(minutes=10)

    (given_up,) = runs(house)
    assert (given_up.status, given_up.failures) == (RunStatus.FAILED, 5)


def test_what_nobody_would_ask_for_again_is_never_given_up(house: House, clock: StoppedClock) -> None:
    with unit_of_work(house) as work:
        ask_for(work, "tests.mend_fence")
    broken.add("gate")
    for _ in range(100):
        background.advance(house)
        clock.move(minutes=10)

    broken.clear()
    work_off(house)

    assert counted == ["fence"]
    assert runs(house)[0].status is RunStatus.DONE


def test_no_run_waits_for_the_time_of_a_clock_that_was_put_back(
    house: House, clock: StoppedClock, timetable: Timetable
) -> None:
    clock.move(days=30)
    ask(house)

    clock.move(days=-30)
    timetable.run("kit.housekeeping.take_up_what_lies_ahead")
    work_off(house)

    assert runs(house)[0].status is RunStatus.DONE


def test_what_a_newer_version_asks_for_waits_for_a_process_that_knows_it(
    house: House, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        ask_for(work, "tests.of_a_newer_version")

    for _ in range(10):
        assert background.advance(house) is False
        clock.move(minutes=10)

    (waits,) = runs(house)
    assert (waits.status, waits.failures) == (RunStatus.QUEUED, 0)


def test_a_refusal_ends_it_at_once_and_is_told(house: House, clock: StoppedClock) -> None:
    ask(house)
    broken.add("sheep")

    background.advance(house)
    clock.move(hours=1)

    (refused,) = runs(house)
    assert (refused.status, refused.refusal) == (RunStatus.FAILED, "sheep_gone")
    assert background.advance(house) is False


def test_cancelled_work_begins_no_further_step(house: House) -> None:
    ask(house)
    background.advance(house)

    with unit_of_work(house) as work:
        background.cancel(work, work.session.scalars(select(BackgroundRun)).one())

    assert background.advance(house) is False
    assert runs(house)[0].status is RunStatus.CANCELLED
    assert counted == ["white 1"]


def test_what_has_ended_is_not_cancelled(house: House) -> None:
    ask(house)
    work_off(house)

    with pytest.raises(WrongState), unit_of_work(house) as work:
        background.cancel(work, work.session.scalars(select(BackgroundRun)).one())


def test_work_is_not_begun_before_it_is_due(house: House, clock: StoppedClock) -> None:
    ask(house)
    clock.move_to(clock.now() - timedelta(minutes=1))

    assert background.advance(house) is False


def test_work_in_stretches_comes_to_every_row_once_in_the_order_of_their_ids(house: House) -> None:
    with unit_of_work(house) as work:
        ask_for_stretches(work, "tests.shear_flock", flock="black")
    work_off(house)

    (run,) = runs(house)
    assert counted == [str(each) for each in FLOCK]
    assert (run.status, run.checkpoint["flock"]) == (RunStatus.DONE, "black")
