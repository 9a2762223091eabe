"""Erasing a person: read first, then confirmed; nothing of them is left, and what others did stays whole."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.messaging.models import InboxMessage
from service.residents.consents.models import Consent
from service.residents.models import Proxy, Resident
from service.residents.privacy.models import Erasure
from service.residents.rules import ProxyStatus, ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, living_rooms, regions
from tests.factories.consents import consent
from tests.factories.residents import proxy, resident

PATH = "/residents/me/erase"


def confirmed(client: ApiClient, path: str = PATH, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """The answer of the second step."""
    first = client.post(path, body)
    assert first.status_code == 200, first.get_data(as_text=True)
    second = client.post(path, {**(body or {}), "confirmation": first.json["confirmation"]})  # type: ignore[index]
    assert second.status_code == 200, second.get_data(as_text=True)
    found: dict[str, Any] = second.json  # type: ignore[assignment]
    return found


@pytest.fixture
def booking(as_elder: ApiClient, work: UnitOfWork, clock: StoppedClock) -> str:
    room = living_rooms.room(work)
    made = as_elder.post(
        "/bookings",
        {
            "living_room_id": room.id,
            "purpose": "meeting",
            "headcount": 2,
            "title": "陈阿婆的生日",
            "starts_at": clock.today_at("09:00", days=1),
            "ends_at": clock.today_at("10:00", days=1),
        },
    )
    assert made.status_code == 201
    return str(made.json["id"])


def test_first_one_reads_what_goes_and_what_stays(
    as_elder: ApiClient, elder: Resident, booking: str, work: UnitOfWork, timetable: Timetable
) -> None:
    consent(work, elder)

    first = as_elder.post(PATH).json
    timetable.deliver()

    assert (first["erased_at"], first["acted_by"]) == (None, None)
    assert [each["subject"] for each in first["ended"]] == [booking]
    reasons = " ".join(each["because"] for each in first["kept"])
    assert "网络安全法" in reasons
    assert "第五十六条" in reasons
    assert all(each["what_en"].isascii() or each["what_en"] for each in first["kept"])
    work.session.expire_all()
    assert work.session.get_one(Resident, elder.id).name == "陈阿婆"
    assert as_elder.get(f"/bookings/{booking}").json["status"] == "confirmed"
    told = select(InboxMessage.body_zh).where(InboxMessage.text == "residents.erasure_asked")
    assert first["kept"][0]["what"] in work.session.scalars(told).one()


def test_once_confirmed_the_shell_says_nothing_and_nobody_logs_in(
    as_elder: ApiClient,
    elder: Resident,
    booking: str,
    work: UnitOfWork,
    worker: ApiClient,
    timetable: Timetable,
) -> None:
    consent(work, elder)
    held = proxy(work, elder, accounts.resident_account(work), ["care"])
    timetable.deliver()

    erased = confirmed(as_elder)
    timetable.deliver()

    work.session.expire_all()
    shell = work.session.get_one(Resident, elder.id)
    assert erased["erased_at"] is not None
    assert (shell.name, shell.status) == ("已注销", ResidentStatus.MOVED_AWAY)
    assert (shell.phone_sealed, shell.phone_lookup, shell.id_number_lookup) == (None, None, None)
    assert (shell.address, shell.region_code) == (None, None)
    assert as_elder.get("/residents/me").status_code == 401
    assert worker.get(f"/residents/{elder.id}").status_code == 404
    assert worker.get("/residents?q=陈阿婆").json["items"] == []
    assert work.session.get_one(Proxy, held.id).status is ProxyStatus.REVOKED
    assert work.session.scalars(select(Consent.withdrawn_at)).one() is not None
    cancelled = work.session.scalars(select(Booking)).one()
    assert (cancelled.status.value, cancelled.title, cancelled.resident_id) == ("cancelled", None, elder.id)


def test_no_row_of_any_table_holds_the_name_or_numbers_any_more(
    as_elder: ApiClient, elder: Resident, booking: str, work: UnitOfWork, timetable: Timetable
) -> None:
    consent(work, elder)
    timetable.deliver()

    confirmed(as_elder)
    timetable.deliver()

    tables = work.session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    held = [
        table
        for table in tables
        for told in ("陈阿婆", "13812345678", "330211194001011022", "胜利路 18 号")
        if work.session.scalar(
            text(f'SELECT 1 FROM "{table}" AS each WHERE each::text LIKE :told LIMIT 1'),
            {"told": f"%{told}%"},
        )
    ]
    assert held == []


def test_it_can_not_be_undone_or_done_twice(
    app: Flask, work: UnitOfWork, elder: Resident, as_elder: ApiClient, worker: ApiClient
) -> None:
    confirmed(as_elder)
    account = accounts.resident_account(work, elder.id)

    again = accounts.client_of(app, work, account).post(PATH)

    assert (again.status_code, again.json["code"]) == (409, "already_erased")
    assert worker.patch(f"/residents/{elder.id}", {"status": "verified"}).status_code == 404


def test_a_confirmation_holds_for_one_account_and_some_minutes(
    app: Flask, work: UnitOfWork, as_elder: ApiClient, clock: StoppedClock
) -> None:
    neighbour = accounts.client_of(app, work, accounts.resident_account(work, resident(work).id))
    told = as_elder.post(PATH).json["confirmation"]

    others = neighbour.post(PATH, {"confirmation": told})
    made_up = as_elder.post(PATH, {"confirmation": "made-up"})
    clock.move(minutes=14)
    in_time = as_elder.post(PATH, {"confirmation": told})

    assert [each.json.get("code") for each in (others, made_up)] == ["confirmation_over"] * 2
    assert in_time.status_code == 200


def test_a_worker_erases_who_asked_on_paper(worker: ApiClient, elder: Resident, work: UnitOfWork) -> None:
    erased = confirmed(worker, f"/residents/{elder.id}/erase", {"reason": "本人书面申请"})
    assert erased["acted_by"]["acting_as"] == "staff"

    assert erased["resident_id"] == str(elder.id)
    note = work.session.scalars(select(Erasure)).one()
    assert note.acted_by is not None
    assert note.reason == "本人书面申请"


def test_who_acted_for_others_leaves_no_name_there(
    app: Flask, work: UnitOfWork, elder: Resident, timetable: Timetable
) -> None:
    daughter = accounts.resident_account(work, resident(work, name="陈小妹").id)
    held = proxy(work, elder, daughter, ["care"])

    confirmed(accounts.client_of(app, work, daughter))

    work.session.expire_all()
    kept = work.session.get_one(Proxy, held.id)
    assert (kept.name, kept.relation, kept.status) == ("已注销", "", ProxyStatus.REVOKED)


def test_the_dead_stay_dead(worker: ApiClient, elder: Resident, work: UnitOfWork) -> None:
    elder.status = ResidentStatus.DECEASED
    work.session.flush()

    confirmed(worker, f"/residents/{elder.id}/erase", {"reason": "近亲属申请"})

    work.session.expire_all()
    assert work.session.get_one(Resident, elder.id).status is ResidentStatus.DECEASED


def test_the_shell_of_who_was_erased_moves_in_nowhere(
    as_elder: ApiClient, elder: Resident, worker: ApiClient, other_worker: ApiClient
) -> None:
    confirmed(as_elder)

    for keeper, place in ((worker, regions.COMMUNITY), (other_worker, regions.OTHER_COMMUNITY)):
        home = {"region_code": place, "room": "临江路 3 号"}
        moved = keeper.post(f"/residents/{elder.id}/move", {"home": home, "moved_in_on": "2026-03-01"})
        assert moved.status_code == 404
