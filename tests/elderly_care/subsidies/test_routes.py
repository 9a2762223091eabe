"""Schemes over HTTP, on the command line, and for an elder."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import Result
from flask import Flask

from config.settings import CHECKOUT
from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.subsidies import queries
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.factories import residents, tags
from tests.factories.assessments import assessment

SHIPPED = CHECKOUT / "data" / "care" / "subsidy-schemes.json"
TODAY = date(2026, 3, 2)


def scheme(**other: Any) -> dict[str, Any]:
    return {
        "code": "home_2026",
        "name": "消费补贴",
        "payer": "subsidy",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
        "per_mille": 500,
        "monthly_cap_fen": 80_000,
        **other,
    }


def import_schemes(app: Flask, file: Path) -> Result:
    return app.test_cli_runner().invoke(args=["care", "import-schemes", str(file)])


def test_a_scheme_begins_with_the_month_that_follows_another_unless_it_says_otherwise(
    district: ApiClient,
) -> None:
    path = "/care/subsidy-schemes"
    made = district.post(path, scheme()).json
    changed = district.patch(f"{path}/{made['id']}", {"takes_over": "same_month"}).json
    refused = district.post(path, scheme(code="x1", takes_over="next_week"))

    assert (made["takes_over"], changed["takes_over"]) == ("following_month", "same_month")
    assert (refused.status_code, refused.json["code"]) == (422, "invalid_input")


def test_the_district_keeps_schemes_and_everybody_reads_them(
    district: ApiClient, worker: ApiClient, manager: ApiClient
) -> None:
    shares = {"central": 0, "city": 300, "district": 500, "town": 200}
    made = district.post("/care/subsidy-schemes", scheme(levels=[2, 3, 4], cost_shares=shares))
    path = f"/care/subsidy-schemes/{made.json['id']}"

    refused = [
        each.post("/care/subsidy-schemes", scheme(code="x1")).status_code for each in (worker, manager)
    ]
    again = district.post("/care/subsidy-schemes", scheme())
    changed = district.patch(path, {"valid_until": "2026-06-30"}, etag=made.headers["ETag"])

    assert (made.status_code, made.json["cost_shares"], made.json["basis"]) == (201, shares, "self_paid")
    assert refused == [403, 403]
    assert (again.status_code, again.json["code"]) == (409, "scheme_on_list")
    assert (changed.status_code, changed.json["valid_until"]) == (200, "2026-06-30")
    assert changed.json["cost_shares"] == shares
    assert worker.patch(path, {"name": "别的"}, etag="*").status_code == 403
    assert manager.get(path).json == changed.json
    assert district.patch(path, {"name": "别的"}, etag=made.headers["ETag"]).status_code == 412


def test_schemes_are_found_by_payer_and_day(district: ApiClient, worker: ApiClient) -> None:
    for body in (
        scheme(),
        scheme(code="later", valid_from="2027-01-01", valid_until=None),
        scheme(code="ltci", payer="insurance", basis="gross"),
    ):
        assert district.post("/care/subsidy-schemes", body).status_code == 201

    def codes(**query: str) -> list[str]:
        return [
            each["code"] for each in worker.get("/care/subsidy-schemes", query_string=query).json["items"]
        ]

    assert codes() == ["home_2026", "later", "ltci"]
    assert codes(on="2026-12-31") == ["home_2026", "ltci"]
    assert codes(on="2028-02-29", payer="subsidy") == ["later"]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"valid_until": "2025-12-31"}, "scheme_days", "valid_until"),
        ({"payer": "self_pay"}, "not_a_public_payer", "payer"),
        ({"cost_shares": {"city": 300}}, "shares_not_whole", "cost_shares"),
        ({"per_mille": 1001}, "invalid_input", "per_mille"),
        ({"per_mille": 0}, "invalid_input", "per_mille"),
        ({"levels": [5]}, "invalid_input", "levels.0"),
        ({"eligibility": ["rich"]}, "invalid_input", "eligibility.0"),
        ({"monthly_cap_fen": -1}, "invalid_input", "monthly_cap_fen"),
        ({"code": "Bad Code"}, "invalid_input", "code"),
    ],
)
def test_what_can_not_be_is_refused_by_name(
    district: ApiClient, wrong: dict[str, Any], code: str, field: str
) -> None:
    answer = district.post("/care/subsidy-schemes", scheme(**wrong))

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert list(answer.json["errors"]) == [field]


def test_the_shipped_file_is_imported_as_often_as_one_likes(app: Flask, worker: ApiClient) -> None:
    first, again = import_schemes(app, SHIPPED), import_schemes(app, SHIPPED)

    assert first.output == "2 added, 0 changed, 0 unchanged\n"
    assert again.output == "0 added, 0 changed, 2 unchanged\n"
    found = worker.get("/care/subsidy-schemes", query_string={"on": "2026-03-02"}).json["items"]
    assert [(each["per_mille"], each["monthly_cap_fen"]) for each in found] == [(500, 80_000)]


def test_a_file_changes_what_it_names_and_is_refused_whole(
    app: Flask, tmp_path: Path, worker: ApiClient
) -> None:
    file = tmp_path / "schemes.json"
    file.write_bytes(orjson.dumps([scheme()]))
    import_schemes(app, file)
    file.write_bytes(orjson.dumps([scheme(per_mille=600), scheme(code="new", valid_until="2025-01-01")]))
    refused = import_schemes(app, file)
    file.write_bytes(orjson.dumps([scheme(per_mille=600)]))
    changed = import_schemes(app, file)
    file.write_bytes(b"{")
    unreadable = import_schemes(app, file)
    file.write_bytes(orjson.dumps([{"code": "x"}]))
    incomplete = import_schemes(app, file)

    assert (refused.exit_code, "valid_until" in refused.output) == (1, True)
    assert changed.output == "0 added, 1 changed, 0 unchanged\n"
    assert unreadable.exit_code == incomplete.exit_code == 1
    assert [each["per_mille"] for each in worker.get("/care/subsidy-schemes").json["items"]] == [600]


def test_which_scheme_would_pay_follows_level_class_and_day(app: Flask, work: UnitOfWork) -> None:
    import_schemes(app, SHIPPED)
    plain, severe, destitute = (residents.resident(work) for _ in range(3))
    assessment(work, severe)
    assessment(work, destitute)
    tags.tag(work, destitute, "extreme_hardship")

    def code(elder: Any, day: date = TODAY, payer: Payer = Payer.SUBSIDY) -> str | None:
        found = queries.estimate_for(work, elder.id, payer, day)
        return found.code if found else None

    assert code(severe) == "consumption_2026_home"
    assert code(severe, date(2025, 12, 31)) == "consumption_2025_pilot_home"
    assert code(severe, date(2027, 1, 1)) is None
    assert code(severe, payer=Payer.INSURANCE) is None
    assert code(plain) is None
    assert code(destitute) is None
