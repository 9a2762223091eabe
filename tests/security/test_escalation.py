"""Nobody does what is another's part: by rights, by tokens, by time."""

from datetime import date, timedelta

import jwt
import pytest
from flask import Flask

from service.kit.actor import Function, Role
from service.kit.clock import at_local
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ProxyStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, organisations, regions, residents
from tests.security.conftest import ClientOf

PASSWORD, OWN_PASSWORD = "Plum-blossom-27", "Winter-Plum-28"


def test_who_makes_accounts_can_not_become_another_administrator_through_one(
    work: UnitOfWork, client_of: ClientOf, anyone: ApiClient, app: Flask
) -> None:
    system = client_of(accounts.staff(work, Role.SYSTEM_ADMIN, functions=[]))
    security = client_of(accounts.staff(work, Role.SECURITY_ADMIN, functions=[]))
    made = system.post(
        "/accounts/staff", {"username": "wang.fang", "display_name": "王芳", "password": PASSWORD}
    )
    duties = f"/accounts/staff/{made.json['id']}/duties"

    too_early = security.post(duties, {"role": "auditor"})
    login = anyone.post("/accounts/login/password", {"username": "wang.fang", "password": PASSWORD})
    herself = ApiClient(app, login.json["access_token"])
    herself.post("/accounts/password", {"old_password": PASSWORD, "new_password": OWN_PASSWORD})
    granted = security.post(duties, {"role": "auditor"})
    taken_over = system.patch(f"/accounts/staff/{made.json['id']}", {"password": "Plum-blossom-29"})

    assert (too_early.status_code, too_early.json["code"]) == (409, "password_not_own")
    assert granted.status_code == 201
    assert taken_over.status_code == 403


def test_an_organisations_staff_and_members_reach_no_residents(
    work: UnitOfWork, client_of: ClientOf, elder: Resident
) -> None:
    operator = organisations.organisation(work)
    manager = client_of(accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=operator.id))

    for path in (f"/residents/{elder.id}", f"/residents/{elder.id}/sensitive?purpose=emergency"):
        assert manager.get(path).status_code == 404
    assert manager.get("/residents").status_code == 403
    assert manager.get(f"/organisations/{operator.id}/members").status_code == 403


@pytest.mark.parametrize("status", [each for each in ProxyStatus if each is not ProxyStatus.APPROVED])
def test_a_proxy_who_is_none_books_and_searches_for_nobody(
    work: UnitOfWork, client_of: ClientOf, elder: Resident, clock: StoppedClock, status: ProxyStatus
) -> None:
    account = accounts.resident_account(work)
    residents.proxy(work, elder, account, status=status)

    assert _book_for(client_of(account), work, elder, clock) == 403


@pytest.mark.parametrize("scope", ["care", "notices", "reports"])
def test_a_proxy_in_another_matter_does_not_book(
    work: UnitOfWork, client_of: ClientOf, elder: Resident, clock: StoppedClock, scope: str
) -> None:
    account = accounts.resident_account(work)
    residents.proxy(work, elder, account, (scope,))

    assert _book_for(client_of(account), work, elder, clock) == 403


def test_a_proxy_acts_to_the_end_of_the_last_day_and_not_beyond(
    work: UnitOfWork, client_of: ClientOf, elder: Resident, clock: StoppedClock, app: Flask
) -> None:
    account = accounts.resident_account(work)
    residents.proxy(work, elder, account, valid_until=date(2026, 3, 2))

    clock.move_to(at_local(date(2026, 3, 3)) - timedelta(seconds=1))
    last_moment = _book_for(accounts.client_of(app, work.house, account), work, elder, clock, days=2)
    clock.move(seconds=1)
    too_late = _book_for(accounts.client_of(app, work.house, account), work, elder, clock, days=3)

    assert (last_moment, too_late) == (201, 403)


def _book_for(
    client: ApiClient, work: UnitOfWork, elder: Resident, clock: StoppedClock, days: int = 1
) -> int:
    starts_at = clock.today_at("14:00", days=days)
    wanted = {
        "living_room_id": living_rooms.room(work).id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "purpose": "meeting",
        "headcount": 3,
        "for_resident_id": elder.id,
    }
    return client.post("/bookings", wanted).status_code


