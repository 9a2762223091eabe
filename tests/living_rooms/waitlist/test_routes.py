"""The waiting list over HTTP: wishing, answering, and what strangers are told."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from service.accounts.models import Account
from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.living_rooms.bookings.models import BookingCounter, Suspension
from service.living_rooms.rooms.actions import release_grains
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, living_rooms, regions, residents, waitlist


class Stage:
    """A room, whose 14:00 is booked, and the clients of those who want it."""

    def __init__(self, app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> None:
        self.app, self.house, self.clock, self.timetable = app, house, clock, timetable
        self.start = clock.today_at("14:00")
        with unit_of_work(house) as work:
            self.room = living_rooms.room(work, offer_minutes=10)
            self.blocking = waitlist.booked(work, self.room, self.start)
            self.person = residents.resident(work)
            own = accounts.resident_account(work, self.person.id)
            other_person = residents.resident(work, name="邻居")
            other = accounts.resident_account(work, other_person.id)
            worker = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
            far_worker = accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
        self.ada, self.stranger = self.client(own), self.client(other)
        self.worker, self.far_worker = self.client(worker), self.client(far_worker)

    def client(self, account: Account) -> ApiClient:
        return accounts.client_of(self.app, self.house, account)

    def wanted(self, **changes: Any) -> dict[str, Any]:
        body = {
            "living_room_id": self.room.id,
            "starts_at": self.start,
            "ends_at": self.start + timedelta(hours=1),
            "minutes": 60,
            "headcount": 6,
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def free(self) -> None:
        with unit_of_work(self.house) as work:
            release_grains(work, booking_id=self.blocking.id)
        self.timetable.deliver()

    def offered(self) -> str:
        """The path of a wish of Ada's to which the freed time was offered."""
        entry_id = self.ada.post("/waitlist", self.wanted()).json["id"]
        self.free()
        return f"/waitlist/{entry_id}"


@pytest.fixture
def stage(app: Flask, house: House, clock: StoppedClock, timetable: Timetable) -> Stage:
    return Stage(app, house, clock, timetable)


def test_a_wish_is_told_as_it_was_made(stage: Stage) -> None:
    made = stage.ada.post("/waitlist", stage.wanted())

    assert made.status_code == 201
    assert made.headers["ETag"].startswith('"1.')
    assert UUID(made.json["id"]).version == 7
    assert made.json | {"id": None} == {
        "id": None,
        "resident_id": str(stage.person.id),
        "living_room_id": str(stage.room.id),
        "region_code": None,
        "starts_at": "2026-03-02T14:00:00+08:00",
        "ends_at": "2026-03-02T15:00:00+08:00",
        "minutes": 60,
        "headcount": 6,
        "status": "waiting",
        "offer": None,
        "booking_id": None,
        "acted_by": None,
        "created_at": "2026-03-02T09:00:00+08:00",
    }
    assert stage.ada.get(f"/waitlist/{made.json['id']}").json == made.json
    assert stage.ada.get("/waitlist?status=waiting").json["items"] == [made.json]


def test_an_accepted_offer_is_a_booking(stage: Stage) -> None:
    path = stage.offered()

    accepted = stage.ada.post(f"{path}/accept", {"purpose": "lecture", "title": "防诈骗讲座"})

    assert accepted.status_code == 200
    assert accepted.json["status"] == "accepted"
    booking = stage.ada.get(f"/bookings/{accepted.json['booking_id']}").json
    assert booking["status"] == "confirmed"
    assert booking["purpose"] == "lecture"
    assert booking["starts_at"] == "2026-03-02T14:00:00+08:00"
    assert booking["acted_by"] is None


def test_the_body_of_an_acceptance_may_be_left_out(stage: Stage) -> None:
    assert stage.ada.post(f"{stage.offered()}/accept").status_code == 200


def test_what_was_accepted_is_not_free_for_others(stage: Stage) -> None:
    stage.ada.post(f"{stage.offered()}/accept")

    refused = stage.stranger.post(
        "/bookings",
        {
            "living_room_id": stage.room.id,
            "starts_at": stage.start,
            "ends_at": stage.start + timedelta(hours=1),
            "purpose": "meeting",
            "headcount": 5,
        },
    )

    assert refused.status_code == 409
    assert refused.json["code"] == "slot_taken"


def test_what_one_cancels_another_is_offered(stage: Stage) -> None:
    booked = stage.ada.post(
        "/bookings",
        {
            "living_room_id": stage.room.id,
            "starts_at": stage.start + timedelta(hours=2),
            "ends_at": stage.start + timedelta(hours=3),
            "purpose": "meeting",
            "headcount": 5,
        },
    ).json
    stage.timetable.deliver()
    wanted = {
        "starts_at": stage.start + timedelta(hours=2),
        "ends_at": stage.start + timedelta(hours=3),
    }
    waiting = stage.stranger.post("/waitlist", stage.wanted(**wanted)).json["id"]
    before = stage.stranger.get(f"/waitlist/{waiting}").json["status"]

    stage.ada.post(f"/bookings/{booked['id']}/cancel")
    stage.timetable.deliver()

    offered = stage.stranger.get(f"/waitlist/{waiting}").json
    assert before == "waiting"
    assert offered["status"] == "offered"
    assert offered["offer"]["starts_at"] == "2026-03-02T16:00:00+08:00"
    assert offered["offer"]["expires_at"] == "2026-03-02T09:10:00+08:00"


