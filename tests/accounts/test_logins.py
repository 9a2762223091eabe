"""Logins over HTTP: by code, by password, refreshed and ended."""

from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from service.accounts.models import Account
from service.accounts.passwords import actions as passwords
from service.kit.actor import Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, regions

PASSWORD = "linli-demo-2026"


@pytest.fixture
def worker(work: UnitOfWork) -> Account:
    """A community worker with a password that does not expire."""
    regions.tree(work)
    made = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY, username="worker")
    passwords.set_password(work, made, PASSWORD, expires_at=None)
    return made


def _by_password(anyone: ApiClient, username: str, password: str) -> TestResponse:
    return anyone.post("/accounts/login/password", {"username": username, "password": password})


def _as(anyone: ApiClient, login: dict[str, Any]) -> ApiClient:
    return ApiClient(anyone.app, login["access_token"])


def _refresh(anyone: ApiClient, login: dict[str, Any]) -> TestResponse:
    return anyone.post("/accounts/refresh", {"refresh_token": login["refresh_token"]})


def test_staff_log_in_by_password_and_see_their_duties(anyone: ApiClient, worker: Account) -> None:
    answer = _by_password(anyone, "Worker", PASSWORD)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["expires_in"] == 900
    assert answer.json["account"]["kind"] == "staff"
    assert [each["role"] for each in answer.json["account"]["duties"]] == ["community_worker"]
    assert _as(anyone, answer.json).get("/accounts/me").json == answer.json["account"]


def test_a_wrong_password_and_an_unknown_username_look_the_same(anyone: ApiClient, worker: Account) -> None:
    for _ in range(7):
        wrong = _by_password(anyone, "worker", "not-it")
        unknown = _by_password(anyone, "nobody", "not-it")

        assert wrong.status_code == unknown.status_code
        assert {**wrong.json, "request_id": ""} == {**unknown.json, "request_id": ""}
        assert wrong.headers.get("Retry-After") == unknown.headers.get("Retry-After")


def test_five_wrong_passwords_lock_for_ten_minutes(
    anyone: ApiClient, worker: Account, clock: StoppedClock
) -> None:
    tries = [_by_password(anyone, "worker", "not-it") for _ in range(5)]
    locked = _by_password(anyone, "worker", PASSWORD)
    clock.move(minutes=9, seconds=59)
    still = _by_password(anyone, "worker", PASSWORD)
    clock.move(seconds=1)
    again = _by_password(anyone, "worker", PASSWORD)

    assert {(each.status_code, each.json["code"]) for each in tries} == {(401, "bad_credentials")}
    assert (locked.status_code, locked.json["code"]) == (429, "account_locked")
    assert locked.headers["Retry-After"] == "600"
    assert still.headers["Retry-After"] == "1"
    assert again.status_code == 200


def test_a_right_password_begins_the_count_anew(anyone: ApiClient, worker: Account) -> None:
    for _ in range(3):
        answers = [_by_password(anyone, "worker", "not-it") for _ in range(4)]
        answers.append(_by_password(anyone, "worker", PASSWORD))

        assert [each.status_code for each in answers] == [401] * 4 + [200]


def test_after_a_lock_has_passed_the_count_begins_anew(
    anyone: ApiClient, worker: Account, clock: StoppedClock
) -> None:
    for _ in range(6):
        _by_password(anyone, "worker", "not-it")
    clock.move(minutes=10)

    assert [_by_password(anyone, "worker", "not-it").status_code for _ in range(6)] == [401] * 5 + [429]


def test_a_disabled_account_logs_in_no_more(anyone: ApiClient, worker: Account, work: UnitOfWork) -> None:
    worker.disabled_at = work.now
    work.session.flush()

    answer = _by_password(anyone, "worker", PASSWORD)

    assert (answer.status_code, answer.json["code"]) == (401, "bad_credentials")


def test_the_first_login_by_code_makes_the_account_and_the_next_finds_it(anyone: ApiClient) -> None:
    first = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"})
    second = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"})
    other = anyone.post("/accounts/login/wechat", {"code": "demo-new-ben"})

    assert first.json["account"]["kind"] == "resident"
    assert first.json["account"]["resident_id"] is None
    assert first.json["account"]["duties"] == []
    assert second.json["account"]["id"] == first.json["account"]["id"]
    assert other.json["account"]["id"] != first.json["account"]["id"]


