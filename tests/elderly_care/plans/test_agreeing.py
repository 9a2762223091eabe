"""From a draft to what is agreed: by each way, and each refusal."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.accounts.models import Account
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.catalogue.rules import AssessmentNeed, Payer
from service.elderly_care.plans.models import CarePlan, PlanItem, PlanVersion
from service.elderly_care.plans.rules import hash_of
from service.elderly_care.providers.models import Contract
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit import personal
from service.kit.actor import Function, Role
from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.consents.models import Consent
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.plans.conftest import SHARE, Again, Draft, agree_to, item, wish
from tests.factories import accounts, care, regions, residents
from tests.factories.assessments import assessment
from tests.factories.care_requests import request
from tests.factories.consents import consent
from tests.statements import statements

PDF = b"%PDF-1.7\n%%EOF\n"


def announced(work: UnitOfWork, name: str) -> list[dict[str, Any]]:
    query = select(OutboxMessage.body).where(OutboxMessage.name == f"elderly_care.plans.{name}")
    return list(work.session.scalars(query))


def test_a_dispatcher_drafts_and_reads_what_it_costs(drafted: Draft, bathing: CareService) -> None:
    made = drafted()

    assert (made["status"], made["present_version"], made["offered"]) == ("draft", 0, None)
    first, second = made["items"]
    assert (first["service_name"], first["minutes"], first["skills"]) == ("助浴", 60, ["bathing"])
    assert first["words"] == {"zh": "每周，周二、周五", "en": "every week, on Tue, Fri"}
    assert (second["window_start"], second["window_end"], second["on_holidays"]) == (
        "11:00",
        "12:30",
        "serve",
    )
    quote = made["quote"]
    assert [quote["first_month"]["month"], quote["whole_month"]["month"]] == ["2026-03", "2026-04"]
    # From Thursday the 5th: eight Tuesdays and Fridays, 27 lunches; April has eight and thirty.
    assert [line["times"] for line in quote["first_month"]["lines"]] == [8, 27]
    assert quote["first_month"]["gross_fen"] == 8 * 8000 + 27 * 1500
    assert quote["whole_month"]["gross_fen"] == quote["whole_month"]["self_pay_fen"] == 8 * 8000 + 30 * 1500


def test_the_price_is_split_by_the_scheme_up_to_its_cap(
    dispatcher: ApiClient, work: UnitOfWork, elder: Resident, bathing: CareService, contract: Contract
) -> None:
    care.scheme(work, levels=[2, 3, 4], monthly_cap_fen=30_000)
    assessment(work, elder)
    subsidised = request(
        work, elder, [bathing], status=RequestStatus.ASSIGNED, contract=contract, payer=Payer.SUBSIDY
    )

    quote = dispatcher.post("/care/plans", wish(subsidised, item(bathing))).json["quote"]

    assert quote["scheme_name"] == "养老服务消费补贴"
    april = quote["whole_month"]
    assert (april["gross_fen"], april["subsidy_fen"], april["self_pay_fen"]) == (64_000, 30_000, 34_000)


def test_what_is_agreed_in_the_app_begins(
    as_elder: ApiClient, offered: Draft, work: UnitOfWork, asked: CareRequest, timetable: Timetable
) -> None:
    plan = offered()
    timetable.deliver()

    done = agree_to(as_elder, plan)
    timetable.deliver()

    assert (plan["status"], done["status"], done["present_version"]) == ("offered", "active", 1)
    assert done["offered"] is None
    assert [(each["status"], each["agreed_way"], each["acted_by"]) for each in done["versions"]] == [
        ("agreed", "app", None)
    ]
    assert done["next_days"][0] == {
        "on": "2026-03-05",
        "item_id": done["items"][1]["id"],
        "service_id": done["items"][1]["service_id"],
    }
    assert announced(work, "PlanAgreed") == [{"plan_id": done["id"], "version": 1}]
    assert work.session.get_one(CareRequest, asked.id, populate_existing=True).status is RequestStatus.ACTIVE
    told = set(work.session.scalars(select(InboxMessage.text)))
    assert {"elderly_care.plan_offered", "elderly_care.plan_agreed"} <= told


def test_the_text_says_all_in_both_languages_and_its_hash_is_of_what_is_kept(
    offered: Draft, work: UnitOfWork
) -> None:
    version = offered(ends_on="2026-12-31")["offered"]

    kept = work.session.scalars(select(PlanVersion)).one()
    work.session.refresh(kept)
    assert hash_of(kept.content) == kept.text_hash == version["text_hash"]
    text = version["content"]["text"]
    assert (
        "1. 助浴：每周，周二、周五；09:00–11:00；每次 60 分钟；护理员 1 名；节假日照常服务；每次 80.00 元"
        in text["zh"]
    )
    assert "2026-04 费用 1090.00 元：补贴 0.00 元，长期护理保险 0.00 元，自付 1090.00 元" in text["zh"]
    assert "From 2026-03-05 until 2026-12-31" in text["en"]
    assert "every day; 11:00–12:30; 10 minutes each time" in text["en"]


def test_a_proxy_agrees_and_it_shows(app: Flask, work: UnitOfWork, elder: Resident, offered: Draft) -> None:
    daughter, for_rooms = accounts.resident_account(work), accounts.resident_account(work)
    residents.proxy(work, elder, daughter, ["care"], name="王晓岚")
    residents.proxy(work, elder, for_rooms, ["booking"])
    plan = offered()
    body = {"way": "app", "text_hash": plan["offered"]["text_hash"]}

    other = accounts.client_of(app, work, for_rooms).post(f"/care/plans/{plan['id']}/agree", body)
    done = agree_to(accounts.client_of(app, work, daughter), plan)

    assert other.status_code == 404
    assert done["versions"][0]["acted_by"]["name"] == "王晓岚"


def test_nobody_else_agrees_for_the_elder(
    offered: Draft,
    worker: ApiClient,
    other_worker: ApiClient,
    dispatcher: ApiClient,
    manager: ApiClient,
    other_dispatcher: ApiClient,
    as_staff: Speak,
    operator: Organisation,
) -> None:
    plan = offered()
    caregiver = as_staff(Role.CAREGIVER, organisation_id=operator.id)
    grid = as_staff(Role.GRID_WORKER, regions.COMMUNITY)
    body = {"way": "app", "text_hash": plan["offered"]["text_hash"]}

    def codes(way: str) -> list[tuple[int, str]]:
        clients = (dispatcher, manager, worker, other_worker, other_dispatcher, caregiver, grid)
        answers = [each.post(f"/care/plans/{plan['id']}/agree", body | {"way": way}) for each in clients]
        return [(each.status_code, each.json["code"]) for each in answers]

    assert codes("app") == [
        (403, "out_of_scope"),
        (403, "out_of_scope"),
        (422, "impossible_way"),
        (404, "not_found"),
        (404, "not_found"),
        (403, "forbidden"),
        (403, "forbidden"),
    ]
    assert codes("paper")[:3] == [
        (403, "out_of_scope"),
        (403, "out_of_scope"),
        (422, "evidence_missing"),
    ]
    assert codes("handover")[0] == (422, "invalid_input")


def test_a_worker_records_what_was_signed_before_them(
    worker: ApiClient, other_dispatcher: ApiClient, offered: Draft, work: UnitOfWork
) -> None:
    plan = offered()
    sheet = worker.post("/files", data={"file": (BytesIO(PDF), "x.pdf")}).json["id"]

    done = agree_to(worker, plan, way="paper", attachment=sheet, witness="王芳")

    version = done["versions"][0]
    assert (version["agreed_way"], version["witness"], version["attachment_id"]) == ("paper", "王芳", sheet)
    assert version["acted_by"]["acting_as"] == "staff"
    assert work.session.scalars(select(PlanVersion.witness_id)).one() is not None
    path = f"/care/plans/{plan['id']}/attachment"
    assert worker.get(path).get_data() == PDF
    assert other_dispatcher.get(path).status_code == 404
    assert worker.get(path, query_string={"version": 2}).status_code == 404


def test_nobody_attaches_a_sheet_of_somebody_elses(
    worker: ApiClient, as_elder: ApiClient, offered: Draft
) -> None:
    plan = offered()
    sheet = as_elder.post("/files", data={"file": (BytesIO(PDF), "x.pdf")}).json["id"]
    body = {"way": "paper", "text_hash": plan["offered"]["text_hash"], "attachment": sheet}

    refused = worker.post(f"/care/plans/{plan['id']}/agree", body)

    assert (refused.status_code, refused.json["code"]) == (422, "no_such_file")


def test_by_a_code_the_dispatcher_has_the_elder_on_the_telephone(
    dispatcher: ApiClient, offered: Draft
) -> None:
    plan = offered()
    path = f"/care/plans/{plan['id']}"
    asked = dispatcher.post(f"{path}/agreement-code")
    body = {"way": "sms_code", "text_hash": plan["offered"]["text_hash"]}

    without = dispatcher.post(f"{path}/agree", body)
    wrong = dispatcher.post(f"{path}/agree", body | {"code": "000000"})
    done = agree_to(dispatcher, plan, way="sms_code", code=asked.json["demonstration_code"])

    assert asked.status_code == 202
    assert (without.json["code"], wrong.json["code"]) == ("evidence_missing", "wrong_sms_code")
    assert (done["status"], done["versions"][0]["agreed_way"]) == ("active", "sms_code")
    assert done["versions"][0]["acted_by"] is None


def test_by_a_code_a_proxy_speaks_from_their_own_number_and_strangers_get_none(
    dispatcher: ApiClient, offered: Draft, work: UnitOfWork, elder: Resident
) -> None:
    daughter = residents.resident(work, phone="+8613900000002")
    residents.proxy(work, elder, accounts.resident_account(work, daughter.id), ["care"], name="王晓岚")
    plan = offered()
    path = f"/care/plans/{plan['id']}"
    body = {"way": "sms_code", "text_hash": plan["offered"]["text_hash"]}

    stranger = dispatcher.post(f"{path}/agreement-code", {"phone": "13911111111"})
    refused = dispatcher.post(
        f"{path}/agree", body | {"phone": "13911111111", "code": stranger.json["demonstration_code"]}
    )
    code = dispatcher.post(f"{path}/agreement-code", {"phone": "139 0000 0002"}).json["demonstration_code"]
    of_elder = dispatcher.post(f"{path}/agree", body | {"code": code})
    done = agree_to(dispatcher, plan, way="sms_code", phone="13900000002", code=code)

    assert stranger.status_code == 202
    assert refused.json["code"] == of_elder.json["code"] == "wrong_sms_code"
    assert done["versions"][0]["acted_by"]["name"] == "王晓岚"


def test_a_code_is_for_one_text_and_who_may_ask_for_it_is_on_the_spot(
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    as_elder: ApiClient,
    worker: ApiClient,
    offered: Draft,
    clock: StoppedClock,
) -> None:
    plan = offered()
    path = f"/care/plans/{plan['id']}"
    code = dispatcher.post(f"{path}/agreement-code").json["demonstration_code"]
    dispatcher.post(f"{path}/recall")
    clock.move(minutes=2)
    again = dispatcher.post(f"{path}/offer").json

    body = {"way": "sms_code", "text_hash": again["offered"]["text_hash"], "code": code}
    old = dispatcher.post(f"{path}/agree", body | {"text_hash": plan["offered"]["text_hash"]})

    assert old.json["code"] == "text_changed"
    assert dispatcher.post(f"{path}/agree", body).json["code"] == "wrong_sms_code"
    statuses = [
        each.post(f"{path}/agreement-code").status_code for each in (worker, as_elder, other_dispatcher)
    ]
    assert statuses == [202, 403, 404]


def test_an_elder_without_a_telephone_agrees_otherwise(
    dispatcher: ApiClient, offered: Draft, work: UnitOfWork, elder: Resident
) -> None:
    plan = offered()
    elder.keep_phone(work.house.cipher, None)
    work.session.flush()

    refused = dispatcher.post(f"/care/plans/{plan['id']}/agreement-code")

    assert (refused.status_code, refused.json["code"]) == (409, "no_telephone")


def test_who_declines_sends_it_back_to_be_drafted_and_the_text_stays(
    as_elder: ApiClient,
    dispatcher: ApiClient,
    worker: ApiClient,
    offered: Draft,
    timetable: Timetable,
    work: UnitOfWork,
) -> None:
    plan = offered()
    path = f"/care/plans/{plan['id']}"

    refused = [each.post(f"{path}/decline", {"reason": "不"}).status_code for each in (worker, dispatcher)]
    declined = as_elder.post(f"{path}/decline", {"reason": "希望改到下午"})
    again = as_elder.post(f"{path}/decline", {"reason": "希望改到下午"})
    late = as_elder.post(f"{path}/agree", {"way": "app", "text_hash": plan["offered"]["text_hash"]})
    changed = dispatcher.patch(path, {"starts_on": "2026-03-09"})
    second = dispatcher.post(f"{path}/offer").json
    done = agree_to(as_elder, second)
    timetable.deliver()

    assert refused == [403, 403]
    assert (declined.json["status"], declined.json["versions"][0]["reason"]) == ("draft", "希望改到下午")
    assert [again.json["code"], late.json["code"]] == ["wrong_state", "wrong_state"]
    assert changed.json["items"][0]["starts_on"] == "2026-03-09"
    assert (done["status"], done["present_version"]) == ("active", 2)
    assert done["versions"][0]["text_hash"] == plan["offered"]["text_hash"]
    assert "elderly_care.plan_declined" in set(work.session.scalars(select(InboxMessage.text)))


def test_an_offer_lapses_and_is_told(
    again: Again,
    elder_account: Account,
    planner_account: Account,
    offered: Draft,
    clock: StoppedClock,
    timetable: Timetable,
    work: UnitOfWork,
) -> None:
    plan = offered()
    path = f"/care/plans/{plan['id']}"
    clock.move(days=3)
    timetable.run("elderly_care.plans.turn_plans_to_today")
    on_the_first_day = again(elder_account).get(path).json["status"]
    clock.move(days=1)
    body = {"way": "app", "text_hash": plan["offered"]["text_hash"]}
    too_late = again(elder_account).post(f"{path}/agree", body)
    timetable.run("elderly_care.plans.turn_plans_to_today")
    timetable.deliver()

    assert on_the_first_day == "offered"
    assert (too_late.status_code, too_late.json["code"]) == (409, "offer_lapsed")
    assert again(elder_account).get(path).json["status"] == "draft"
    assert "elderly_care.plan_lapsed" in set(work.session.scalars(select(InboxMessage.text)))
    assert again(planner_account).post(f"{path}/offer").json["code"] == "plan_days"


def test_an_offer_waits_no_longer_than_the_setting_says(
    again: Again, elder_account: Account, offered: Draft, clock: StoppedClock, timetable: Timetable
) -> None:
    plan = offered(starts_on="2026-04-01")
    path = f"/care/plans/{plan['id']}"
    seen = []
    for days in (14, 1):
        clock.move(days=days)
        timetable.run("elderly_care.plans.turn_plans_to_today")
        seen.append(again(elder_account).get(path).json["status"])

    assert seen == ["offered", "draft"]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"rrule": "FREQ=HOURLY"}, "bad_recurrence", "items.0.rrule"),
        ({"rrule": "FREQ=DAILY;UNTIL=20260304"}, "bad_recurrence", "items.0.rrule"),
        ({"window_end": "09:30"}, "bad_window", "items.0.window_end"),
        ({"window_start": "25:00"}, "invalid_input", "items.0.window_start"),
        ({"minutes": 0}, "invalid_input", "items.0.minutes"),
        ({"caregivers_needed": 5}, "invalid_input", "items.0.caregivers_needed"),
        ({"skills": ["magic"]}, "invalid_input", "items.0.skills.0"),
        ({"price_fen": 1}, "price_of_contract", "items.0.price_fen"),
        ({"service_id": "01900000-0000-7000-8000-000000000000"}, "no_such_service", "items.0.service_id"),
    ],
)
def test_what_is_wrong_with_an_item_is_named(
    dispatcher: ApiClient,
    asked: CareRequest,
    bathing: CareService,
    wrong: dict[str, Any],
    code: str,
    field: str,
) -> None:
    refused = dispatcher.post("/care/plans", wish(asked, item(bathing) | wrong))

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert field in refused.json["errors"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": "2026-03-01"}, "starts_on"),
        ({"starts_on": "2027-03-10"}, "starts_on"),
        ({"starts_on": "2027-03-03"}, "starts_on"),
        ({"ends_on": "2026-03-04"}, "ends_on"),
    ],
)
def test_days_that_can_not_be_are_named(
    dispatcher: ApiClient, asked: CareRequest, bathing: CareService, wrong: dict[str, str], field: str
) -> None:
    refused = dispatcher.post("/care/plans", wish(asked, item(bathing), **wrong))

    assert (refused.status_code, refused.json["code"], list(refused.json["errors"])) == (
        422,
        "plan_days",
        [field],
    )


def test_a_service_without_a_price_is_named(
    dispatcher: ApiClient, asked: CareRequest, bathing: CareService, work: UnitOfWork
) -> None:
    free = care.service(work)
    withdrawn = care.service(work, withdrawn_at=work.now)

    refused = dispatcher.post("/care/plans", wish(asked, item(bathing), item(free)))
    gone = dispatcher.post("/care/plans", wish(asked, item(withdrawn)))

    assert (refused.json["code"], list(refused.json["errors"])) == ("no_price", ["items.1.service_id"])
    assert gone.json["code"] == "no_such_service"


def test_a_service_that_needs_an_assessment_first_is_not_planned_without(
    dispatcher: ApiClient, asked: CareRequest, contract: Contract, elder: Resident, work: UnitOfWork
) -> None:
    assessed = care.service(work, needs={Payer.SELF_PAY: AssessmentNeed.REQUIRED})
    care.contract(work, care.operator(work), prices={assessed.id: 1})

    refused = dispatcher.post("/care/plans", wish(asked, item(assessed)))

    assert refused.json["code"] == "still_needs_assessment"


def test_what_is_asked_for_once_falls_once(
    dispatcher: ApiClient, work: UnitOfWork, elder: Resident, bathing: CareService, contract: Contract
) -> None:
    once = request(work, elder, [bathing], status=RequestStatus.ASSIGNED, contract=contract, is_once=True)

    refused = dispatcher.post("/care/plans", wish(once, item(bathing)))
    made = dispatcher.post("/care/plans", wish(once, item(bathing, "FREQ=DAILY;COUNT=1")))

    assert (refused.json["code"], list(refused.json["errors"])) == ("bad_recurrence", ["items.0.rrule"])
    assert made.json["quote"]["first_month"]["lines"][0]["times"] == 1
    assert made.json["quote"]["whole_month"]["lines"][0]["times"] == 0


def test_a_private_plan_names_its_prices_up_to_the_ceiling_and_no_worker_sees_it(
    dispatcher: ApiClient,
    worker: ApiClient,
    as_elder: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    operator: Organisation,
    bathing: CareService,
) -> None:
    private = _private(work, elder, bathing, operator)

    without = dispatcher.post("/care/plans", wish(private, item(bathing)))
    dear = dispatcher.post("/care/plans", wish(private, item(bathing, price_fen=20_001)))
    made = dispatcher.post("/care/plans", wish(private, item(bathing, price_fen=9_900)))
    path = f"/care/plans/{made.json['id']}"
    plan = dispatcher.post(f"{path}/offer").json

    assert (without.json["code"], dear.json["code"]) == ("no_price", "over_ceiling")
    assert made.json["quote"]["whole_month"]["gross_fen"] == 8 * 9_900
    assert worker.get(path).status_code == 404
    assert worker.get("/care/plans").json["items"] == []
    assert agree_to(as_elder, plan)["status"] == "active"


def _private(work: UnitOfWork, elder: Resident, service: CareService, operator: Organisation) -> CareRequest:
    row = request(work, elder, [service])
    row.is_private, row.organisation_id, row.status = True, operator.id, RequestStatus.ASSIGNED
    work.session.flush()
    return row


def test_only_planners_of_the_operator_that_has_the_request_draft_and_offer(
    dispatcher: ApiClient,
    manager: ApiClient,
    worker: ApiClient,
    as_elder: ApiClient,
    other_dispatcher: ApiClient,
    as_staff: Speak,
    asked: CareRequest,
    bathing: CareService,
    operator: Organisation,
) -> None:
    body = wish(asked, item(bathing))
    caregiver = as_staff(Role.CAREGIVER, organisation_id=operator.id)
    notices_only = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.NOTICES])
    others = (worker, as_elder, other_dispatcher, caregiver, notices_only)

    drafting = [each.post("/care/plans", body).status_code for each in others]
    made = manager.post("/care/plans", body)
    path = f"/care/plans/{made.json['id']}"
    seen = [each.get(path).status_code for each in others]
    offering = [each.post(f"{path}/offer").status_code for each in others]
    changing = [each.patch(path, {"ends_on": None}).status_code for each in others]

    assert drafting == [403, 403, 404, 403, 403]
    assert made.status_code == 201
    assert seen == [200, 200, 404, 403, 403]
    assert offering == changing == [403, 403, 404, 403, 403]
    assert dispatcher.post("/care/plans", body).json["code"] == "plan_stands"
    assert dispatcher.post(f"{path}/offer").status_code == 200


def test_a_request_in_another_state_is_not_planned_for(
    dispatcher: ApiClient, asked: CareRequest, bathing: CareService, work: UnitOfWork
) -> None:
    asked.status = RequestStatus.CLOSED
    work.session.flush()

    refused = dispatcher.post("/care/plans", wish(asked, item(bathing)))

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")


def test_without_the_elders_consent_nothing_is_drafted_offered_or_agreed(
    dispatcher: ApiClient,
    as_elder: ApiClient,
    work: UnitOfWork,
    asked: CareRequest,
    bathing: CareService,
    contract: Contract,
    operator: Organisation,
    drafted: Draft,
) -> None:
    stranger = residents.resident(work)
    unasked = request(work, stranger, [bathing], status=RequestStatus.ASSIGNED, contract=contract)

    refused = dispatcher.post("/care/plans", wish(unasked, item(bathing)))

    assert refused.json["code"] == "consent_missing"


def test_a_draft_is_changed_with_its_etag_and_an_offer_is_not(
    dispatcher: ApiClient, drafted: Draft, lunch: CareService, work: UnitOfWork
) -> None:
    made = drafted()
    path = f"/care/plans/{made['id']}"
    etag = dispatcher.get(path).headers["ETag"]

    changed = dispatcher.patch(
        path, {"items": [item(lunch, "FREQ=DAILY")], "ends_on": "2026-06-30"}, etag=etag
    )
    stale = dispatcher.patch(path, {"ends_on": None}, etag=etag)
    missing = dispatcher.patch(path, {"ends_on": None}, etag=None)
    dispatcher.post(f"{path}/offer")
    offered = dispatcher.patch(path, {"ends_on": None})

    assert changed.status_code == 200
    assert [each["service_name"] for each in changed.json["items"]] == ["助餐"]
    assert changed.headers["ETag"] != etag
    assert (stale.status_code, missing.status_code, offered.json["code"]) == (412, 428, "wrong_state")
    assert len(work.session.scalars(select(PlanItem)).all()) == 1


def test_caregivers_that_are_named_are_the_operators_own(
    dispatcher: ApiClient,
    asked: CareRequest,
    bathing: CareService,
    work: UnitOfWork,
    operator: Organisation,
    other_operator: Organisation,
) -> None:
    own, other = care.caregiver(work, operator), care.caregiver(work, other_operator)

    def post(preferred: list[Any], refused: list[Any]) -> Any:
        lists = {"preferred_caregivers": preferred, "refused_caregivers": refused}
        return dispatcher.post("/care/plans", wish(asked, item(bathing), **lists)).json

    assert list(post([own.id, other.id], [])["errors"]) == ["preferred_caregivers.1"]
    assert post([own.id], [own.id])["code"] == "caregiver_unfit"
    assert post([own.id], [])["preferred_caregivers"] == [str(own.id)]


def test_a_draft_is_dropped_and_the_request_waits_for_another(
    dispatcher: ApiClient, drafted: Draft, work: UnitOfWork, asked: CareRequest, bathing: CareService
) -> None:
    path = f"/care/plans/{drafted()['id']}"

    dropped = dispatcher.post(f"{path}/end", {"on": "2026-03-02", "reason": "重拟"})

    assert (dropped.json["status"], dropped.json["ended_on"]) == ("ended", "2026-03-02")
    assert asked.status is RequestStatus.ASSIGNED
    assert announced(work, "PlanEnded") == []
    assert dispatcher.post("/care/plans", wish(asked, item(bathing))).status_code == 201


def test_a_request_that_is_withdrawn_takes_its_draft_along(
    as_elder: ApiClient, offered: Draft, asked: CareRequest, timetable: Timetable
) -> None:
    plan = offered()
    as_elder.post(f"/care/requests/{asked.id}/withdraw")
    refused = as_elder.post(
        f"/care/plans/{plan['id']}/agree", {"way": "app", "text_hash": plan["offered"]["text_hash"]}
    )
    timetable.deliver()

    assert refused.json["code"] == "wrong_state"
    assert as_elder.get(f"/care/plans/{plan['id']}").json["status"] == "ended"


def test_a_request_that_goes_to_another_operator_is_planned_there(
    worker: ApiClient,
    as_elder: ApiClient,
    other_dispatcher: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    offered: Draft,
    asked: CareRequest,
    bathing: CareService,
    other_operator: Organisation,
) -> None:
    plan = offered()
    consent(work, elder, SHARE, other_operator)
    theirs = care.contract(work, other_operator, prices={bathing.id: 7000})
    worker.post(f"/care/requests/{asked.id}/assign", {"contract_id": str(theirs.id)})

    body = {"way": "app", "text_hash": plan["offered"]["text_hash"]}
    stale = as_elder.post(f"/care/plans/{plan['id']}/agree", body)
    made = other_dispatcher.post("/care/plans", wish(asked, item(bathing)))

    assert stale.json["code"] == "wrong_state"
    assert made.status_code == 201
    assert as_elder.get(f"/care/plans/{plan['id']}").json["status"] == "ended"


def test_plans_are_listed_for_who_may_see_them(
    agreed: Draft,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    worker: ApiClient,
    other_worker: ApiClient,
    as_elder: ApiClient,
    elder: Resident,
    operator: Organisation,
) -> None:
    plan = agreed()

    def ids(client: ApiClient, **query: Any) -> list[str]:
        return [each["id"] for each in client.get("/care/plans", query_string=query).json["items"]]

    assert [ids(each) for each in (dispatcher, worker, as_elder)] == [[plan["id"]]] * 3
    assert [ids(each) for each in (other_dispatcher, other_worker)] == [[], []]
    assert ids(worker, elder_id=elder.id, status="active") == [plan["id"]]
    assert ids(worker, status="paused") == []
    assert ids(worker, organisation_id=operator.id) == [plan["id"]]


def test_without_consent_an_operator_reads_no_name(
    agreed: Draft, dispatcher: ApiClient, work: UnitOfWork, elder: Resident
) -> None:
    path = f"/care/plans/{agreed()['id']}"
    before = dispatcher.get(path).json["elder_name"]
    work.session.scalars(select(Consent)).one().withdrawn_at = work.now
    work.session.flush()

    assert before == elder.name
    assert dispatcher.get(path).json["elder_name"] == "陈**"


def test_what_is_read_by_staff_is_in_the_elders_log(
    agreed: Draft, dispatcher: ApiClient, as_elder: ApiClient
) -> None:
    plan = agreed()
    dispatcher.get(f"/care/plans/{plan['id']}")

    log = as_elder.get("/residents/me/access-log").json["items"]

    assert "查看了您的照护计划" in str(log)


def test_an_erasure_ends_plans_and_forgets_who_agreed(
    worker: ApiClient, offered: Draft, work: UnitOfWork, elder: Resident
) -> None:
    plan = offered()
    sheet = worker.post("/files", data={"file": (BytesIO(PDF), "x.pdf")}).json["id"]
    agree_to(worker, plan, way="paper", attachment=sheet, witness="王芳")
    work.session.expire_all()
    copied = {each.name: list(each.rows(work, elder.id)) for each in personal.holdings()}["care_plans"]

    kept = [each.what.zh for each in personal.erase_everywhere(work, elder.id)]

    version = work.session.scalars(select(PlanVersion)).one()
    assert copied[0]["versions"][0]["witness"] == "王芳"
    assert "照护计划的服务内容、日期和费用，没有姓名" in kept
    assert (version.witness, version.acted_by_name, version.attachment_id) == (None, None, None)
    assert work.session.scalars(select(CarePlan)).one().ended_on is not None


def test_reading_a_plan_costs_few_statements(agreed: Draft, dispatcher: ApiClient, connection: Any) -> None:
    path = f"/care/plans/{agreed()['id']}"
    with statements(connection) as sent:
        dispatcher.get(path)

    assert len([each for each in sent if each.lstrip().upper().startswith(("SELECT", "WITH"))]) <= 22
