"""Complaints over HTTP: made, answered, called back, closed, reopened once, and seen by nobody who should not."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.complaints.models import Complaint, ComplaintStep
from service.elderly_care.complaints.rules import ComplaintStatus
from service.elderly_care.requests.rules import RequestStatus
from service.kit import personal
from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.clock import local_date
from service.kit.files.models import File
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, care, care_plans, regions, residents
from tests.factories.care_complaints import complaint
from tests.factories.care_requests import request
from tests.factories.consents import consent

PATH = "/care/complaints"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17)
REPLY = {"text": "已核实，向老人道歉并补足时间。"}
END = {"outcome": "founded", "note": "已电话回访，老人接受。"}


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work)


@pytest.fixture
def service(work: UnitOfWork) -> CareService:
    return care.service(work)


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


@pytest.fixture
def served(work: UnitOfWork, elder: Resident, service: CareService, operator: Organisation) -> Any:
    """That the operator cares for the elder by a contract, and how."""
    contract = care.contract(work, operator)
    asked = request(work, elder, [service], status=RequestStatus.ACTIVE, contract=contract)
    return care_plans.item(work, care_plans.plan(work, asked), service)


def words(elder: Resident, **other: Any) -> dict[str, Any]:
    return {"elder_id": str(elder.id), "category": "punctuality", "text": "护理员迟到一小时。", **other}


def test_a_daughter_complains_the_operator_answers_and_the_community_closes(
    app: Flask, work: UnitOfWork, elder: Resident, served: Any, manager: ApiClient, worker: ApiClient
) -> None:
    daughter = accounts.resident_account(work)
    residents.proxy(work, elder, daughter, ["care"], name="王晓岚")
    as_daughter = accounts.client_of(app, work, daughter)

    made = as_daughter.post(PATH, words(elder))
    path = f"{PATH}/{made.json['id']}"
    too_early = worker.post(f"{path}/close", END)
    answered = manager.post(f"{path}/reply", REPLY)
    closed = worker.post(f"{path}/close", END)
    read = as_daughter.get(path)

    assert (made.status_code, made.json["status"], made.json["source"]) == (201, "open", "app")
    assert (made.json["due_on"], made.json["urgency"]) == ("2026-03-05", "ordinary")
    assert made.json["acted_by"]["name"] == "王晓岚"
    assert (too_early.status_code, too_early.json["code"]) == (409, "not_answered_yet")
    assert (answered.json["status"], answered.json["due_on"]) == ("answered", "2026-03-03")
    assert (closed.json["status"], closed.json["outcome"], closed.json["due_on"]) == (
        "closed",
        "founded",
        None,
    )
    assert [(each["kind"], each["text"]) for each in read.json["steps"]] == [
        ("reply", REPLY["text"]),
        ("close", END["note"]),
    ]
    assert read.json["reopen_until"] == "2026-03-17"


def test_what_people_wrote_is_sealed(
    as_elder: ApiClient, manager: ApiClient, work: UnitOfWork, elder: Resident, served: Any
) -> None:
    made = as_elder.post(PATH, words(elder))
    manager.post(f"{PATH}/{made.json['id']}/reply", REPLY)

    sealed = [
        work.session.scalars(select(Complaint.text_sealed)).one(),
        work.session.scalars(select(ComplaintStep.text_sealed)).one(),
    ]

    assert all(each and "迟到".encode() not in each and "道歉".encode() not in each for each in sealed)


def test_a_worker_enters_what_was_said_at_the_door(worker: ApiClient, elder: Resident, served: Any) -> None:
    heard = worker.post(PATH, words(elder, source="doorstep"))
    not_heard = worker.post(PATH, words(elder, source="app"))

    assert (heard.status_code, heard.json["source"]) == (201, "doorstep")
    assert heard.json["acted_by"]["acting_as"] == "staff"
    assert (not_heard.status_code, not_heard.json["code"]) == (422, "impossible_source")
    assert "source" in not_heard.json["errors"]


def test_who_has_no_business_with_the_elder_can_not_complain(
    app: Flask,
    work: UnitOfWork,
    elder: Resident,
    served: Any,
    other_worker: ApiClient,
    manager: ApiClient,
) -> None:
    neighbour = accounts.client_of(app, work, accounts.resident_account(work, residents.resident(work).id))
    for_rooms = accounts.resident_account(work)
    residents.proxy(work, elder, for_rooms, ["booking"])

    refused = [
        each.post(PATH, words(elder)).status_code
        for each in (neighbour, accounts.client_of(app, work, for_rooms), other_worker, manager)
    ]

    assert refused == [403, 403, 403, 403]


def test_it_is_about_whose_visit_it_was_or_the_only_operator_and_else_says_which(
    as_elder: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    service: CareService,
    served: Any,
    operator: Organisation,
    other_operator: Organisation,
) -> None:
    visit = care_plans.visit(work, served, service)
    strangers = residents.resident(work)
    asked = request(work, strangers, [service], status=RequestStatus.ACTIVE)
    others = care_plans.visit(work, care_plans.item(work, care_plans.plan(work, asked), service), service)

    def complain(**about: Any) -> Any:
        return as_elder.post(PATH, words(elder, **{name: str(each) for name, each in about.items()}))

    by_visit, by_only_one = complain(visit_id=visit.id), complain()
    refused = [
        complain(visit_id=others.id),
        complain(visit_id=visit.id, organisation_id=other_operator.id),
        complain(organisation_id=other_operator.id),
    ]
    request(work, elder, [care.service(work)], status=RequestStatus.ASSIGNED)
    of_two = complain()

    assert by_visit.json["organisation_id"] == by_only_one.json["organisation_id"] == str(operator.id)
    assert by_visit.json["visit_id"] == str(visit.id)
    assert [each.json["code"] for each in refused] == [
        "visit_of_another",
        "visit_of_another",
        "not_their_operator",
    ]
    assert (of_two.status_code, of_two.json["code"]) == (422, "not_their_operator")
    assert "organisation_id" in of_two.json["errors"]


def test_private_care_may_be_complained_of_too(
    as_elder: ApiClient,
    worker: ApiClient,
    manager: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    service: CareService,
    operator: Organisation,
) -> None:
    paid_alone = request(
        work,
        elder,
        [service],
        status=RequestStatus.ACTIVE,
        contract=care.contract(work, operator),
        is_private=True,
    )
    visit = care_plans.visit(work, care_plans.item(work, care_plans.plan(work, paid_alone), service), service)

    made = as_elder.post(PATH, words(elder, visit_id=str(visit.id)))
    path = f"{PATH}/{made.json['id']}"

    assert made.status_code == 201
    assert manager.post(f"{path}/reply", REPLY).status_code == 200
    assert worker.post(f"{path}/close", END).json["status"] == "closed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "weather"}, "category"),
        ({"text": "  "}, "text"),
        ({"photos": ["01900000-0000-7000-8000-000000000000"]}, "photos"),
        ({"elder_id": "x"}, "elder_id"),
        ({"outcome": "founded"}, "outcome"),
    ],
)
def test_bad_input_names_the_field(
    as_elder: ApiClient, elder: Resident, served: Any, changes: dict[str, Any], field: str
) -> None:
    answer = as_elder.post(PATH, words(elder, **changes))

    assert answer.status_code == 422
    assert field in answer.json["errors"]


def test_danger_is_answered_the_same_day_even_on_a_saturday(
    app: Flask, house: House, work: UnitOfWork, elder: Resident, served: Any, clock: StoppedClock
) -> None:
    account = accounts.resident_account(work, elder.id)
    clock.move(days=5)
    as_elder = accounts.client_of(app, house, account)

    danger = as_elder.post(PATH, words(elder, category="safety"))
    money = as_elder.post(PATH, words(elder, category="charges"))

    assert (danger.json["urgency"], danger.json["due_on"]) == ("urgent", "2026-03-07")
    assert (money.json["urgency"], money.json["due_on"]) == ("complex", "2026-03-26")


def test_each_step_is_for_whom_it_is_for(
    as_elder: ApiClient,
    worker: ApiClient,
    other_worker: ApiClient,
    manager: ApiClient,
    dispatcher: ApiClient,
    as_staff: Speak,
    work: UnitOfWork,
    elder: Resident,
    operator: Organisation,
    other_operator: Organisation,
) -> None:
    path = f"{PATH}/{complaint(work, elder, operator).id}"
    caregiver = as_staff(Role.CAREGIVER, organisation_id=operator.id)
    others = as_staff(Role.OPERATOR_MANAGER, organisation_id=other_operator.id)
    grid_worker = as_staff(Role.GRID_WORKER, regions.GRID)

    unseen = {each.get(path).status_code for each in (other_worker, others)}
    barred = {each.get(path).status_code for each in (caregiver, dispatcher, grid_worker)}
    replies = [each.post(f"{path}/reply", REPLY).status_code for each in (as_elder, worker, others)]
    reply = manager.post(f"{path}/reply", REPLY)
    ends = [each.post(f"{path}/close", END).status_code for each in (as_elder, manager, other_worker)]
    by_manager = [
        manager.post(f"{path}/withdraw").status_code,
        manager.post(f"{path}/reopen", {"reason": "不认可"}).status_code,
    ]

    assert (unseen, barred) == ({404}, {403})
    assert replies == [403, 403, 404]
    assert reply.json["status"] == "answered"
    assert ends == [403, 403, 404]
    assert by_manager == [403, 403]


def test_who_works_for_the_operator_too_does_not_close(
    app: Flask, work: UnitOfWork, elder: Resident, operator: Organisation
) -> None:
    account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    accounts.duty(work, account, Role.DISPATCHER, organisation_id=operator.id)
    row = complaint(work, elder, operator, status=ComplaintStatus.ANSWERED)

    answer = accounts.client_of(app, work, account).post(f"{PATH}/{row.id}/close", END)

    assert answer.status_code == 403


def test_what_the_operator_leaves_unanswered_is_closed_without_it(
    worker: ApiClient, work: UnitOfWork, elder: Resident, operator: Organisation
) -> None:
    row = complaint(work, elder, operator, due_on=local_date(work.now) - timedelta(days=1))

    assert worker.post(f"{PATH}/{row.id}/close", END).json["status"] == "closed"


def test_it_is_reopened_once_and_then_over(
    as_elder: ApiClient,
    manager: ApiClient,
    worker: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    operator: Organisation,
) -> None:
    row = complaint(work, elder, operator, status=ComplaintStatus.CLOSED)
    path, why = f"{PATH}/{row.id}", {"reason": "答复与事实不符。"}

    reopened = as_elder.post(f"{path}/reopen", why)
    seen_by_manager = manager.get(path)
    manager.post(f"{path}/reply", REPLY)
    again = worker.post(f"{path}/close", {**END, "outcome": "settled"})
    twice = as_elder.post(f"{path}/reopen", why)

    assert (reopened.json["status"], reopened.json["due_on"]) == ("reopened", "2026-03-05")
    assert reopened.json["outcome"] is None
    assert [each["text"] for each in seen_by_manager.json["steps"]] == [why["reason"]]
    assert (again.json["outcome"], again.json["reopen_until"]) == ("settled", None)
    assert (twice.status_code, twice.json["code"]) == (409, "reopened_before")


def test_after_some_days_it_stays_closed(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident, operator: Organisation
) -> None:
    long_ago = work.now - timedelta(days=16)
    row = complaint(work, elder, operator, status=ComplaintStatus.CLOSED, closed_at=long_ago)

    late = as_elder.post(f"{PATH}/{row.id}/reopen", {"reason": "又来了"})

    assert (late.status_code, late.json["code"]) == (409, "too_late_to_reopen")


def test_it_can_be_taken_back_until_it_is_closed(
    as_elder: ApiClient, work: UnitOfWork, elder: Resident, operator: Organisation
) -> None:
    answers = [
        as_elder.post(f"{PATH}/{complaint(work, elder, operator, status=each).id}/withdraw").status_code
        for each in (ComplaintStatus.OPEN, ComplaintStatus.ANSWERED, ComplaintStatus.CLOSED)
    ]

    assert answers == [200, 200, 409]


def test_a_confidential_one_tells_the_operator_for_whom_and_not_who(
    app: Flask,
    worker: ApiClient,
    manager: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    served: Any,
    operator: Organisation,
) -> None:
    consent(work, elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
    daughter = accounts.resident_account(work)
    residents.proxy(work, elder, daughter, ["care"], name="王晓岚")
    as_daughter = accounts.client_of(app, work, daughter)
    made = as_daughter.post(PATH, words(elder, confidential=True))
    path = f"{PATH}/{made.json['id']}"

    manager.post(f"{path}/reply", REPLY)
    worker.post(f"{path}/close", {**END, "note": "已与王晓岚通话。"})
    as_daughter.post(f"{path}/reopen", {"reason": "不认可"})
    told, listed = manager.get(path), manager.get(PATH)
    to_worker = worker.get(path)

    assert told.json["elder_name"] == elder.name
    assert (told.json["acted_by"], told.json["source"]) == (None, None)
    assert "王晓岚" not in told.get_data(as_text=True) + listed.get_data(as_text=True)
    assert to_worker.json["acted_by"]["name"] == "王晓岚"


def test_without_consent_the_operator_has_no_name(
    manager: ApiClient, work: UnitOfWork, elder: Resident, operator: Organisation
) -> None:
    row = complaint(work, elder, operator)

    assert manager.get(f"{PATH}/{row.id}").json["elder_name"] == "陈**"
    assert [each["elder_name"] for each in manager.get(PATH).json["items"]] == ["陈**"]


def test_who_is_complained_of_does_not_read_it_not_even_as_a_manager(
    app: Flask,
    work: UnitOfWork,
    elder: Resident,
    service: CareService,
    served: Any,
    operator: Organisation,
    timetable: Timetable,
) -> None:
    account = accounts.staff(work, Role.CAREGIVER, organisation_id=operator.id)
    accounts.duty(work, account, Role.OPERATOR_MANAGER, organisation_id=operator.id)
    another = accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=operator.id)
    mine = care.caregiver(work, operator, account=account)
    visit = care_plans.visit(work, served, service, caregivers=(mine,))
    as_elder = accounts.client_of(app, work, accounts.resident_account(work, elder.id))
    about_me = as_elder.post(PATH, words(elder, visit_id=str(visit.id))).json["id"]
    not_me = as_elder.post(PATH, words(elder)).json["id"]
    timetable.deliver()

    client = accounts.client_of(app, work, account)
    seen = [each["id"] for each in client.get(PATH).json["items"]]
    told = {(row.account_id, row.subject) for row in work.session.scalars(select(InboxMessage))}

    assert seen == [not_me]
    assert client.get(f"{PATH}/{about_me}").status_code == 404
    assert client.post(f"{PATH}/{about_me}/reply", REPLY).status_code == 404
    assert (account.id, about_me) not in told
    assert {(another.id, about_me), (account.id, not_me)} <= told


def test_photos_are_seen_by_who_reads_the_complaint(
    as_elder: ApiClient, manager: ApiClient, other_worker: ApiClient, elder: Resident, served: Any
) -> None:
    upload = as_elder.post("/files", data={"file": (BytesIO(PNG), "photo.png")}).json["id"]
    made = as_elder.post(PATH, words(elder, photos=[upload]))
    path = f"{PATH}/{made.json['id']}/photos"

    assert made.json["photos"] == [upload]
    assert manager.get(f"{path}/{upload}").data == PNG
    assert other_worker.get(f"{path}/{upload}").status_code == 404
    assert manager.get(f"{path}/{made.json['id']}").status_code == 404


def test_lists_are_narrowed_by_what_one_asks_for(
    worker: ApiClient,
    as_staff: Speak,
    work: UnitOfWork,
    elder: Resident,
    operator: Organisation,
    other_operator: Organisation,
) -> None:
    late = complaint(work, elder, operator, due_on=local_date(work.now) - timedelta(days=1))
    closed = complaint(work, residents.resident(work), other_operator, status=ComplaintStatus.CLOSED)
    elsewhere = complaint(work, residents.resident(work, regions.OTHER_COMMUNITY), operator)
    district = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE])

    def ids(client: ApiClient, query: str = "") -> list[str]:
        return [each["id"] for each in client.get(f"{PATH}?{query}").json["items"]]

    assert ids(worker) == [str(closed.id), str(late.id)]
    assert ids(worker, "overdue=true") == ids(worker, f"elder_id={elder.id}") == [str(late.id)]
    assert ids(worker, "status=closed") == [str(closed.id)]
    assert ids(district, f"organisation_id={operator.id}") == [str(elsewhere.id), str(late.id)]
    assert ids(district, f"region_code={regions.OTHER_STREET}") == [str(elsewhere.id)]
    assert ids(worker, f"region_code={regions.OTHER_STREET}") == []
    first = district.get(f"{PATH}?limit=2").json
    assert ids(district, f"limit=2&cursor={first['next_cursor']}") == [str(late.id)]
    assert all(each["text"] is None and each["steps"] is None for each in first["items"])


def test_what_is_late_climbs_to_the_street_and_later_to_the_district_once_each(
    work: UnitOfWork, elder: Resident, operator: Organisation, timetable: Timetable, clock: StoppedClock
) -> None:
    street = accounts.staff(work, Role.STREET_STAFF, regions.STREET)
    district = accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT)
    complaint(work, elder, operator, due_on=local_date(work.now))
    names = {street.id: "street", district.id: "district"}

    told = []
    for days in (0, 1, 1, 6, 1):
        clock.move(days=days)
        timetable.run("elderly_care.complaints.tell_of_overdue_complaints")
        timetable.deliver()
        told.append([names[each] for each in work.session.scalars(select(InboxMessage.account_id))])

    assert told == [
        [],
        ["street"],
        ["street"],
        ["street", "district"],
        ["street", "district"],
    ]


def test_a_late_call_back_climbs_too(
    manager: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    operator: Organisation,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    accounts.staff(work, Role.STREET_STAFF, regions.STREET)
    row = complaint(work, elder, operator, due_on=local_date(work.now) - timedelta(days=1))

    def run() -> int:
        timetable.run("elderly_care.complaints.tell_of_overdue_complaints")
        timetable.deliver()
        late = select(InboxMessage.id).where(InboxMessage.text == "elderly_care.complaint_overdue")
        return len(work.session.scalars(late).all())

    first = run()
    manager.post(f"{PATH}/{row.id}/reply", REPLY)
    clock.move(days=2)

    assert (first, run()) == (1, 2)


def test_everybody_hears_what_is_theirs(
    app: Flask, work: UnitOfWork, elder: Resident, operator: Organisation, served: Any, timetable: Timetable
) -> None:
    mine = accounts.resident_account(work, elder.id)
    manager = accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=operator.id)
    worker = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    who = {mine.id: "elder", manager.id: "manager", worker.id: "worker"}
    clients = {
        name: accounts.client_of(app, work, each)
        for each, name in ((mine, "elder"), (manager, "manager"), (worker, "worker"))
    }

    path = f"{PATH}/{clients['elder'].post(PATH, words(elder)).json['id']}"
    timetable.deliver()
    clients["manager"].post(f"{path}/reply", REPLY)
    timetable.deliver()
    clients["worker"].post(f"{path}/close", END)
    timetable.deliver()

    told = {
        (who[row.account_id], row.text.removeprefix("elderly_care.complaint_"))
        for row in work.session.scalars(select(InboxMessage))
    }
    assert told == {
        ("elder", "taken_in"),
        ("manager", "to_reply"),
        ("worker", "new_here"),
        ("elder", "answered"),
        ("worker", "to_call_back"),
        ("elder", "closed"),
        ("manager", "found"),
    }
    bodies = " ".join(work.session.scalars(select(InboxMessage.body_zh)))
    assert not any(word in bodies for word in ("迟到一小时", elder.name, REPLY["text"]))


def test_readings_by_staff_name_the_elder_in_the_trail(
    worker: ApiClient, as_elder: ApiClient, work: UnitOfWork, elder: Resident, operator: Organisation
) -> None:
    row = complaint(work, elder, operator)
    for client in (worker, as_elder):
        client.get(f"{PATH}/{row.id}")
        client.get(PATH)

    noted = [
        each.action
        for each in work.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        if each.people == [elder.id]
    ]

    assert noted == ["get_care_complaint", "list_care_complaints"]


def test_the_elder_has_a_copy_and_an_erasure_leaves_what_was_found_without_a_word(
    as_elder: ApiClient, manager: ApiClient, work: UnitOfWork, elder: Resident, served: Any
) -> None:
    upload = as_elder.post("/files", data={"file": (BytesIO(PNG), "photo.png")}).json["id"]
    made = as_elder.post(PATH, words(elder, photos=[upload])).json
    manager.post(f"{PATH}/{made['id']}/reply", REPLY)
    [holding] = [each for each in personal.holdings() if each.name == "care_complaints"]
    open_before = [each.what.en for each in personal.matters_open_for(work, [elder.id])]

    [copy] = holding.rows(work, elder.id)
    kept = [each.what.en for each in personal.erase_everywhere(work, elder.id)]
    work.session.flush()

    row = work.session.scalars(select(Complaint)).one()
    assert (copy["text"], copy["steps"][0]["text"]) == ("护理员迟到一小时。", REPLY["text"])
    assert "Complaint of care (answered)" in open_before
    assert any("complained" in each for each in kept)
    assert (row.status, row.text_sealed, row.photos, row.category) == ("withdrawn", None, [], "punctuality")
    assert set(work.session.scalars(select(ComplaintStep.text_sealed))) == {None}
    assert work.session.scalars(select(File)).all() == []


def test_one_of_two_who_answer_at_once_is_refused_not_lost(
    manager: ApiClient, work: UnitOfWork, elder: Resident, operator: Organisation
) -> None:
    row = complaint(work, elder, operator)

    first = manager.post(f"{PATH}/{row.id}/reply", REPLY, key="one")
    same = manager.post(f"{PATH}/{row.id}/reply", REPLY, key="one")
    other = manager.post(f"{PATH}/{row.id}/reply", {"text": "另一份答复"})

    assert (first.status_code, same.status_code, other.status_code) == (200, 200, 409)
    assert same.headers["Idempotency-Replayed"] == "true"
    assert len(work.session.scalars(select(ComplaintStep)).all()) == 1
