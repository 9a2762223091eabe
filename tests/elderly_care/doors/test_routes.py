"""Doors over HTTP: who may know where one is, who says so, and who hangs codes there."""

from base64 import b32decode
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask
from sqlalchemy import func, select

from service.elderly_care.doors import actions, queries
from service.elderly_care.doors.models import Door, DoorSecret
from service.elderly_care.doors.rules import CodeVerdict, SecretKind
from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.conftest import Speak
from tests.elderly_care.doors.test_places import north_of
from tests.factories import accounts, doors, regions, residents
from tests.factories.consents import consent
from tests.security.test_secrets_at_rest import everything_stored
from tests.statements import statements

HERE = {"latitude": 29.953, "longitude": 121.716, "coordinate_system": "WGS-84"}
IN_GCJ = {"latitude": 29.950536, "longitude": 121.720257, "coordinate_system": "GCJ-02"}
MARCH = {"month": "2026-03"}


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work)


@pytest.fixture
def path(elder: Resident) -> str:
    return f"/care/doors/{elder.id}"


@pytest.fixture
def grid_worker(as_staff: Speak) -> ApiClient:
    return as_staff(Role.GRID_WORKER, regions.COMMUNITY)


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


@pytest.fixture
def as_proxy(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    daughter = accounts.resident_account(work)
    residents.proxy(work, elder, daughter, ["care"])
    return accounts.client_of(app, work, daughter)


def proved(work: UnitOfWork, elder: Resident, code: str, at: datetime | None = None) -> CodeVerdict:
    return queries.code_verdict(work, queries.door(work, elder.id), code, at or work.now)


def worker_now(app: Flask, work: UnitOfWork, clock: StoppedClock) -> ApiClient:
    """A worker of the community who logs in at this moment."""
    regions.tree(work)
    work.now = clock.now()
    return accounts.client_of(app, work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY))


def shown_by(address: str, at: datetime) -> str:
    """What any authenticator shows that was set up with this address."""
    told = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert told["algorithm"] == "SHA1"
    device = TOTP(b32decode(told["secret"]), int(told["digits"]), SHA1(), int(told["period"]))
    return device.generate(int(at.timestamp())).decode()


def test_who_stands_at_the_door_says_where_it_is(
    grid_worker: ApiClient, worker: ApiClient, path: str
) -> None:
    nothing = worker.get(path)

    made = grid_worker.request("PUT", path, {**HERE, "allowance_m": 60})
    read = worker.get(path)

    assert nothing.status_code == 404
    assert (made.status_code, read.status_code) == (200, 200)
    assert read.json == made.json
    assert read.json["place"] == {"latitude": 29.953, "longitude": 121.716}
    assert (read.json["source"], read.json["allowance_m"]) == ("worker_on_site", 60)
    assert read.json["device_given_at"] is read.json["sheet_given_at"] is None
    assert set(read.json) == {
        "elder_id",
        "place",
        "source",
        "allowance_m",
        "placed_at",
        "device_given_at",
        "sheet_given_at",
    }


def test_a_place_of_a_chinese_map_is_kept_and_told_in_wgs_84(worker: ApiClient, path: str) -> None:
    made = worker.request("PUT", path, {**IN_GCJ, "source": "map"})

    assert made.json["place"] == {
        "latitude": pytest.approx(29.953, abs=2e-6),
        "longitude": pytest.approx(121.716, abs=2e-6),
    }
    assert made.json["source"] == "map"


def test_a_later_place_stands_for_the_former_and_shows_as_another_version(
    worker: ApiClient, path: str, work: UnitOfWork
) -> None:
    first = worker.request("PUT", path, {**HERE, "allowance_m": 60})
    stale = worker.request("PUT", path, IN_GCJ, etag='"77"')
    second = worker.request("PUT", path, {**HERE, "latitude": 29.96}, etag=first.headers["ETag"])

    assert stale.status_code == 412
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]
    assert (second.json["place"]["latitude"], second.json["allowance_m"]) == (29.96, 0)
    assert worker.get(path, headers={"If-None-Match": second.headers["ETag"]}).status_code == 304
    assert work.session.scalar(select(func.count()).select_from(Door)) == 1


def test_the_place_is_sealed(worker: ApiClient, path: str, work: UnitOfWork, elder: Resident) -> None:
    worker.request("PUT", path, HERE)

    stored = everything_stored(work)

    assert str(elder.id) in stored
    assert "29.953" not in stored
    assert "121.716" not in stored


