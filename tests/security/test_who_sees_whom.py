"""Nobody sees a person with whom they have no business, nor whether there is such a person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, bookings, living_rooms, regions, residents
from tests.security.conftest import ClientOf


def test_a_former_proxy_does_not_follow_the_elder_any_more(
    work: UnitOfWork, client_of: ClientOf, elder: Resident, clock: StoppedClock
) -> None:
    room = living_rooms.room(work)
    daughter = accounts.resident_account(work)
    standing = residents.proxy(work, elder, daughter)
    made = bookings.booking(work, elder, room, clock.today_at("14:00"), account_id=daughter.id)
    before = client_of(daughter).get(f"/bookings/{made.id}")
    herself = client_of(accounts.resident_account(work, elder.id))

    ended = herself.post(f"/proxies/{standing.id}/revoke")
    after = client_of(daughter).get(f"/bookings/{made.id}")

    assert (before.status_code, ended.status_code, after.status_code) == (200, 200, 404)


@pytest.mark.parametrize(("place", "sees"), [(regions.COMMUNITY, True), (regions.OTHER_COMMUNITY, False)])
def test_a_grid_worker_reads_what_they_may_change_for_their_residents(
    work: UnitOfWork, client_of: ClientOf, elder: Resident, clock: StoppedClock, place: str, sees: bool
) -> None:
    made = bookings.booking(work, elder, living_rooms.room(work), clock.today_at("14:00"))
    worker = client_of(accounts.staff(work, Role.GRID_WORKER, place))

    read = worker.get(f"/bookings/{made.id}").status_code
    changed = worker.patch(f"/bookings/{made.id}", {"headcount": 5}).status_code

    assert read == changed == (200 if sees else 404)


@pytest.mark.parametrize("function", [Function.CARE, Function.PEOPLE])
def test_an_office_reads_no_bookings_of_another_office(
    work: UnitOfWork, client_of: ClientOf, elder: Resident, clock: StoppedClock, function: Function
) -> None:
    made = bookings.booking(work, elder, living_rooms.room(work), clock.today_at("14:00"))
    street = client_of(accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions={function}))

    assert street.get(f"/bookings/{made.id}").status_code == 404
    assert street.get(f"/bookings?resident_id={elder.id}").json["items"] == []


def test_asking_for_an_elder_does_not_tell_when_they_come_on_record_or_die(
    work: UnitOfWork, client_of: ClientOf, worker: ApiClient, timetable: Timetable
) -> None:
    asker = client_of(accounts.resident_account(work, residents.resident(work, name="周敏").id))
    elder = {"name": "陈阿婆", "phone": "13812345678"}
    asked = asker.post("/proxies", {"elder": elder, "relation": "邻居", "scopes": ["booking"]})
    path = f"/proxies/{asked.json['id']}"
    seen = [asker.get(path)]

    registered = worker.post("/residents", {**elder, "region_code": regions.COMMUNITY})
    timetable.deliver()
    seen.append(asker.get(path))
    assert worker.get(f"/proxies?elder_id={registered.json['id']}").json["items"]
    worker.patch(f"/residents/{registered.json['id']}", {"status": "deceased"})
    timetable.deliver()
    seen.append(asker.get(path))
    approved = worker.post(f"{path}/approve")

    assert approved.status_code == 409
    assert {answer.get_data() for answer in seen} == {seen[0].get_data()}
    assert {answer.headers["ETag"] for answer in seen} == {asked.headers["ETag"]}
    assert asker.get(f"/proxies?elder_id={registered.json['id']}").json["items"] == []


def test_nobody_learns_by_an_id_whether_somebody_is_on_record(
    work: UnitOfWork, resident: ApiClient, elder: Resident, clock: StoppedClock
) -> None:
    room = living_rooms.room(work)
    starts_at = clock.today_at("14:00")
    wanted = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1), "headcount": 3}
    booking = {**wanted, "living_room_id": room.id, "purpose": "meeting"}
    wish = {**wanted, "living_room_id": room.id, "minutes": 60}

    def answers(resident_id: object) -> list[tuple[int, str]]:
        search = f"/living-rooms/search?date=2026-03-03&minutes=60&for_resident_id={resident_id}"
        answers = [
            resident.post("/bookings", {**booking, "for_resident_id": resident_id}),
            resident.post("/waitlist", {**wish, "for_resident_id": resident_id}),
            resident.get(search),
            resident.get(f"/residents/{resident_id}"),
        ]
        return [(answer.status_code, answer.json["code"]) for answer in answers]

    assert answers(elder.id) == answers(work.new_id())


def test_reading_a_record_leaves_an_entry_and_so_does_trying_in_vain(
    work: UnitOfWork, worker: ApiClient, stranger: ApiClient, elder: Resident
) -> None:
    worker.get(f"/residents/{elder.id}")
    worker.get(f"/residents/{elder.id}/sensitive?purpose=home_visit")
    stranger.get(f"/residents/{elder.id}")
    stranger.get(f"/residents/{elder.id}/sensitive?purpose=home_visit")

    about_her = select(AuditEntry).where(AuditEntry.subject == str(elder.id)).order_by(AuditEntry.id)
    kept = [(entry.action, entry.succeeded) for entry in work.session.scalars(about_her)]
    assert kept == [
        ("get_resident", True),
        ("read_sensitive", True),
        ("get_resident", False),
        ("read_sensitive", False),
    ]


def test_a_refusal_in_the_audit_trail_names_what_was_tried(
    work: UnitOfWork, client_of: ClientOf, elder: Resident, auditor: ApiClient
) -> None:
    street = client_of(accounts.staff(work, Role.STREET_STAFF, regions.STREET))

    refused = street.get(f"/residents/{elder.id}/sensitive?purpose=emergency")
    entries = auditor.get(f"/audit?subject={elder.id}").json["items"]

    assert refused.status_code == 403
    assert [(entry["action"], entry["succeeded"]) for entry in entries] == [("read_sensitive", False)]


def test_no_answer_to_workers_of_elsewhere_tells_a_residents_record(
    stranger: ApiClient, elder: Resident
) -> None:
    for q in (elder.name, "13812345678", "330211194001011022"):
        assert stranger.get(f"/residents?q={q}").json["items"] == []
    assert stranger.get(f"/residents?region_code={elder.region_code}").status_code == 403
    assert stranger.patch(f"/residents/{elder.id}", {"address": "x"}).status_code == 404
    assert stranger.post(f"/residents/{elder.id}/verify").status_code == 404
    assert stranger.post(f"/residents/{elder.id}/reject", {"reason": "x"}).status_code == 404


def test_trying_id_numbers_to_learn_who_is_on_record_leaves_a_trace(
    work: UnitOfWork, stranger: ApiClient, elder: Resident
) -> None:
    number = "330211194001011022"
    own = residents.resident(work, regions.OTHER_COMMUNITY, name="周敏")
    before = work.session.scalars(select(AuditEntry.id).where(~AuditEntry.succeeded)).all()

    refused = [
        stranger.post(
            "/residents", {"name": "某人", "region_code": regions.OTHER_COMMUNITY, "id_number": number}
        ),
        stranger.patch(f"/residents/{own.id}", {"id_number": number}),
    ]

    failures = select(AuditEntry.action).where(~AuditEntry.succeeded, AuditEntry.id.not_in(before))
    assert [answer.json["code"] for answer in refused] == ["on_record_already"] * 2
    assert work.session.scalars(failures.order_by(AuditEntry.id)).all() == [
        "register_resident",
        "change_resident",
    ]