def test_an_offer_is_accepted_once(stage: Stage) -> None:
    path = stage.offered()
    stage.ada.post(f"{path}/accept")

    again = stage.ada.post(f"{path}/accept")

    assert again.status_code == 409
    assert again.json["code"] == "wrong_state"


def test_an_offer_whose_time_is_over_is_gone_though_no_job_has_come_by(stage: Stage) -> None:
    path = stage.offered()
    stage.clock.move(minutes=10)

    late = stage.ada.post(f"{path}/accept")

    assert late.status_code == 409
    assert late.json["code"] == "wrong_state"


def test_who_waits_can_not_accept_yet(stage: Stage) -> None:
    entry_id = stage.ada.post("/waitlist", stage.wanted()).json["id"]

    assert stage.ada.post(f"/waitlist/{entry_id}/accept").json["code"] == "wrong_state"
    assert stage.ada.post(f"/waitlist/{entry_id}/decline").json["code"] == "wrong_state"


def test_what_is_declined_goes_to_the_next(stage: Stage) -> None:
    path = stage.offered()
    next_one = stage.stranger.post("/waitlist", stage.wanted()).json["id"]

    declined = stage.ada.post(f"{path}/decline")
    stage.timetable.deliver()

    assert declined.json["status"] == "declined"
    assert stage.stranger.get(f"/waitlist/{next_one}").json["status"] == "offered"


def test_what_is_withdrawn_goes_to_the_next_and_is_gone(stage: Stage) -> None:
    path = stage.offered()
    next_one = stage.stranger.post("/waitlist", stage.wanted()).json["id"]

    withdrawn = stage.ada.delete(path, etag=stage.ada.get(path).headers["ETag"])
    stage.timetable.deliver()

    assert withdrawn.status_code == 204
    assert stage.ada.get(path).status_code == 404
    assert stage.stranger.get(f"/waitlist/{next_one}").json["status"] == "offered"


def test_a_withdrawal_names_the_version_it_saw(stage: Stage) -> None:
    path = stage.offered()

    assert stage.ada.delete(path, etag=None).status_code == 428
    assert stage.ada.delete(path, etag='"1"').status_code == 412


def test_what_is_over_is_not_withdrawn(stage: Stage) -> None:
    path = stage.offered()
    stage.ada.post(f"{path}/decline")

    assert stage.ada.delete(path).json["code"] == "wrong_state"


@pytest.mark.parametrize("hindrance", ["quota_exceeded", "suspended", "not_verified", "room_closed"])
def test_the_rules_of_booking_hold_again_when_an_offer_is_accepted(stage: Stage, hindrance: str) -> None:
    path = stage.offered()
    with unit_of_work(stage.house) as work:
        if hindrance == "quota_exceeded":
            work.session.add(
                BookingCounter(
                    holder_id=stage.person.id, living_room_id=stage.room.id, period="active", used=2
                )
            )
        if hindrance == "suspended":
            until = work.now + timedelta(days=7)
            work.session.add(
                Suspension(
                    resident_id=stage.person.id,
                    living_room_id=stage.room.id,
                    starts_at=work.now,
                    ends_at=until,
                    counted_since=work.now,
                    limit=3,
                )
            )
        if hindrance == "not_verified":
            work.session.merge(stage.person).status = ResidentStatus.MOVED_AWAY
        if hindrance == "room_closed":
            waitlist.closure(work, stage.room, stage.start)

    refused = stage.ada.post(f"{path}/accept")

    assert refused.json["code"] == hindrance
    assert stage.ada.get(path).json["status"] == "offered"


def test_a_proxy_accepts_for_the_elder_and_it_shows(stage: Stage) -> None:
    path = stage.offered()
    with unit_of_work(stage.house) as work:
        account = accounts.resident_account(work, name="陈小妹")
        residents.proxy(work, stage.person, account)
    daughter = stage.client(account)

    accepted = daughter.post(f"{path}/accept")

    assert accepted.status_code == 200
    assert accepted.json["acted_by"]["name"] == "陈小妹"
    booking = daughter.get(f"/bookings/{accepted.json['booking_id']}").json
    assert booking["resident_id"] == str(stage.person.id)
    assert booking["acted_by"] == {
        "account_id": str(account.id),
        "name": "陈小妹",
        "acting_as": "proxy",
    }


