"""The roster over HTTP: who keeps it, what it may say, who is on duty."""

from typing import Any

import pytest

from service.accounts.models import Account
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, alarms, regions


@pytest.fixture
def street(as_staff: Speak) -> ApiClient:
    return as_staff(Role.STREET_STAFF, regions.STREET)


@pytest.fixture
def somebody(work: UnitOfWork, street: ApiClient) -> Account:
    return accounts.staff(work, Role.STREET_STAFF, regions.STREET)


def night(account: Account, **other: Any) -> dict[str, Any]:
    return {
        "region_code": regions.STREET,
        "account_id": str(account.id),
        "starts_at": "2026-03-02T17:30:00+08:00",
        "ends_at": "2026-03-03T08:30:00+08:00",
    } | other


def test_a_street_puts_somebody_on_duty_over_midnight_every_week(
    street: ApiClient, worker: ApiClient, somebody: Account
) -> None:
    made = street.post("/care/duty-desks", night(somebody, weekly_until="2026-06-30"))

    def on_duty(at: str) -> list[str]:
        query = f"region_code={regions.COMMUNITY}&at={at.replace('+', '%2B')}"
        return [each["id"] for each in worker.get(f"/care/duty-desks/on-duty?{query}").json["items"]]

    assert made.status_code == 201
    assert on_duty("2026-03-03T03:00:00+08:00") == [made.json["id"]]
    assert on_duty("2026-03-17T08:29:00+08:00") == [made.json["id"]]
    assert on_duty("2026-03-17T08:30:00+08:00") == []
    assert on_duty("2026-03-18T03:00:00+08:00") == []
    assert on_duty("2026-07-07T03:00:00+08:00") == []


def test_several_may_be_on_duty_at_once(street: ApiClient, somebody: Account) -> None:
    first = street.post("/care/duty-desks", night(somebody))
    second = street.post("/care/duty-desks", night(somebody))

    assert (first.status_code, second.status_code) == (201, 201)


def test_only_the_street_and_the_district_keep_the_roster(
    work: UnitOfWork, as_staff: Speak, somebody: Account, worker: ApiClient, district: ApiClient
) -> None:
    for_emergencies = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.EMERGENCY])
    refused = [
        worker,
        as_staff(Role.GRID_WORKER, regions.COMMUNITY),
        as_staff(Role.STREET_STAFF, regions.OTHER_STREET),
        as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.ROOMS]),
        as_staff(Role.ASSESSOR, regions.DISTRICT),
    ]
    row = alarms.duty(work, somebody)

    for client in (district, for_emergencies):
        assert client.post("/care/duty-desks", night(somebody)).status_code == 201
    for client in refused:
        assert client.post("/care/duty-desks", night(somebody)).status_code == 403
        assert client.delete(f"/care/duty-desks/{row.id}").status_code == 403


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ends_at": "2026-03-02T17:30:00+08:00"}, "impossible_duty"),
        ({"ends_at": "2026-03-09T17:31:00+08:00"}, "impossible_duty"),
        ({"weekly_until": "2026-03-01"}, "impossible_duty"),
        ({"region_code": regions.GRID}, "no_desk_there"),
        ({"starts_at": "2026-03-02T17:30:00"}, "invalid_input"),
        ({"region_code": ""}, "invalid_input"),
    ],
)
def test_what_is_no_duty_is_refused(
    street: ApiClient, somebody: Account, changed: dict[str, str], code: str
) -> None:
    refused = street.post("/care/duty-desks", night(somebody, **changed))

    assert (refused.status_code, refused.json["code"]) == (422, code)


def test_on_duty_is_only_who_serves_the_place(
    work: UnitOfWork, street: ApiClient, district: ApiClient, somebody: Account
) -> None:
    for_rooms = accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.ROOMS])
    resident = accounts.resident_account(work)
    wrong = [
        street.post("/care/duty-desks", night(for_rooms)),
        street.post("/care/duty-desks", night(resident)),
        street.post("/care/duty-desks", night(somebody, account_id=str(work.new_id()))),
        district.post("/care/duty-desks", night(somebody, region_code=regions.DISTRICT)),
        district.post("/care/duty-desks", night(somebody, region_code=regions.OTHER_STREET)),
    ]

    assert [(each.status_code, each.json["code"]) for each in wrong] == [(422, "not_on_staff_there")] * 5


def test_an_unknown_place_is_out_of_everybodys_reach(district: ApiClient, somebody: Account) -> None:
    assert district.post("/care/duty-desks", night(somebody, region_code="999")).status_code == 403


def test_the_roster_is_listed_by_place_without_what_is_over(
    work: UnitOfWork, street: ApiClient, district: ApiClient, somebody: Account, clock: StoppedClock
) -> None:
    coming = alarms.duty(work, somebody)
    over = alarms.duty(
        work, somebody, starts_at=clock.today_at("00:00", days=-1), ends_at=clock.today_at("08:00")
    )
    there = alarms.duty(
        work, accounts.staff(work, Role.STREET_STAFF, regions.OTHER_STREET), regions.OTHER_STREET
    )

    def ids(client: ApiClient, query: str = "") -> list[str]:
        return [each["id"] for each in client.get(f"/care/duty-desks{query}").json["items"]]

    assert ids(street) == [str(coming.id)]
    assert ids(street, "?over=true") == [str(coming.id), str(over.id)]
    assert ids(district) == [str(coming.id), str(there.id)]
    assert ids(district, f"?region_code={regions.OTHER_STREET}") == [str(there.id)]
    first = street.get("/care/duty-desks?over=true&limit=1").json
    assert ids(street, f"?over=true&limit=1&cursor={first['next_cursor']}") == [str(over.id)]


def test_taking_somebody_off_needs_the_present_version(
    work: UnitOfWork, street: ApiClient, somebody: Account
) -> None:
    row = alarms.duty(work, somebody)
    path = f"/care/duty-desks/{row.id}"

    seen = street.get(path)

    assert seen.json["id"] == str(row.id)
    assert seen.headers["ETag"].startswith('"1.')
    assert street.delete(path, etag=None).status_code == 428
    assert street.delete(path, etag='"7"').status_code == 412
    assert street.delete(path, etag='"1"').status_code == 204
    assert street.delete(path).status_code == 404
