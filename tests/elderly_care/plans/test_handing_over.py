"""A contract ends: who is served goes on under the next one without a day between, or the worker is told in time."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.accounts.models import Account
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.plans import queries
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.plans.rules import AgreementWay, PlanStatus
from service.elderly_care.providers.models import Contract, Facility
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.plans.conftest import SHARE, Again, Draft, agree_to, item
from tests.factories import accounts, care, regions
from tests.factories.consents import consent

DAY = timedelta(days=1)
LAST = date(2026, 4, 15)
TURN = "elderly_care.plans.turn_plans_to_today"


@pytest.fixture
def district_account(work: UnitOfWork) -> Account:
    regions.tree(work)
    return accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE])


@pytest.fixture
def worker_account(work: UnitOfWork) -> Account:
    regions.tree(work)
    return accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)


def following(work: UnitOfWork, operator: Organisation, prices: dict[UUID, int], **other: Any) -> Contract:
    """A contract of an operator that could go on."""
    return care.contract(work, operator, prices=prices, **other)


def end(client: ApiClient, contract: Contract, successor: Contract | None = None, on: date = LAST) -> Any:
    body: dict[str, Any] = {"ends_on": on, "reason": "机构申请退出"}
    if successor is not None:
        body["successor_id"] = successor.id
    answer = client.post(f"/care/contracts/{contract.id}/end", body)
    assert answer.status_code == 200, answer.json
    return answer


def plans(work: UnitOfWork) -> list[CarePlan]:
    work.session.expire_all()
    return list(work.session.scalars(select(CarePlan).order_by(CarePlan.id)))


def days(work: UnitOfWork, *rows: CarePlan, last: date = date(2026, 6, 30)) -> list[tuple[date, UUID]]:
    """On which days which services fall, by all of these plans together."""
    found = [
        (each.occurs_on, each.service_id)
        for row in rows
        for each in queries.occurrences_of(work, row.id, date(2026, 3, 1), last)
    ]
    return sorted(found)


def texts_to(work: UnitOfWork, account: Account) -> set[str]:
    query = select(InboxMessage.text).where(InboxMessage.account_id == account.id)
    return set(work.session.scalars(query))


def test_no_day_is_without_care_when_another_operator_goes_on(
    agreed: Draft,
    bathing: CareService,
    lunch: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    elder_account: Account,
    district: ApiClient,
    asked: CareRequest,
    again: Again,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    rules = (item(bathing, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), item(lunch, "FREQ=DAILY;COUNT=60"))
    agreed(*rules, ends_on="2026-06-15")
    [before] = plans(work)
    whole = days(work, before)
    consent(work, elder, SHARE, other_operator)
    theirs = following(work, other_operator, {bathing.id: 8000, lunch.id: 1400})

    end(district, contract, theirs)
    timetable.deliver()
    old, new = plans(work)

    assert (old.status, old.ends_on, old.request_goes_on) == (PlanStatus.ACTIVE, LAST, True)
    assert (new.status, new.starts_on, new.ends_on) == (PlanStatus.ACTIVE, LAST + DAY, date(2026, 6, 15))
    assert (new.organisation_id, new.contract_id, new.follows_id) == (other_operator.id, theirs.id, old.id)
    version = queries.version(work, new.id, 1)
    assert version is not None
    assert version.agreed_way is AgreementWay.HANDOVER
    assert days(work, old, new) == whole
    assert max(day for day, _ in days(work, old)) <= LAST
    assert "elderly_care.plan_handed_over" in texts_to(work, elder_account)

    timetable.run(TURN)
    clock.move_to(clock.today_at("00:06", days=(LAST - date(2026, 3, 2)).days + 1))
    timetable.run(TURN)
    timetable.deliver()
    old, new = plans(work)
    request = work.session.get_one(CareRequest, asked.id)
    assert (old.status, old.ended_on, new.status) == (PlanStatus.ENDED, LAST, PlanStatus.ACTIVE)
    assert (request.status, request.organisation_id) == (RequestStatus.ACTIVE, other_operator.id)
    assert request.contract_id == theirs.id
    assert again(elder_account).get(f"/care/plans/{new.id}").json["status"] == "active"


@pytest.mark.parametrize("why", ["dearer", "no consent"])
def test_at_a_higher_price_or_without_consent_the_elder_decides_in_time(
    agreed: Draft,
    why: str,
    bathing: CareService,
    lunch: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    elder_account: Account,
    worker_account: Account,
    as_elder: ApiClient,
    district: ApiClient,
    asked: CareRequest,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    agreed()
    whole = days(work, *plans(work))
    planner = accounts.staff(work, Role.DISPATCHER, organisation_id=other_operator.id)
    price = 8001 if why == "dearer" else 8000
    theirs = following(work, other_operator, {bathing.id: price, lunch.id: 1500})
    if why == "dearer":
        consent(work, elder, SHARE, other_operator)

    end(district, contract, theirs)
    timetable.deliver()
    _, new = plans(work)
    offered = as_elder.get(f"/care/plans/{new.id}").json
    told = [texts_to(work, each) for each in (elder_account, worker_account, planner)]
    body = {"way": "app", "text_hash": offered["offered"]["text_hash"]}
    if why == "no consent":
        assert as_elder.post(f"/care/plans/{new.id}/agree", body).json["code"] == "consent_missing"
        consent(work, elder, SHARE, other_operator)
    done = agree_to(as_elder, offered)
    clock.move_to(clock.today_at("00:06", days=(LAST - date(2026, 3, 2)).days + 1))
    timetable.run(TURN)
    old, new = plans(work)

    assert (offered["status"], offered["starts_on"]) == ("offered", "2026-04-16")
    assert "elderly_care.plan_handover_offered" in told[0]
    assert "elderly_care.plan_handover_to_watch" in told[1]
    assert "elderly_care.plan_taken_over" in told[2]
    assert done["status"] == "active"
    assert (old.status, new.status) == (PlanStatus.ENDED, PlanStatus.ACTIVE)
    assert days(work, old, new) == whole
    assert work.session.get_one(CareRequest, asked.id).organisation_id == other_operator.id


def test_what_the_elder_has_not_agreed_to_by_then_waits_at_the_next_operator(
    agreed: Draft,
    bathing: CareService,
    lunch: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    elder_account: Account,
    district: ApiClient,
    asked: CareRequest,
    again: Again,
    app: Flask,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    agreed()
    consent(work, elder, SHARE, other_operator)
    planner = accounts.staff(work, Role.DISPATCHER, organisation_id=other_operator.id)
    end(district, contract, following(work, other_operator, {bathing.id: 9000, lunch.id: 1500}))
    timetable.deliver()
    clock.move_to(clock.today_at("00:06", days=(LAST - date(2026, 3, 2)).days))
    timetable.run(TURN)
    still = plans(work)[1].status
    for _ in range(2):
        clock.move(days=1)
        timetable.run(TURN)
    timetable.deliver()
    old, new = plans(work)
    request = work.session.get_one(CareRequest, asked.id)

    assert still is PlanStatus.OFFERED
    assert (old.status, new.status) == (PlanStatus.ENDED, PlanStatus.DRAFT)
    assert (request.status, request.organisation_id) == (RequestStatus.ASSIGNED, other_operator.id)
    assert request.due_on is not None
    path = f"/care/plans/{new.id}"
    changed = again(planner).patch(path, {"starts_on": "2026-04-20"})
    offered = again(planner).post(f"{path}/offer").json
    assert changed.status_code == 200
    assert agree_to(again(elder_account), offered)["status"] == "active"
    work.session.expire_all()
    assert work.session.get_one(CareRequest, asked.id).status is RequestStatus.ACTIVE


@pytest.mark.parametrize("may_have_data", [False, True])
def test_who_declines_an_operator_that_may_not_have_their_data_waits_in_the_queue_for_another_one(
    agreed: Draft,
    may_have_data: bool,
    bathing: CareService,
    lunch: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    elder_account: Account,
    worker_account: Account,
    as_elder: ApiClient,
    district: ApiClient,
    asked: CareRequest,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    """Who lets it have their data, and declines its price alone, waits there for a better plan."""
    agreed()
    if may_have_data:
        consent(work, elder, SHARE, other_operator)
    end(district, contract, following(work, other_operator, {bathing.id: 9000, lunch.id: 1500}))
    timetable.deliver()
    _, offered = plans(work)
    as_elder.post(f"/care/plans/{offered.id}/decline", {"reason": "想换一家机构"})

    clock.move_to(clock.today_at("00:06", days=(LAST - date(2026, 3, 2)).days))
    timetable.run(TURN)
    last_day = [each.status for each in plans(work)]
    clock.move(days=1)
    timetable.run(TURN)
    timetable.deliver()
    old, new = plans(work)
    request = work.session.get_one(CareRequest, asked.id)

    assert last_day == [PlanStatus.ACTIVE, PlanStatus.DRAFT]
    assert old.status is PlanStatus.ENDED
    if may_have_data:
        assert new.status is PlanStatus.DRAFT
        assert (request.status, request.organisation_id) == (RequestStatus.ASSIGNED, other_operator.id)
        return
    assert (new.status, new.ended_because) == (PlanStatus.ENDED, "未同意由接续机构服务")
    assert (request.status, request.organisation_id, request.contract_id) == (
        RequestStatus.ASSESSED,
        None,
        None,
    )
    assert request.due_on is not None
    assert "elderly_care.plan_needs_other_operator" in texts_to(work, elder_account)
    assert "elderly_care.plan_back_in_queue" in texts_to(work, worker_account)


def test_without_a_successor_the_request_is_back_in_the_queue_while_the_old_plan_serves(
    agreed: Draft,
    bathing: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    elder_account: Account,
    worker_account: Account,
    district: ApiClient,
    asked: CareRequest,
    again: Again,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    agreed(item(bathing, "FREQ=DAILY"))
    whole = days(work, *plans(work))
    end(district, contract)
    timetable.deliver()
    [old] = plans(work)
    request = work.session.get_one(CareRequest, asked.id)

    assert (old.status, old.ends_on) == (PlanStatus.ACTIVE, LAST)
    assert (request.status, request.organisation_id) == (RequestStatus.ASSESSED, None)
    assert "elderly_care.plan_back_in_queue" in texts_to(work, worker_account)
    assert "elderly_care.plan_needs_other_operator" in texts_to(work, elder_account)

    consent(work, elder, SHARE, other_operator)
    theirs = following(work, other_operator, {bathing.id: 9000})
    planner = accounts.staff(work, Role.DISPATCHER, organisation_id=other_operator.id)
    again(worker_account).post(f"/care/requests/{asked.id}/assign", {"contract_id": str(theirs.id)})
    wanted = {"request_id": str(asked.id), "items": [item(bathing, "FREQ=DAILY")]}
    overlapping = again(planner).post("/care/plans", wanted | {"starts_on": LAST.isoformat()})
    made = again(planner).post("/care/plans", wanted | {"starts_on": (LAST + DAY).isoformat()})
    offered = again(planner).post(f"/care/plans/{made.json['id']}/offer").json
    agree_to(again(elder_account), offered)
    clock.move_to(clock.today_at("00:06", days=(LAST - date(2026, 3, 2)).days + 1))
    timetable.run(TURN)
    old, new = plans(work)

    assert (overlapping.json["code"], list(overlapping.json["errors"])) == ("plan_days", ["starts_on"])
    assert (old.status, new.status) == (PlanStatus.ENDED, PlanStatus.ACTIVE)
    assert work.session.get_one(CareRequest, asked.id).status is RequestStatus.ACTIVE
    assert days(work, old, new) == whole


def test_the_ordinary_end_of_a_contract_goes_on_under_the_operators_next_one(
    agreed: Draft,
    bathing: CareService,
    lunch: CareService,
    contract: Contract,
    operator: Organisation,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    own = care.caregiver(work, operator)
    agreed(preferred_caregivers=[str(own.id)])
    whole = days(work, *plans(work), last=date(2027, 6, 30))
    facility = work.session.get_one(Facility, contract.facility_id)
    renewed = following(
        work,
        operator,
        {bathing.id: 8000, lunch.id: 1500},
        at=facility,
        starts_on=contract.ends_on + DAY,
        ends_on=contract.ends_on + 365 * DAY,
    )

    clock.move_to(clock.today_at("09:00", days=(contract.ends_on - date(2026, 3, 2)).days - 31))
    timetable.run("elderly_care.providers.warn_of_contract_ends")
    timetable.run("elderly_care.plans.hand_over_plans")
    timetable.deliver()
    too_early = len(plans(work))
    clock.move(days=1)
    timetable.run("elderly_care.providers.warn_of_contract_ends")
    timetable.deliver()
    timetable.run("elderly_care.plans.hand_over_plans")
    old, new = plans(work)

    assert too_early == 1
    assert (new.organisation_id, new.contract_id, new.status) == (operator.id, renewed.id, PlanStatus.ACTIVE)
    assert new.preferred_caregivers == [own.id]
    assert days(work, old, new, last=date(2027, 6, 30)) == whole


def test_a_contract_that_ends_even_earlier_is_handed_over_anew(
    agreed: Draft,
    bathing: CareService,
    lunch: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    district: ApiClient,
    work: UnitOfWork,
    timetable: Timetable,
) -> None:
    agreed(ends_on="2026-06-15")
    whole = days(work, *plans(work))
    consent(work, elder, SHARE, other_operator)
    theirs = following(work, other_operator, {bathing.id: 8000, lunch.id: 1500})
    end(district, contract, theirs)
    timetable.deliver()
    end(district, contract, theirs)
    timetable.deliver()
    once = len(plans(work))

    end(district, contract, theirs, on=date(2026, 3, 31))
    timetable.deliver()
    old, former, new = plans(work)

    assert once == 2
    assert (old.ends_on, former.status) == (date(2026, 3, 31), PlanStatus.ENDED)
    assert (new.starts_on, new.ends_on) == (date(2026, 4, 1), date(2026, 6, 15))
    assert days(work, old, new) == whole
    assert days(work, former) == []


def test_pauses_and_ends_reach_the_plan_that_goes_on(
    agreed: Draft,
    bathing: CareService,
    lunch: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    as_elder: ApiClient,
    district: ApiClient,
    asked: CareRequest,
    dispatcher: ApiClient,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    plan = agreed(item(bathing, "FREQ=DAILY"))
    path = f"/care/plans/{plan['id']}"
    as_elder.post(f"{path}/pause", {"starts_on": "2026-04-10", "ends_on": "2026-04-20", "reason": "away"})
    consent(work, elder, SHARE, other_operator)
    end(district, contract, following(work, other_operator, {bathing.id: 8000, lunch.id: 1500}))
    timetable.deliver()
    old, new = plans(work)
    served = {day for day, _ in days(work, old, new)}
    revised = dispatcher.post(f"{path}/revise", {"from": "2026-03-20", "items": [item(lunch)]})

    as_elder.post(f"{path}/resume", {"on": "2026-04-18"})
    resumed = {day for day, _ in days(work, *plans(work))}
    as_elder.post(f"{path}/pause", {"starts_on": "2026-05-01", "reason": "hospital"})
    in_hospital = {day for day, _ in days(work, *plans(work))}
    ended = as_elder.post(f"{path}/end", {"on": "2026-04-01", "reason": "不需要了"})
    assert ended.status_code == 200, ended.json
    clock.move_to(clock.today_at("00:06", days=31))
    timetable.run(TURN)
    timetable.deliver()
    old, new = plans(work)

    assert not served & {date(2026, 4, day) for day in range(10, 21)}
    assert revised.json["code"] == "wrong_state"
    assert resumed - served == {date(2026, 4, 18), date(2026, 4, 19), date(2026, 4, 20)}
    assert max(in_hospital) == date(2026, 4, 30)
    assert (old.status, new.status) == (PlanStatus.ENDED, PlanStatus.ENDED)
    assert {day for day, _ in days(work, old, new)} == {date(2026, 3, 5) + each * DAY for each in range(28)}
    assert work.session.get_one(CareRequest, asked.id).status is RequestStatus.CLOSED


@pytest.mark.parametrize(
    ("on", "last"), [("2026-04-10", date(2026, 4, 15)), ("2026-04-20", date(2026, 4, 20))]
)
def test_who_ends_what_goes_on_ends_the_request_with_what_is_served_last(
    agreed: Draft,
    bathing: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    as_elder: ApiClient,
    district: ApiClient,
    asked: CareRequest,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
    on: str,
    last: date,
) -> None:
    agreed(item(bathing, "FREQ=DAILY"))
    consent(work, elder, SHARE, other_operator)
    end(district, contract, following(work, other_operator, {bathing.id: 8000}))
    timetable.deliver()

    ended = as_elder.post(f"/care/plans/{plans(work)[1].id}/end", {"on": on, "reason": "不需要了"})
    for day in (45, 50):
        clock.move_to(StoppedClock().today_at("00:06", days=day))
        timetable.run(TURN)
    old, new = plans(work)

    assert ended.status_code == 200, ended.json
    assert (old.status, new.status) == (PlanStatus.ENDED, PlanStatus.ENDED)
    assert max(day for day, _ in days(work, old, new)) == last
    assert work.session.get_one(CareRequest, asked.id).status is RequestStatus.CLOSED


def test_what_the_next_operator_has_no_price_for_it_has_to_plan_itself(
    agreed: Draft,
    bathing: CareService,
    contract: Contract,
    other_operator: Organisation,
    elder: Resident,
    elder_account: Account,
    district: ApiClient,
    work: UnitOfWork,
    timetable: Timetable,
) -> None:
    agreed()
    consent(work, elder, SHARE, other_operator)
    end(district, contract, following(work, other_operator, {bathing.id: 8000}))
    timetable.deliver()

    new = plans(work)[1]

    assert (new.status, queries.offered(work, new.id)) == (PlanStatus.DRAFT, None)
    assert "elderly_care.plan_handover_offered" in texts_to(work, elder_account)


def test_a_plan_that_ends_with_its_contract_ends(
    agreed: Draft,
    contract: Contract,
    other_operator: Organisation,
    district: ApiClient,
    work: UnitOfWork,
    timetable: Timetable,
) -> None:
    agreed(ends_on=LAST.isoformat())

    end(district, contract)
    timetable.deliver()
    [row] = plans(work)

    assert (row.status, row.ends_on, row.request_goes_on) == (PlanStatus.ACTIVE, LAST, False)


def test_what_is_planned_for_after_the_contracts_end_goes_back_to_the_queue(
    offered: Draft,
    contract: Contract,
    district: ApiClient,
    asked: CareRequest,
    as_elder: ApiClient,
    work: UnitOfWork,
    timetable: Timetable,
) -> None:
    plan = offered(starts_on="2026-04-20")

    end(district, contract)
    refused = as_elder.post(
        f"/care/plans/{plan['id']}/agree", {"way": "app", "text_hash": plan["offered"]["text_hash"]}
    )
    timetable.deliver()
    [row] = plans(work)

    assert refused.json["code"] == "contract_gone"
    assert row.status is PlanStatus.ENDED
    assert work.session.get_one(CareRequest, asked.id).status is RequestStatus.ASSESSED