@pytest.mark.parametrize("reader", ["as_elder", "as_proxy", "worker", "grid_worker", "district"])
def test_who_cares_for_the_elder_reads_it(
    request: pytest.FixtureRequest, reader: str, work: UnitOfWork, elder: Resident, path: str
) -> None:
    doors.secret(work, doors.door(work, elder))

    answer = request.getfixturevalue(reader).get(path)

    assert answer.status_code == 200
    assert answer.json["place"] == {"latitude": 29.953, "longitude": 121.716}
    assert answer.json["device_given_at"] is not None


@pytest.mark.parametrize(
    "stranger",
    ["other_worker", "manager", "dispatcher", "caregiver", "rooms_only", "neighbour", "for_bookings"],
)
def test_to_everybody_else_there_is_no_door(
    request: pytest.FixtureRequest,
    app: Flask,
    as_staff: Speak,
    stranger: str,
    work: UnitOfWork,
    elder: Resident,
    operator: Organisation,
    path: str,
) -> None:
    doors.secret(work, doors.door(work, elder), SecretKind.SHEET)
    consent(work, elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
    for_bookings = accounts.resident_account(work)
    residents.proxy(work, elder, for_bookings, ["booking"])
    others = {
        "caregiver": lambda: as_staff(Role.CAREGIVER, organisation_id=operator.id),
        "rooms_only": lambda: as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.ROOMS]),
        "neighbour": lambda: accounts.client_of(
            app, work, accounts.resident_account(work, residents.resident(work).id)
        ),
        "for_bookings": lambda: accounts.client_of(app, work, for_bookings),
    }
    client = others[stranger]() if stranger in others else request.getfixturevalue(stranger)

    answers = [
        client.get(path),
        client.request("PUT", path, HERE),
        client.post(f"{path}/device"),
        client.delete(f"{path}/device"),
        client.post(f"{path}/sheet", MARCH),
        client.get(f"{path}/sheet/print?month=2026-03"),
    ]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("reader", ["as_elder", "as_proxy", "grid_worker"])
def test_who_only_reads_it_makes_no_codes(
    request: pytest.FixtureRequest, reader: str, work: UnitOfWork, elder: Resident, path: str
) -> None:
    doors.secret(work, doors.door(work, elder), SecretKind.SHEET)
    client = request.getfixturevalue(reader)

    answers = [
        client.post(f"{path}/device"),
        client.delete(f"{path}/device"),
        client.post(f"{path}/sheet", MARCH),
        client.get(f"{path}/sheet/print?month=2026-03"),
    ]
    placed = client.request("PUT", path, HERE)

    assert {(answer.status_code, answer.json["code"]) for answer in answers} == {(403, "out_of_scope")}
    assert placed.status_code == (200 if reader == "grid_worker" else 403)


def test_a_worker_who_works_for_an_operator_besides_makes_no_codes(
    app: Flask, work: UnitOfWork, operator: Organisation, elder: Resident, path: str
) -> None:
    regions.tree(work)
    account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    client = accounts.client_of(app, work, account)

    before = client.post(f"{path}/device")
    accounts.duty(work, account, Role.DISPATCHER, organisation_id=operator.id)
    after = client.post(f"{path}/device")

    assert (before.status_code, after.status_code) == (201, 403)
    assert client.get(path).status_code == 200


def test_a_device_set_up_once_proves_a_visit(
    worker: ApiClient, path: str, work: UnitOfWork, elder: Resident
) -> None:
    given = worker.post(f"{path}/device")
    code = shown_by(given.json["address"], work.now)

    assert given.status_code == 201
    assert given.headers["Cache-Control"] == "no-store"
    assert given.json["qr_svg"].startswith("<svg")
    assert elder.name not in given.json["address"]
    assert proved(work, elder, code) is CodeVerdict.DEVICE
    assert worker.get(path).json["device_given_at"] == given.json["given_at"]


