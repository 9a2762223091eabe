"""What every request passes on its way in and out."""

import pytest
from flask import Flask

from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.kit import probes
from tests.kit.conftest import client_as


def test_a_sane_request_id_is_kept(nobody: ApiClient) -> None:
    answer = nobody.get("//healthz", headers={"X-Request-ID": "mini-program.42_a"})

    assert answer.headers["X-Request-ID"] == "mini-program.42_a"


@pytest.mark.parametrize(
    "insane", ["short", "x" * 65, "drop table;--", "汉字汉字汉字汉字".encode().decode("latin-1")]
)
def test_an_insane_request_id_is_replaced(nobody: ApiClient, insane: str) -> None:
    answer = nobody.get("//healthz", headers={"X-Request-ID": insane})

    assert answer.headers["X-Request-ID"] != insane
    assert len(answer.headers["X-Request-ID"]) == 32


def test_a_problem_names_the_request_it_belongs_to(nobody: ApiClient) -> None:
    answer = nobody.get("/probes", headers={"X-Request-ID": "request-0001"})

    assert answer.json["request_id"] == "request-0001"


@pytest.mark.parametrize("path", ["//healthz", "//nowhere", "/probes", "/docs"])
def test_every_answer_carries_security_headers(nobody: ApiClient, path: str) -> None:
    headers = nobody.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "max-age=" in headers["Strict-Transport-Security"]


def test_answers_are_not_kept_by_caches_for_others(ada: ApiClient) -> None:
    headers = ada.get("/probes").headers

    assert "private" in headers["Cache-Control"]
    assert "Authorization" in headers["Vary"]


def test_without_a_token_one_is_asked_to_log_in(nobody: ApiClient) -> None:
    answer = nobody.get("/probes")

    assert answer.status_code == 401
    assert answer.json["code"] == "unauthenticated"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_ends_by_the_clock_of_the_house(probe_app: Flask, clock: StoppedClock) -> None:
    client = client_as(probe_app, probes.ADA, minutes=15)

    before = client.get("/probes")
    clock.move(minutes=15)
    after = client.get("/probes")

    assert before.status_code == 200
    assert after.status_code == 401


def test_a_refresh_token_opens_nothing_but_the_refresh(probe_app: Flask) -> None:
    assert client_as(probe_app, probes.ADA, kind="refresh").get("/probes").status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer x.y.z", "Basic YTpi", "Bearer  ", "bearer \x7f"])
def test_a_broken_authorization_header_is_no_login(nobody: ApiClient, header: str) -> None:
    assert nobody.get("/probes", headers={"Authorization": header}).status_code == 401


def test_a_body_that_is_too_large_is_refused(ada: ApiClient) -> None:
    answer = ada.post("/probes", {"label": "x" * 1024 * 1024})

    assert answer.status_code == 413
    assert answer.json["code"] == "too_large"


def test_a_body_of_another_type_is_refused(ada: ApiClient) -> None:
    answer = ada.request("POST", "/probes", data="label=x", content_type="text/plain")

    assert answer.status_code == 415
    assert answer.json["code"] == "unsupported_media_type"


@pytest.mark.parametrize("broken", ["{", '{"label": NaN}', '{"label": "\\ud800"}', "\x00"])
def test_a_body_that_is_not_json_can_not_be_read(ada: ApiClient, broken: str) -> None:
    answer = ada.request("POST", "/probes", data=broken, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json["code"] == "bad_request"


@pytest.mark.parametrize("body", [[], "text", 7, {"label": 7}, {"label": "a\x00b"}, {"label": " "}, {}])
def test_a_body_of_the_wrong_shape_is_well_formed_but_wrong(ada: ApiClient, body: object) -> None:
    answer = ada.post("/probes", body)

    assert answer.status_code == 422
    assert answer.json["code"] == "invalid_input"


def test_each_fault_is_named_by_a_dotted_key_in_the_callers_language(ada: ApiClient) -> None:
    body = {"label": "x", "parts": [{"label": "y"}], "surplus": 1, "starts_at": "2026-03-02T10:00:00"}

    chinese = ada.post("/probes", body).json["errors"]
    english = ada.post("/probes", body, language="en").json["errors"]

    assert set(chinese) == {"parts.0.id", "surplus", "starts_at"}
    assert chinese["parts.0.id"] == "必填。"
    assert english["surplus"] == "Unknown field."
    assert "时区" in chinese["starts_at"]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\u202e", "\uffff"])
def test_characters_that_can_not_be_shown_are_refused_as_such(ada: ApiClient, character: str) -> None:
    answer = ada.post("/probes", {"label": f"a{character}b"})

    assert answer.status_code == 422
    assert answer.json["errors"] == {"label": "含有无法显示的字符。"}


@pytest.mark.parametrize("path", ["/probes?surplus=1", f"/probes/{probes.ADA.account_id}?surplus=1"])
def test_an_unknown_query_parameter_is_refused_by_name(ada: ApiClient, path: str) -> None:
    answer = ada.get(path)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["surplus"]


@pytest.mark.parametrize("method", ["PUT", "TRACE", "DELETE"])
def test_a_wrong_method_is_told_the_right_ones(ada: ApiClient, method: str) -> None:
    answer = ada.request(method, "/probes")

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_the_forwarded_address_counts_only_where_proxies_are_trusted(
    ada: ApiClient, auditor: ApiClient
) -> None:
    ada.post("/probes", {"label": "x"}, headers={"X-Forwarded-For": "203.0.113.9"})

    entries = auditor.get("/audit").json["items"]

    assert [entry["address"] for entry in entries] == ["127.0.0.1"]


def test_an_empty_body_is_no_answer_to_required_fields(ada: ApiClient) -> None:
    answer = ada.request("POST", "/probes", data="", content_type="application/json")

    assert answer.status_code == 422
    assert answer.json["errors"] == {"label": "必填。"}
