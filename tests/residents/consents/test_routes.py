"""Consents over HTTP: given in person, by proxy and on paper, withdrawn at once, seen by whom they concern."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.actor import Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.organisations.rules import OrganisationKind
from service.residents.consents.models import Consent
from service.residents.consents.queries import is_given
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, organisations, regions
from tests.factories.consents import consent
from tests.factories.residents import proxy, resident
from tests.residents.conftest import Speak

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
PHOTOS = {"purpose": "photos", "text_version": 1}


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return resident(work, name="陈阿婆")


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


@pytest.fixture
def as_daughter(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    account = accounts.resident_account(work, resident(work, name="陈小妹").id)
    proxy(work, elder, account, ["care"])
    return accounts.client_of(app, work, account)


@pytest.fixture
def operator(work: UnitOfWork) -> Organisation:
    return organisations.organisation(work, OrganisationKind.OPERATOR, "镇海康养服务中心")


def test_one_reads_what_is_asked_before_one_agrees(as_elder: ApiClient, operator: Organisation) -> None:
    texts = as_elder.get(f"/consents/texts?organisation_id={operator.id}", language="en").json["texts"]

    by_purpose = {each["purpose"]: each for each in texts}
    assert list(by_purpose) == [purpose.value for purpose in ConsentPurpose]
    assert operator.name in by_purpose["share_with_operator"]["body"]
    assert not by_purpose["service_basics"]["needs_consent"]
    assert by_purpose["health_data"]["is_separate"]


def test_a_consent_keeps_what_was_read_and_when(
    as_elder: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    read = {each["purpose"]: each for each in as_elder.get("/consents/texts").json["texts"]}

    given = as_elder.post("/consents", PHOTOS)

    assert given.status_code == 201
    assert given.json["text_hash"] == read["photos"]["text_hash"]
    assert given.json["given_at"] == "2026-03-02T09:00:00+08:00"
    assert (given.json["way"], given.json["in_force"], given.json["acted_by"]) == ("app", True, None)
    assert is_given(work, elder.id, ConsentPurpose.PHOTOS)
    assert not is_given(work, elder.id, ConsentPurpose.HEALTH_DATA)


def test_a_withdrawn_consent_holds_no_longer_and_its_record_stays(
    as_elder: ApiClient, elder: Resident, work: UnitOfWork, clock: StoppedClock
) -> None:
    given = as_elder.post("/consents", PHOTOS)
    clock.move(minutes=5)

    ended = as_elder.delete(f"/consents/{given.json['id']}", etag=given.headers["ETag"])

    assert (ended.status_code, ended.json["in_force"]) == (200, False)
    assert ended.json["withdrawn_at"] == "2026-03-02T09:05:00+08:00"
    assert not is_given(work, elder.id, ConsentPurpose.PHOTOS)
    assert as_elder.get("/consents?in_force=true").json["items"] == []
    assert [each["id"] for each in as_elder.get("/consents").json["items"]] == [given.json["id"]]
    assert as_elder.delete(f"/consents/{given.json['id']}").json["code"] == "consent_already_ended"
    assert as_elder.post("/consents", PHOTOS).status_code == 201


def test_one_operators_consent_is_no_other_operators(
    as_elder: ApiClient, elder: Resident, operator: Organisation, work: UnitOfWork
) -> None:
    other = organisations.organisation(work, OrganisationKind.OPERATOR)
    share = {"purpose": "share_with_operator", "text_version": 1}

    given = as_elder.post("/consents", share | {"organisation_id": operator.id})

    assert given.json["organisation_name"] == operator.name
    assert is_given(work, elder.id, ConsentPurpose.SHARE_WITH_OPERATOR, operator.id)
    assert not is_given(work, elder.id, ConsentPurpose.SHARE_WITH_OPERATOR, other.id)
    assert not is_given(work, elder.id, ConsentPurpose.SHARE_WITH_OPERATOR)
    assert as_elder.post("/consents", share | {"organisation_id": other.id}).status_code == 201


def test_a_proxy_for_care_agrees_and_is_named(
    as_daughter: ApiClient, as_elder: ApiClient, elder: Resident, timetable: Timetable, work: UnitOfWork
) -> None:
    given = as_daughter.post("/consents", PHOTOS | {"for_resident_id": elder.id})
    timetable.deliver()

    assert given.json["acted_by"]["name"] == "陈小妹"
    assert given.json["acted_by"]["acting_as"] == "proxy"
    shown = as_elder.get(f"/consents/{given.json['id']}")
    assert shown.json == given.json
    told = work.session.scalars(select(InboxMessage)).one()
    assert "陈小妹为您登记了对“活动照片”的同意" in told.body_zh
    ended = as_daughter.delete(f"/consents/{given.json['id']}")
    assert ended.json["withdrawn_by"]["acting_as"] == "proxy"


def test_a_worker_records_what_was_signed_at_the_door(
    worker: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    on_paper = PHOTOS | {"for_resident_id": elder.id, "way": "paper"}

    bare = worker.post("/consents", on_paper)
    given = worker.post("/consents", on_paper | {"witness": "李梅"})
    listed = worker.get(f"/consents?resident_id={elder.id}")

    assert (bare.status_code, bare.json["code"]) == (422, "evidence_missing")
    assert (given.json["acted_by"]["acting_as"], given.json["witness"]) == ("staff", "李梅")
    assert [each["id"] for each in listed.json["items"]] == [given.json["id"]]
    seen = work.session.scalars(select(AuditEntry.people).where(AuditEntry.people.is_not(None)))
    assert list(seen) == [[elder.id]]


def test_a_newer_text_replaces_what_was_agreed_to(
    as_elder: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    older = consent(work, elder, text_version=0)

    newer = as_elder.post("/consents", PHOTOS)

    work.session.expire_all()
    assert newer.status_code == 201
    assert work.session.get_one(Consent, older.id).replaced_at is not None
    assert is_given(work, elder.id, ConsentPurpose.PHOTOS)


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ({"purpose": "photos", "text_version": 2}, 409, "consent_text_outdated"),
        ({"purpose": "service_basics", "text_version": 1}, 422, "consent_not_needed"),
        ({"purpose": "share_with_operator", "text_version": 1}, 422, "organisation_not_named"),
        (PHOTOS | {"way": "paper", "witness": "李梅"}, 422, "impossible_way"),
        (PHOTOS | {"way": "sms_code"}, 422, "impossible_way"),
        ({"purpose": "photos"}, 422, "invalid_input"),
    ],
)
def test_what_can_not_be_agreed_to_is_refused(
    as_elder: ApiClient, wanted: dict[str, Any], status: int, code: str
) -> None:
    refused = as_elder.post("/consents", wanted)

    assert (refused.status_code, refused.json["code"]) == (status, code)


def test_agreeing_twice_is_refused(as_elder: ApiClient) -> None:
    as_elder.post("/consents", PHOTOS)

    again = as_elder.post("/consents", PHOTOS)

    assert (again.status_code, again.json["code"]) == (409, "consent_already_given")


def test_only_an_operator_is_named(as_elder: ApiClient, operator: Organisation, work: UnitOfWork) -> None:
    choir = organisations.organisation(work)

    for wanted in (
        {"purpose": "share_with_operator", "text_version": 1, "organisation_id": choir.id},
        PHOTOS | {"organisation_id": operator.id},
    ):
        assert as_elder.post("/consents", wanted).json["code"] == "organisation_not_named"


def test_strangers_and_workers_elsewhere_neither_give_nor_see_nor_withdraw(
    elder: Resident, other_worker: ApiClient, as_staff: Speak, app: Flask, work: UnitOfWork
) -> None:
    given = consent(work, elder)
    neighbour = accounts.client_of(app, work, accounts.resident_account(work, resident(work).id))
    booker = accounts.resident_account(work, resident(work).id)
    proxy(work, elder, booker, ["booking"])

    for stranger in (
        neighbour,
        accounts.client_of(app, work, booker),
        other_worker,
        as_staff(Role.AUDITOR),
        as_staff(Role.ASSESSOR, regions.DISTRICT),
    ):
        assert stranger.post("/consents", PHOTOS | {"for_resident_id": elder.id}).status_code == 403
        assert stranger.get(f"/consents?resident_id={elder.id}").status_code == 403
        assert stranger.get(f"/consents/{given.id}").status_code == 404
        assert stranger.delete(f"/consents/{given.id}").status_code == 404


def test_the_dead_agree_to_nothing(worker: ApiClient, elder: Resident) -> None:
    worker.patch(f"/residents/{elder.id}", {"status": "deceased"})

    wanted = PHOTOS | {"for_resident_id": elder.id, "way": "paper", "witness": "李梅"}

    assert worker.post("/consents", wanted).json["code"] == "wrong_state"


def test_who_has_not_registered_has_nothing_to_agree_to(app: Flask, work: UnitOfWork) -> None:
    newcomer = accounts.client_of(app, work, accounts.resident_account(work))

    assert newcomer.post("/consents", PHOTOS).json["code"] == "not_registered"
    assert newcomer.get("/consents").json["code"] == "not_registered"


def test_a_resident_agrees_before_a_worker_by_a_code_to_their_own_telephone(
    worker: ApiClient, as_elder: ApiClient, elder: Resident, work: UnitOfWork
) -> None:
    by_code = PHOTOS | {"for_resident_id": elder.id, "way": "sms_code"}
    asking = {"purpose": "photos", "for_resident_id": elder.id}
    assert worker.post("/consents/code", asking).json["code"] == "no_telephone"
    elder.keep_phone(work.house.cipher, "+8613812345678")
    work.session.flush()

    asked = worker.post("/consents/code", asking)
    made_up = worker.post("/consents", by_code)
    other = worker.post(
        "/consents", by_code | {"purpose": "notices_by_sms", "code": asked.json["demonstration_code"]}
    )
    given = worker.post("/consents", by_code | {"code": asked.json["demonstration_code"]})

    assert [each.json["code"] for each in (made_up, other)] == ["wrong_sms_code"] * 2
    assert (given.status_code, given.json["way"]) == (201, "sms_code")
    assert as_elder.post("/consents/code", asking).json["code"] == "impossible_way"


def test_who_may_see_a_consent_may_see_what_was_signed_and_nobody_else(
    worker: ApiClient, other_worker: ApiClient, as_elder: ApiClient, as_daughter: ApiClient, elder: Resident
) -> None:
    sheet = worker.request("POST", "/files", data={"file": (BytesIO(PNG), "sheet.png")}).get_json()["id"]
    given = worker.post(
        "/consents", {**PHOTOS, "way": "paper", "for_resident_id": elder.id, "attachment": sheet}
    ).get_json()["id"]
    online = as_elder.post("/consents", {"purpose": "notices_by_sms", "text_version": 1}).get_json()["id"]

    path = f"/consents/{given}/attachment"

    assert [client.get(path).data for client in (worker, as_elder, as_daughter)] == [PNG] * 3
    assert other_worker.get(path).status_code == 404
    assert as_elder.get(f"/consents/{online}/attachment").status_code == 404
