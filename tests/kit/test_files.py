"""Uploads: kept by content, read by their owner until shown to all."""

import io
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from service.kit import background, jobs
from service.kit.edge import unit_of_work
from service.kit.files import actions
from service.kit.files.errors import NoSuchFile
from service.kit.files.models import File
from service.kit.house import House
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.kit import probes
from tests.kit.conftest import client_as

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f0005000 1ff89995d6a0000000049454e44ae426082".replace(" ", "")
)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(
    client: ApiClient, body: bytes, name: str = "photo.png", *, key: str | None = None, **more: str
) -> TestResponse:
    answer = client.request("POST", "/files", data={"file": (io.BytesIO(body), name), **more}, key=key)
    answer.request.environ["wsgi.input"].close()
    return answer


@pytest.mark.parametrize(("body", "media_type"), [(PNG, "image/png"), (PDF, "application/pdf")])
def test_a_file_comes_back_as_it_was_sent(ada: ApiClient, body: bytes, media_type: str) -> None:
    kept = upload(ada, body, "无名.exe")
    answer = ada.get("/" + kept.json["url"])

    assert kept.status_code == 201
    assert kept.json["media_type"] == media_type
    assert kept.json["size"] == len(body)
    assert answer.get_data() == body
    assert answer.mimetype == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("body", [b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"", b"plain text"])
def test_the_content_tells_the_type_whatever_the_name_says(ada: ApiClient, body: bytes) -> None:
    answer = upload(ada, body, "photo.png")

    assert answer.status_code == 415
    assert answer.json["code"] == "unknown_file_type"


def test_a_photo_may_be_larger_than_other_bodies(ada: ApiClient) -> None:
    assert upload(ada, PNG + bytes(2 * 1024 * 1024)).status_code == 201


def test_a_file_beyond_the_limit_is_refused(ada: ApiClient) -> None:
    answer = upload(ada, PNG + bytes(20 * 1024 * 1024))

    assert answer.status_code == 413
    assert answer.json["code"] == "upload_too_large"


def test_a_form_without_a_file_names_what_is_missing(ada: ApiClient) -> None:
    answer = ada.request("POST", "/files", data={"other": "x"})

    assert answer.status_code == 422
    assert "file" in answer.json["errors"]


def test_anothers_file_is_not_there_until_it_is_shown_to_all(
    ada: ApiClient, ben: ApiClient, probe_house: House
) -> None:
    kept = upload(ada, PNG).json
    before = ben.get("/" + kept["url"])
    with unit_of_work(probe_house, probes.ADA) as work:
        actions.open_to_all(work, [UUID(kept["id"])])
    after = ben.get("/" + kept["url"])

    assert before.status_code == 404
    assert after.status_code == 200


def test_nobody_shows_anothers_file_to_all(ada: ApiClient, probe_house: House) -> None:
    kept = upload(ada, PNG).json

    with pytest.raises(NoSuchFile), unit_of_work(probe_house, probes.BEN) as work:
        actions.open_to_all(work, [UUID(kept["id"])])


def test_what_nothing_ever_referred_to_is_dropped_once_it_is_old(
    probe_app: Flask, probe_house: House, clock: StoppedClock
) -> None:
    ada = client_as(probe_app, probes.ADA, minutes=31 * 24 * 60)
    shown, unused = upload(ada, PNG).json["id"], upload(ada, PDF).json["id"]
    with unit_of_work(probe_house, probes.ADA) as work:
        actions.open_to_all(work, [UUID(shown)])
    clock.move(days=29)
    recent = upload(ada, PNG).json["id"]

    assert _kept_after_housekeeping(probe_house) == {shown, unused, recent}
    clock.move(days=1, seconds=1)
    assert _kept_after_housekeeping(probe_house) == {shown, recent}


def _kept_after_housekeeping(house: House) -> set[str]:
    jobs.run_job(house, jobs.job("kit.housekeeping.enforce_retention"))
    while background.advance(house):
        pass
    with unit_of_work(house) as work:
        return {str(each) for each in work.session.scalars(select(File.id))}


def test_what_else_is_in_the_form_is_refused(ada: ApiClient) -> None:
    answer = upload(ada, PNG, title="花")

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"title"}


def test_an_upload_sent_again_with_its_key_is_kept_once(ada: ApiClient) -> None:
    first = upload(ada, PNG, key="k1")
    again = upload(ada, PNG, key="k1")
    other = upload(ada, PDF, key="k1")

    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other.status_code == 422
    assert other.json["code"] == "idempotency_key_reused"
    assert ada.get("/" + first.json["url"]).get_data() == PNG
