"""The registry: registration and standing, ratings one at a time, programmes, and members' rights."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.organisations.registry.rules import Grade, last_day
from service.organisations.rules import OrganisationKind
from tests.client import ApiClient
from tests.factories import living_rooms, organisations, residents
from tests.factories.accounts import client_of, resident_account, staff
from tests.factories.organisations import credit_code
from tests.factories.regions import COMMUNITY, DISTRICT, OTHER_COMMUNITY, tree

RATING = {"grade": "3a", "valid_from": "2025-06-01", "issuer": "镇海区民政局"}
PROGRAMME = {"kind": "training", "title": "项目书写作班", "starts_on": "2026-02-02", "hours": 12}
REGISTRATION = {
    "form": "service_body",
    "registration_no": "甬镇社证字第0123号",
    "registered_on": "2019-05-20",
    "region_code": COMMUNITY,
}


@pytest.fixture
def district(app: Flask, work: UnitOfWork) -> ApiClient:
    tree(work)
    return client_of(app, work, staff(work, Role.DISTRICT_STAFF, DISTRICT))


@pytest.fixture
def worker(app: Flask, work: UnitOfWork) -> ApiClient:
    tree(work)
    return client_of(app, work, staff(work, Role.COMMUNITY_WORKER, COMMUNITY))


def test_a_social_organisation_is_entered_with_its_registration(district: ApiClient) -> None:
    made = district.post(
        "/organisations", {"kind": "social", "name": "互助会", "uscc": credit_code()} | REGISTRATION
    )

    assert made.status_code == 201
    assert REGISTRATION.items() <= made.json.items()
    assert (made.json["standing"], made.json["grade"]) == ("active", None)


def test_only_social_organisations_have_a_registration_and_each_its_own_number(district: ApiClient) -> None:
    social = {"kind": "social", "name": "互助会"}
    district.post("/organisations", social | {"uscc": credit_code()} | REGISTRATION)

    twice = district.post("/organisations", social | {"uscc": credit_code()} | REGISTRATION)
    operator = district.post(
        "/organisations",
        {"kind": "operator", "name": "养老公司", "uscc": credit_code(), "form": "foundation"},
    )
    nowhere = district.post("/organisations", social | {"uscc": credit_code(), "region_code": "1"})

    assert [twice.json["code"], operator.json["code"], nowhere.json["code"]] == [
        "registration_taken",
        "not_social",
        "no_such_region",
    ]


def test_a_suspension_has_a_reason_which_goes_with_it(district: ApiClient, work: UnitOfWork) -> None:
    path = f"/organisations/{organisations.organisation(work).id}"

    without = district.patch(path, {"standing": "suspended"})
    suspended = district.patch(path, {"standing": "suspended", "standing_reason": "未报年度报告"})
    again = district.patch(path, {"standing": "active"})

    assert (without.status_code, without.json["code"]) == (422, "standing_reason_missing")
    assert suspended.json["standing_reason"] == "未报年度报告"
    assert (again.json["standing"], again.json["standing_reason"]) == ("active", None)


def test_nobody_books_or_publishes_for_a_suspended_organisation(
    app: Flask, work: UnitOfWork, district: ApiClient, worker: ApiClient
) -> None:
    choir, singer = organisations.organisation(work), residents.resident(work)
    organisations.member(work, choir, singer)
    client = client_of(app, work, resident_account(work, singer.id))
    invited_before = client.post("/activities", _activity(choir.id))
    district.patch(f"/organisations/{choir.id}", {"standing": "suspended", "standing_reason": "异常名录"})
    work.session.expire_all()

    answers = [each.post("/bookings", _booking(work, choir.id)) for each in (client, worker)]
    answers += [each.post("/activities", _activity(choir.id)) for each in (client, worker)]

    assert [each.json["code"] for each in answers] == ["organisation_suspended"] * 4
    assert invited_before.status_code == 201


@pytest.mark.parametrize("rights", [["rooms"], ["publishing"], [], ["publishing", "rooms"]])
def test_a_member_books_and_invites_each_with_its_own_right(
    app: Flask, work: UnitOfWork, worker: ApiClient, rights: list[str]
) -> None:
    choir, singer = organisations.organisation(work), residents.resident(work)
    added = worker.post(f"/organisations/{choir.id}/members", {"resident_id": singer.id, "rights": rights})
    client = client_of(app, work, resident_account(work, singer.id))

    booked = client.post("/bookings", _booking(work, choir.id))
    invited = client.post("/activities", _activity(choir.id))

    assert added.json["rights"] == rights
    assert booked.json.get("code") == (None if "rooms" in rights else "no_right_to_rooms")
    assert invited.json.get("code") == (None if "publishing" in rights else "no_right_to_publish")


def test_a_right_is_given_by_who_works_in_its_matters(
    app: Flask, work: UnitOfWork, worker: ApiClient
) -> None:
    choir, singer = organisations.organisation(work), residents.resident(work)
    member = worker.post(f"/organisations/{choir.id}/members", {"resident_id": singer.id}).json
    path = f"/organisations/{choir.id}/members/{member['id']}"
    of_rooms = client_of(app, work, staff(work, Role.COMMUNITY_WORKER, COMMUNITY, functions=[Function.ROOMS]))

    refused = of_rooms.patch(path, {"rights": ["rooms", "publishing"]})
    given = worker.patch(path, {"rights": ["rooms", "publishing"]})
    kept = of_rooms.patch(path, {"rights": ["publishing"]})

    assert member["rights"] == ["rooms"]
    assert refused.status_code == 403
    assert given.json["rights"] == ["publishing", "rooms"]
    assert kept.json["rights"] == ["publishing"]


def test_a_rating_holds_for_five_years_and_is_told_of_today(
    district: ApiClient, worker: ApiClient, work: UnitOfWork
) -> None:
    choir, other = organisations.organisation(work), organisations.organisation(work)
    organisations.rating(work, other, Grade.A2)

    rated = district.post(f"/organisations/{choir.id}/ratings", RATING)
    read = worker.get(f"/organisations/{choir.id}")
    best = worker.get("/organisations?min_grade=3a").json["items"]

    assert rated.json["valid_until"] == "2030-05-31"
    assert read.json["grade"] == "3a"
    assert [each["id"] for each in best] == [str(choir.id)]


def test_who_knows_an_organisation_without_its_rating_does_not_know_it(
    district: ApiClient, work: UnitOfWork
) -> None:
    path = f"/organisations/{organisations.organisation(work).id}"
    known = {"If-None-Match": district.get(path).headers["ETag"]}
    assert district.get(path, headers=known).status_code == 304

    district.post(f"{path}/ratings", RATING)

    assert district.get(path, headers=known).json["grade"] == RATING["grade"]


def test_a_new_rating_ends_the_former_the_day_before(district: ApiClient, work: UnitOfWork) -> None:
    path = f"/organisations/{organisations.organisation(work).id}/ratings"
    district.post(path, RATING)

    district.post(path, RATING | {"grade": "4a", "valid_from": "2026-01-01"})
    back = district.post(path, RATING | {"grade": "5a", "valid_from": "2025-06-01"})

    assert [(each["grade"], each["valid_until"]) for each in district.get(path).json["items"]] == [
        ("4a", "2030-12-31"),
        ("3a", "2025-12-31"),
    ]
    assert back.json["code"] == "rating_overlaps"


def test_a_rating_only_ends_earlier(district: ApiClient, work: UnitOfWork) -> None:
    choir = organisations.organisation(work)
    row = organisations.rating(work, choir)
    path = f"/organisations/{choir.id}/ratings/{row.id}"

    def ended(day: str) -> Any:
        return district.patch(path, {"valid_until": day, "reason": "受到行政处罚"})

    assert ended("2031-01-01").json["code"] == "rating_only_ends"
    assert ended("2025-05-31").json["code"] == "impossible_term"
    assert ended("2026-03-01").json["ended_because"] == "受到行政处罚"
    assert district.get(f"/organisations/{choir.id}").json["grade"] is None


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 6, 1), date(2030, 5, 31)),
        (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2026, 1, 1), date(2030, 12, 31)),
    ],
)
def test_five_years_end_the_day_before(first: date, last: date) -> None:
    assert last_day(first) == last


def test_what_was_done_for_an_organisation_is_noted_changed_and_dropped(
    worker: ApiClient, work: UnitOfWork
) -> None:
    path = f"/organisations/{organisations.organisation(work).id}/programmes"
    made = worker.post(path, PROGRAMME | {"region_code": COMMUNITY})
    worker.post(path, PROGRAMME | {"kind": "award"})
    one = f"{path}/{made.json['id']}"

    changed = worker.patch(one, {"ends_on": "2026-02-06", "outcome": "结业"}, etag=made.headers["ETag"])
    listed = worker.get(f"{path}?kind=training").json["items"]
    backwards = worker.patch(one, {"ends_on": "2026-02-01"})
    dropped = worker.delete(one)

    assert (changed.json["outcome"], changed.json["ends_on"]) == ("结业", "2026-02-06")
    assert [each["id"] for each in listed] == [made.json["id"]]
    assert backwards.json["code"] == "impossible_term"
    assert dropped.status_code == 204


def test_ratings_and_programmes_are_of_social_organisations(district: ApiClient, work: UnitOfWork) -> None:
    path = f"/organisations/{organisations.organisation(work, OrganisationKind.OPERATOR).id}"

    assert district.post(f"{path}/ratings", RATING).json["code"] == "not_social"
    assert district.post(f"{path}/programmes", PROGRAMME).json["code"] == "not_social"


def test_the_district_rates_and_who_works_with_rooms_notes_programmes(
    app: Flask, work: UnitOfWork, worker: ApiClient
) -> None:
    path = f"/organisations/{organisations.organisation(work).id}"
    somebody = client_of(app, work, resident_account(work, residents.resident(work).id))
    grid = client_of(app, work, staff(work, Role.GRID_WORKER, COMMUNITY))

    assert worker.post(f"{path}/ratings", RATING).status_code == 403
    for client in (somebody, grid):
        assert client.post(f"{path}/programmes", PROGRAMME).status_code == 403
        assert client.get(f"{path}/programmes").status_code == 200


def test_what_was_done_at_a_place_is_the_matter_of_its_staff(
    app: Flask, work: UnitOfWork, worker: ApiClient
) -> None:
    path = f"/organisations/{organisations.organisation(work).id}/programmes"
    elsewhere = client_of(app, work, staff(work, Role.COMMUNITY_WORKER, OTHER_COMMUNITY))
    one = f"{path}/{worker.post(path, PROGRAMME | {'region_code': COMMUNITY}).json['id']}"
    of_all = f"{path}/{worker.post(path, PROGRAMME).json['id']}"

    refused = [
        elsewhere.post(path, PROGRAMME | {"region_code": COMMUNITY}),
        elsewhere.patch(one, {"outcome": "未开展"}),
        elsewhere.patch(of_all, {"region_code": COMMUNITY}),
        elsewhere.delete(one),
    ]

    assert [(answer.status_code, answer.json["code"]) for answer in refused] == [(403, "out_of_scope")] * 4
    assert elsewhere.patch(of_all, {"outcome": "结业"}).status_code == 200


def _activity(organisation_id: Any) -> dict[str, Any]:
    return {
        "title": "合唱公开排练",
        "kind": "recreation",
        "region_code": COMMUNITY,
        "organisation_id": organisation_id,
        "place": "社区广场",
        "starts_at": "2026-03-04T14:00:00+08:00",
        "ends_at": "2026-03-04T16:00:00+08:00",
        "capacity": 20,
    }


def _booking(work: UnitOfWork, organisation_id: Any) -> dict[str, Any]:
    room = living_rooms.room(work, week=living_rooms.ALWAYS)
    return {
        "living_room_id": room.id,
        "organisation_id": organisation_id,
        "starts_at": "2026-03-03T10:00:00+08:00",
        "ends_at": "2026-03-03T11:00:00+08:00",
        "purpose": "recreation",
        "headcount": 4,
    }
