"""Assessments over HTTP: two sign, nobody who gains has a part, and an appeal is answered or looked at again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.assessment.models import Assessment
from service.elderly_care.assessment.rules import AssessmentStatus
from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, regions, residents
from tests.factories.assessments import BEST, assessment, form
from tests.factories.consents import consent

Assessor = Callable[[], ApiClient]


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    person = residents.resident(work)
    consent(work, person, ConsentPurpose.HEALTH_DATA)
    return person


@pytest.fixture
def assessor(as_staff: Speak) -> ApiClient:
    return as_staff(Role.ASSESSOR, regions.DISTRICT)


@pytest.fixture
def second(as_staff: Speak) -> ApiClient:
    return as_staff(Role.ASSESSOR, regions.DISTRICT)


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


def test_the_server_scores_and_two_sign(assessor: ApiClient, second: ApiClient, elder: Resident) -> None:
    scores = {**BEST, "B1.3": 2, "B2.4": 0, "B4.3": 1}
    made = assessor.post("/care/assessments", form(elder, scores=scores, risk_events_30d=2))
    path = f"/care/assessments/{made.json['id']}/sign"

    alone = assessor.post(path)
    signed = second.post(path)
    again = second.post(path)

    assert made.status_code == 201
    assert {name: made.json[name] for name in ("total", "preliminary_level", "level", "status")} == {
        "total": 82,
        "preliminary_level": 1,
        "level": 2,
        "status": "draft",
    }
    assert made.json["subtotals"] == {"B1": 30, "B2": 12, "B3": 28, "B4": 12}
    assert made.json["rule_version"] == "GB/T 42195-2022#1"
    assert (alone.status_code, alone.json["code"]) == (409, "same_assessor")
    assert (signed.status_code, signed.json["status"]) == (200, "signed")
    assert (again.status_code, again.json["code"]) == (409, "wrong_state")


def test_a_missing_or_impossible_score_is_named(assessor: ApiClient, elder: Resident) -> None:
    scores = {code: score for code, score in BEST.items() if code != "B1.1"} | {"B2.4": 4}

    refused = assessor.post("/care/assessments", form(elder, scores=scores))

    assert refused.status_code == 422
    assert set(refused.json["errors"]) == {"scores.B1.1", "scores.B2.4"}


def test_a_repeat_within_30_days_says_why(assessor: ApiClient, work: UnitOfWork, elder: Resident) -> None:
    last = local_date(work.now) - timedelta(days=29)
    assessment(work, elder, assessed_on=last)

    refused = assessor.post("/care/assessments", form(elder, reason="immediate"))
    told = assessor.post("/care/assessments", form(elder, reason="immediate", reason_note="跌倒后变化"))

    assert (refused.status_code, refused.json["code"]) == (422, "reason_needed")
    assert "reason_note" in refused.json["errors"]
    assert told.status_code == 201


def test_who_worked_for_an_operator_within_a_year_does_not_assess(
    app: Flask, work: UnitOfWork, elder: Resident, operator: Organisation, clock: StoppedClock
) -> None:
    account = accounts.staff(work, Role.ASSESSOR, regions.DISTRICT)
    today = local_date(work.now)
    accounts.duty(
        work,
        account,
        Role.DISPATCHER,
        organisation_id=operator.id,
        valid_from=date(2020, 1, 1),
        valid_until=today - timedelta(days=300),
    )
    gaining = accounts.client_of(app, work, account)

    refused = gaining.post("/care/assessments", form(elder))
    signing = gaining.post(f"/care/assessments/{_draft(work, elder).id}/sign")
    clock.move(days=80)
    work.now = clock.now()
    later = accounts.client_of(app, work, account).post(
        f"/care/assessments/{work.session.scalars(select(Assessment.id)).one()}/sign"
    )

    assert (refused.status_code, refused.json["code"]) == (403, "conflict_of_interest")
    assert signing.json["code"] == "conflict_of_interest"
    assert later.status_code == 200


def test_nobody_assesses_whom_they_act_for(app: Flask, work: UnitOfWork, elder: Resident) -> None:
    account = accounts.staff(work, Role.ASSESSOR, regions.DISTRICT)
    residents.proxy(work, elder, account, ["care"])

    refused = accounts.client_of(app, work, account).post("/care/assessments", form(elder))

    assert refused.json["code"] == "conflict_of_interest"


def test_without_consent_to_health_data_nobody_is_assessed(assessor: ApiClient, work: UnitOfWork) -> None:
    stranger = residents.resident(work)

    refused = assessor.post("/care/assessments", form(stranger))

    assert refused.json["code"] == "consent_missing"


def test_only_assessors_of_the_place_assess(
    worker: ApiClient, manager: ApiClient, as_elder: ApiClient, as_staff: Speak, elder: Resident
) -> None:
    elsewhere = as_staff(Role.ASSESSOR, regions.OTHER_COMMUNITY)

    refused = [
        each.post("/care/assessments", form(elder)).status_code
        for each in (worker, manager, as_elder, elsewhere)
    ]

    assert refused == [403, 403, 403, 403]


def test_another_bodys_result_is_kept_as_it_is_and_once(worker: ApiClient, elder: Resident) -> None:
    paper = {
        "elder_id": str(elder.id),
        "standard": "长期护理失能等级评估标准",
        "level": 3,
        "assessed_on": "2026-01-10",
        "issuer": "宁波市医疗保障局",
        "issued_number": "NB-1",
    }

    made = worker.post("/care/assessments/external", paper)
    again = worker.post("/care/assessments/external", paper)

    assert made.status_code == 201
    assert (made.json["level"], made.json["total"], made.json["rule_version"]) == (3, None, None)
    assert (again.status_code, again.json["code"]) == (409, "external_on_record")


def test_the_answers_are_sealed_and_shown_to_few(
    assessor: ApiClient,
    second: ApiClient,
    worker: ApiClient,
    other_worker: ApiClient,
    manager: ApiClient,
    as_elder: ApiClient,
    work: UnitOfWork,
    elder: Resident,
) -> None:
    made = assessor.post("/care/assessments", form(elder, diagnoses=[{"name": "高血压病", "icd10": "I10"}]))
    path = f"/care/assessments/{made.json['id']}"
    second.post(f"{path}/sign")

    shown = {
        name: each.get(path) for name, each in (("elder", as_elder), ("assessor", second), ("worker", worker))
    }

    assert shown["elder"].json["answers"]["diagnoses"] == [{"name": "高血压病", "icd10": "I10"}]
    assert shown["assessor"].json["answers"]["scores"] == BEST
    assert shown["worker"].json["answers"] is None
    assert shown["worker"].json["level"] == 0
    assert [each.get(path).status_code for each in (other_worker, manager)] == [404, 404]
    sealed = work.session.scalars(select(Assessment.answers_sealed)).one()
    assert sealed is not None
    assert "高血压".encode() not in sealed
    readers = work.session.scalars(
        select(AuditEntry.account_id).where(
            AuditEntry.action == "get_assessment", AuditEntry.people.is_not(None)
        )
    ).all()
    assert len(readers) == 2


def test_the_elder_is_told_without_the_result(
    assessor: ApiClient, second: ApiClient, as_elder: ApiClient, elder: Resident, timetable: Timetable
) -> None:
    made = assessor.post("/care/assessments", form(elder))
    second.post(f"/care/assessments/{made.json['id']}/sign")
    timetable.deliver()

    (told,) = as_elder.get("/inbox").json["items"]

    assert told["title"] == "能力评估已完成"
    assert "级" not in told["body"]


def test_an_appeal_is_answered_in_working_days_by_the_district(
    as_elder: ApiClient,
    other_worker: ApiClient,
    district: ApiClient,
    worker: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    timetable: Timetable,
) -> None:
    row = assessment(work, elder)
    path = f"/care/assessments/{row.id}/appeal"

    stranger = other_worker.post(path, {"reason": "不对"})
    made = as_elder.post(path, {"reason": "评估当天感冒"})
    twice = as_elder.post(path, {"reason": "评估当天感冒"})
    by_worker = worker.post(f"{path}/uphold", {"answer": "无误"})
    upheld = district.post(f"{path}/uphold", {"answer": "经核对无误"})
    timetable.deliver()

    assert stranger.status_code == 404
    assert made.status_code == 201
    assert made.json["decide_by"] == working_day_after(local_date(work.now), 10).isoformat()
    assert twice.json["code"] == "appeal_stands"
    assert by_worker.status_code == 403
    assert (upheld.json["outcome"], upheld.json["answer"]) == ("upheld", "经核对无误")
    texts = set(work.session.scalars(select(InboxMessage.text)))
    assert texts == {"elderly_care.assessment_appealed", "elderly_care.assessment_appeal_decided"}


def test_a_review_is_made_by_two_others_and_decides_the_appeal(
    as_elder: ApiClient,
    assessor: ApiClient,
    second: ApiClient,
    as_staff: Speak,
    work: UnitOfWork,
    elder: Resident,
) -> None:
    third, fourth = (as_staff(Role.ASSESSOR, regions.DISTRICT) for _ in range(2))
    first = assessor.post("/care/assessments", form(elder)).json["id"]
    second.post(f"/care/assessments/{first}/sign")
    review = form(elder, reason="review", reviews_id=first, reason_note="复评", coma=True)

    too_early = third.post("/care/assessments", review)
    as_elder.post(f"/care/assessments/{first}/appeal", {"reason": "母亲一直昏迷"})
    by_first = assessor.post("/care/assessments", review)
    made = third.post("/care/assessments", review)
    by_second = second.post(f"/care/assessments/{made.json['id']}/sign")
    signed = fourth.post(f"/care/assessments/{made.json['id']}/sign")

    assert too_early.json["code"] == "not_to_review"
    assert by_first.json["code"] == by_second.json["code"] == "same_assessor"
    assert signed.json["level"] == 4
    again = as_elder.post(f"/care/assessments/{first}/appeal", {"reason": "还有异议"})
    assert again.status_code == 201


def test_one_appeals_within_30_days(
    app: Flask, work: UnitOfWork, elder: Resident, clock: StoppedClock
) -> None:
    row = assessment(work, elder)
    clock.move(days=31)
    work.now = clock.now()
    as_elder = accounts.client_of(app, work, accounts.resident_account(work, elder.id))

    late = as_elder.post(f"/care/assessments/{row.id}/appeal", {"reason": "不对"})

    assert (late.status_code, late.json["code"]) == (409, "too_late_to_appeal")


def test_an_elder_has_one_draft_at_a_time(assessor: ApiClient, second: ApiClient, elder: Resident) -> None:
    draft = assessor.post("/care/assessments", form(elder)).json["id"]

    refused = second.post("/care/assessments", form(elder))
    not_theirs = second.post(f"/care/assessments/{draft}/void", {"reason": "录入错误"})
    void = assessor.post(f"/care/assessments/{draft}/void", {"reason": "录入错误"})

    assert refused.json["code"] == "draft_stands"
    assert not_theirs.status_code == 403
    assert void.json["status"] == "void"
    assert second.post("/care/assessments", form(elder)).status_code == 201


def test_a_list_holds_what_is_ones_own_or_of_ones_place(
    app: Flask,
    worker: ApiClient,
    other_worker: ApiClient,
    as_elder: ApiClient,
    as_staff: Speak,
    work: UnitOfWork,
    elder: Resident,
) -> None:
    mine = assessment(work, elder)
    assessment(work, residents.resident(work, regions.OTHER_COMMUNITY))
    daughter = accounts.resident_account(work)
    residents.proxy(work, elder, daughter, ["care"])
    neighbour = accounts.resident_account(work, residents.resident(work).id)
    for_rooms = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.ROOMS])

    def listed(client: ApiClient) -> list[str]:
        return [each["id"] for each in client.get("/care/assessments").json["items"]]

    assert listed(as_elder) == listed(worker) == [str(mine.id)]
    assert listed(accounts.client_of(app, work, daughter)) == [str(mine.id)]
    assert listed(accounts.client_of(app, work, neighbour)) == []
    assert str(mine.id) not in listed(other_worker)
    assert for_rooms.get("/care/assessments").status_code == 403


def test_the_scale_is_told_as_data(worker: ApiClient) -> None:
    (scale,) = worker.get("/care/assessment-standards").json["scales"]

    assert sum(len(part["items"]) for part in scale["parts"]) == 26
    assert scale["rule_version"] == "GB/T 42195-2022#1"


def _draft(work: UnitOfWork, elder: Resident) -> Assessment:
    return assessment(work, elder, status=AssessmentStatus.DRAFT)
