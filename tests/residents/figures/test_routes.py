"""Figures about people: exact for whose duty covers the place; nobody else learns of a single person."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from service.kit.actor import Function, Role
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.residents.people.rules import Sex
from service.residents.rules import ResidentStatus
from service.residents.tags.models import ResidentTag
from tests.client import ApiClient
from tests.factories import accounts, regions
from tests.factories.residents import resident

TODAY = date(2026, 3, 2)


@pytest.fixture
def people(work: UnitOfWork) -> None:
    """Seven men of 70 and two women of 85 in the community, one woman at the grid; six without details next door."""
    for _ in range(7):
        resident(work, sex=Sex.MALE, birth_on=date(1956, 3, 2))
    for _ in range(2):
        resident(work, sex=Sex.FEMALE, birth_on=date(1940, 10, 1))
    resident(work, region_code=regions.GRID, sex=Sex.FEMALE, birth_on=date(2008, 3, 3))
    for _ in range(6):
        resident(work, region_code=regions.SECOND_COMMUNITY)
    resident(work, status=ResidentStatus.PENDING, sex=Sex.MALE)
    resident(work, status=ResidentStatus.DECEASED, sex=Sex.MALE)


@pytest.fixture
def worker(app: Flask, house: House, work: UnitOfWork) -> ApiClient:
    return speak(app, house, work, Role.COMMUNITY_WORKER, regions.COMMUNITY)


@pytest.fixture
def neighbour(app: Flask, house: House, work: UnitOfWork) -> ApiClient:
    return speak(app, house, work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)


def speak(app: Flask, house: House, work: UnitOfWork, role: Role, region_code: str) -> ApiClient:
    regions.tree(work)
    return accounts.client_of(app, house, accounts.staff(work, role, region_code))


def told(client: ApiClient, by: str, region_code: str = regions.COMMUNITY) -> dict[str, Any]:
    answer = client.get(f"/figures/residents?region_code={region_code}&by={by}")
    assert answer.status_code == 200, answer.text
    figures: dict[str, Any] = answer.get_json()
    return figures


def counts(answer: dict[str, Any]) -> dict[str, int | None]:
    return {each["key"]: each["count"] for each in answer["figures"]}


@pytest.mark.usefixtures("people")
def test_who_serves_the_place_sees_exact_figures(worker: ApiClient) -> None:
    by_sex, by_age = told(worker, "sex"), told(worker, "age")

    assert (by_sex["is_exact"], by_sex["total"]) == (True, 10)
    assert counts(by_sex) == {"male": 7, "female": 3}
    assert counts(by_age) == {"0-17": 1, "18-59": 0, "60-69": 0, "70-79": 7, "80-89": 2, "90+": 0}


@pytest.mark.usefixtures("people")
def test_others_see_no_figure_under_five_and_the_rest_in_fives(neighbour: ApiClient) -> None:
    by_sex = told(neighbour, "sex")

    assert (by_sex["is_exact"], by_sex["total"]) == (False, 10)
    assert counts(by_sex) == {"male": 5, "female": None}


@pytest.mark.usefixtures("people")
def test_a_street_is_counted_by_its_communities(
    app: Flask, house: House, work: UnitOfWork, neighbour: ApiClient
) -> None:
    street = speak(app, house, work, Role.STREET_STAFF, regions.STREET)

    exact, blurred = (told(client, "region", regions.STREET) for client in (street, neighbour))

    assert exact["total"] == 16
    assert counts(exact) == {regions.STREET: 0, regions.COMMUNITY: 10, regions.SECOND_COMMUNITY: 6}
    assert counts(blurred) == {regions.STREET: None, regions.COMMUNITY: 10, regions.SECOND_COMMUNITY: 5}


@pytest.mark.usefixtures("people")
def test_a_community_is_counted_by_its_grids_and_who_is_in_none(worker: ApiClient) -> None:
    assert counts(told(worker, "region")) == {regions.COMMUNITY: 9, regions.GRID: 1}


@pytest.mark.usefixtures("people")
def test_only_tags_that_hold_today_are_counted(
    work: UnitOfWork, worker: ApiClient, neighbour: ApiClient
) -> None:
    for number in range(6):
        tag(work, "lives_alone", since=date(2026, 1, 1), until=TODAY if number else None)
    tag(work, "lives_alone", since=date(2026, 1, 1), until=date(2026, 3, 1))
    tag(work, "volunteer", since=date(2026, 3, 3))
    tag(work, "low_income", since=TODAY)

    exact, blurred = (counts(told(client, "tag")) for client in (worker, neighbour))

    assert (exact["lives_alone"], exact["volunteer"], exact["low_income"]) == (6, 0, 1)
    assert (blurred["lives_alone"], blurred["volunteer"], blurred["low_income"]) == (5, None, None)
    assert not any(key.isdigit() for key in exact)


def tag(work: UnitOfWork, code: str, *, since: date, until: date | None = None) -> None:
    person = resident(work)
    work.session.add(
        ResidentTag(
            resident_id=person.id,
            tag_code=code,
            region_code=person.region_code,
            valid_from=since,
            valid_until=until,
            set_at=work.now,
        )
    )
    work.session.flush()


def test_nobody_else_sees_figures_below_the_community(worker: ApiClient, neighbour: ApiClient) -> None:
    path = f"/figures/residents?region_code={regions.GRID}&by=sex"

    by_place = f"/figures/residents?region_code={regions.COMMUNITY}&by=region"

    for each in (path, by_place):
        assert worker.get(each).status_code == 200
        refused = neighbour.get(each)
        assert (refused.status_code, refused.get_json()["code"]) == (403, "out_of_scope")


@pytest.mark.usefixtures("people")
def test_a_duty_without_people_in_hand_gives_no_exact_figures(
    app: Flask, house: House, work: UnitOfWork
) -> None:
    staff = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY, functions={Function.ROOMS})

    assert told(accounts.client_of(app, house, staff), "sex")["is_exact"] is False


def test_a_place_that_does_not_exist_has_no_figures(worker: ApiClient) -> None:
    assert worker.get("/figures/residents?region_code=999&by=sex").status_code == 404
    assert worker.get(f"/figures/residents?region_code={regions.COMMUNITY}&by=name").status_code == 422
    assert worker.get("/figures/residents?by=sex").status_code == 422
