"""Places over HTTP."""

from typing import NamedTuple

import pytest
from flask import Flask

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.regions.rules import Level
from tests.client import ApiClient
from tests.factories.accounts import client_of, resident_account, staff
from tests.factories.organisations import organisation
from tests.factories.regions import (
    CITY,
    COMMUNITY,
    DISTRICT,
    GRID,
    OTHER_COMMUNITY,
    SECOND_COMMUNITY,
    STREET,
    region,
    tree,
)


class People(NamedTuple):
    resident: ApiClient
    worker: ApiClient
    other_worker: ApiClient


@pytest.fixture
def people(app: Flask, work: UnitOfWork) -> People:
    """A resident, a worker of the first community, a worker in another street."""
    tree(work)
    return People(
        client_of(app, work, resident_account(work)),
        client_of(app, work, staff(work, Role.COMMUNITY_WORKER, COMMUNITY)),
        client_of(app, work, staff(work, Role.COMMUNITY_WORKER, OTHER_COMMUNITY)),
    )


def a_grid(parent_code: str = COMMUNITY) -> dict[str, str]:
    return {"parent_code": parent_code, "level": "grid", "name": "第二网格"}


def test_nobody_reads_the_tree_without_a_login(anyone: ApiClient) -> None:
    assert anyone.get("/regions").status_code == 401


def test_anybody_logged_in_reads_a_place_with_its_path_from_the_top(people: People) -> None:
    answer = people.resident.get(f"/regions/{GRID}")

    assert answer.status_code == 200
    assert answer.json == {
        "code": GRID,
        "level": "grid",
        "name": "第一网格",
        "parent_code": COMMUNITY,
        "path": [
            {"code": CITY, "name": "宁波市", "level": "city"},
            {"code": DISTRICT, "name": "镇海区", "level": "district"},
            {"code": STREET, "name": "招宝山街道", "level": "street"},
            {"code": COMMUNITY, "name": "胜利路社区", "level": "community"},
            {"code": GRID, "name": "第一网格", "level": "grid"},
        ],
        "valid_from": "2020-01-01",
        "valid_until": None,
    }


def test_a_place_that_is_known_already_is_not_sent_again(people: People) -> None:
    etag = people.resident.get(f"/regions/{GRID}").headers["ETag"]

    answer = people.resident.get(f"/regions/{GRID}", headers={"If-None-Match": etag})

    assert answer.status_code == 304


def test_an_unknown_place_is_not_found(people: People) -> None:
    assert people.resident.get("/regions/nowhere").status_code == 404
    assert people.resident.get(f"/regions/{'9' * 41}").status_code == 404
    assert people.resident.get(f"/regions/{GRID}?on=2019-12-31").status_code == 404


def test_the_tree_is_listed_by_parent_level_and_name(people: People) -> None:
    def codes(query: str) -> list[str]:
        return [each["code"] for each in people.resident.get(f"/regions?{query}").json["items"]]

    assert codes(f"parent_code={STREET}") == [COMMUNITY, SECOND_COMMUNITY]
    assert codes("level=community") == [COMMUNITY, SECOND_COMMUNITY, OTHER_COMMUNITY]
    assert codes("q=总浦桥") == [SECOND_COMMUNITY]
    assert codes("q=330211002") == ["330211002", OTHER_COMMUNITY]
    assert codes("q=%25") == []
    assert codes(f"parent_code={STREET}&q=胜利") == [COMMUNITY]


def test_pages_of_places_follow_each_other(people: People) -> None:
    first = people.resident.get("/regions?limit=5").json
    second = people.resident.get(f"/regions?limit=5&cursor={first['next_cursor']}").json

    assert len(first["items"]) == 5
    assert [each["code"] for each in second["items"]] == [SECOND_COMMUNITY, "330211002", OTHER_COMMUNITY]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("query", ["level=town", "limit=0", "q=", "cursor=x", "name=x"])
def test_a_wrong_question_is_named(people: People, query: str) -> None:
    answer = people.resident.get(f"/regions?{query}")

    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json["errors"]


def test_a_worker_adds_estate_grid_and_building(people: People) -> None:
    estate = people.worker.post("/regions", {"parent_code": COMMUNITY, "level": "estate", "name": "海棠苑"})
    grid = people.worker.post("/regions", a_grid(estate.json["code"]))
    building = people.worker.post(
        "/regions", {"parent_code": grid.json["code"], "level": "building", "name": "1幢"}
    )

    assert (estate.status_code, grid.status_code, building.status_code) == (201, 201, 201)
    assert estate.json["code"] == f"{COMMUNITY}-002"
    assert grid.json["code"] == f"{COMMUNITY}-002-001"
    assert [step["level"] for step in building.json["path"]][3:] == [
        "community",
        "estate",
        "grid",
        "building",
    ]
    assert estate.headers["ETag"]


