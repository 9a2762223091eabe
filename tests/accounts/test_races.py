"""Logins at the same moment, each with a connection of its own."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from service.accounts.identity import Door, Identification, IdentityProviders
from service.accounts.models import Account, Identity, LoginFailures, LoginSession, PasswordRecord
from service.accounts.passwords import actions as passwords
from service.accounts.passwords.hashing import PasswordHashing
from service.accounts.rules import AccountKind
from service.accounts.staff import actions as staff
from service.kit.edge import unit_of_work
from service.kit.house import House, house_of
from tests.client import ApiClient
from tests.factories import accounts

pytestmark = pytest.mark.race

HANDS = 8
PASSWORD = "Plum-blossom-27"


@pytest.fixture
def many_houses(racing_app: Flask) -> Iterator[House]:
    """The house with a connection for each unit of work, and a staff member kept in the database meanwhile."""
    house = house_of(racing_app)
    with unit_of_work(house) as work:
        before = work.session.scalars(select(Account.id)).all()
        passwords.set_password(work, accounts.staff_account(work, "racer"), PASSWORD, expires_at=None)
    yield house
    with unit_of_work(house) as work:
        made = Account.id.not_in(before)
        ids = select(Account.id).where(made)
        for table in (LoginSession, Identity, PasswordRecord):
            work.session.execute(delete(table).where(table.account_id.in_(ids)))
        work.session.execute(delete(LoginFailures))
        work.session.execute(delete(Account).where(made))


def _at_once(app: Flask, count: int, path: str, body: dict[str, str]) -> list[TestResponse]:
    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(lambda _: ApiClient(app).post(path, body), range(count)))


def test_of_many_wrong_passwords_at_once_only_five_are_told(racing_app: Flask, many_houses: House) -> None:
    wrong = {"username": "racer", "password": "not-it"}

    answers = _at_once(racing_app, 24, "/accounts/login/password", wrong)

    assert Counter(each.json["code"] for each in answers) == {"bad_credentials": 5, "account_locked": 19}


def test_many_right_passwords_at_once_all_log_in(racing_app: Flask, many_houses: House) -> None:
    right = {"username": "racer", "password": PASSWORD}

    answers = _at_once(racing_app, 16, "/accounts/login/password", right)

    assert {each.status_code for each in answers} == {200}


def test_of_many_refreshes_at_once_one_wins_and_none_ends_the_login(
    racing_app: Flask, many_houses: House
) -> None:
    for number in range(10):
        login = ApiClient(racing_app).post("/accounts/login/wechat", {"code": f"demo-new-{number}"}).json
        token = {"refresh_token": login["refresh_token"]}
        with ThreadPoolExecutor(2) as hands:
            answers = list(
                hands.map(
                    lambda _, body=token: ApiClient(racing_app).post("/accounts/refresh", body), range(2)
                )
            )

        won = [each.json for each in answers if each.status_code == 200]
        lost = [each.json["code"] for each in answers if each.status_code != 200]
        assert len(won) == 1
        # The loser came in time to be a race, or too late and was reuse.
        assert lost[0] in ("already_refreshed", "refresh_token_reused")
        alive = ApiClient(racing_app, won[0]["access_token"]).get("/accounts/me").status_code == 200
        assert alive == (lost[0] == "already_refreshed")


def test_first_logins_at_once_make_one_account(racing_app: Flask, many_houses: House) -> None:
    answers = _at_once(racing_app, 16, "/accounts/login/wechat", {"code": "demo-new-anna"})

    assert {each.status_code for each in answers} == {200}
    assert len({each.json["account"]["id"] for each in answers}) == 1
    with unit_of_work(many_houses) as work:
        made = select(Account.id).where(Account.kind == AccountKind.RESIDENT)
        assert len(work.session.scalars(made).all()) == 1


def test_no_login_outlives_the_disabling_of_its_account(racing_app: Flask, many_houses: House) -> None:
    right = {"username": "racer", "password": PASSWORD}
    with unit_of_work(many_houses) as work:
        account_id = work.session.scalars(select(Account.id).where(Account.username == "racer")).one()

    def act(number: int) -> TestResponse | None:
        if number != HANDS:
            return ApiClient(racing_app).post("/accounts/login/password", right)
        with unit_of_work(many_houses) as work:
            account = work.session.get_one(Account, account_id)
            staff.change_staff(work, account, {"disabled": True})
        return None

    with ThreadPoolExecutor(HANDS) as hands:
        answers = [each for each in hands.map(act, range(3 * HANDS)) if each is not None]

    logged_in = [each.json["access_token"] for each in answers if each.status_code == 200]
    assert {each.status_code for each in answers} <= {200, 401, 429}
    assert {ApiClient(racing_app, token).get("/accounts/me").status_code for token in logged_in} <= {401}


def test_no_connection_is_held_while_wechat_thinks_or_a_password_is_checked(
    racing_app: Flask, many_houses: House
) -> None:
    held: list[int] = []

    def note() -> None:
        held.append(many_houses.engine.pool.checkedout())  # type: ignore[attr-defined]

    class Thoughtful:
        def identify(self, code: str) -> Identification:
            note()
            return Identification("thoughtful", code)

    class Watched(PasswordHashing):
        def matches(self, password: str, kept: str | None) -> bool:
            note()
            return super().matches(password, kept)

    providers = dict(many_houses.providers)
    doors = IdentityProviders({Door.WECHAT: Thoughtful()})
    many_houses.providers |= {IdentityProviders: doors, PasswordHashing: Watched(1)}
    try:
        _at_once(racing_app, 1, "/accounts/login/wechat", {"code": "anna"})
        _at_once(racing_app, 1, "/accounts/login/password", {"username": "racer", "password": PASSWORD})
    finally:
        many_houses.providers = providers

    assert held == [0, 0]


def test_changing_a_password_while_logging_in_never_deadlocks(racing_app: Flask, many_houses: House) -> None:
    right = {"username": "racer", "password": PASSWORD}
    login = _at_once(racing_app, 1, "/accounts/login/password", right)[0].json
    client = ApiClient(racing_app, login["access_token"])

    def act(number: int) -> int:
        if number % 4:
            body = {**right, "password": PASSWORD if number % 2 else "not-it"}
            return ApiClient(racing_app).post("/accounts/login/password", body).status_code
        wrong = {"old_password": PASSWORD, "new_password": "weak"}
        return client.post("/accounts/password", wrong).status_code

    with ThreadPoolExecutor(HANDS) as hands:
        statuses = set(hands.map(act, range(4 * HANDS)))

    assert statuses <= {200, 401, 422, 429}
