"""What is shown as evidence and what is shown to all: nobody destroys the one with the other."""

import io
from datetime import timedelta

from sqlalchemy import delete

from service.accounts.models import AccountDuty
from service.kit.work import UnitOfWork
from service.residents.consents import actions as consents
from service.residents.models import Resident
from tests.client import ApiClient
from tests.factories import accounts, living_rooms
from tests.factories.residents import resident
from tests.kit.test_files import PDF, PNG
from tests.security.conftest import ClientOf


def upload(client: ApiClient, body: bytes) -> str:
    return str(client.post("/files", data={"file": (io.BytesIO(body), "upload")}).json["id"])  # type: ignore[index]


def photographed(work: UnitOfWork, worker: ApiClient) -> str:
    """The photo of a room that all see."""
    room, photo = living_rooms.room(work), upload(worker, PNG)
    shown = worker.patch(f"/living-rooms/{room.id}", {"photos": [photo]})
    assert shown.status_code == 200
    return photo


def test_nobody_takes_a_rooms_photo_along_when_they_are_forgotten(
    work: UnitOfWork, worker: ApiClient, client_of: ClientOf
) -> None:
    photo = photographed(work, worker)
    person = resident(work, name="赵六")
    vandal = client_of(accounts.resident_account(work, person.id))
    elder = {"name": "陈阿婆", "phone": "13812345678"}
    vandal.post("/proxies", {"elder": elder, "relation": "邻居", "scopes": ["booking"], "proof": photo})

    asked = vandal.post("/residents/me/erase")
    done = vandal.post("/residents/me/erase", {"confirmation": asked.json["confirmation"]})

    assert done.status_code == 200
    assert worker.get(f"/files/{photo}").status_code == 200


def test_a_sheet_signed_for_two_things_stays_while_one_of_them_does(
    work: UnitOfWork, worker: ApiClient, elder: Resident
) -> None:
    sheet = upload(worker, PDF)
    signed = {"way": "paper", "attachment": sheet, "text_version": 1, "for_resident_id": elder.id}
    first, second = (
        worker.post("/consents", {**signed, "purpose": purpose}) for purpose in ("photos", "notices_by_sms")
    )
    worker.delete(f"/consents/{first.json['id']}")

    work.session.expire_all()
    forgotten = consents.forget_ended(work, work.now + timedelta(days=1), 10)

    assert (first.status_code, second.status_code, forgotten) == (201, 201, 1)
    assert worker.get(f"/consents/{second.json['id']}/attachment").get_data() == PDF


def test_a_signed_sheet_is_not_seen_after_the_duty_ended(
    work: UnitOfWork, worker: ApiClient, elder: Resident
) -> None:
    sheet = upload(worker, PDF)
    before = worker.get(f"/files/{sheet}").status_code
    signed = {"way": "paper", "attachment": sheet, "text_version": 1, "for_resident_id": elder.id}
    consent = worker.post("/consents", {**signed, "purpose": "photos"}).json["id"]
    with_it = worker.get(f"/consents/{consent}/attachment").status_code

    work.session.execute(delete(AccountDuty))
    after = [worker.get(path).status_code for path in (f"/files/{sheet}", f"/consents/{consent}/attachment")]

    assert (before, with_it, after) == (200, 200, [404, 404])
