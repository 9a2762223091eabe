"""Death: what is open ends with decency, the account rests, and a mistake is taken back."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import NoShow
from service.messaging.models import InboxMessage
from service.residents.homes.models import Departure
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, homes, living_rooms
from tests.factories.residents import proxy, resident

DIED_ON = {"died_on": "2026-03-01", "reason": "家属告知，已见死亡证明"}


@pytest.fixture
def ada(work: UnitOfWork) -> Resident:
    return resident(work, id_number="330211194001011022")


def announced(work: UnitOfWork, name: str) -> list[dict[str, object]]:
    rows = work.session.scalars(select(OutboxMessage).where(OutboxMessage.name == f"residents.{name}"))
    return [row.body for row in rows]


def texts_of(work: UnitOfWork, account_id: object) -> list[str]:
    mine = InboxMessage.account_id == account_id
    return list(work.session.scalars(select(InboxMessage.text).where(mine).order_by(InboxMessage.id)))


def test_a_death_ends_the_residence_and_tells_the_day(
    worker: ApiClient, work: UnitOfWork, ada: Resident
) -> None:
    home = homes.home(work)
    homes.living(work, ada, home)

    noted = worker.post(f"/residents/{ada.id}/record-death", DIED_ON)

    assert (noted.status_code, noted.json["kind"], noted.json["departed_on"]) == (200, "died", "2026-03-01")
    assert (noted.json["resident"]["status"], noted.json["resident"]["home_id"]) == ("deceased", None)
    assert announced(work, "ResidentDied") == [{"resident_id": str(ada.id), "died_on": "2026-03-01"}]
    [stay] = worker.get(f"/residents/{ada.id}/homes").json["items"]
    assert (stay["moved_out_on"], stay["ended_because"]) == ("2026-03-01", "died")
    assert worker.get(f"/homes/{home.id}").json["residents"] == 0


@pytest.mark.parametrize("day", ["2026-03-03", "1939-12-31", "2023-12-31"])
def test_an_impossible_day_of_death_is_refused(
    worker: ApiClient, work: UnitOfWork, ada: Resident, day: str
) -> None:
    homes.living(work, ada, homes.home(work))

    refused = worker.post(f"/residents/{ada.id}/record-death", {"died_on": day})

    assert (refused.status_code, refused.json["code"]) == (422, "impossible_residence_day")


@pytest.mark.parametrize("status", [ResidentStatus.PENDING, ResidentStatus.REJECTED, ResidentStatus.DECEASED])
def test_who_is_not_on_record_or_has_died_does_not_die(
    worker: ApiClient, work: UnitOfWork, status: ResidentStatus
) -> None:
    person = resident(work, status=status)

    refused = worker.post(f"/residents/{person.id}/record-death", DIED_ON)

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")


def test_what_is_open_ends_without_a_word_to_the_dead(
    app: Flask,
    worker: ApiClient,
    work: UnitOfWork,
    ada: Resident,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    own = accounts.resident_account(work, ada.id)
    daughter = accounts.resident_account(work)
    proxy(work, ada, daughter)
    room = living_rooms.room(work)
    times = {"starts_at": clock.today_at("14:00"), "ends_at": clock.today_at("15:00")}
    wish = {"living_room_id": room.id, "purpose": "meeting", "headcount": 2, **times}
    made = accounts.client_of(app, work, own).post("/bookings", wish)
    waiting = accounts.client_of(app, work, own).post(
        "/waitlist", {"living_room_id": room.id, "minutes": 60, "headcount": 2, **times}
    )
    timetable.deliver()
    told_before = texts_of(work, own.id)

    worker.post(f"/residents/{ada.id}/record-death", DIED_ON)
    timetable.deliver()
    cancelled = worker.get(f"/bookings/{made.json['id']}").json["status"]
    clock.move(days=1)
    timetable.run("living_rooms.bookings.note_no_shows")
    timetable.deliver()

    assert (made.status_code, waiting.status_code, cancelled) == (201, 201, "cancelled")
    assert texts_of(work, own.id) == told_before
    assert texts_of(work, daughter.id)[-1:] == ["residents.proxy_ended_by_death"]
    assert work.session.scalars(select(NoShow)).all() == []


def test_the_account_of_the_dead_rests_and_their_daughters_does_not(
    app: Flask, worker: ApiClient, work: UnitOfWork, ada: Resident, timetable: Timetable
) -> None:
    own = accounts.resident_account(work, ada.id)
    daughter = accounts.resident_account(work)
    proxy(work, ada, daughter)
    as_ada, as_daughter = accounts.client_of(app, work, own), accounts.client_of(app, work, daughter)

    worker.post(f"/residents/{ada.id}/record-death", DIED_ON)
    timetable.deliver()

    refused = as_ada.get("/bookings")
    assert (refused.status_code, refused.json["code"]) == (403, "resident_has_died")
    assert as_ada.get("/accounts/me").status_code == 200
    assert as_daughter.get("/bookings").status_code == 200


def test_for_whom_the_dead_acted_hears_that_they_no_longer_do(
    worker: ApiClient, work: UnitOfWork, ada: Resident, timetable: Timetable
) -> None:
    own = accounts.resident_account(work, ada.id)
    husband = resident(work, name="陈老伯")
    his = accounts.resident_account(work, husband.id)
    held = proxy(work, husband, own)

    worker.post(f"/residents/{ada.id}/record-death", DIED_ON)
    timetable.deliver()

    assert worker.get(f"/proxies/{held.id}").json["status"] == "revoked"
    assert texts_of(work, his.id) == ["residents.proxy_withdrawn"]
    assert texts_of(work, own.id) == []


def test_a_death_noted_by_mistake_is_taken_back_and_says_what_ended(
    app: Flask,
    worker: ApiClient,
    work: UnitOfWork,
    ada: Resident,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    home = homes.home(work)
    homes.living(work, ada, home)
    own = accounts.resident_account(work, ada.id)
    as_ada = accounts.client_of(app, work, own)
    daughter = accounts.resident_account(work)
    proxy(work, ada, daughter)
    room = living_rooms.room(work)
    times = {"starts_at": clock.today_at("14:00"), "ends_at": clock.today_at("15:00")}
    made = as_ada.post(
        "/bookings", {"living_room_id": room.id, "purpose": "meeting", "headcount": 2, **times}
    )
    worker.post(f"/residents/{ada.id}/record-death", DIED_ON)
    timetable.deliver()

    undone = worker.post(f"/residents/{ada.id}/undo-death", language="en")
    timetable.deliver()

    assert undone.status_code == 200
    assert [each["subject"] for each in undone.json["ended"] if each["at"]] == [made.json["id"]]
    assert [each["what"] for each in undone.json["ended"]] == [
        "陈小妹 acting for them",
        f"Booking of {room.name}",
    ]
    assert (undone.json["resident"]["status"], undone.json["resident"]["home_id"]) == (
        "verified",
        str(home.id),
    )
    assert as_ada.get("/bookings").status_code == 200
    [stay] = worker.get(f"/residents/{ada.id}/homes").json["items"]
    assert (stay["moved_out_on"], stay["ended_because"]) == (None, None)
    assert texts_of(work, daughter.id)[-1] == "residents.proxy_death_mistaken"
    mine = InboxMessage.account_id == own.id, InboxMessage.text == "residents.mistake_undone"
    told = work.session.scalars(select(InboxMessage).where(*mine)).one()
    assert f"预约：{room.name}" in told.body_zh


def test_a_mistake_taken_back_at_once_ends_nothing(
    app: Flask, worker: ApiClient, work: UnitOfWork, ada: Resident, timetable: Timetable, clock: StoppedClock
) -> None:
    as_ada = accounts.client_of(app, work, accounts.resident_account(work, ada.id))
    held = proxy(work, ada, accounts.resident_account(work))
    room = living_rooms.room(work)
    times = {"starts_at": clock.today_at("14:00"), "ends_at": clock.today_at("15:00")}
    made = as_ada.post(
        "/bookings", {"living_room_id": room.id, "purpose": "meeting", "headcount": 2, **times}
    )

    worker.post(f"/residents/{ada.id}/record-death", DIED_ON)
    worker.post(f"/residents/{ada.id}/undo-death")
    timetable.deliver()

    assert as_ada.get(f"/bookings/{made.json['id']}").json["status"] == "confirmed"
    assert worker.get(f"/proxies/{held.id}").json["status"] == "approved"


def test_who_died_after_moving_away_is_moved_away_again(
    worker: ApiClient, work: UnitOfWork, ada: Resident
) -> None:
    worker.post(f"/residents/{ada.id}/move-out", {"moved_out_on": "2026-02-01"})
    worker.post(f"/residents/{ada.id}/record-death", DIED_ON)

    undone = worker.post(f"/residents/{ada.id}/undo-death")

    assert undone.json["resident"]["status"] == "moved_away"
    assert len(work.session.scalars(select(Departure)).all()) == 2


def test_a_householder_brought_back_makes_way_for_the_new_one(
    worker: ApiClient, work: UnitOfWork, ada: Resident
) -> None:
    home = homes.home(work)
    household = homes.household(work, home)
    son = resident(work, name="陈小军")
    for person in (ada, son):
        homes.living(work, person, home, household=household)
    worker.patch(f"/households/{household.id}", {"householder_id": ada.id})
    worker.post(f"/residents/{ada.id}/record-death", DIED_ON)
    worker.patch(f"/households/{household.id}", {"householder_id": son.id})

    worker.post(f"/residents/{ada.id}/undo-death")

    told = worker.get(f"/households/{household.id}").json
    assert {each["name"]: each["relation"] for each in told["members"]} == {
        "陈小军": "householder",
        "陈阿婆": "other",
    }


def test_a_status_in_a_change_is_a_departure_of_today(
    worker: ApiClient, work: UnitOfWork, ada: Resident
) -> None:
    homes.living(work, ada, homes.home(work))

    died = worker.patch(f"/residents/{ada.id}", {"status": "deceased", "reason": "家属告知"})
    back = worker.patch(f"/residents/{ada.id}", {"status": "verified"})

    assert (died.json["status"], died.json["reason"], died.json["home_id"]) == ("deceased", "家属告知", None)
    assert (back.json["status"], back.json["reason"]) == ("verified", None)
    assert back.json["home_id"] is not None
    departure = work.session.scalars(select(Departure)).one()
    assert (departure.departed_on, departure.undone_at is not None) == (date(2026, 3, 2), True)
