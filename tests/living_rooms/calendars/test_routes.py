"""Calendar links and their feeds over HTTP, read with two libraries that are not ours."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import icalendar
import pytest
import recurring_ical_events
import vobject
from flask import Flask
from werkzeug.test import TestResponse

from service.accounts.models import Account
from service.kit.actor import Role
from service.kit.clock import local
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import BookingStatus, Purpose
from service.living_rooms.rooms.models import LivingRoom
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, organisations, regions, residents


@pytest.fixture
def room(work: UnitOfWork) -> LivingRoom:
    return living_rooms.room(work)


@pytest.fixture
def keeper(work: UnitOfWork, room: LivingRoom) -> Account:
    return accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)


@pytest.fixture
def worker(app: Flask, work: UnitOfWork, keeper: Account) -> ApiClient:
    return accounts.client_of(app, work, keeper)


@pytest.fixture
def grandma(work: UnitOfWork) -> Resident:
    return residents.resident(work, name="陈阿婆")


@pytest.fixture
def dweller(app: Flask, work: UnitOfWork, grandma: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, grandma.id))


def booking(work: UnitOfWork, room: LivingRoom, holder: Any, starts_at: datetime, **values: Any) -> Booking:
    made = Booking(
        **{
            "id": work.new_id(),
            "living_room_id": room.id,
            "region_code": room.region_code,
            "resident_id": getattr(holder, "id", None),
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "purpose": Purpose.RECREATION,
            "headcount": 6,
            "status": BookingStatus.CONFIRMED,
            "counts_as_active": True,
            "created_by": work.new_id(),
            "created_at": work.now,
            "updated_at": work.now,
            **values,
        }
    )
    work.session.add(made)
    work.session.flush()
    return made


def read(anyone: ApiClient, link: dict[str, Any], **options: Any) -> TestResponse:
    address = urlsplit(link["url"])
    return anyone.get(f"/{address.path}?{address.query}", **options)


def events_of(answer: TestResponse) -> list[Any]:
    """The events, after strict checking by vobject."""
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    parsed = vobject.readOne(answer.text, allowQP=False)
    assert parsed.validate(raiseException=True)
    return list(icalendar.Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_worker_subscribes_to_a_room_and_sees_purposes_and_masked_names(
    work: UnitOfWork,
    clock: StoppedClock,
    room: LivingRoom,
    worker: ApiClient,
    anyone: ApiClient,
    grandma: Resident,
) -> None:
    starts_at = clock.today_at("10:00", days=1)
    choir = organisations.organisation(work, name="夕阳红合唱团")
    booking(work, room, grandma, starts_at, title="越剧班")
    booking(work, room, None, starts_at + timedelta(hours=2), organisation_id=choir.id)
    booking(work, room, None, starts_at + timedelta(hours=4), purpose=Purpose.MEETING)

    link = worker.post("/calendar-links", {"kind": "room", "living_room_id": room.id})
    feed = read(anyone, link.json)

    assert link.status_code == 201
    summaries = {str(event["summary"]) for event in events_of(feed)}
    assert summaries == {"越剧班 · 陈**", "文体娱乐 · 夕阳红合唱团", "会议 · 社区"}
    assert "阿婆" not in feed.text
    english = {str(event["summary"]) for event in events_of(read(anyone, link.json, language="en"))}
    assert "Meeting · The community" in english


def test_a_resident_subscribes_to_their_own_bookings_alone(
    work: UnitOfWork,
    clock: StoppedClock,
    room: LivingRoom,
    dweller: ApiClient,
    anyone: ApiClient,
    grandma: Resident,
) -> None:
    starts_at = clock.today_at("10:00", days=1)
    mine = booking(work, room, grandma, starts_at, title="越剧班")
    booking(work, room, residents.resident(work, name="别人"), starts_at + timedelta(hours=2))

    link = dweller.post("/calendar-links", {"kind": "mine"}).json
    (event,) = events_of(read(anyone, link))

    assert str(event["uid"]) == f"{mine.id}@linli"
    assert str(event["summary"]) == "桂花会客厅 · 越剧班"
    assert (event.start, event.end) == (starts_at, starts_at + timedelta(hours=1))
    assert "桂花会客厅" in str(event["location"])


def test_another_library_finds_the_bookings_of_a_day(
    work: UnitOfWork,
    clock: StoppedClock,
    room: LivingRoom,
    dweller: ApiClient,
    anyone: ApiClient,
    grandma: Resident,
) -> None:
    for days in (1, 2, 8):
        booking(work, room, grandma, clock.today_at("23:30", days=days))
    link = dweller.post("/calendar-links", {"kind": "mine"}).json
    calendar = icalendar.Calendar.from_ical(read(anyone, link).data)

    day = local(clock.today_at("00:00", days=2))
    found = recurring_ical_events.of(calendar).between(day, day + timedelta(days=1))

    assert [event.start for event in found if event.start >= day] == [clock.today_at("23:30", days=2)]


def test_a_changed_booking_keeps_its_uid_and_raises_its_sequence(
    work: UnitOfWork,
    clock: StoppedClock,
    room: LivingRoom,
    dweller: ApiClient,
    anyone: ApiClient,
    grandma: Resident,
) -> None:
    made = booking(work, room, grandma, clock.today_at("10:00", days=1))
    link = dweller.post("/calendar-links", {"kind": "mine"}).json
    (before,) = events_of(read(anyone, link))

    made.starts_at += timedelta(minutes=30)
    work.session.flush()
    (moved,) = events_of(read(anyone, link))
    made.status = BookingStatus.CANCELLED
    work.session.flush()
    (cancelled,) = events_of(read(anyone, link))

    assert before["uid"] == moved["uid"] == cancelled["uid"]
    assert before["sequence"] < moved["sequence"] < cancelled["sequence"]
    assert (str(before["status"]), str(cancelled["status"])) == ("CONFIRMED", "CANCELLED")
    assert moved.start == made.starts_at


def test_what_lies_long_back_is_not_in_the_feed(
    work: UnitOfWork,
    clock: StoppedClock,
    room: LivingRoom,
    dweller: ApiClient,
    anyone: ApiClient,
    grandma: Resident,
) -> None:
    booking(work, room, grandma, clock.today_at("10:00", days=-61))
    recent = booking(work, room, grandma, clock.today_at("10:00", days=-59))
    link = dweller.post("/calendar-links", {"kind": "mine"}).json

    assert [str(event["uid"]) for event in events_of(read(anyone, link))] == [f"{recent.id}@linli"]


def test_a_feed_without_bookings_can_be_read(room: LivingRoom, worker: ApiClient, anyone: ApiClient) -> None:
    link = worker.post("/calendar-links", {"kind": "room", "living_room_id": room.id}).json

    feed = read(anyone, link)

    assert feed.status_code == 200
    assert "X-WR-CALNAME:桂花会客厅" in feed.text


def test_a_link_of_who_lost_the_duty_or_the_account_shows_nothing(
    work: UnitOfWork, clock: StoppedClock, room: LivingRoom, anyone: ApiClient, app: Flask
) -> None:
    stand_in = accounts.staff_account(work)
    accounts.duty(work, stand_in, Role.COMMUNITY_WORKER, regions.COMMUNITY, valid_until=date(2026, 3, 3))
    leaver = accounts.staff(work, Role.STREET_STAFF, regions.STREET)
    asked = {"kind": "room", "living_room_id": room.id}
    links = [
        accounts.client_of(app, work, account).post("/calendar-links", asked).json
        for account in (stand_in, leaver)
    ]
    assert [read(anyone, link).status_code for link in links] == [200, 200]

    leaver.disabled_at = work.now
    work.session.flush()
    clock.move(days=2)

    answers = [read(anyone, link) for link in links]
    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(404, "not_found")] * 2


def test_a_revoked_or_made_up_link_shows_nothing(
    room: LivingRoom, worker: ApiClient, dweller: ApiClient, anyone: ApiClient
) -> None:
    link = worker.post("/calendar-links", {"kind": "room", "living_room_id": room.id})
    mine = dweller.post("/calendar-links", {"kind": "mine"}).json
    path = f"/calendar-links/{link.json['id']}"

    assert worker.delete(path, etag=link.headers["ETag"]).status_code == 204

    assert read(anyone, link.json).status_code == 404
    assert worker.get("/calendar-links").json["items"] == []
    assert anyone.get("/bookings/mine.ics?token=made-up").status_code == 404
    assert anyone.get("/bookings/mine.ics").status_code == 422
    secret = urlsplit(mine["url"]).query
    assert anyone.get(f"/living-rooms/{room.id}/calendar.ics?{secret}").status_code == 404


def test_a_link_opens_only_its_own_room(
    work: UnitOfWork, room: LivingRoom, worker: ApiClient, anyone: ApiClient
) -> None:
    other = living_rooms.room(work)
    link = worker.post("/calendar-links", {"kind": "room", "living_room_id": room.id}).json

    answer = anyone.get(f"/living-rooms/{other.id}/calendar.ics?{urlsplit(link['url']).query}")

    assert answer.status_code == 404


def test_a_secret_is_not_kept_and_a_link_is_its_makers_alone(
    app: Flask, work: UnitOfWork, room: LivingRoom, worker: ApiClient, dweller: ApiClient
) -> None:
    link = worker.post("/calendar-links", {"kind": "room", "living_room_id": room.id}).json
    other = accounts.client_of(app, work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY))

    (listed,) = worker.get("/calendar-links").json["items"]

    assert set(listed) == {"id", "kind", "living_room_id", "created_at"}
    assert other.get("/calendar-links").json["items"] == []
    assert other.get(f"/calendar-links/{link['id']}").status_code == 404
    assert other.delete(f"/calendar-links/{link['id']}").status_code == 404


def test_links_are_for_who_may_see_the_calendar(
    app: Flask, work: UnitOfWork, room: LivingRoom, worker: ApiClient, dweller: ApiClient, anyone: ApiClient
) -> None:
    stranger = accounts.client_of(app, work, accounts.resident_account(work))
    of_room = {"kind": "room", "living_room_id": room.id}
    nowhere = {"kind": "room", "living_room_id": "01900000-0000-7000-8000-000000000000"}

    assert dweller.post("/calendar-links", of_room).status_code == 403
    assert stranger.post("/calendar-links", {"kind": "mine"}).status_code == 403
    assert worker.post("/calendar-links", {"kind": "mine"}).status_code == 403
    assert anyone.post("/calendar-links", {"kind": "mine"}).status_code == 401
    assert worker.post("/calendar-links", nowhere).status_code == 404
    without_room = worker.post("/calendar-links", {"kind": "room"})
    assert "living_room_id" in without_room.json["errors"]
    assert dweller.post("/calendar-links", {**of_room, "kind": "mine"}).status_code == 422


def test_who_asks_does_not_say_where_the_address_leads(work: UnitOfWork, dweller: ApiClient) -> None:
    house, kept = work.house, work.house.settings
    house.settings = replace(kept, public_url="https://linli.example.gov.cn/")
    try:
        made = dweller.post("/calendar-links", {"kind": "mine"}, headers={"Host": "evil.example"})
    finally:
        house.settings = kept

    assert made.json["url"].startswith("https://linli.example.gov.cn/api/v1/")