def test_a_worker_waits_for_a_resident_and_it_shows(stage: Stage) -> None:
    made = stage.worker.post("/waitlist", stage.wanted(for_resident_id=stage.person.id))

    assert made.status_code == 201
    assert made.json["acted_by"]["acting_as"] == "staff"
    assert stage.ada.get(f"/waitlist/{made.json['id']}").status_code == 200


def test_strangers_neither_see_nor_touch_a_wish(stage: Stage) -> None:
    path = stage.offered()

    for client in (stage.stranger, stage.far_worker):
        assert client.get("/waitlist").json["items"] == []
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/accept").status_code == 404
        assert client.post(f"{path}/decline").status_code == 404
        assert client.delete(path).status_code == 404
    assert stage.ada.get(path).json["status"] == "offered"


def test_a_worker_sees_who_waits_for_a_room_in_their_care(stage: Stage) -> None:
    path = stage.offered()

    assert stage.worker.get(path).status_code == 200
    assert len(stage.worker.get(f"/waitlist?resident_id={stage.person.id}").json["items"]) == 1


def test_nobody_waits_for_a_stranger(stage: Stage) -> None:
    answer = stage.stranger.post("/waitlist", stage.wanted(for_resident_id=stage.person.id))

    assert answer.status_code == 403
    assert answer.json["code"] == "out_of_scope"


def test_the_same_wish_waits_once(stage: Stage) -> None:
    stage.ada.post("/waitlist", stage.wanted())

    again = stage.ada.post("/waitlist", stage.wanted())

    assert again.status_code == 409
    assert again.json["code"] == "already_waiting"


def test_the_same_wish_for_a_region_waits_once_too(stage: Stage) -> None:
    wanted = stage.wanted(living_room_id=None, region_code=regions.STREET)
    stage.ada.post("/waitlist", wanted)

    assert stage.ada.post("/waitlist", wanted).json["code"] == "already_waiting"


def test_five_wishes_of_one_resident_wait_at_a_time(stage: Stage) -> None:
    def wish(hour: int) -> Any:
        return stage.ada.post("/waitlist", stage.wanted(ends_at=stage.start + timedelta(hours=hour)))

    first = [wish(hour).status_code for hour in range(1, 6)]
    sixth = wish(6)

    assert first == [201] * 5
    assert sixth.status_code == 409
    assert sixth.json["code"] == "too_many_wishes"
    assert "5" in sixth.json["detail"]


def test_who_is_not_verified_does_not_wait(stage: Stage) -> None:
    with unit_of_work(stage.house) as work:
        pending = residents.resident(work, status=ResidentStatus.PENDING)
        client = stage.client(accounts.resident_account(work, pending.id))
        nobody = stage.client(accounts.resident_account(work))

    for unverified in (client, nobody):
        answer = unverified.post("/waitlist", stage.wanted())
        assert answer.status_code == 403
        assert answer.json["code"] == "not_verified"


def test_a_room_that_is_not_open_to_a_resident_is_out_of_scope(stage: Stage) -> None:
    with unit_of_work(stage.house) as work:
        person = residents.resident(work, region_code=regions.OTHER_COMMUNITY)
        client = stage.client(accounts.resident_account(work, person.id))

    assert client.post("/waitlist", stage.wanted()).json["code"] == "out_of_scope"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"living_room_id": None}, "living_room_id"),
        ({"region_code": regions.COMMUNITY}, "living_room_id"),
        ({"living_room_id": uuid4()}, "living_room_id"),
        ({"living_room_id": None, "region_code": "999999"}, "region_code"),
        ({"minutes": 90}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": "60"}, "minutes"),
        ({"headcount": 0}, "headcount"),
        ({"headcount": 31}, "headcount"),
        ({"starts_at": "2026-03-02T14:00:00"}, "starts_at"),
        ({"starts_at": None}, "starts_at"),
        ({"status": "accepted"}, "status"),
        ({"ends_at": datetime.fromisoformat("2026-03-02T13:00:00+08:00")}, "ends_at"),
        ({"ends_at": datetime.fromisoformat("2026-06-02T13:00:00+08:00")}, "ends_at"),
        ({"starts_at": datetime.fromisoformat("2026-03-01T13:00:00+08:00"),
          "ends_at": datetime.fromisoformat("2026-03-01T15:00:00+08:00")}, "ends_at"),
        ({"minutes": 300, "ends_at": datetime.fromisoformat("2026-03-02T21:00:00+08:00")}, "minutes"),
    ],
)  # fmt: skip
def test_a_wish_that_can_not_come_true_is_refused_by_name(
    stage: Stage, changes: dict[str, Any], field: str
) -> None:
    answer = stage.ada.post("/waitlist", stage.wanted(**changes))

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]


def test_without_a_login_nobody_waits(stage: Stage, anyone: ApiClient) -> None:
    assert anyone.get("/waitlist").status_code == 401
    assert anyone.post("/waitlist", stage.wanted()).status_code == 401
