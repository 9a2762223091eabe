"""Nobody fills the house with what it keeps, or speaks to people without end."""

import io
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service.kit import limits
from service.kit.house import House
from service.residents.proxies.rules import MOST_WAITING
from tests.client import ApiClient

PDF = b"%PDF-1.4\n%%EOF\n"


def upload(client: ApiClient, megabytes: int) -> TestResponse:
    body = io.BytesIO(PDF.ljust(megabytes * 2**20, b"\n"))
    answer = client.request("POST", "/files", data={"file": (body, "a.pdf")})
    answer.request.environ["wsgi.input"].close()
    return answer


def test_an_account_uploads_so_much_a_day_and_no_more(
    resident: ApiClient, worker: ApiClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "settings", replace(house.settings, daily_upload_bytes=3 * 2**20))

    kept, refused = upload(resident, 2), upload(resident, 2)
    of_another = upload(worker, 2)

    assert (kept.status_code, refused.status_code, of_another.status_code) == (201, 429, 201)
    assert refused.json["code"] == "too_many_uploads"
    assert int(refused.headers["Retry-After"]) > 0


def test_so_many_asks_wait_at_a_time_and_no_more(resident: ApiClient) -> None:
    def ask(number: int) -> TestResponse:
        elder = {"name": "陈阿婆", "phone": f"138123456{number:02}"}
        return resident.post("/proxies", {"elder": elder, "relation": "邻居", "scopes": ["booking"]})

    asked = [ask(number) for number in range(MOST_WAITING)]
    refused = ask(MOST_WAITING)
    resident.post(f"/proxies/{asked[0].json['id']}/revoke")
    after_taking_one_back = ask(MOST_WAITING)

    assert {answer.status_code for answer in asked} == {201}
    assert (refused.status_code, refused.json["code"]) == (409, "too_many_asks")
    assert after_taking_one_back.status_code == 201


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_limits_count_a_customers_network_as_one_address(
    app: Flask, one: str, other: str, same: bool
) -> None:
    def counted_as(address: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return limits.caller_address()

    assert (counted_as(one) == counted_as(other)) is same


def test_a_client_does_not_choose_the_address_it_is_counted_by(app: Flask) -> None:
    with app.test_request_context(
        environ_base={"REMOTE_ADDR": "192.0.2.1"}, headers={"X-Forwarded-For": "203.0.113.9"}
    ):
        assert limits.caller_address() == "192.0.2.1"


def test_a_body_that_hides_its_length_is_bounded_too(resident: ApiClient) -> None:
    body = b'{"name": "' + b"a" * 2**21 + b'"}'
    environ = {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True}

    answer = resident.request(
        "POST",
        "/residents/me",
        environ_overrides=environ,
        headers={"Content-Type": "application/json", "Transfer-Encoding": "chunked"},
    )

    assert answer.status_code == 413


class Unread(io.BytesIO):
    """A body that nobody may read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("read before it was known who sends it")

    readinto = read


@pytest.mark.parametrize("path", ["/files", "/residents/me", "/bookings"])
def test_nothing_is_received_from_strangers(anyone: ApiClient, path: str) -> None:
    environ = {"wsgi.input": Unread(), "CONTENT_LENGTH": "100", "CONTENT_TYPE": "application/json"}

    assert anyone.request("POST", path, environ_overrides=environ).status_code == 401
