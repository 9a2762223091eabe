"""Requests that are no proper requests are refused as such, and never by a fault of ours."""

import pytest

from tests.client import ApiClient

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "\xff\xfe", "phone": "13812345678"}',
        b"\xff",
        '{"name": "周敏"}'.encode("utf-16"),
        b'\xef\xbb\xbf{"name": "x"}',
        b'{"name": "\\ud800"}',
        b'{"name": NaN}',
        b"[" * 100_000,
        b"9" * 400,
        b"1e999",
        b"{",
    ],
)
def test_a_body_that_is_no_json_can_not_be_read(resident: ApiClient, body: bytes) -> None:
    answer = resident.request("POST", "/residents/me", data=body, headers=JSON)

    assert answer.status_code == 400
    assert answer.json["code"] == "bad_request"


@pytest.mark.parametrize("code", ["%00", "330211%00", "%ff", "..%2f", "%0d%0aSet-Cookie:%20a=b", "_%25"])
def test_no_place_has_a_code_that_no_place_can_have(resident: ApiClient, code: str) -> None:
    answer = resident.get(f"/regions/{code}")

    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("q", ["%25", "_", "%5C", "%25%25"])
@pytest.mark.parametrize("path", ["/residents", "/regions", "/organisations", "/living-rooms"])
def test_wildcards_find_what_holds_them_and_nothing_else(worker: ApiClient, path: str, q: str) -> None:
    answer = worker.get(f"{path}?q={q}")

    assert answer.status_code == 200
    assert answer.json["items"] == []


@pytest.mark.parametrize(
    "cursor",
    ["abc", "W1siaWQiXSxbWyJ1IiwieCJdXV0.aaaa", "%ff", "a" * 1001, "W10.LXH2XrTH9jNxr5o9xq7H5vEGpZw"],
)
def test_nobody_makes_a_cursor_but_us(resident: ApiClient, cursor: str) -> None:
    answer = resident.get(f"/regions?cursor={cursor}")

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["cursor"]


def test_a_cursor_holds_for_lists_of_its_own_order_only(worker: ApiClient) -> None:
    cursor = worker.get("/regions?limit=1").json["next_cursor"]

    answer = worker.get(f"/living-rooms?cursor={cursor}")

    assert answer.status_code == 422


@pytest.mark.parametrize("if_match", ['W/"1"', '"*"', "1", "", '"0"', '"-1"', "x" * 8000, '"11"', "'1'"])
def test_only_the_version_itself_lets_a_change_pass(resident: ApiClient, if_match: str) -> None:
    answer = resident.patch("/residents/me", {"address": "x"}, etag=None, headers={"If-Match": if_match})

    assert answer.status_code == 412


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer ",
        "Bearer a.b.c",
        "Basic eDp5",
        "Bearer ÿþ",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer " + "a" * 8000,
    ],
)
def test_what_is_no_token_of_ours_is_no_login(anyone: ApiClient, authorization: str) -> None:
    answer = anyone.get("/accounts/me", headers={"Authorization": authorization})

    assert answer.status_code == 401


@pytest.mark.parametrize("given", ["short", "a" * 65, "with space 1234", '{"level":"error"}', "zeile%0azwei"])
def test_a_request_id_that_could_spoil_a_log_is_replaced(anyone: ApiClient, given: str) -> None:
    answer = anyone.get("//healthz", headers={"X-Request-ID": given})

    assert answer.headers["X-Request-ID"] != given


def test_made_up_methods_leave_one_label_in_the_figures(anyone: ApiClient) -> None:
    for method in ("HAXX1", "HAXX2"):
        assert anyone.request(method, "/accounts/me").status_code == 405

    figures = anyone.get("//metrics").get_data(as_text=True)

    assert "HAXX" not in figures
    assert 'method="other"' in figures


def test_no_other_site_may_read_answers(resident: ApiClient) -> None:
    answer = resident.get("/accounts/me", headers={"Origin": "https://evil.example"})

    assert not [name for name in answer.headers if name[0].startswith("Access-Control-")]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("value", [0, 1, "true", "yes", "on", None])
def test_only_true_and_false_are_yes_and_no(resident: ApiClient, worker: ApiClient, value: object) -> None:
    body = resident.post("/accounts/me/identities/wechat", {"code": "demo-new-anna", "take_over": value})
    query = worker.get(f"/resident-tags?retired={value}")

    assert (body.status_code, list(body.json["errors"])) == (422, ["take_over"])
    assert query.status_code == (200 if value == "true" else 422)
