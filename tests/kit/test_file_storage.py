"""Files outside the database: moved there after they were uploaded, read as before, and lost or left behind by no kill."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from config import Settings
from service.kit.edge import run_in_work, unit_of_work
from service.kit.files import actions, storing
from service.kit.files.checking import FaultKind, faults
from service.kit.files.models import File, Leftover
from service.kit.files.object_storage import opened
from service.kit.files.storage import FileStorage, StorageDown
from service.kit.house import House
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.kit import probes
from tests.kit.test_files import PDF, PNG, upload
from tests.s3_stand_in import BUCKET, KEYS, S3StandIn, make_bucket


@pytest.fixture(scope="module")
def s3_server() -> Iterator[S3StandIn]:
    with S3StandIn().serving() as server:
        yield server


@pytest.fixture
def s3(s3_server: S3StandIn) -> S3StandIn:
    make_bucket(s3_server.url)
    s3_server.moods.clear()
    s3_server.asked.clear()
    return s3_server


@pytest.fixture
def in_s3(probe_house: House, s3: S3StandIn, settings: Settings, clock: StoppedClock) -> FileStorage:
    return hand_in(probe_house, s3_settings(settings, s3), clock)


@pytest.fixture(params=["folder", "s3"])
def storage(
    request: pytest.FixtureRequest,
    probe_house: House,
    settings: Settings,
    tmp_path: Path,
    clock: StoppedClock,
) -> Iterator[FileStorage]:
    """Every kind of storage, in the house."""
    if request.param == "s3":
        wanted = s3_settings(settings, request.getfixturevalue("s3"))
    else:
        wanted = replace(settings, files_url=f"file://{tmp_path}/kept%20files")
    yield hand_in(probe_house, wanted, clock)
    probe_house.providers[FileStorage] = None


def s3_settings(settings: Settings, server: S3StandIn) -> Settings:
    return replace(
        settings,
        files_url=f"s3://{BUCKET}/some/prefix",
        files_endpoint=server.url,
        files_timeout_seconds=0.8,
        **{f"files_{name}": value for name, value in KEYS.items()},
    )


def hand_in(house: House, settings: Settings, clock: StoppedClock) -> FileStorage:
    storage = opened(settings, clock)
    house.providers[FileStorage] = storage
    return storage


def store_all(house: House) -> None:
    while storing.store_some(house):
        pass


def file_of(house: House, file_id: str) -> File:
    with unit_of_work(house) as work:
        return work.found(actions.with_body(work, UUID(file_id)))


def test_a_file_lies_in_the_storage_and_comes_back_as_it_was_sent(
    ada: ApiClient, probe_house: House, storage: FileStorage
) -> None:
    kept = {body: upload(ada, body).json for body in (PNG, PDF, PNG + bytes(6 * 2**20))}

    store_all(probe_house)

    assert all(file_of(probe_house, each["id"]).body is None for each in kept.values())
    assert len(list(storage.names())) == len(kept)
    for body, told in kept.items():
        answer = ada.get("/" + told["url"])
        assert answer.get_data() == body
        assert answer.mimetype == told["media_type"]
    assert list(faults(probe_house)) == []


def test_a_file_that_is_dropped_leaves_nothing_in_the_storage(
    ada: ApiClient, probe_house: House, storage: FileStorage
) -> None:
    kept = upload(ada, PNG).json
    store_all(probe_house)

    with unit_of_work(probe_house) as work:
        actions.drop(work, [UUID(kept["id"])])
    store_all(probe_house)

    assert list(storage.names()) == []
    assert ada.get("/" + kept["url"]).status_code == 404


def test_files_come_back_into_the_database(
    ada: ApiClient, probe_house: House, storage: FileStorage, probe_app: Flask
) -> None:
    kept = upload(ada, PNG).json
    store_all(probe_house)

    told = probe_app.test_cli_runner().invoke(args=["files", "bring-back"])

    assert (told.exit_code, told.output) == (0, "None is left in the storage.\n")
    assert list(storage.names()) == []
    assert file_of(probe_house, kept["id"]).body == PNG
    assert ada.get("/" + kept["url"]).get_data() == PNG


def test_what_is_missing_or_unknown_is_found(
    ada: ApiClient, probe_house: House, storage: FileStorage, probe_app: Flask
) -> None:
    missing, short, whole = (upload(ada, PNG).json["id"] for _ in range(3))
    store_all(probe_house)
    storage.remove(str(file_of(probe_house, missing).object_name))
    storage.keep(str(file_of(probe_house, short).object_name), PNG[:-1])
    storage.keep("aa/nobody's", b"x")

    found = {(fault.what, fault.place) for fault in faults(probe_house)}
    told = probe_app.test_cli_runner().invoke(args=["files", "check"])

    assert found == {
        (FaultKind.MISSING, missing),
        (FaultKind.WRONG_SIZE, short),
        (FaultKind.UNKNOWN, "aa/nobody's"),
    }
    assert told.exit_code == 1
    assert whole not in told.output
    assert "3 faults" in told.output


def test_nothing_is_brought_back_that_is_not_whole(
    ada: ApiClient, probe_house: House, storage: FileStorage, probe_app: Flask
) -> None:
    short = upload(ada, PNG).json["id"]
    store_all(probe_house)
    storage.keep(str(file_of(probe_house, short).object_name), PNG[:-1])

    told = probe_app.test_cli_runner().invoke(args=["files", "bring-back"])

    assert told.exit_code == 1
    assert short in told.output
    assert file_of(probe_house, short).stored_at is not None


def test_uploads_wait_in_the_database_while_the_storage_is_down(
    ada: ApiClient, probe_house: House, in_s3: FileStorage, s3: S3StandIn, clock: StoppedClock
) -> None:
    s3.moods += [503] * 100
    kept = upload(ada, PNG)
    store_all(probe_house)

    assert kept.status_code == 201
    assert ada.get("/" + kept.json["url"]).get_data() == PNG

    s3.moods.clear()
    clock.move(minutes=6)
    store_all(probe_house)
    assert file_of(probe_house, kept.json["id"]).body is None


def test_a_stored_file_is_refused_while_the_storage_is_down_and_nobody_waits_for_it_twice(
    ada: ApiClient, probe_house: House, in_s3: FileStorage, s3: S3StandIn, clock: StoppedClock
) -> None:
    url = "/" + upload(ada, PNG).json["url"]
    store_all(probe_house)
    s3.moods += [503] * 100

    refused = ada.get(url)
    asked = len(s3.asked)
    again = ada.get(url)

    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert refused.headers["Retry-After"] == "10"
    assert again.status_code == 503
    assert len(s3.asked) == asked

    s3.moods.clear()
    clock.move(seconds=11)
    assert ada.get(url).get_data() == PNG


@pytest.mark.parametrize("mood", [500, 503, "drop", "drop after", "slow"])
def test_a_storage_that_fails_once_is_asked_again(
    ada: ApiClient,
    probe_house: House,
    in_s3: FileStorage,
    s3: S3StandIn,
    clock: StoppedClock,
    mood: str | int,
) -> None:
    kept = upload(ada, PNG).json
    s3.moods.append(mood)

    store_all(probe_house)
    clock.move(minutes=6)
    store_all(probe_house)

    assert ada.get("/" + kept["url"]).get_data() == PNG
    assert len(list(in_s3.names())) == 1


def test_who_has_a_file_already_is_not_sent_it_again(
    ada: ApiClient, probe_house: House, in_s3: FileStorage, s3: S3StandIn
) -> None:
    url = "/" + upload(ada, PNG).json["url"]
    before = ada.get(url).headers["ETag"]
    store_all(probe_house)
    s3.asked.clear()

    again = ada.get(url, headers={"If-None-Match": before})

    assert again.status_code == 304
    assert again.get_data() == b""
    assert s3.asked == []


def test_a_house_that_forgets_its_storage_says_so(
    ada: ApiClient, probe_house: House, storage: FileStorage, probe_app: Flask
) -> None:
    url = "/" + upload(ada, PNG).json["url"]
    store_all(probe_house)
    probe_house.providers[FileStorage] = None

    told = probe_app.test_cli_runner().invoke(args=["files", "check"])

    assert ada.get(url).status_code == 503
    assert "LINLI_FILES_URL is empty." in told.output


def test_what_a_kill_left_half_written_in_a_folder_goes_with_its_name(
    probe_house: House, settings: Settings, tmp_path: Path, clock: StoppedClock
) -> None:
    storage = opened(replace(settings, files_url=f"file://{tmp_path}/files"), clock)
    storage.keep("aa/other", PNG)
    (tmp_path / "files/aa/name#1").write_bytes(PNG[:3])

    storage.remove("aa/name")

    assert [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()] == ["other"]
    assert (tmp_path / "files").stat().st_mode & 0o777 == 0o700


def test_the_database_forgets_no_body_that_is_nowhere_else(ada: ApiClient, probe_house: House) -> None:
    kept = upload(ada, PNG).json["id"]

    with pytest.raises(IntegrityError, match="files_body_check"), unit_of_work(probe_house) as work:
        work.found(actions.with_body(work, UUID(kept))).body = None


class Killed(BaseException):
    """The process is no more."""


@dataclass
class Fate:
    """Kills at its n-th chance: before or after a question to the storage, or before a commit."""

    at: int
    chances: Iterator[int] = field(default_factory=count)

    def chance(self) -> None:
        if next(self.chances) == self.at:
            raise Killed


class FatefulStorage:
    def __init__(self, storage: FileStorage, fate: Fate) -> None:
        self._storage = storage
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        wanted = getattr(self._storage, name)
        if not callable(wanted):
            return wanted

        def ask(*arguments: Any) -> Any:
            self._fate.chance()
            answer = wanted(*arguments)
            self._fate.chance()
            return answer

        return ask


def with_fate(house: House, storage: FileStorage, fate: Fate) -> House:
    """The same house, in which every commit and every question is a chance to die."""

    def fateful_session() -> Any:
        session = house.sessions()
        commit = session.commit

        def commit_unless_killed() -> None:
            fate.chance()
            commit()

        session.commit = commit_unless_killed
        return session

    providers = {**house.providers, FileStorage: FatefulStorage(storage, fate)}
    return replace(house, sessions=fateful_session, providers=providers)


Story = Callable[[House, list[UUID]], None]


def moving_out(house: House, files: list[UUID]) -> None:
    store_all(house)


def moving_out_while_one_is_dropped(house: House, files: list[UUID]) -> None:
    taken = run_in_work(house, storing._take)
    with unit_of_work(house) as work:
        actions.drop(work, [files.pop()])
    for each, body in zip(taken, BODIES, strict=True):
        house.provider(FileStorage).keep(each.name, body)
        run_in_work(house, partial(storing._note_stored, stored=each))
    store_all(house)


def moving_out_and_back(house: House, files: list[UUID]) -> None:
    store_all(house)
    list(storing.bring_back_all(house))
    store_all(house)


@pytest.mark.parametrize("story", [moving_out, moving_out_while_one_is_dropped, moving_out_and_back])
def test_a_kill_at_any_moment_loses_nothing_and_leaves_nothing(
    probe_house: House,
    settings: Settings,
    tmp_path: Path,
    clock: StoppedClock,
    story: Story,
) -> None:
    for at in count():
        storage = hand_in(probe_house, replace(settings, files_url=f"file://{tmp_path}/{at}"), clock)
        files = keep_two(probe_house)
        fate = Fate(at)
        with suppress(Killed):
            story(with_fate(probe_house, storage, fate), files)
        for _ in range(2):
            clock.move(minutes=6)
            store_all(probe_house)

        left = bodies(probe_house, storage)
        assert left in (list(BODIES), list(BODIES[: len(files)]))
        assert sum(1 for _ in storage.names()) == len(left)
        assert leftovers(probe_house) == 0
        if next(fate.chances) <= at:
            break
        forget_all(probe_house)
    assert at >= 10


BODIES = (PNG + b"1", PNG + b"2")


def keep_two(house: House) -> list[UUID]:
    with unit_of_work(house, probes.ADA) as work:
        return [actions.keep(work, body).id for body in BODIES]


def bodies(house: House, storage: FileStorage) -> list[bytes]:
    """What all files there are hold, in the order in which they came; every one is in the storage."""
    with unit_of_work(house) as work:
        names = work.session.scalars(select(File.object_name).order_by(File.id))
        return [storage.read(str(name)) for name in names]


def leftovers(house: House) -> int:
    with unit_of_work(house) as work:
        return work.session.scalar(select(func.count()).select_from(Leftover)) or 0


def forget_all(house: House) -> None:
    with unit_of_work(house) as work:
        work.session.execute(delete(File))
    store_all(house)


def test_a_body_that_arrives_after_its_time_is_found_and_dropped(
    ada: ApiClient, probe_house: House, storage: FileStorage, clock: StoppedClock
) -> None:
    kept = upload(ada, PNG).json["id"]
    (late,) = run_in_work(probe_house, storing._take)
    clock.move(minutes=6)
    store_all(probe_house)

    storage.keep(late.name, PNG)
    run_in_work(probe_house, lambda work: storing._note_stored(work, late))
    store_all(probe_house)

    assert list(storage.names()) == [file_of(probe_house, kept).object_name]


def test_who_is_late_does_not_speak_for_who_has_the_file_now(
    ada: ApiClient, probe_house: House, storage: FileStorage, clock: StoppedClock
) -> None:
    kept = upload(ada, PNG).json["id"]
    (late,) = run_in_work(probe_house, storing._take)
    clock.move(minutes=6)
    run_in_work(probe_house, storing._take)

    storage.keep(late.name, PNG)
    run_in_work(probe_house, partial(storing._note_stored, stored=late))

    assert file_of(probe_house, kept).body == PNG


def test_two_processes_take_no_file_twice(ada: ApiClient, probe_house: House, storage: FileStorage) -> None:
    for _ in range(3):
        upload(ada, PNG)

    first = run_in_work(probe_house, storing._take)
    second = run_in_work(probe_house, storing._take)

    assert len(first) == 3
    assert second == []


def test_a_storage_rests_after_it_has_failed(in_s3: FileStorage, s3: S3StandIn, clock: StoppedClock) -> None:
    s3.moods += [503] * 100
    with pytest.raises(StorageDown):
        in_s3.size_of("aa/any")
    s3.moods.clear()

    with pytest.raises(StorageDown, match="rests"):
        in_s3.size_of("aa/any")
    clock.move(seconds=11)
    assert in_s3.size_of("aa/any") is None