def test_another_device_ends_the_one_before_and_both_prove_their_own_time(
    app: Flask, worker: ApiClient, path: str, work: UnitOfWork, elder: Resident, clock: StoppedClock
) -> None:
    first = worker.post(f"{path}/device").json["address"]
    then = clock.now()
    clock.move(days=2)
    second = worker_now(app, work, clock).post(f"{path}/device").json["address"]
    now = clock.now()

    assert parse_qs(first) != parse_qs(second)
    assert proved(work, elder, shown_by(second, now), now) is CodeVerdict.DEVICE
    assert proved(work, elder, shown_by(first, now), now) is CodeVerdict.WRONG
    assert proved(work, elder, shown_by(first, then), then) is CodeVerdict.DEVICE


def test_a_device_is_taken_away_as_the_door_was_read(
    worker: ApiClient, path: str, work: UnitOfWork, elder: Resident
) -> None:
    given = worker.post(f"{path}/device")
    code = shown_by(given.json["address"], work.now)

    without, stale = (worker.delete(f"{path}/device", etag=etag) for etag in (None, '"77"'))
    taken = worker.delete(f"{path}/device", etag=given.headers["ETag"])
    again = worker.delete(f"{path}/device")

    assert [each.status_code for each in (without, stale, taken, again)] == [428, 412, 204, 404]
    assert worker.get(path).json["device_given_at"] is None
    assert worker.get(path).headers["ETag"] != given.headers["ETag"]
    assert proved(work, elder, code) is CodeVerdict.WRONG


def test_a_sheet_has_two_codes_a_day_that_prove_visits(
    worker: ApiClient, path: str, work: UnitOfWork, elder: Resident, clock: StoppedClock
) -> None:
    sheet = worker.post(f"{path}/sheet", MARCH)

    assert sheet.status_code == 201
    assert sheet.headers["Cache-Control"] == "no-store"
    days = sheet.json["days"]
    assert (sheet.json["month"], days[0]["date"], days[-1]["date"]) == ("2026-03", "2026-03-02", "2026-03-31")
    assert proved(work, elder, days[0]["am"]) is CodeVerdict.SHEET
    assert proved(work, elder, days[0]["am"], clock.today_at("12:31")) is CodeVerdict.WRONG
    last = datetime.fromisoformat("2026-03-31T23:59:59+08:00")
    assert proved(work, elder, days[-1]["pm"], last) is CodeVerdict.SHEET
    assert proved(work, elder, days[-1]["am"], last) is CodeVerdict.WRONG


def test_a_sheet_is_the_same_each_time_until_it_is_renewed(
    app: Flask, worker: ApiClient, path: str, work: UnitOfWork, elder: Resident, clock: StoppedClock
) -> None:
    first, again, april = (
        worker.post(f"{path}/sheet", {"month": month}).json for month in ("2026-03", "2026-03", "2026-04")
    )
    clock.move(hours=1)
    later = worker_now(app, work, clock)
    renewed = later.post(f"{path}/sheet", {**MARCH, "renew": True}).json

    assert again == first
    assert [april["days"][0]["date"], april["days"][-1]["date"]] == ["2026-04-01", "2026-04-30"]
    assert renewed["given_at"] > first["given_at"]
    assert proved(work, elder, renewed["days"][0]["am"], clock.now()) is CodeVerdict.SHEET
    assert proved(work, elder, first["days"][0]["am"], clock.now()) is CodeVerdict.WRONG
    assert later.get(path).json["sheet_given_at"] == renewed["given_at"]


@pytest.mark.parametrize(
    ("today", "month", "days"),
    [
        ("2026-03-31T23:59:00+08:00", "2026-03", ["2026-03-31"]),
        ("2026-04-01T00:00:00+08:00", "2026-03", None),
        ("2026-12-31T12:00:00+08:00", "2027-01", 31),
        ("2026-12-31T12:00:00+08:00", "2027-02", None),
        ("2028-02-01T00:00:00+08:00", "2028-02", 29),
    ],
)
def test_months_are_the_districts(
    app: Flask, path: str, clock: StoppedClock, work: UnitOfWork, today: str, month: str, days: Any
) -> None:
    clock.move_to(datetime.fromisoformat(today))

    answer = worker_now(app, work, clock).post(f"{path}/sheet", {"month": month})

    if days is None:
        assert (answer.status_code, answer.json["code"]) == (422, "month_out_of_reach")
        assert list(answer.json["errors"]) == ["month"]
    else:
        dates = [each["date"] for each in answer.json["days"]]
        assert dates == days if isinstance(days, list) else len(dates) == days
        assert {each[:7] for each in dates} == {month}