def test_a_code_that_nobody_knows_is_refused(anyone: ApiClient) -> None:
    for code in ("nonsense", "demo-resident-0", "demo-resident-10", "demo-new-"):
        answer = anyone.post("/accounts/login/wechat", {"code": code})

        assert (answer.status_code, answer.json["code"]) == (401, "bad_credentials")


def test_an_access_token_ends_after_its_minutes(anyone: ApiClient, clock: StoppedClock) -> None:
    login = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    clock.move(minutes=14, seconds=59)
    before = _as(anyone, login).get("/accounts/me")
    clock.move(seconds=1)
    after = _as(anyone, login).get("/accounts/me")

    assert (before.status_code, after.status_code) == (200, 401)


def test_a_refresh_gives_a_new_pair_for_the_same_account(anyone: ApiClient, clock: StoppedClock) -> None:
    login = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    clock.move(days=29)
    refreshed = _refresh(anyone, login)
    clock.move(days=29)
    again = _refresh(anyone, refreshed.json)

    assert refreshed.status_code == again.status_code == 200
    assert refreshed.json["account"] == login["account"]
    assert _as(anyone, again.json).get("/accounts/me").status_code == 200


def test_reuse_of_a_spent_refresh_token_ends_the_whole_family(anyone: ApiClient) -> None:
    login = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    elsewhere = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    refreshed = _refresh(anyone, login).json

    reused = _refresh(anyone, login)

    assert (reused.status_code, reused.json["code"]) == (401, "refresh_token_reused")
    assert _refresh(anyone, refreshed).status_code == 401
    assert _as(anyone, refreshed).get("/accounts/me").status_code == 401
    assert _as(anyone, elsewhere).get("/accounts/me").status_code == 200


def test_an_unused_login_ends_after_thirty_days_and_any_after_half_a_year(
    anyone: ApiClient, clock: StoppedClock
) -> None:
    unused = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    used = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    for _ in range(9):
        clock.move(days=19)
        used = _refresh(anyone, used).json
    clock.move(days=9)

    assert _refresh(anyone, unused).status_code == 401
    assert _refresh(anyone, used).status_code == 401


def test_what_is_not_a_refresh_token_of_ours_is_refused(anyone: ApiClient) -> None:
    login = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    forged = login["refresh_token"][:-4] + "AAAA"

    for token in ("x", login["access_token"], forged):
        assert _refresh(anyone, {"refresh_token": token}).status_code == 401
    assert ApiClient(anyone.app, login["refresh_token"]).get("/accounts/me").status_code == 401


def test_logout_works_at_once_and_for_this_login_only(anyone: ApiClient) -> None:
    login = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    elsewhere = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json

    answer = _as(anyone, login).post("/accounts/logout")

    assert answer.status_code == 204
    assert _as(anyone, login).get("/accounts/me").status_code == 401
    assert _refresh(anyone, login).status_code == 401
    assert _as(anyone, elsewhere).get("/accounts/me").status_code == 200


def test_logins_failures_locks_and_reuse_are_in_the_audit_trail_without_what_was_typed(
    anyone: ApiClient, worker: Account, work: UnitOfWork
) -> None:
    for _ in range(5):
        _by_password(anyone, "worker", "secret-typed-here")
    login = anyone.post("/accounts/login/wechat", {"code": "demo-new-anna"}).json
    _refresh(anyone, login)
    _refresh(anyone, login)
    anyone.post("/accounts/login/wechat", {"code": "unknown-code-here"})

    counts = dict(
        work.session.execute(select(AuditEntry.action, func.count()).group_by(AuditEntry.action)).all()
    )
    entries = work.session.scalars(select(AuditEntry)).all()

    assert counts == {
        "fail_login": 6,
        "lock_account": 1,
        "login_with_wechat": 1,
        "refresh_tokens": 1,
        "reuse_refresh_token": 1,
    }
    made = next(each for each in entries if each.action == "login_with_wechat")
    assert str(made.account_id) == login["account"]["id"]
    told = " ".join(f"{each.facts} {each.subject}" for each in entries)
    assert "typed" not in told
    assert "unknown-code" not in told
    assert "worker" not in told
