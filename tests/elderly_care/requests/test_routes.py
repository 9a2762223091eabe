"""Requests over HTTP: from `my mother needs help` to an operator."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import AssessmentNeed, Payer
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.rules import EligibilityClass
from service.kit.actor import Role
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.messages import ResidentDied
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, care, regions, residents, tags
from tests.factories.assessments import assessment, form
from tests.factories.care_requests import request
from tests.factories.consents import consent

SHARE = ConsentPurpose.SHARE_WITH_OPERATOR


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    person = residents.resident(work)
    consent(work, person, ConsentPurpose.HEALTH_DATA)
    return person


@pytest.fixture
def service(work: UnitOfWork) -> CareService:
    return care.service(
        work, needs={Payer.SUBSIDY: AssessmentNeed.REQUIRED, Payer.SELF_PAY: AssessmentNeed.NOT_REQUIRED}
    )


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


def wish(elder: Resident, *services: CareService, **other: Any) -> dict[str, Any]:
    return {"elder_id": str(elder.id), "needs": [str(each.id) for each in services], **other}


def test_a_daughter_asks_for_her_mother_and_it_shows(
    app: Flask, work: UnitOfWork, elder: Resident, service: CareService
) -> None:
    daughter = accounts.resident_account(work)
    residents.proxy(work, elder, daughter, ["care"], name="王晓岚")

    made = accounts.client_of(app, work, daughter).post(
        "/care/requests", wish(elder, service, note="洗澡需要人扶", floor=5, has_lift=False)
    )

    assert made.status_code == 201
    assert (made.json["status"], made.json["source"]) == ("submitted", "proxy")
    assert made.json["acted_by"]["name"] == "王晓岚"
    assert made.json["details"] == {"note": "洗澡需要人扶", "floor": 5, "has_lift": False}
    assert made.json["due_on"] == working_day_after(local_date(work.now), 3).isoformat()
    sealed = work.session.scalars(select(CareRequest.details_sealed)).one()
    assert sealed is not None
    assert "洗澡".encode() not in sealed


@pytest.mark.parametrize("end", ["accept", "reject", "withdraw"])
def test_what_a_proxy_writes_the_elder_reads_once_a_worker_has_taken_the_request_on(
    app: Flask,
    work: UnitOfWork,
    elder: Resident,
    as_elder: ApiClient,
    worker: ApiClient,
    service: CareService,
    end: str,
) -> None:
    account = accounts.resident_account(work)
    residents.proxy(work, elder, account, ["care"])
    as_daughter = accounts.client_of(app, work, account)
    words = {"note": "加微信买保健品", "wishes": "加微信", "pets": "狗"}
    words["contacts"] = [{"name": "加微信", "relation": "有礼", "phone": "13800010002"}]  # type: ignore[assignment]
    made = as_daughter.post("/care/requests", wish(elder, service, floor=5, **words))
    path = f"/care/requests/{made.json['id']}"

    assert made.json["details"] == as_daughter.get(path).json["details"] == {**words, "floor": 5}
    assert worker.get(path).json["details"] == {**words, "floor": 5}
    assert as_elder.get(path).json["details"] == {"floor": 5}
    body = {"reason": "非照护需求"} if end == "reject" else None
    ended = (as_daughter if end == "withdraw" else worker).post(f"{path}/{end}", body)
    assert ended.status_code == 200
    assert as_elder.get(path).json["details"] == ({**words, "floor": 5} if end == "accept" else {"floor": 5})


def test_who_has_no_business_with_the_elder_can_not_ask(
    app: Flask,
    work: UnitOfWork,
    elder: Resident,
    service: CareService,
    other_worker: ApiClient,
    dispatcher: ApiClient,
) -> None:
    neighbour = accounts.client_of(app, work, accounts.resident_account(work, residents.resident(work).id))
    for_rooms = accounts.resident_account(work)
    residents.proxy(work, elder, for_rooms, ["booking"])

    refused = [
        each.post("/care/requests", wish(elder, service)).status_code
        for each in (neighbour, accounts.client_of(app, work, for_rooms), other_worker, dispatcher)
    ]

    assert refused == [403, 403, 403, 403]


def test_a_self_paid_cleaning_needs_no_assessment(
    as_elder: ApiClient, worker: ApiClient, elder: Resident, service: CareService
) -> None:
    made = as_elder.post("/care/requests", wish(elder, service))

    accepted = worker.post(f"/care/requests/{made.json['id']}/accept")

    assert accepted.json["status"] == "assessed"


def test_what_the_subsidy_pays_waits_for_the_assessment_and_goes_on_with_it(
    as_elder: ApiClient,
    worker: ApiClient,
    as_staff: Speak,
    elder: Resident,
    service: CareService,
    timetable: Timetable,
) -> None:
    made = as_elder.post("/care/requests", wish(elder, service, payer="subsidy"))
    path = f"/care/requests/{made.json['id']}"
    first, second = (as_staff(Role.ASSESSOR, regions.DISTRICT) for _ in range(2))

    accepted = worker.post(f"{path}/accept")
    draft = first.post("/care/assessments", form(elder, coma=True, request_id=made.json["id"]))
    second.post(f"/care/assessments/{draft.json['id']}/sign")
    timetable.deliver()
    after = worker.get(path)

    assert accepted.json["status"] == "accepted"
    assert (after.json["status"], after.json["eligibility"]) == ("assessed", "disabled_by_age")
    assert after.json["assessment_id"] == draft.json["id"]


def test_an_assessment_that_still_holds_is_enough(
    as_elder: ApiClient, worker: ApiClient, work: UnitOfWork, elder: Resident, service: CareService
) -> None:
    held = assessment(work, elder)
    made = as_elder.post("/care/requests", wish(elder, service, payer="subsidy"))

    accepted = worker.post(f"/care/requests/{made.json['id']}/accept")

    assert (accepted.json["status"], accepted.json["assessment_id"]) == ("assessed", str(held.id))


def test_only_workers_of_the_place_decide(
    as_elder: ApiClient,
    worker: ApiClient,
    other_worker: ApiClient,
    manager: ApiClient,
    elder: Resident,
    service: CareService,
) -> None:
    path = f"/care/requests/{as_elder.post('/care/requests', wish(elder, service)).json['id']}"

    refused = [each.post(f"{path}/accept").status_code for each in (as_elder, other_worker, manager)]
    rejected = worker.post(f"{path}/reject", {"reason": "不在服务区域内"})
    again = worker.post(f"{path}/accept")

    assert refused == [403, 404, 404]
    assert (rejected.json["status"], rejected.json["reason"]) == ("rejected", "不在服务区域内")
    assert (again.status_code, again.json["code"]) == (409, "wrong_state")


def test_it_goes_to_an_operator_that_serves_the_place_with_the_elders_consent(
    as_elder: ApiClient,
    worker: ApiClient,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    service: CareService,
    operator: Organisation,
    other_operator: Organisation,
) -> None:
    row = request(work, elder, [service], status=RequestStatus.ASSESSED)
    path = f"/care/requests/{row.id}"
    ours = care.contract(work, operator)
    elsewhere = care.contract(work, other_operator, serves=(regions.OTHER_COMMUNITY,))
    over = care.contract(work, other_operator, ends_on=local_date(work.now) - timedelta(days=1))

    def assign(contract: Any, client: ApiClient = worker) -> Any:
        return client.post(f"{path}/assign", {"contract_id": str(contract.id)})

    without_consent = assign(ours)
    consent(work, elder, SHARE, operator)
    not_there, ended = assign(elsewhere), assign(over)
    before = dispatcher.get(path).status_code
    by_elder = assign(ours, as_elder)

    assert without_consent.json["code"] == "consent_missing"
    assert not_there.json["code"] == ended.json["code"] == "not_served_there"
    assert before == 404
    assert (by_elder.status_code, by_elder.json["status"]) == (200, "assigned")
    assert dispatcher.get(path).status_code == 200
    assert other_dispatcher.get(path).status_code == 404


def test_before_it_is_accepted_or_assessed_it_goes_to_nobody(
    worker: ApiClient, work: UnitOfWork, elder: Resident, service: CareService, operator: Organisation
) -> None:
    consent(work, elder, SHARE, operator)
    body = {"contract_id": str(care.contract(work, operator).id)}
    codes = [
        worker.post(f"/care/requests/{request(work, elder, [service], status=each).id}/assign", body).json[
            "code"
        ]
        for each in (RequestStatus.SUBMITTED, RequestStatus.ACCEPTED, RequestStatus.REJECTED)
    ]

    assert codes == ["wrong_state", "still_needs_assessment", "wrong_state"]


def test_a_dispatcher_takes_in_a_private_caller_who_agreed(
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    worker: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    service: CareService,
    operator: Organisation,
) -> None:
    body = wish(elder, service, organisation_id=str(operator.id), once=True)

    unasked = dispatcher.post("/care/requests", body)
    consent(work, elder, SHARE, operator)
    made = dispatcher.post("/care/requests", body)

    assert unasked.json["code"] == "consent_missing"
    assert (made.status_code, made.json["status"], made.json["private"]) == (201, "assigned", True)
    path = f"/care/requests/{made.json['id']}"
    assert other_dispatcher.get(path).status_code == 404
    assert worker.get(path).status_code == 404
    assert dispatcher.post(f"{path}/withdraw").json["status"] == "withdrawn"


def test_after_consent_is_withdrawn_the_operator_sees_no_name_and_no_door(
    dispatcher: ApiClient, work: UnitOfWork, elder: Resident, service: CareService, operator: Organisation
) -> None:
    contract = care.contract(work, operator)
    given = consent(work, elder, SHARE, operator)
    row = request(work, elder, [service], status=RequestStatus.ASSIGNED, contract=contract)
    path = f"/care/requests/{row.id}"

    before = dispatcher.get(path)
    given.withdrawn_at = work.now
    work.session.flush()
    after = dispatcher.get(path)

    assert (before.json["elder_name"], before.json["details"]) == (elder.name, {})
    assert (after.json["elder_name"], after.json["details"]) == ("陈**", None)
    assert [each["elder_name"] for each in dispatcher.get("/care/requests").json["items"]] == ["陈**"]


def test_one_request_for_the_same_services_stands_at_a_time(
    as_elder: ApiClient, elder: Resident, service: CareService, work: UnitOfWork
) -> None:
    first = as_elder.post("/care/requests", wish(elder, service))

    again = as_elder.post("/care/requests", wish(elder, service))
    as_elder.post(f"/care/requests/{first.json['id']}/withdraw")
    after = as_elder.post("/care/requests", wish(elder, service))

    assert (again.status_code, again.json["code"]) == (409, "request_stands")
    assert after.status_code == 201


def test_whose_turn_it_is_is_explained_by_class_then_by_time(
    as_elder: ApiClient, worker: ApiClient, work: UnitOfWork, elder: Resident, service: CareService
) -> None:
    def waits(eligibility: EligibilityClass, days: int, region_code: str = regions.COMMUNITY) -> CareRequest:
        return request(
            work,
            residents.resident(work, region_code),
            [service],
            eligibility=eligibility,
            submitted_at=work.now - timedelta(days=days),
        )

    waits(EligibilityClass.DESTITUTE, 0)
    waits(EligibilityClass.VETERAN, 9)
    waits(EligibilityClass.ORDINARY, 9)
    waits(EligibilityClass.ORDINARY, 1)
    waits(EligibilityClass.DESTITUTE, 9, regions.OTHER_COMMUNITY)
    mine = request(work, elder, [service], submitted_at=work.now - timedelta(days=5))

    place = as_elder.get(f"/care/requests/{mine.id}/outlook").json["place"]

    assert place == {
        "eligibility": "ordinary",
        "ahead": 3,
        "ahead_of_class": 2,
        "ahead_in_class": 1,
        "waited_days": 5,
    }


def test_operators_are_proposed_by_wish_then_by_load(
    as_elder: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    service: CareService,
    operator: Organisation,
    other_operator: Organisation,
) -> None:
    busy, free = care.contract(work, operator), care.contract(work, other_operator)
    request(work, residents.resident(work), [service], status=RequestStatus.ACTIVE, contract=busy)
    plain = request(work, elder, [service], status=RequestStatus.ASSESSED)
    wished = request(
        work, elder, [service], status=RequestStatus.ASSESSED, wished_organisation_id=operator.id
    )

    def proposed(row: CareRequest) -> list[str]:
        return [
            each["contract_id"] for each in as_elder.get(f"/care/requests/{row.id}/outlook").json["choices"]
        ]

    assert proposed(plain) == [str(free.id), str(busy.id)]
    assert proposed(wished) == [str(busy.id), str(free.id)]


def test_what_is_late_climbs_once(
    work: UnitOfWork, elder: Resident, service: CareService, timetable: Timetable, clock: StoppedClock
) -> None:
    accounts.staff(work, Role.STREET_STAFF, regions.STREET)
    request(work, elder, [service], due_on=local_date(work.now))

    told = []
    for days in (0, 1, 1):
        clock.move(days=days)
        timetable.run("elderly_care.requests.tell_of_overdue_requests")
        timetable.deliver()
        told.append(len(work.session.scalars(select(InboxMessage.id)).all()))

    assert told == [0, 1, 1]


def test_with_somebodys_death_nothing_more_is_asked_for(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident, service: CareService, timetable: Timetable
) -> None:
    waiting = request(work, elder, [service])
    served = request(work, elder, [care.service(work)], status=RequestStatus.ACTIVE)
    elder.status = ResidentStatus.DECEASED
    work.announce(ResidentDied(resident_id=elder.id))

    timetable.deliver()
    work.session.expire_all()

    assert work.session.get_one(CareRequest, waiting.id).status is RequestStatus.WITHDRAWN
    assert work.session.get_one(CareRequest, served.id).status is RequestStatus.CLOSED


def test_the_workers_of_the_place_are_told_and_the_elder_of_each_step(
    app: Flask,
    as_elder: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    service: CareService,
    timetable: Timetable,
) -> None:
    account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    made = as_elder.post("/care/requests", wish(elder, service))
    timetable.deliver()
    accounts.client_of(app, work, account).post(f"/care/requests/{made.json['id']}/accept")
    timetable.deliver()

    texts = {(row.account_id == account.id, row.text) for row in work.session.scalars(select(InboxMessage))}

    assert texts == {(True, "elderly_care.request_to_accept"), (False, "elderly_care.request_moved")}


def test_the_class_follows_tags_of_today(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident, service: CareService
) -> None:
    tags.tag(work, elder, "low_income")

    made = as_elder.post("/care/requests", wish(elder, service))

    assert made.json["eligibility"] == "low_income"