def test_a_duty_ends_while_its_holder_is_logged_in(
    work: UnitOfWork, app: Flask, house: House, clock: StoppedClock, elder: Resident
) -> None:
    worker = accounts.staff_account(work)
    today = date(2026, 3, 2)
    accounts.duty(work, worker, Role.COMMUNITY_WORKER, regions.COMMUNITY, valid_until=today)
    clock.move_to(at_local(date(2026, 3, 3)) - timedelta(seconds=1))
    client = accounts.client_of(app, house, worker)

    last_moment = client.get(f"/residents/{elder.id}").status_code
    clock.move(seconds=1)
    next_day = client.get(f"/residents/{elder.id}").status_code

    assert (last_moment, next_day) == (200, 404)


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_tokens_serve_for_what_they_were_made_and_only_ours_serve(
    work: UnitOfWork, app: Flask, anyone: ApiClient, worker: ApiClient, house: House
) -> None:
    account = accounts.resident_account(work)
    with app.app_context():
        tokens = accounts.login(work, account.id)
    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    forged = [
        tokens["refresh_token"],
        jwt.encode(claims, "x" * 40, "HS256"),
        jwt.encode(claims, "", "none"),
        jwt.encode(claims, house.settings.secret_key, "HS512"),
        jwt.encode({**claims, "sid": str(work.new_id())}, house.settings.secret_key, "HS256"),
        jwt.encode({**claims, "sid": "x"}, house.settings.secret_key, "HS256"),
        jwt.encode({**claims, "exp": 1}, house.settings.secret_key, "HS256"),
    ]

    assert [ApiClient(app, token).get("/accounts/me").status_code for token in forged] == [401] * 7
    refreshed = anyone.post("/accounts/refresh", {"refresh_token": tokens["access_token"]})
    assert refreshed.status_code == 401
    assert ApiClient(app, tokens["access_token"]).get("/accounts/me").status_code == 200


def test_a_screens_token_shows_its_own_rooms_code_and_nothing_else(
    work: UnitOfWork, app: Flask, worker: ApiClient
) -> None:
    own, other = living_rooms.room(work), living_rooms.room(work, name="另一间")
    token = worker.post(f"/living-rooms/{own.id}/screen-token").json["token"]
    screen = ApiClient(app, token)

    assert screen.get(f"/living-rooms/{own.id}/check-in-code").status_code == 200
    for path in (f"/living-rooms/{other.id}/check-in-code", f"/living-rooms/{own.id}", "/bookings"):
        assert screen.get(path).status_code == 401
    assert screen.post(f"/living-rooms/{own.id}/screen-token").status_code == 401


def test_a_rooms_calendar_closes_with_the_duty_of_who_made_the_link(
    work: UnitOfWork, app: Flask, anyone: ApiClient, house: House, clock: StoppedClock
) -> None:
    room = living_rooms.room(work)
    keeper = accounts.staff_account(work)
    accounts.duty(work, keeper, Role.COMMUNITY_WORKER, regions.COMMUNITY, valid_until=date(2026, 3, 2))
    link = accounts.client_of(app, house, keeper).post(
        "/calendar-links", {"kind": "room", "living_room_id": room.id}
    )
    feed = "//" + link.json["url"].partition("://")[2].partition("/")[2]

    before = anyone.get(feed).status_code
    of_my_own = anyone.get(f"/bookings/mine.ics?token={feed.rpartition('=')[2]}").status_code
    clock.move(days=1)
    after = anyone.get(feed).status_code

    assert (before, of_my_own, after) == (200, 404, 404)


def test_functions_of_one_office_are_not_those_of_another(
    work: UnitOfWork, client_of: ClientOf, elder: Resident
) -> None:
    rooms = client_of(accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions={Function.ROOMS}))

    assert rooms.get("/residents").status_code == 403
    assert rooms.get(f"/residents/{elder.id}").status_code == 404
    assert rooms.get("/proxies").json["items"] == []
