"""Organisations over HTTP."""

from typing import NamedTuple
from uuid import uuid4

import pytest
from flask import Flask

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.organisations import queries
from service.organisations.rules import OrganisationKind
from tests.client import ApiClient
from tests.factories.accounts import client_of, resident_account, staff
from tests.factories.organisations import credit_code, organisation
from tests.factories.regions import COMMUNITY, DISTRICT, GRID, OTHER_COMMUNITY, STREET, tree
from tests.factories.residents import resident


class People(NamedTuple):
    district: ApiClient
    worker: ApiClient
    resident: ApiClient


@pytest.fixture
def people(app: Flask, work: UnitOfWork) -> People:
    tree(work)
    return People(
        client_of(app, work, staff(work, Role.DISTRICT_STAFF, DISTRICT)),
        client_of(app, work, staff(work, Role.COMMUNITY_WORKER, COMMUNITY)),
        client_of(app, work, resident_account(work)),
    )


def an_operator(**other: str) -> dict[str, str]:
    return {"kind": "operator", "name": "金生怡养院", "uscc": credit_code()} | other


def test_the_district_enters_an_organisation_and_everybody_logged_in_reads_it(people: People) -> None:
    asked = an_operator()

    made = people.district.post("/organisations", asked)
    read = people.resident.get(f"/organisations/{made.json['id']}")

    assert made.status_code == 201
    assert asked.items() <= read.json.items()
    assert read.headers["ETag"] == made.headers["ETag"]


def test_organisations_are_listed_by_kind_and_name(people: People, work: UnitOfWork) -> None:
    choir = organisation(work, OrganisationKind.SOCIAL, "夕阳红合唱团")
    organisation(work, OrganisationKind.OPERATOR, "金生怡养院")

    def names(query: str) -> list[str]:
        return [each["name"] for each in people.resident.get(f"/organisations?{query}").json["items"]]

    assert names("kind=social") == names("q=合唱") == [choir.name]
    assert len(names("limit=100")) == 2


@pytest.mark.parametrize(
    "uscc", ["", "91110000600037341", "91110000600037341X", "123456789012345679", "9111000060003734 1L"]
)
def test_a_wrong_credit_code_is_refused_by_its_field(people: People, uscc: str) -> None:
    answer = people.district.post("/organisations", an_operator(uscc=uscc), language="en")

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")
    assert "GB 32100" in answer.json["errors"]["uscc"]


def test_small_letters_in_a_credit_code_are_taken_for_capitals(people: People) -> None:
    made = people.district.post("/organisations", an_operator(uscc="91110000600037341l"))

    assert made.json["uscc"] == "91110000600037341L"


def test_a_credit_code_belongs_to_one_organisation(people: People, work: UnitOfWork) -> None:
    there = organisation(work)
    other = organisation(work)

    entered = people.district.post("/organisations", an_operator(uscc=there.uscc))
    changed = people.district.patch(f"/organisations/{other.id}", {"uscc": there.uscc})

    assert (entered.status_code, entered.json["code"]) == (409, "credit_code_taken")
    assert (changed.status_code, changed.json["code"]) == (409, "credit_code_taken")


def test_an_organisation_is_changed_under_its_version(people: People) -> None:
    made = people.district.post("/organisations", an_operator())
    path, etag = f"/organisations/{made.json['id']}", made.headers["ETag"]

    changed = people.district.patch(path, {"name": "金生怡养服务中心"}, etag=etag)
    stale = people.district.patch(path, {"name": "另一个名字"}, etag=etag)

    assert (changed.status_code, changed.json["name"]) == (200, "金生怡养服务中心")
    assert stale.status_code == 412


def test_only_district_staff_keep_the_record(app: Flask, work: UnitOfWork, people: People) -> None:
    there = organisation(work)
    others = [
        people.resident,
        people.worker,
        client_of(app, work, staff(work, Role.GRID_WORKER, GRID)),
        client_of(app, work, staff(work, Role.STREET_STAFF, STREET)),
        client_of(app, work, staff(work, Role.CAREGIVER, organisation_id=there.id)),
        client_of(app, work, staff(work, Role.SYSTEM_ADMIN)),
    ]

    for client in others:
        assert client.post("/organisations", an_operator()).status_code == 403
        assert client.patch(f"/organisations/{there.id}", {"name": "x"}).status_code == 403


def test_a_district_duty_in_rooms_keeps_social_organisations_and_no_operators(
    app: Flask, work: UnitOfWork, people: People
) -> None:
    account = staff(work, Role.DISTRICT_STAFF, DISTRICT, functions=[Function.ROOMS])
    client = client_of(app, work, account)
    choir = client.post("/organisations", an_operator(kind="social"))

    assert choir.status_code == 201
    assert client.post("/organisations", an_operator()).status_code == 403
    assert client.patch(f"/organisations/{choir.json['id']}", {"kind": "operator"}).status_code == 403


