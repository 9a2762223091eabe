"""What somebody reads who got hold of the database or of a backup."""

import json
from typing import Any

from sqlalchemy import text

from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.factories import living_rooms, regions

PERSON = {
    "name": "陈阿婆",
    "phone": "13812345678",
    "id_number": "330211194001011022",
    "region_code": regions.COMMUNITY,
}


def everything_stored(work: UnitOfWork) -> str:
    """Every row of every table, as text, with bytes also as the text they may be."""
    tables = work.session.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
    )
    stored = []
    for table in tables.all():
        for row in work.session.execute(text(f'SELECT * FROM "{table}"')):
            stored += [_readable(value) for value in row]
    return "\n".join(stored)


def _readable(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", errors="replace")
    return json.dumps(value, ensure_ascii=False, default=str)


def test_a_screens_token_is_not_stored_and_yet_answered_again(work: UnitOfWork, worker: ApiClient) -> None:
    path = f"/living-rooms/{living_rooms.room(work).id}/screen-token"

    first, again = (worker.post(path, key="k1") for _ in range(2))

    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json == first.json
    assert first.json["token"] not in everything_stored(work)


def test_a_calendars_address_is_not_stored_and_yet_answered_again(
    work: UnitOfWork, resident: ApiClient
) -> None:
    first, again = (resident.post("/calendar-links", {"kind": "mine"}, key="k1") for _ in range(2))

    assert again.json == first.json
    assert first.json["url"].rpartition("=")[2] not in everything_stored(work)


def test_numbers_and_kept_answers_are_in_the_clear_nowhere(
    work: UnitOfWork, worker: ApiClient, timetable: Timetable
) -> None:
    made = worker.post("/residents", PERSON, key="k1")
    worker.get(f"/residents/{made.json['id']}/sensitive?purpose=emergency")
    worker.get(f"/residents?q={PERSON['id_number']}")
    timetable.deliver()

    stored = everything_stored(work)

    assert made.status_code == 201
    assert PERSON["name"] in stored  # a name is in the clear, in the register itself
    for secret in (PERSON["phone"], PERSON["id_number"], made.json["phone"], made.json["id_number"]):
        assert secret not in stored


def test_what_is_told_once_or_for_a_purpose_is_kept_by_no_browser(
    work: UnitOfWork, worker: ApiClient, resident: ApiClient, elder: Resident
) -> None:
    room = f"/living-rooms/{living_rooms.room(work).id}"

    answers = [
        worker.get(f"/residents/{elder.id}/sensitive?purpose=emergency"),
        worker.post(f"{room}/screen-token", key="k1"),
        worker.post(f"{room}/screen-token", key="k1"),
        worker.get(f"{room}/check-in-code"),
        resident.post("/calendar-links", {"kind": "mine"}),
        resident.post("/accounts/login/wechat", {"code": "demo-new-somebody"}),
    ]

    assert {answer.status_code for answer in answers} == {200, 201}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
