"""Ways into an account that change at the same moment, each hand with a connection of its own."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from service.accounts.codes.models import CodeCount, OneTimeCode
from service.accounts.identity import Door, Identification, IdentityProviders
from service.accounts.models import Account, Identity, LoginSession
from service.kit.edge import unit_of_work
from service.kit.house import House, house_of
from service.kit.messages import OutboxMessage
from tests.client import ApiClient

pytestmark = pytest.mark.race

HANDS, PHONE = 8, "13812345678"


@pytest.fixture
def many_houses(racing_app: Flask) -> Iterator[House]:
    """The house with a connection for each unit of work."""
    house = house_of(racing_app)
    with unit_of_work(house) as work:
        before = work.session.scalars(select(Account.id)).all()
    yield house
    with unit_of_work(house) as work:
        ids = select(Account.id).where(Account.id.not_in(before))
        for table in (LoginSession, Identity):
            work.session.execute(delete(table).where(table.account_id.in_(ids)))
        for table in (OneTimeCode, CodeCount, OutboxMessage):
            work.session.execute(delete(table))
        work.session.execute(delete(Account).where(Account.id.not_in(before)))


def _log_in(app: Flask, code: str) -> ApiClient:
    answer: Any = ApiClient(app).post("/accounts/login/wechat", {"code": code}).json
    return ApiClient(app, answer["access_token"])


def _at_once(do: Any, of: list[Any]) -> list[Any]:
    start = Barrier(len(of))

    def together(each: Any) -> Any:
        start.wait()
        return do(each)

    with ThreadPoolExecutor(len(of)) as hands:
        return list(hands.map(together, of))


def test_the_last_two_ways_in_are_never_both_removed(racing_app: Flask, many_houses: House) -> None:
    for number in range(6):
        client = _log_in(racing_app, f"demo-new-{number}")
        client.post("/accounts/me/identities/zheliban", {"ticket": f"demo-new-{number}"})
        both = [each["id"] for each in client.get("/accounts/me/identities").json["items"]]

        answers = _at_once(
            lambda each, token=client.token: ApiClient(racing_app, token).delete(
                f"/accounts/me/identities/{each}"
            ),
            both,
        )

        assert Counter(each.status_code for each in answers) == {204: 1, 409: 1}


def test_an_identity_linked_by_many_at_once_becomes_ones(racing_app: Flask, many_houses: House) -> None:
    clients = [_log_in(racing_app, f"demo-new-{number}") for number in range(HANDS)]

    answers = _at_once(
        lambda client: client.post("/accounts/me/identities/zheliban", {"ticket": "demo-new-shared"}),
        clients,
    )

    assert Counter(each.status_code for each in answers) == {201: 1, 409: HANDS - 1}


def test_two_who_take_each_others_identity_over_both_get_an_answer(
    racing_app: Flask, many_houses: House
) -> None:
    for number in range(6):
        names = [f"demo-new-{number}a", f"demo-new-{number}b"]
        clients = [_log_in(racing_app, name) for name in names]

        answers = _at_once(
            lambda pair: pair[0].post("/accounts/me/identities/wechat", {"code": pair[1], "take_over": True}),
            list(zip(clients, reversed(names), strict=True)),
        )

        # One was shut before it could ask, or both moved over.
        assert {each.status_code for each in answers} <= {201, 401, 403, 409}
        assert 201 in {each.status_code for each in answers}
        for name in names:
            assert ApiClient(racing_app).post("/accounts/login/wechat", {"code": name}).status_code == 200


def test_first_logins_by_one_telephone_make_one_account(racing_app: Flask, many_houses: House) -> None:
    asked: Any = ApiClient(racing_app).post("/accounts/login/sms/code", {"phone": PHONE}).json
    body = {"phone": PHONE, "code": asked["demonstration_code"]}

    answers = _at_once(lambda _: ApiClient(racing_app).post("/accounts/login/sms", body), [0] * HANDS)

    assert Counter(each.status_code for each in answers) == {200: 1, 401: HANDS - 1}


def test_no_connection_is_held_while_a_provider_thinks_even_for_who_is_logged_in(
    racing_app: Flask, many_houses: House
) -> None:
    held: list[int] = []

    class Thoughtful:
        def identify(self, code: str) -> Identification:
            held.append(many_houses.engine.pool.checkedout())  # type: ignore[attr-defined]
            return Identification("zheliban", code)

    client = _log_in(racing_app, "demo-new-anna")
    kept = many_houses.providers[IdentityProviders]
    many_houses.providers[IdentityProviders] = IdentityProviders({Door.ZHELIBAN: Thoughtful()})
    try:
        linked = client.post("/accounts/me/identities/zheliban", {"ticket": "anna"})
    finally:
        many_houses.providers[IdentityProviders] = kept

    assert linked.status_code == 201
    assert held == [0]