def test_the_printed_sheet_shows_the_same_codes_and_can_load_nothing(
    worker: ApiClient, path: str, elder: Resident
) -> None:
    before = worker.get(f"{path}/sheet/print?month=2026-03")
    days = worker.post(f"{path}/sheet", MARCH).json["days"]
    page = worker.get(f"{path}/sheet/print?month=2026-03")

    assert before.status_code == 404
    assert page.status_code == 200
    assert page.content_type.startswith("text/html")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    text = page.get_data(as_text=True)
    assert elder.name in text
    assert "2026 年 3 月" in text
    assert text.count('class="code"') == 2 * len(days)
    for day in days:
        assert f"{day['am'][:3]} {day['am'][3:]}" in text
        assert f"{day['pm'][:3]} {day['pm'][3:]}" in text


def test_secrets_and_codes_are_stored_nowhere_and_yet_answered_again(
    worker: ApiClient, path: str, work: UnitOfWork, elder: Resident
) -> None:
    device, device_again = (worker.post(f"{path}/device", key="d1") for _ in range(2))
    sheet, sheet_again = (worker.post(f"{path}/sheet", MARCH, key="s1") for _ in range(2))
    worker.get(f"{path}/sheet/print?month=2026-03")
    worker.get(path)
    facts = queries.door(work, elder.id)

    stored = everything_stored(work)

    assert (device_again.json, sheet_again.json) == (device.json, sheet.json)
    assert device_again.headers["Cache-Control"] == "no-store"
    assert facts is not None
    secrets = [held.secret for held in facts.secrets]
    codes = [day[half] for day in sheet.json["days"] for half in ("am", "pm")]
    in_base_32 = parse_qs(urlsplit(device.json["address"]).query)["secret"]
    assert len(secrets) == 2
    for told in (*secrets, *in_base_32, *(f'"{code}"' for code in codes)):
        assert told not in stored
        assert told.strip('"') not in worker.get(path).get_data(as_text=True)


def test_who_read_or_changed_it_is_on_record(
    worker: ApiClient, as_elder: ApiClient, as_proxy: ApiClient, path: str, work: UnitOfWork, elder: Resident
) -> None:
    worker.request("PUT", path, HERE)
    worker.post(f"{path}/device")
    worker.post(f"{path}/sheet", MARCH)
    worker.get(f"{path}/sheet/print?month=2026-03")
    worker.delete(f"{path}/device")
    for client in (worker, as_elder, as_proxy):
        client.get(path)

    entries = work.session.scalars(
        select(AuditEntry).where(AuditEntry.subject == str(elder.id)).order_by(AuditEntry.id)
    ).all()

    assert [(each.action, each.people == [elder.id]) for each in entries] == [
        ("place_care_door", False),
        ("give_care_door_device", False),
        ("print_care_door_sheet", True),
        ("give_care_door_sheet", False),
        ("print_care_door_sheet", True),
        ("take_care_door_device", False),
        ("get_care_door", True),
        ("get_care_door", False),
        ("get_care_door", True),
    ]
    assert all(each.facts == {} for each in entries)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"latitude": 90.000001}, "latitude"),
        ({"latitude": -91}, "latitude"),
        ({"longitude": 180.5}, "longitude"),
        ({"longitude": "121.7"}, "longitude"),
        ({"latitude": True}, "latitude"),
        ({"latitude": None}, "latitude"),
        ({"coordinate_system": "BD-09"}, "coordinate_system"),
        ({"coordinate_system": None}, "coordinate_system"),
        ({"allowance_m": -1}, "allowance_m"),
        ({"allowance_m": 501}, "allowance_m"),
        ({"allowance_m": 10.5}, "allowance_m"),
        ({"source": "caregiver_marks"}, "source"),
        ({"radius_m": 5000}, "radius_m"),
    ],
)
def test_an_impossible_place_is_refused_by_its_field(
    worker: ApiClient, path: str, changes: dict[str, Any], field: str
) -> None:
    refused = worker.request("PUT", path, {**HERE, **changes})

    assert refused.status_code == 422
    assert list(refused.json["errors"]) == [field]
    assert worker.get(path).status_code == 404


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "29.9.5"])
def test_what_is_no_number_is_no_json(worker: ApiClient, path: str, number: str) -> None:
    body = f'{{"latitude": {number}, "longitude": 121.7, "coordinate_system": "WGS-84"}}'

    refused = worker.request("PUT", path, data=body, content_type="application/json")

    assert refused.status_code in (400, 422)


