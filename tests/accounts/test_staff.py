"""The system administrator's part over HTTP: accounts of staff."""

from itertools import pairwise

import pytest
from flask import Flask

from service.accounts.passwords import actions as passwords
from service.kit.actor import Role
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, regions

FIRST, SECOND = "Plum-blossom-27", "Pine-needle-31"


@pytest.fixture
def admin(app: Flask, work: UnitOfWork) -> ApiClient:
    return accounts.client_of(app, work, accounts.staff(work, Role.SYSTEM_ADMIN, functions=[]))


@pytest.fixture
def security(app: Flask, work: UnitOfWork) -> ApiClient:
    return accounts.client_of(app, work, accounts.staff(work, Role.SECURITY_ADMIN, functions=[]))


def _new(admin: ApiClient, username: str = "wang.fang", password: str = FIRST) -> str:
    asked = {"username": username, "display_name": "王芳", "password": password}
    answer = admin.post("/accounts/staff", asked)
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def _log_in(anyone: ApiClient, password: str, username: str = "wang.fang") -> ApiClient:
    answer = anyone.post("/accounts/login/password", {"username": username, "password": password})
    assert answer.status_code == 200, answer.json
    return ApiClient(anyone.app, answer.json["access_token"])


def test_new_staff_must_change_the_initial_password_before_anything_else(
    admin: ApiClient, anyone: ApiClient
) -> None:
    _new(admin)
    newcomer = _log_in(anyone, FIRST)

    before = newcomer.get("/accounts/staff")
    me = newcomer.get("/accounts/me")
    changed = newcomer.post("/accounts/password", {"old_password": FIRST, "new_password": SECOND})
    after = newcomer.get("/accounts/staff")

    assert (before.status_code, before.json["code"]) == (403, "password_expired")
    assert me.json["password_expired"] is True
    assert changed.status_code == 204
    assert (after.status_code, after.json["code"]) == (403, "forbidden")


def test_a_password_is_to_be_changed_again_after_ninety_days(
    admin: ApiClient, anyone: ApiClient, clock: StoppedClock
) -> None:
    _new(admin)
    _log_in(anyone, FIRST).post("/accounts/password", {"old_password": FIRST, "new_password": SECOND})
    clock.move(days=89)
    fresh = _log_in(anyone, SECOND).get("/accounts/me").json["password_expired"]
    clock.move(days=1)
    old = _log_in(anyone, SECOND).get("/accounts/me").json["password_expired"]

    assert (fresh, old) == (False, True)


def test_changing_a_password_ends_the_other_logins(admin: ApiClient, anyone: ApiClient) -> None:
    _new(admin)
    here, elsewhere = _log_in(anyone, FIRST), _log_in(anyone, FIRST)

    here.post("/accounts/password", {"old_password": FIRST, "new_password": SECOND})

    assert here.get("/accounts/me").status_code == 200
    assert elsewhere.get("/accounts/me").status_code == 401


def test_the_last_five_passwords_do_not_come_back_but_the_sixth_does(
    admin: ApiClient, anyone: ApiClient
) -> None:
    _new(admin)
    person = _log_in(anyone, FIRST)
    history = [FIRST, *(f"Changed-{number}-times" for number in range(1, 5))]
    for old, new in pairwise(history):
        assert (
            person.post("/accounts/password", {"old_password": old, "new_password": new}).status_code == 204
        )

    refused = [
        person.post("/accounts/password", {"old_password": history[-1], "new_password": each}).json["code"]
        for each in history
    ]
    person.post("/accounts/password", {"old_password": history[-1], "new_password": SECOND})
    sixth = person.post("/accounts/password", {"old_password": SECOND, "new_password": FIRST})

    assert refused == ["password_used_before"] * 5
    assert sixth.status_code == 204


def test_a_wrong_old_password_counts_like_a_failed_login(admin: ApiClient, anyone: ApiClient) -> None:
    _new(admin)
    person = _log_in(anyone, FIRST)
    wrong = {"old_password": "not-it", "new_password": SECOND}

    answers = [person.post("/accounts/password", wrong) for _ in range(6)]
    login = anyone.post("/accounts/login/password", {"username": "wang.fang", "password": FIRST})

    assert [each.status_code for each in answers] == [422] * 5 + [429]
    assert answers[0].json["errors"].keys() == {"old_password"}
    assert login.json["code"] == "account_locked"


def test_a_resident_has_no_password_to_change(app: Flask, work: UnitOfWork) -> None:
    resident = accounts.client_of(app, work, accounts.resident_account(work))

    answer = resident.post("/accounts/password", {"old_password": "x", "new_password": SECOND})

    assert answer.status_code == 403


