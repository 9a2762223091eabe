"""What has been kept long enough is forgotten in batches, every kind by its own setting, and a kill loses nothing."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from config import Settings
from service.kit import background, jobs, retention
from service.kit.background import BackgroundRun, RunStatus
from service.kit.edge import unit_of_work
from service.kit.errors import Forbidden
from service.kit.files.models import File
from service.kit.house import House
from service.kit.randomness import new_id
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock


def keep_files(work: UnitOfWork, count: int) -> None:
    row = {
        "uploaded_by": new_id(),
        "uploaded_at": work.now,
        "media_type": "image/png",
        "size": 1,
        "body": b"1",
    }
    work.session.execute(insert(File), [{**row, "id": new_id(), "open_to_all": False} for _ in range(count)])


def files_left(house: House) -> int:
    with unit_of_work(house) as work:
        return work.session.scalar(select(func.count()).select_from(File)) or 0


def night(house: House) -> None:
    jobs.run_job(house, jobs.job("kit.housekeeping.enforce_retention"))


def runs(house: House) -> list[BackgroundRun]:
    with unit_of_work(house) as work:
        query = select(BackgroundRun).where(BackgroundRun.kind == retention.RUN).order_by(BackgroundRun.id)
        return list(work.session.scalars(query))


def finish(house: House) -> None:
    while background.advance(house):
        pass


def test_old_rows_go_in_batches_and_are_counted_by_kind(house: House, clock: StoppedClock) -> None:
    with unit_of_work(house) as work:
        keep_files(work, retention.BATCH + 3)
    clock.move(days=31)
    with unit_of_work(house) as work:
        keep_files(work, 2)

    night(house)
    left = []
    while background.advance(house):
        left.append(files_left(house))

    assert list(dict.fromkeys([retention.BATCH + 5, *left])) == [retention.BATCH + 5, 5, 2]
    (run,) = runs(house)
    assert (run.status, run.done, run.of) == (
        RunStatus.DONE,
        len(retention.all_kept()),
        len(retention.all_kept()),
    )
    assert run.checkpoint["forgotten"]["kit.housekeeping.forget_unattached_files"] == retention.BATCH + 3


def test_a_night_that_is_not_over_is_not_begun_again(house: House, clock: StoppedClock) -> None:
    night(house)
    clock.move(days=1)
    night(house)

    assert len(runs(house)) == 1


@pytest.mark.parametrize("fault", [RuntimeError("broken"), Forbidden()])
def test_a_kind_that_fails_keeps_no_other_from_being_forgotten(
    house: House, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(work: UnitOfWork, oldest: datetime, limit: int) -> int:
        tried.append(limit)
        raise fault

    tried: list[int] = []
    broken = retention.Kept("kit.broken", "unused_file_days", fail)
    monkeypatch.setattr(retention, "_kept", [broken, *retention.all_kept()])
    with unit_of_work(house) as work:
        keep_files(work, 2)
    clock.move(days=31)

    night(house)
    for _ in range(retention.TRIES + 1):
        finish(house)
        clock.move(minutes=1)

    (run,) = runs(house)
    assert (run.status, files_left(house), len(tried)) == (RunStatus.DONE, 0, retention.TRIES)
    assert run.checkpoint["failed"] == ["kit.broken"]


def test_notes_on_long_work_end_too(house: House, clock: StoppedClock, settings: Settings) -> None:
    night(house)
    finish(house)
    clock.move_to(clock.now() + timedelta(days=settings.background_run_days, hours=25))
    night(house)
    finish(house)

    assert [run.status for run in runs(house)] == [RunStatus.DONE]


def test_every_kind_is_kept_by_a_setting_that_tells_why(settings: Settings) -> None:
    for kept in retention.all_kept():
        assert getattr(settings, kept.setting) >= 1, kept
        assert kept.setting.endswith("_days")
    assert len({kept.name for kept in retention.all_kept()}) == len(retention.all_kept())
