"""The catalogue over HTTP: everybody reads it, the district keeps it."""

from typing import Any

import pytest

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.elderly_care.conftest import Speak
from tests.factories import care, regions

BATHING: dict[str, Any] = {
    "code": "bathing_at_home",
    "name": "助浴",
    "category": "basic_care",
    "mode": "home_visit",
    "aids": ["bathing"],
    "skills": ["bathing"],
    "minutes": 60,
    "ceiling_fen": 12000,
    "assessment": [
        {"payer": "subsidy", "need": "required"},
        {"payer": "insurance", "need": "within_days", "within_days": 15},
        {"payer": "self_pay", "need": "not_required"},
    ],
}


def test_the_district_puts_a_service_into_the_catalogue_and_everybody_reads_it(
    district: ApiClient, worker: ApiClient
) -> None:
    made = district.post("/care/services", BATHING)

    read = worker.get(f"/care/services/{made.json['id']}")

    assert made.status_code == 201
    assert read.json["ceiling_fen"] == 12000
    assert {(each["payer"], each["need"], each["within_days"]) for each in read.json["assessment"]} == {
        ("subsidy", "required", None),
        ("insurance", "within_days", 15),
        ("self_pay", "not_required", None),
    }


def test_nobody_else_keeps_the_catalogue(worker: ApiClient, manager: ApiClient, as_staff: Speak) -> None:
    for_rooms = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.ROOMS])

    refused = [each.post("/care/services", BATHING).status_code for each in (worker, manager, for_rooms)]

    assert refused == [403, 403, 403]


def test_a_code_stands_once(district: ApiClient) -> None:
    district.post("/care/services", BATHING)

    again = district.post("/care/services", BATHING)

    assert (again.status_code, again.json["code"]) == (409, "service_on_list")


@pytest.mark.parametrize(
    "needs",
    [
        [{"payer": "subsidy", "need": "within_days"}],
        [{"payer": "subsidy", "need": "required", "within_days": 3}],
        [{"payer": "subsidy", "need": "required"}, {"payer": "subsidy", "need": "not_required"}],
    ],
)
def test_days_belong_to_within_days_and_each_payer_stands_once(
    district: ApiClient, needs: list[dict[str, Any]]
) -> None:
    refused = district.post("/care/services", BATHING | {"assessment": needs})

    assert (refused.status_code, refused.json["code"]) == (422, "needs_days")


def test_needs_are_replaced_as_a_whole_and_the_etag_follows(district: ApiClient) -> None:
    made = district.post("/care/services", BATHING)
    path = f"/care/services/{made.json['id']}"

    changed = district.patch(path, {"assessment": [{"payer": "subsidy", "need": "not_required"}]})

    assert [each["need"] for each in changed.json["assessment"]] == ["not_required"]
    assert changed.headers["ETag"] != made.headers["ETag"]
    assert district.get(path).headers["ETag"] == changed.headers["ETag"]


def test_what_is_withdrawn_is_listed_only_when_asked_for(district: ApiClient, work: UnitOfWork) -> None:
    service = care.service(work)
    district.patch(f"/care/services/{service.id}", {"withdrawn": True})

    listed = district.get("/care/services").json["items"]
    with_withdrawn = district.get("/care/services?withdrawn=true").json["items"]

    assert str(service.id) not in {each["id"] for each in listed}
    assert str(service.id) in {each["id"] for each in with_withdrawn}


def test_services_are_found_by_aid_category_and_mode(district: ApiClient) -> None:
    district.post("/care/services", BATHING)

    found = district.get("/care/services?aid=bathing&category=basic_care&mode=home_visit").json["items"]
    others = district.get("/care/services?aid=meals").json["items"]

    assert [each["code"] for each in found] == ["bathing_at_home"]
    assert others == []