@pytest.mark.parametrize("name", ["latitude", "longitude", "coordinate_system"])
def test_a_place_is_told_as_a_whole(worker: ApiClient, path: str, name: str) -> None:
    refused = worker.request("PUT", path, {each: HERE[each] for each in HERE if each != name})

    assert (refused.status_code, list(refused.json["errors"])) == (422, [name])


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "2026-03-01", "26-03", "März", "", 202603, None])
def test_what_is_no_month_is_refused_by_name(worker: ApiClient, path: str, month: Any) -> None:
    asked = worker.post(f"{path}/sheet", {"month": month})
    printed = worker.get(f"{path}/sheet/print", query_string={"month": "" if month is None else month})

    assert (asked.status_code, list(asked.json["errors"])) == (422, ["month"])
    assert printed.status_code in (404, 422)


@pytest.mark.parametrize(
    "status", [ResidentStatus.PENDING, ResidentStatus.DECEASED, ResidentStatus.MOVED_AWAY]
)
def test_only_whom_the_community_knows_gets_a_door(
    worker: ApiClient, work: UnitOfWork, status: ResidentStatus
) -> None:
    person = residents.resident(work, status=status)
    path = f"/care/doors/{person.id}"

    answers = [
        worker.request("PUT", path, HERE),
        worker.post(f"{path}/device"),
        worker.post(f"{path}/sheet", MARCH),
    ]

    assert {(answer.status_code, answer.json["code"]) for answer in answers} == {(409, "elder_not_verified")}
    assert work.session.scalar(select(func.count()).select_from(Door)) == 0


def test_nobodys_door_is_not_there(worker: ApiClient) -> None:
    path = "/care/doors/01900000-0000-7000-8000-000000000000"

    assert worker.get(path).status_code == worker.request("PUT", path, HERE).status_code == 404


def test_the_places_of_many_are_opened_in_one_statement(work: UnitOfWork) -> None:
    known = [residents.resident(work) for _ in range(3)]
    unknown, elsewhere = (residents.resident(work) for _ in range(2))
    for each in (*known, elsewhere):
        doors.door(work, each)
    doors.door(work, unknown, None)
    asked = [each.id for each in (*known, unknown)]

    with statements(work.connection) as sent:
        found = queries.places_of(work, asked)
        count = len(list(sent))

    assert found == {each.id: doors.HOME for each in known}
    assert count == 1
    assert queries.places_of(work, []) == {}


def test_a_mark_is_judged_by_the_districts_radius_and_the_doors_allowance(
    work: UnitOfWork, elder: Resident
) -> None:
    doors.door(work, elder, allowance_m=60)
    tall, nobody = queries.door(work, elder.id), queries.door(work, residents.resident(work).id)

    def found(off_m: int, accuracy_m: float = 5) -> str:
        return queries.place_verdict(work, tall, north_of(doors.HOME, off_m), accuracy_m)

    assert [found(159), found(164), found(166), found(0, 201)] == ["inside", "near", "outside", "unknown"]
    assert nobody is None
    assert queries.place_verdict(work, nobody, doors.HOME, 5) == "unknown"


def test_secrets_of_long_ago_are_forgotten_and_what_hangs_there_stays(
    work: UnitOfWork, elder: Resident
) -> None:
    at, now = doors.door(work, elder), work.now
    for days in (300, 200, 10):
        given_at = now - timedelta(days=days + 100)
        doors.secret(work, at, given_at=given_at, ended_at=now - timedelta(days=days))
    doors.secret(work, at, given_at=now - timedelta(days=900))

    forgotten = [actions.forget_former_secrets(work, now - timedelta(days=184), 1) for _ in range(3)]

    left = work.session.scalars(select(DoorSecret.ended_at).order_by(DoorSecret.ended_at)).all()
    assert forgotten == [1, 1, 0]
    assert left == [now - timedelta(days=10), None]


def test_the_month_of_a_sheet_is_told_as_a_month(worker: ApiClient, path: str) -> None:
    told = worker.post(f"{path}/sheet", MARCH).json

    assert told["month"] == "2026-03"
    assert [date.fromisoformat(each["date"]).month for each in told["days"]] == [3] * len(told["days"])
