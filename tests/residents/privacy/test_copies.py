"""The copy of one's data: made in the background, sealed, fetched by whose it is, gone when it has run out."""

import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from config import Settings
from service.accounts.models import AccountDuty
from service.kit import background, jobs
from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.personal import holdings
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.models import Resident
from service.residents.privacy.models import PersonalCopy
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions
from tests.factories.consents import consent
from tests.factories.residents import proxy, resident
from tests.kit.test_files import PDF
from tests.residents.conftest import Speak

PATH = "/residents/me/export"


def finish(house: House) -> None:
    while background.advance(house):
        pass


def fetched(client: ApiClient, copy_id: str) -> dict[str, Any]:
    """The files of a copy, by name."""
    url = client.get(f"{PATH}/{copy_id}").json["url"]  # type: ignore[index]
    answer = client.get(f"/{url}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as copy:
        return {name: copy.read(name) for name in copy.namelist()}


def test_a_resident_gets_all_that_is_held_in_full(
    as_elder: ApiClient, elder: Resident, house: House, timetable: Timetable, work: UnitOfWork
) -> None:
    consent(work, elder)
    proxy(work, elder, accounts.resident_account(work), ["care"])

    asked = as_elder.post(PATH)
    assert (asked.status_code, asked.json["status"], asked.json["url"]) == (202, "queued", None)
    finish(house)
    timetable.deliver()

    assert as_elder.get(f"{PATH}/{asked.json['id']}").json["status"] == "done"
    files = fetched(as_elder, asked.json["id"])
    told = json.loads(files["data.json"])
    assert set(told) == {"made_at", *(each.name for each in holdings())}
    assert told["record"][0]["phone"] == "+8613812345678"
    assert told["record"][0]["id_number"] == "330211194001011022"
    assert told["consents"][0]["purpose"]["zh"] == "活动照片"
    assert told["proxies_for_me"][0]["name"] == "陈小妹"
    page = files["index.html"].decode()
    assert "陈阿婆" in page
    assert "330211194001011022" in page
    texts = work.session.scalars(select(InboxMessage.text).order_by(InboxMessage.id)).all()
    assert texts[-1] == "residents.copy_ready"


def test_what_anybody_typed_is_text_in_the_page(
    as_elder: ApiClient, elder: Resident, house: House, work: UnitOfWork
) -> None:
    elder.address = "<script>alert(1)</script>"
    work.session.flush()

    asked = as_elder.post(PATH)
    finish(house)

    page = fetched(as_elder, asked.json["id"])["index.html"].decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_copy_lies_sealed(as_elder: ApiClient, elder: Resident, house: House, work: UnitOfWork) -> None:
    as_elder.post(PATH)
    finish(house)

    kept = work.session.scalars(select(PersonalCopy.body_sealed)).one()
    assert kept is not None
    assert b"PK" not in kept[:40]
    assert b"13812345678" not in kept


def test_one_copy_is_made_at_a_time(as_elder: ApiClient, house: House, work: UnitOfWork) -> None:
    first = as_elder.post(PATH)
    refused = as_elder.post(PATH)
    finish(house)
    second = as_elder.post(PATH)
    finish(house)

    assert (refused.status_code, refused.json["code"]) == (409, "copy_under_way")
    assert second.status_code == 202
    assert as_elder.get(f"{PATH}/{first.json['id']}").status_code == 404
    assert work.session.scalar(select(func.count()).select_from(PersonalCopy)) == 1


def test_a_copy_that_failed_does_not_stand_in_the_way(
    as_elder: ApiClient, house: House, work: UnitOfWork
) -> None:
    asked = as_elder.post(PATH)
    run = work.session.scalars(select(background.BackgroundRun)).one()
    background.cancel(work, run)
    work.session.flush()

    assert as_elder.get(f"{PATH}/{asked.json['id']}").json["status"] == "cancelled"
    assert as_elder.post(PATH).status_code == 202


def test_nobody_else_sees_or_fetches_it_and_the_login_alone_does_not_open_it(
    as_elder: ApiClient, worker: ApiClient, anyone: ApiClient, app: Flask, house: House, work: UnitOfWork
) -> None:
    neighbour = accounts.client_of(app, work, accounts.resident_account(work, resident(work).id))
    asked = as_elder.post(PATH).json["id"]
    assert as_elder.get(f"{PATH}/{asked}/file?token=x").json["code"] == "not_found"
    finish(house)
    url = as_elder.get(f"{PATH}/{asked}").json["url"]

    for stranger in (neighbour, worker):
        assert stranger.get(f"{PATH}/{asked}").status_code == 404
        assert stranger.get(f"/{url}").status_code == 404
    assert anyone.get(f"/{url}").status_code == 401
    assert as_elder.get(f"{PATH}/{asked}/file?token=guessed").status_code == 404


def test_a_copy_runs_out_and_is_deleted_at_night(
    app: Flask, elder: Resident, house: House, work: UnitOfWork, clock: StoppedClock, settings: Settings
) -> None:
    account = accounts.resident_account(work, elder.id)
    asked = accounts.client_of(app, work, account).post(PATH).json["id"]
    finish(house)

    clock.move(days=settings.copy_days, hours=1)
    work.now = clock.now()
    later = accounts.client_of(app, work, account)
    assert later.get(f"{PATH}/{asked}").status_code == 404
    jobs.run_job(house, jobs.job("kit.housekeeping.enforce_retention"))
    finish(house)

    assert work.session.scalar(select(func.count()).select_from(PersonalCopy)) == 0


def test_a_worker_asks_for_who_can_not_and_that_is_seen(
    as_elder: ApiClient,
    elder: Resident,
    worker: ApiClient,
    house: House,
    timetable: Timetable,
    work: UnitOfWork,
) -> None:
    asked = worker.post(f"/residents/{elder.id}/export", {"reason": "本人书面申请"})
    finish(house)
    timetable.deliver()
    files = fetched(worker, asked.json["id"])

    assert asked.json["acted_by"]["acting_as"] == "staff"
    assert "index.html" in files
    assert as_elder.get("/residents/me/access-log").json["items"][0]["action"] == "get_my_copy"
    texts = set(work.session.scalars(select(InboxMessage.text)))
    assert texts == {"residents.copy_made_for_you", "residents.copy_ready_to_hand_over"}


def test_a_worker_whose_duty_has_ended_fetches_no_copy_any_more(
    elder: Resident, worker: ApiClient, house: House, work: UnitOfWork
) -> None:
    asked = worker.post(f"/residents/{elder.id}/export", {"reason": "本人书面申请"}).json["id"]
    finish(house)
    url = worker.get(f"{PATH}/{asked}").json["url"]

    with unit_of_work(house) as later:
        later.session.execute(delete(AccountDuty))

    assert worker.get(f"{PATH}/{asked}").status_code == 404
    assert worker.get(f"/{url}").status_code == 404


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.STREET_STAFF, regions.STREET),
        (Role.DISTRICT_STAFF, regions.DISTRICT),
        (Role.GRID_WORKER, regions.COMMUNITY),
    ],
)
def test_who_may_not_read_numbers_gets_them_in_no_copy_either(
    as_staff: Speak, elder: Resident, role: Role, place: str
) -> None:
    refused = as_staff(role, place).post(f"/residents/{elder.id}/export", {"reason": "书面申请"})

    assert (refused.status_code, refused.json["code"]) == (403, "forbidden")


def test_a_near_relative_of_the_dead_brings_proof(
    worker: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    elder.status = elder.status.__class__("deceased")
    work.session.flush()
    path = f"/residents/{elder.id}/export"

    bare = worker.post(path, {"reason": "女儿申请"})
    proof = worker.post("/files", data={"file": (io.BytesIO(PDF), "proof.pdf")}).json["id"]
    asked = worker.post(path, {"reason": "女儿申请", "attachment": proof})

    assert (bare.status_code, bare.json["code"]) == (422, "proof_missing")
    assert asked.status_code == 202


@pytest.mark.parametrize("path", [PATH, "/residents/me/erase"])
def test_who_is_not_on_record_has_nothing_to_copy_or_erase(
    app: Flask, work: UnitOfWork, worker: ApiClient, path: str
) -> None:
    newcomer = accounts.client_of(app, work, accounts.resident_account(work))

    assert newcomer.post(path).status_code == 404
    assert worker.post(path).status_code == 404


def test_workers_of_elsewhere_ask_for_nothing(other_worker: ApiClient, elder: Resident) -> None:
    for verb in ("export", "erase"):
        assert other_worker.post(f"/residents/{elder.id}/{verb}", {"reason": "好奇"}).status_code == 404
