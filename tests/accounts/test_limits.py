"""Rate limits of logins, with small numbers."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import sessionmaker

from config import Settings
from service import create_app
from service.kit.house import house_of
from tests.client import ApiClient
from tests.clock import StoppedClock


@pytest.fixture
def strict(settings: Settings, connection: Connection) -> Iterator[ApiClient]:
    """Nobody, at an app that allows an address four logins and two failed ones a minute."""
    app = create_app(
        replace(settings, limit_logins="4 per minute", limit_failed_logins="2 per minute"),
        clock=StoppedClock(),
    )
    house = house_of(app)
    house.sessions = sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    yield ApiClient(app)
    house.engine.dispose()


def test_logins_are_limited_by_address(strict: ApiClient) -> None:
    answers = [strict.post("/accounts/login/wechat", {"code": f"demo-new-{each}"}) for each in range(5)]
    elsewhere = strict.post(
        "/accounts/login/wechat", {"code": "demo-new-5"}, environ_base={"REMOTE_ADDR": "192.0.2.7"}
    )

    assert [each.status_code for each in answers] == [200, 200, 200, 200, 429]
    assert answers[-1].json["code"] == "too_many_requests"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert elsewhere.status_code == 200


def test_failed_logins_are_limited_more_strictly_whatever_name_they_try(strict: ApiClient) -> None:
    answers = [
        strict.post("/accounts/login/password", {"username": f"user{each}", "password": "not-it"})
        for each in range(3)
    ]

    assert [each.json["code"] for each in answers] == [
        "bad_credentials",
        "bad_credentials",
        "too_many_requests",
    ]


def test_logins_that_succeed_do_not_count_as_failed(strict: ApiClient) -> None:
    codes = ["demo-new-1", "nonsense", "demo-new-2", "nonsense"]

    answers = [strict.post("/accounts/login/wechat", {"code": code}) for code in codes]

    assert [each.status_code for each in answers] == [200, 401, 200, 401]


def test_all_ways_to_log_in_are_counted_together(strict: ApiClient) -> None:
    tries = [
        ("password", {"username": "user", "password": "not-it"}),
        ("zheliban", {"ticket": "nonsense"}),
        ("zhezhengding", {"code": "nonsense"}),
        ("sms", {"phone": "13812345678", "code": "123456"}),
        ("wechat", {"code": "demo-new-anna"}),
    ]

    answers = [strict.post(f"/accounts/login/{way}", body) for way, body in tries]

    assert [each.status_code for each in answers] == [401, 401, 429, 429, 429]
