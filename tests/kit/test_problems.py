"""Refusals as RFC 9457 problems."""

from flask import Flask

from service.kit.errors import DomainError, Unprocessable, known_errors
from service.kit.problems import tell
from tests.client import ApiClient


def test_a_missing_page_is_a_problem_in_the_callers_language(anyone: ApiClient) -> None:
    chinese = anyone.get("//nowhere")
    english = anyone.get("//nowhere", language="en")

    assert chinese.status_code == english.status_code == 404
    assert chinese.mimetype == "application/problem+json"
    assert chinese.json["title"] == "未找到"
    assert english.json["title"] == "Not found"
    assert chinese.json["type"] == "/problems/not_found"


def test_a_wrong_method_says_which_are_allowed(anyone: ApiClient) -> None:
    answer = anyone.request("PUT", "//healthz")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.json["code"] == "method_not_allowed"


def test_every_refusal_is_explained_on_a_page_of_its_own(anyone: ApiClient) -> None:
    for code, error in known_errors().items():
        page = anyone.get(f"//problems/{code}")

        assert issubclass(error, DomainError)
        assert page.status_code == 200
        assert error.title.zh in page.get_data(as_text=True)


def test_every_422_has_errors_though_no_field_may_be_at_fault(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        of_a_field = tell(Unprocessable(field="opening_hours.0.opens"))
        of_none = tell(Unprocessable())

    assert of_a_field.json["errors"] == {"opening_hours.0.opens": "Well-formed but wrong"}
    assert of_none.json["errors"] == {}