def test_a_resident_becomes_a_member_and_ceases_to_be_one(people: People, work: UnitOfWork) -> None:
    choir, singer = organisation(work), resident(work, region_code=COMMUNITY)
    path = f"/organisations/{choir.id}/members"

    added = people.worker.post(path, {"resident_id": singer.id})
    while_member = queries.is_member(work, choir.id, singer.id)
    listed = people.worker.get(path)
    removed = people.worker.delete(f"{path}/{added.json['id']}", etag=added.headers["ETag"])

    assert added.status_code == 201
    assert while_member
    assert [each["resident_id"] for each in listed.json["items"]] == [str(singer.id)]
    assert removed.status_code == 204
    assert not queries.is_member(work, choir.id, singer.id)


def test_a_member_is_one_once_and_a_resident(people: People, work: UnitOfWork) -> None:
    choir, singer = organisation(work), resident(work, region_code=COMMUNITY)
    path = f"/organisations/{choir.id}/members"
    people.worker.post(path, {"resident_id": singer.id})

    again = people.worker.post(path, {"resident_id": singer.id})
    nobody = people.worker.post(path, {"resident_id": uuid4()})

    assert (again.status_code, again.json["code"]) == (409, "already_member")
    assert (nobody.status_code, nobody.json["code"]) == (422, "no_such_resident")
    assert "resident_id" in nobody.json["errors"]


def test_only_social_organisations_have_members(people: People, work: UnitOfWork) -> None:
    operator, person = organisation(work, OrganisationKind.OPERATOR), resident(work, region_code=COMMUNITY)

    answer = people.worker.post(f"/organisations/{operator.id}/members", {"resident_id": person.id})

    assert (answer.status_code, answer.json["code"]) == (409, "not_social")


def test_members_are_kept_and_seen_by_those_who_work_with_rooms(
    app: Flask, work: UnitOfWork, people: People
) -> None:
    choir, singer = organisation(work), resident(work, region_code=COMMUNITY)
    path = f"/organisations/{choir.id}/members"
    member = people.worker.post(path, {"resident_id": singer.id}).json
    others = [
        people.resident,
        client_of(app, work, staff(work, Role.GRID_WORKER, GRID)),
        client_of(app, work, staff(work, Role.STREET_STAFF, STREET, functions=[Function.NOTICES])),
    ]

    for client in others:
        assert client.get(path).status_code == 403
        assert client.post(path, {"resident_id": singer.id}).status_code == 403
        assert client.delete(f"{path}/{member['id']}").status_code == 403


def test_who_publishes_for_an_organisation_is_for_its_home_to_say(
    app: Flask, work: UnitOfWork, people: People
) -> None:
    elsewhere = client_of(app, work, staff(work, Role.COMMUNITY_WORKER, OTHER_COMMUNITY))
    street = client_of(app, work, staff(work, Role.STREET_STAFF, STREET))
    path = f"/organisations/{organisation(work, region_code=COMMUNITY).id}/members"
    homeless = f"/organisations/{organisation(work).id}/members"
    speaker = {"resident_id": str(resident(work).id), "rights": ["publishing"]}

    refused = elsewhere.post(path, speaker)
    booking = elsewhere.post(path, speaker | {"rights": ["rooms"]})
    member = f"{path}/{booking.json['id']}"
    widened = elsewhere.patch(member, {"rights": ["rooms", "publishing"]})

    assert (refused.status_code, refused.json["code"]) == (403, "out_of_scope")
    assert booking.status_code == 201
    assert (widened.status_code, widened.json["code"]) == (403, "out_of_scope")
    for client, rights in ((people.worker, ["publishing", "rooms"]), (street, ["rooms"])):
        assert client.patch(member, {"rights": rights}).json["rights"] == rights
    assert elsewhere.post(homeless, speaker).status_code == 201


def test_what_is_not_there_is_not_found(people: People, work: UnitOfWork) -> None:
    choir, other = organisation(work), organisation(work)
    singer = resident(work, region_code=COMMUNITY)
    member = people.worker.post(f"/organisations/{choir.id}/members", {"resident_id": singer.id}).json

    assert people.district.get(f"/organisations/{uuid4()}").status_code == 404
    assert people.worker.get(f"/organisations/{uuid4()}/members").status_code == 404
    assert people.worker.delete(f"/organisations/{other.id}/members/{member['id']}").status_code == 404