def test_a_weak_password_is_refused_with_its_field(admin: ApiClient) -> None:
    for weak in ("short-1", "onlylowercase", "wang.fang-1A"):
        asked = {"username": "wang.fang", "display_name": "王芳", "password": weak}
        answer = admin.post("/accounts/staff", asked)

        assert (answer.status_code, answer.json["code"]) == (422, "weak_password")
        assert answer.json["errors"].keys() == {"password"}


def test_a_username_is_given_once_however_it_is_written(admin: ApiClient) -> None:
    _new(admin)

    asked = {"username": "WANG.FANG", "display_name": "王芳", "password": FIRST}
    answer = admin.post("/accounts/staff", asked)

    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")


def test_disabling_ends_the_logins_at_once_and_enabling_lets_in_again(
    admin: ApiClient, anyone: ApiClient
) -> None:
    person_id = _new(admin)
    person = _log_in(anyone, FIRST)

    disabled = admin.patch(f"/accounts/staff/{person_id}", {"disabled": True})
    shut_out = person.get("/accounts/me")
    enabled = admin.patch(f"/accounts/staff/{person_id}", {"disabled": False})

    assert disabled.json["disabled"] is True
    assert shut_out.status_code == 401
    assert enabled.json["disabled"] is False
    assert person.get("/accounts/me").status_code == 401
    assert _log_in(anyone, FIRST).get("/accounts/me").status_code == 200


def test_a_new_initial_password_lifts_the_lock_and_ends_the_logins(
    admin: ApiClient, anyone: ApiClient
) -> None:
    person_id = _new(admin)
    person = _log_in(anyone, FIRST)
    for _ in range(6):
        anyone.post("/accounts/login/password", {"username": "wang.fang", "password": "not-it"})

    admin.patch(f"/accounts/staff/{person_id}", {"password": SECOND})

    assert person.get("/accounts/me").status_code == 401
    assert _log_in(anyone, SECOND).get("/accounts/me").json["password_expired"] is True


def test_a_stale_change_is_refused(admin: ApiClient) -> None:
    person_id = _new(admin)
    read = admin.get(f"/accounts/staff/{person_id}")
    first = admin.patch(f"/accounts/staff/{person_id}", {"display_name": "王芳芳"}, etag=read.headers["ETag"])
    second = admin.patch(f"/accounts/staff/{person_id}", {"display_name": "王方"}, etag=read.headers["ETag"])

    assert (first.status_code, second.status_code) == (200, 412)


def test_an_administrator_is_neither_disabled_nor_reset_by_another(
    admin: ApiClient, work: UnitOfWork
) -> None:
    for role in (Role.SECURITY_ADMIN, Role.AUDITOR, Role.SYSTEM_ADMIN):
        other = accounts.staff(work, role, functions=[])
        for change in ({"disabled": True}, {"password": FIRST}):
            answer = admin.patch(f"/accounts/staff/{other.id}", change)

            assert (answer.status_code, answer.json["code"]) == (403, "of_an_administrator")


def test_administrators_need_ten_characters(anyone: ApiClient, work: UnitOfWork) -> None:
    auditor = accounts.staff(work, Role.AUDITOR, functions=[], username="revisor")
    passwords.set_password(work, auditor, FIRST, expires_at=None)
    login = _log_in(anyone, FIRST, "revisor")

    short = login.post("/accounts/password", {"old_password": FIRST, "new_password": "Nine-char"})
    enough = login.post("/accounts/password", {"old_password": FIRST, "new_password": "Ten-chars1"})

    assert (short.json["code"], enough.status_code) == ("weak_password", 204)


def test_only_the_system_administrator_keeps_accounts(
    app: Flask, work: UnitOfWork, security: ApiClient
) -> None:
    regions.tree(work)
    person = accounts.staff_account(work)
    worker = accounts.client_of(app, work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY))
    auditor = accounts.client_of(app, work, accounts.staff(work, Role.AUDITOR, functions=[]))
    asked = {"username": "li.na", "display_name": "李娜", "password": FIRST}

    for client in (security, worker, auditor):
        assert client.post("/accounts/staff", asked).status_code == 403
        assert client.patch(f"/accounts/staff/{person.id}", {"disabled": True}).status_code == 403
    assert security.get("/accounts/staff").status_code == 200
    assert worker.get("/accounts/staff").status_code == auditor.get("/accounts/staff").status_code == 403


def test_staff_are_found_by_a_part_of_their_name(admin: ApiClient) -> None:
    _new(admin, "wang.fang")
    _new(admin, "li_na")

    by_username = admin.get("/accounts/staff?q=ANG.F").json["items"]
    by_wildcard = admin.get("/accounts/staff?q=%25").json["items"]
    disabled = admin.get("/accounts/staff?disabled=true").json["items"]

    assert [each["username"] for each in by_username] == ["wang.fang"]
    assert by_wildcard == disabled == []
