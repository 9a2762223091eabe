"""An elder moves within the district: what is open and to come goes with them, what was is where it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import care, homes, regions
from tests.factories.care_requests import request
from tests.factories.cared import Cared, cared
from tests.residents.imports.importing import bring_in
from tests.residents.imports.lists import csv, id_number

MAKE = "elderly_care.visits.make_visits_ahead"


@pytest.fixture
def keeper(as_staff: Speak) -> ApiClient:
    """A worker of the street, who keeps the records of both communities."""
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.PEOPLE])


@pytest.fixture
def second_worker(as_staff: Speak) -> ApiClient:
    return as_staff(Role.COMMUNITY_WORKER, regions.SECOND_COMMUNITY)


def move(keeper: ApiClient, who: Cared, region_code: str = regions.SECOND_COMMUNITY) -> None:
    home = {"region_code": region_code, "room": "402"}
    moved = keeper.post(f"/residents/{who.elder.id}/move", {"home": home, "moved_in_on": "2026-03-01"})
    assert moved.status_code == 200, moved.json


def places(work: UnitOfWork, who: Cared) -> dict[VisitStatus, set[str]]:
    work.session.expire_all()
    found: dict[VisitStatus, set[str]] = {}
    for visit in work.session.scalars(select(Visit).where(Visit.elder_id == who.elder.id)):
        found.setdefault(visit.status, set()).add(visit.region_code)
    return found


def seen(client: ApiClient, path: str) -> list[str]:
    return [each["id"] for each in client.get(path).json["items"]]


def told(client: ApiClient) -> list[str]:
    return [each["title"] for each in client.get("/inbox").json["items"]]


def test_the_workers_where_the_elder_lives_now_see_request_plan_and_visits_and_the_others_do_not(
    work: UnitOfWork,
    near: Cared,
    keeper: ApiClient,
    worker: ApiClient,
    second_worker: ApiClient,
    timetable: Timetable,
) -> None:
    timetable.run(MAKE)

    move(keeper, near)
    timetable.deliver()

    for path in ("/care/requests", "/care/plans"):
        assert seen(worker, path) == []
        assert len(seen(second_worker, path)) == 1
    assert seen(worker, f"/care/visits?elder_id={near.elder.id}") == []
    assert seen(second_worker, f"/care/visits?elder_id={near.elder.id}") != []
    assert places(work, near) == {VisitStatus.PLANNED: {regions.SECOND_COMMUNITY}}


def test_what_was_made_or_has_begun_stays_where_it_was(
    work: UnitOfWork, near: Cared, carer: Caregiver, keeper: ApiClient, timetable: Timetable
) -> None:
    today = local_date(work.now)
    near.visit(work, carer, on=today - timedelta(days=3), status=VisitStatus.CONFIRMED)
    near.visit(work, carer, on=today - timedelta(days=2), status=VisitStatus.MISSED)
    near.visit(work, carer, on=today, status=VisitStatus.IN_PROGRESS)
    near.visit(work, carer)
    over = request(work, near.elder, [near.service], status=RequestStatus.WITHDRAWN)

    move(keeper, near)
    timetable.deliver()

    assert places(work, near) == {
        VisitStatus.CONFIRMED: {regions.COMMUNITY},
        VisitStatus.MISSED: {regions.COMMUNITY},
        VisitStatus.IN_PROGRESS: {regions.COMMUNITY},
        VisitStatus.ASSIGNED: {regions.SECOND_COMMUNITY},
    }
    assert work.session.get_one(CareRequest, over.id).region_code == regions.COMMUNITY


def test_visits_that_are_made_later_are_made_there(
    work: UnitOfWork, near: Cared, keeper: ApiClient, timetable: Timetable
) -> None:
    move(keeper, near)
    timetable.deliver()
    timetable.run(MAKE)

    assert places(work, near) == {VisitStatus.PLANNED: {regions.SECOND_COMMUNITY}}


def test_the_record_handed_to_another_community_takes_care_along_before_the_home_is_known(
    work: UnitOfWork, near: Cared, keeper: ApiClient, timetable: Timetable
) -> None:
    homes.living(work, near.elder, homes.home(work))
    left = {"moved_out_on": "2026-03-01", "region_code": regions.SECOND_COMMUNITY}
    assert keeper.post(f"/residents/{near.elder.id}/move-out", left).status_code == 200

    timetable.deliver()

    work.session.expire_all()
    assert work.session.get_one(CarePlan, near.plan.id).region_code == regions.SECOND_COMMUNITY


def test_a_corrected_place_takes_care_along(
    work: UnitOfWork, near: Cared, keeper: ApiClient, timetable: Timetable
) -> None:
    etag = keeper.get(f"/residents/{near.elder.id}").headers["ETag"]
    right = {"region_code": regions.SECOND_COMMUNITY}
    assert keeper.patch(f"/residents/{near.elder.id}", right, etag=etag).status_code == 200

    timetable.deliver()

    work.session.expire_all()
    assert work.session.get_one(CarePlan, near.plan.id).region_code == regions.SECOND_COMMUNITY


def test_a_corrected_home_takes_the_care_of_who_lives_there_along(
    work: UnitOfWork, near: Cared, keeper: ApiClient, timetable: Timetable
) -> None:
    home = homes.home(work)
    homes.living(work, near.elder, home)
    timetable.deliver()
    path = f"/homes/{home.id}"
    right = {"region_code": regions.SECOND_COMMUNITY}
    assert keeper.patch(path, right, etag=keeper.get(path).headers["ETag"]).status_code == 200

    timetable.deliver()

    work.session.expire_all()
    assert work.session.get_one(CarePlan, near.plan.id).region_code == regions.SECOND_COMMUNITY


def test_the_new_community_is_told_once_and_the_operator_hears_that_ways_change(
    near: Cared,
    keeper: ApiClient,
    worker: ApiClient,
    second_worker: ApiClient,
    dispatcher: ApiClient,
    timetable: Timetable,
) -> None:
    move(keeper, near)
    timetable.deliver()

    assert told(second_worker) == ["迁入老人的养老服务转入"]
    assert told(dispatcher) == ["服务对象迁居"]
    assert told(worker) == []


def test_where_the_contract_does_not_serve_the_new_community_its_workers_are_told_so(
    work: UnitOfWork,
    operator: Organisation,
    service: CareService,
    keeper: ApiClient,
    second_worker: ApiClient,
    timetable: Timetable,
) -> None:
    here_alone = care.contract(work, operator, serves=(regions.COMMUNITY,))
    who = cared(work, here_alone, service)

    move(keeper, who)
    timetable.deliver()

    assert told(second_worker) == ["迁入老人的机构不服务本社区"]


def test_who_moves_within_the_community_is_followed_without_a_word(
    work: UnitOfWork, near: Cared, keeper: ApiClient, worker: ApiClient, timetable: Timetable
) -> None:
    move(keeper, near, regions.GRID)
    timetable.deliver()

    work.session.expire_all()
    assert work.session.get_one(CarePlan, near.plan.id).region_code == regions.GRID
    assert told(worker) == []


def test_that_care_was_followed_stands_in_the_audit_trail(
    work: UnitOfWork, near: Cared, keeper: ApiClient, timetable: Timetable
) -> None:
    move(keeper, near)
    timetable.deliver()

    query = select(AuditEntry).where(AuditEntry.action.like("care_%_followed_elder"))
    kept = {each.action: each for each in work.session.scalars(query)}
    assert kept.keys() == {"care_request_followed_elder", "care_plan_followed_elder"}
    assert kept["care_plan_followed_elder"].region_code == regions.SECOND_COMMUNITY


def test_a_list_that_names_the_home_of_an_elder_lets_care_follow(
    work: UnitOfWork, near: Cared, timetable: Timetable
) -> None:
    timetable.run(MAKE)
    near.elder.keep_id_number(work.house.cipher, id_number(1))
    work.session.flush()

    people = csv(("姓名", "身份证号", "网格", "室号"), (near.elder.name, id_number(1), "第一网格", "402"))
    brought = bring_in(work.house, people)
    timetable.deliver()

    assert brought.updated == 1
    assert places(work, near) == {VisitStatus.PLANNED: {regions.GRID}}