def test_a_key_makes_one_place_of_two_requests(people: People) -> None:
    first = people.worker.post("/regions", a_grid(), key="one")
    again = people.worker.post("/regions", a_grid(), key="one")

    assert first.json["code"] == again.json["code"]


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"parent_code": GRID, "level": "grid", "name": "x"}, "parent_code", "wrong_parent"),
        ({"parent_code": COMMUNITY, "level": "building", "name": "x"}, "parent_code", "wrong_parent"),
        ({"parent_code": "nowhere", "level": "grid", "name": "x"}, "parent_code", "no_such_region"),
        ({"parent_code": STREET, "level": "community", "name": "x"}, "level", "invalid_input"),
        ({"parent_code": COMMUNITY, "level": "grid", "name": " "}, "name", "invalid_input"),
        ({"parent_code": COMMUNITY, "level": "grid", "name": "x", "code": "7"}, "code", "invalid_input"),
    ],
)
def test_a_place_that_can_not_be_is_refused_by_its_field(
    people: People, asked: dict[str, str], field: str, code: str
) -> None:
    answer = people.worker.post("/regions", asked)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert field in answer.json["errors"]


def test_only_the_communitys_own_workers_change_its_places(
    app: Flask, work: UnitOfWork, people: People
) -> None:
    operator = organisation(work)
    others = [
        people.resident,
        people.other_worker,
        client_of(app, work, staff(work, Role.GRID_WORKER, GRID)),
        client_of(app, work, staff(work, Role.STREET_STAFF, STREET)),
        client_of(app, work, staff(work, Role.DISTRICT_STAFF, DISTRICT)),
        client_of(app, work, staff(work, Role.CAREGIVER, organisation_id=operator.id)),
    ]

    for client in others:
        added = client.post("/regions", a_grid())
        changed = client.patch(f"/regions/{GRID}", {"name": "东门网格"})

        assert (added.status_code, added.json["code"]) == (403, "out_of_scope")
        assert (changed.status_code, changed.json["code"]) == (403, "out_of_scope")


def test_a_place_is_renamed_under_its_version(people: People) -> None:
    etag = people.worker.get(f"/regions/{GRID}").headers["ETag"]

    without = people.worker.patch(f"/regions/{GRID}", {"name": "东门网格"}, etag=None)
    renamed = people.worker.patch(f"/regions/{GRID}", {"name": "东门网格"}, etag=etag)
    stale = people.worker.patch(f"/regions/{GRID}", {"name": "西门网格"}, etag=etag)

    assert (without.status_code, renamed.status_code, stale.status_code) == (428, 200, 412)
    assert renamed.json["name"] == "东门网格"
    assert renamed.headers["ETag"] == people.worker.get(f"/regions/{GRID}").headers["ETag"] != etag


def test_a_moved_place_is_still_found_where_it_stood_before(work: UnitOfWork, people: People) -> None:
    estate = region(work, COMMUNITY, Level.ESTATE, "海棠苑")

    moved = people.worker.patch(f"/regions/{GRID}", {"parent_code": estate})
    before = people.worker.get(f"/regions/{GRID}?on=2026-03-01")

    assert (moved.json["parent_code"], moved.json["valid_from"]) == (estate, "2026-03-02")
    assert (before.json["parent_code"], before.json["valid_until"]) == (COMMUNITY, "2026-03-01")


@pytest.mark.parametrize("day", ["2026-03-01", "2027-03-04", "2026-02-30"])
def test_a_change_of_the_past_or_the_far_future_is_refused(people: People, day: str) -> None:
    answer = people.worker.patch(f"/regions/{GRID}", {"name": "东门网格", "valid_from": day})

    assert answer.status_code == 422
    assert "valid_from" in answer.json["errors"]


def test_a_move_to_a_parent_that_does_not_fit_is_refused(people: People) -> None:
    building = people.worker.post("/regions", {"parent_code": GRID, "level": "building", "name": "1幢"}).json

    refused = people.worker.patch(f"/regions/{building['code']}", {"parent_code": COMMUNITY})
    unknown = people.worker.patch(f"/regions/{building['code']}", {"parent_code": "nowhere"})
    itself = people.worker.patch(f"/regions/{GRID}", {"parent_code": GRID})

    assert (refused.status_code, refused.json["code"]) == (422, "wrong_parent")
    assert (unknown.status_code, unknown.json["code"]) == (422, "no_such_region")
    assert (itself.status_code, itself.json["code"]) == (422, "wrong_parent")


def test_changing_nothing_or_an_unknown_place_harms_nobody(people: People) -> None:
    assert people.worker.patch(f"/regions/{GRID}", {}).status_code == 200
    assert people.worker.patch("/regions/nowhere", {"name": "x"}).status_code == 404


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\u200f"])
def test_a_name_holds_nothing_that_turns_its_neighbours_around(people: People, unseen: str) -> None:
    refused = people.worker.post(
        "/regions", {"parent_code": COMMUNITY, "level": "estate", "name": f"桂花{unseen}小区"}
    )

    assert refused.status_code == 422
    assert "name" in refused.json["errors"]
