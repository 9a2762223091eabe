"""Who reads what of the time bank, and what is noted of it."""

from collections import Counter
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.events.volunteering.conftest import Speak, account
from tests.factories import accounts, regions, residents
from tests.factories.volunteering import claim, hours, used

As = Callable[[Resident], ApiClient]
LISTS = ("/volunteer-hours", "/time-bank/entries", "/time-bank/corrections")
MARCH = "/time-bank/ledger?month=2026-03"


def test_who_has_nothing_yet_reads_an_empty_account(as_person: As, volunteer: Resident) -> None:
    told = account(as_person(volunteer))

    assert (told["balance_minutes"], told["owed_minutes"], told["left_today_minutes"]) == (0, 0, 480)


def test_people_read_their_own_and_that_of_elders_for_whom_they_act(
    app: Flask, as_person: As, work: UnitOfWork, volunteer: Resident, mother: Resident, stranger: Resident
) -> None:
    for each in (volunteer, mother, stranger):
        claim(work, each)
    daughter = accounts.resident_account(work)
    residents.proxy(work, mother, daughter, ["notices"])
    of_mother = accounts.client_of(app, work, daughter)
    son = as_person(volunteer)

    seen = {
        (path, str(each.get("resident_id")))
        for path in ("/volunteer-hours", "/time-bank/corrections")
        for client in (son, of_mother)
        for each in client.get(path).json["items"]
    }

    assert {who for _, who in seen} == {str(volunteer.id), str(mother.id)}
    assert son.get("/time-bank/account", query_string={"resident_id": stranger.id}).status_code == 404
    assert account(of_mother, mother)["resident_name"] == mother.name
    assert len(of_mother.get("/time-bank/entries").json["items"]) == 3
    assert of_mother.get("/time-bank/account").status_code == 404


def test_workers_read_their_places_and_each_reading_is_noted(
    worker: ApiClient, as_staff: Speak, work: UnitOfWork, volunteer: Resident
) -> None:
    row = hours(work, volunteer)
    claim(work, residents.resident(work, regions.OTHER_COMMUNITY))
    street = as_staff(Role.STREET_STAFF, regions.STREET)

    found = [len(worker.get(path).json["items"]) for path in LISTS]
    of_street = [len(street.get(path).json["items"]) for path in LISTS]
    account(worker, volunteer)
    worker.get(f"/volunteer-hours/{row.id}")

    assert (found, of_street) == ([1, 1, 0], [1, 1, 0])
    noted = Counter(work.session.scalars(select(AuditEntry.action)))
    assert noted["list_volunteer_hours"] == noted["list_time_entries"] == 2
    assert noted["get_time_account"] == noted["get_volunteer_hours"] == 1


def test_the_auditor_reads_all_with_masked_names(
    as_staff: Speak, work: UnitOfWork, volunteer: Resident
) -> None:
    claim(work, volunteer)
    auditor = as_staff(Role.AUDITOR, functions=())

    names = {
        each["resident_name"]
        for path in ("/volunteer-hours", "/time-bank/corrections")
        for each in auditor.get(path).json["items"]
    }

    assert names == {"沈**"}
    assert auditor.get(MARCH).json["owed_minutes"] == 40


def test_who_works_in_other_matters_reads_nothing(
    as_staff: Speak, work: UnitOfWork, volunteer: Resident
) -> None:
    claim(work, volunteer)
    others = [
        as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.ROOMS]),
        as_staff(Role.GRID_WORKER, regions.GRID),
        as_staff(Role.ASSESSOR, regions.DISTRICT),
        as_staff(Role.SYSTEM_ADMIN, functions=()),
    ]

    answers = {client.get(path).status_code for client in others for path in (*LISTS, MARCH)}

    assert answers == {403}


def test_hours_and_entries_are_found_by_person_place_and_kind(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident, stranger: Resident
) -> None:
    hours(work, volunteer)
    claim(work, stranger)

    def found(path: str, **query: object) -> int:
        return len(worker.get(path, query_string=query).json["items"])

    assert found("/volunteer-hours", resident_id=volunteer.id) == 1
    assert found("/volunteer-hours", region_code=regions.COMMUNITY, status="reversed") == 1
    assert found("/volunteer-hours", region_code=regions.OTHER_COMMUNITY) == 0
    assert found("/time-bank/entries", resident_id=stranger.id) == 3
    assert found("/time-bank/entries", kind="granted") == 2
    assert found("/time-bank/corrections", resident_id=stranger.id, status="open") == 1


def test_lists_are_read_page_by_page(worker: ApiClient, work: UnitOfWork, volunteer: Resident) -> None:
    for _ in range(5):
        hours(work, volunteer, 10)

    for path in ("/volunteer-hours", "/time-bank/entries"):
        first = worker.get(path, query_string={"limit": 3}).json
        second = worker.get(path, query_string={"limit": 3, "cursor": first["next_cursor"]}).json
        assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (3, 2, None)


def test_the_ledger_of_a_month_adds_up_to_its_entries(
    worker: ApiClient, as_staff: Speak, as_person: As, work: UnitOfWork, volunteer: Resident, mother: Resident
) -> None:
    hours(work, volunteer, 300)
    as_person(volunteer).post("/time-bank/transfers", {"to_resident_id": mother.id, "minutes": 100})
    as_person(volunteer).post("/time-bank/donations", {"minutes": 50})
    worker.post("/time-bank/gifts", {"resident_id": mother.id, "minutes": 20})
    used(work, mother, 70)
    claim(work, residents.resident(work, regions.OTHER_COMMUNITY))
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT)

    mine, all_of_it = worker.get(MARCH).json, district.get(MARCH).json

    [row] = mine["rows"]
    assert row == {
        "street_code": regions.STREET,
        "street_name": row["street_name"],
        "granted": 300,
        "corrected": 0,
        "restored": 0,
        "transferred": 100,
        "donated": 50,
        "given": 20,
        "spent": 70,
        "left": 0,
    }
    assert (mine["held_minutes"], mine["pool_minutes"], mine["owed_minutes"]) == (200, 30, 0)
    assert sum(each["granted"] for each in all_of_it["rows"]) == 360
    assert (all_of_it["held_minutes"], all_of_it["owed_minutes"]) == (200, 40)
    assert worker.get("/time-bank/ledger?month=2026-02").json["rows"] == []
