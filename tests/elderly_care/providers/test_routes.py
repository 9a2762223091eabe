"""Facilities, contracts and prices over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from service.elderly_care.providers.models import Contract
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.organisations.rules import OrganisationKind
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, care, organisations, regions

DAY = timedelta(days=1)


def terms(work: UnitOfWork, facility_id: Any, operator: Organisation, **other: Any) -> dict[str, Any]:
    today = local_date(work.now)
    return {
        "facility_id": str(facility_id),
        "organisation_id": str(operator.id),
        "starts_on": today.isoformat(),
        "ends_on": (today + 364 * DAY).isoformat(),
        "service_regions": [regions.STREET],
        **other,
    }


def test_a_facility_belongs_to_a_department(
    district: ApiClient, work: UnitOfWork, operator: Organisation
) -> None:
    department = organisations.organisation(work, OrganisationKind.DEPARTMENT, "镇海区民政局")
    body = {
        "name": "桂花居家养老服务站",
        "kind": "home_care_station",
        "region_code": regions.COMMUNITY,
        "asset_number": "ZH-1",
        "address": "胜利路 8 号",
        "beds": 6,
    }

    private = district.post("/care/facilities", body | {"owner_id": str(operator.id)})
    public = district.post("/care/facilities", body | {"owner_id": str(department.id)})
    again = district.post("/care/facilities", body | {"owner_id": str(department.id)})
    sold = district.patch(f"/care/facilities/{public.json['id']}", {"owner_id": str(operator.id)})

    assert (private.status_code, private.json["code"]) == (422, "owner_not_public")
    assert public.status_code == 201
    assert (again.status_code, again.json["code"]) == (409, "asset_on_record")
    assert (sold.status_code, sold.json["code"]) == (422, "owner_not_public")


def test_two_contracts_on_one_facility_do_not_overlap_by_a_day(
    district: ApiClient, work: UnitOfWork, operator: Organisation, other_operator: Organisation
) -> None:
    place, today = care.facility(work).id, local_date(work.now)
    first = district.post("/care/contracts", terms(work, place, operator))
    last = today + 364 * DAY

    on_the_last_day = district.post(
        "/care/contracts",
        terms(work, place, other_operator, starts_on=last.isoformat(), ends_on=(last + 9 * DAY).isoformat()),
    )
    on_the_next = district.post(
        "/care/contracts",
        terms(
            work,
            place,
            other_operator,
            starts_on=(last + DAY).isoformat(),
            ends_on=(last + 9 * DAY).isoformat(),
        ),
    )

    assert first.status_code == 201
    assert (on_the_last_day.status_code, on_the_last_day.json["code"]) == (409, "contract_overlap")
    assert (on_the_next.status_code, on_the_next.json["status"]) == (201, "planned")


def test_a_contract_is_with_an_operator_and_serves_streets_or_communities(
    district: ApiClient, work: UnitOfWork, operator: Organisation
) -> None:
    place = care.facility(work).id
    choir = organisations.organisation(work)

    with_a_choir = district.post("/care/contracts", terms(work, place, choir))
    in_a_grid = district.post(
        "/care/contracts", terms(work, place, operator, service_regions=[regions.STREET, regions.GRID])
    )

    assert with_a_choir.json["code"] == "not_an_operator"
    assert in_a_grid.json["code"] == "no_such_service_region"
    assert "service_regions.1" in in_a_grid.json["errors"]


def test_a_price_is_never_over_the_ceiling(
    district: ApiClient, work: UnitOfWork, operator: Organisation
) -> None:
    place, service = care.facility(work).id, care.service(work, ceiling_fen=9000)
    dear = [{"service_id": str(service.id), "price_fen": 9001}]
    fair = [{"service_id": str(service.id), "price_fen": 9000}]

    refused = district.post("/care/contracts", terms(work, place, operator, prices=dear))
    made = district.post("/care/contracts", terms(work, place, operator, prices=fair))

    assert (refused.status_code, refused.json["code"]) == (422, "over_ceiling")
    assert "prices.0.price_fen" in refused.json["errors"]
    assert made.status_code == 201
    assert work.session.scalar(select(func.count(Contract.id))) == 1


def test_a_new_price_holds_from_a_day_on_and_the_old_one_stays(
    district: ApiClient, work: UnitOfWork, operator: Organisation, manager: ApiClient
) -> None:
    service = care.service(work, ceiling_fen=9000)
    contract = care.contract(work, operator, prices={service.id: 8000})
    path, today = f"/care/contracts/{contract.id}/prices", local_date(work.now)
    body = {"service_id": str(service.id), "price_fen": 8500, "valid_from": (today + DAY).isoformat()}

    by_operator = manager.post(path, body)
    late = district.post(path, body | {"valid_from": (today - DAY).isoformat()})
    made = district.post(path, body)
    again = district.post(path, body)

    assert by_operator.status_code == 403
    assert late.json["code"] == "price_in_the_past"
    assert made.status_code == 201
    assert again.json["code"] == "price_in_the_past"
    assert [each["price_fen"] for each in manager.get(path).json["items"]] == [8500, 8000]


def test_an_operator_reads_its_own_contracts_and_no_other_ones(
    manager: ApiClient,
    other_dispatcher: ApiClient,
    worker: ApiClient,
    as_staff: Speak,
    work: UnitOfWork,
    operator: Organisation,
    other_operator: Organisation,
) -> None:
    own, other = care.contract(work, operator), care.contract(work, other_operator)
    auditor = as_staff(Role.AUDITOR, functions=())

    assert [each["id"] for each in manager.get("/care/contracts").json["items"]] == [str(own.id)]
    assert manager.get(f"/care/contracts/{other.id}").status_code == 404
    assert other_dispatcher.get(f"/care/contracts/{own.id}").status_code == 404
    assert len(worker.get("/care/contracts").json["items"]) == 2
    assert auditor.get("/care/contracts").status_code == 403


def test_who_looks_for_care_finds_who_serves_their_community_today(
    worker: ApiClient, work: UnitOfWork, operator: Organisation, other_operator: Organisation
) -> None:
    today = local_date(work.now)
    care.contract(work, operator, serves=(regions.COMMUNITY,))
    care.contract(work, other_operator, serves=(regions.OTHER_COMMUNITY,))
    care.contract(work, other_operator, starts_on=today + DAY)

    found = worker.get(f"/care/operators?region_code={regions.GRID}").json["items"]

    assert [each["name"] for each in found] == [operator.name]
    assert worker.get(f"/care/operators/{operator.id}").json["items"] == found


def test_a_contract_ends_early_from_today_on_and_names_who_goes_on(
    district: ApiClient,
    manager: ApiClient,
    work: UnitOfWork,
    operator: Organisation,
    other_operator: Organisation,
) -> None:
    today = local_date(work.now)
    contract = care.contract(work, operator)
    elsewhere = care.contract(work, other_operator, serves=(regions.OTHER_COMMUNITY,))
    successor = care.contract(work, other_operator)
    path, body = f"/care/contracts/{contract.id}/end", {"reason": "机构退出"}

    past = district.post(path, body | {"ends_on": (today - DAY).isoformat()})
    by_operator = manager.post(path, body | {"ends_on": today.isoformat()})
    unfit = district.post(path, body | {"ends_on": today.isoformat(), "successor_id": str(elsewhere.id)})
    ended = district.post(path, body | {"ends_on": today.isoformat(), "successor_id": str(successor.id)})

    assert past.json["code"] == "contract_days"
    assert by_operator.status_code == 403
    assert unfit.json["code"] == "successor_unfit"
    assert ended.status_code == 200
    assert ended.json["ends_on"] == today.isoformat()
    assert ended.json["agreed_until"] == contract.agreed_until.isoformat()
    assert ended.json["successor_id"] == str(successor.id)


def test_whoever_must_know_is_warned_180_90_and_30_days_before_the_end_once_each(
    work: UnitOfWork, operator: Organisation, timetable: Timetable, clock: StoppedClock
) -> None:
    regions.tree(work)
    manager = accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=operator.id)
    district = accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE])
    accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.ROOMS])
    care.contract(work, operator, ends_on=local_date(work.now) + 181 * DAY)

    told = []
    for days in (0, 1, 89, 1, 60, 5):
        clock.move(days=days)
        timetable.run("elderly_care.providers.warn_of_contract_ends")
        timetable.deliver()
        told.append(_warned(work))

    assert told[-1] == {manager.id: 3, district.id: 3}
    assert [sum(each.values()) for each in told] == [0, 2, 2, 4, 6, 6]


@pytest.mark.parametrize("weight", [99, 100])
def test_the_weights_of_targets_add_up(
    district: ApiClient, work: UnitOfWork, operator: Organisation, weight: int
) -> None:
    targets = [{"kind": "on_time", "target": 950, "weight": weight}]

    answer = district.post("/care/contracts", terms(work, care.facility(work).id, operator, targets=targets))

    assert answer.status_code == (201 if weight == 100 else 422)


def _warned(work: UnitOfWork) -> dict[Any, int]:
    query = select(InboxMessage.account_id, func.count()).where(
        InboxMessage.text == "elderly_care.contract_ends"
    )
    return {row[0]: row[1] for row in work.session.execute(query.group_by(InboxMessage.account_id))}
