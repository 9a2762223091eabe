"""What becomes of an agreed plan: changed from a day, paused and resumed, ended."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from service.accounts.models import Account
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.plans import actions, queries
from service.elderly_care.plans.models import CarePlan, PlanItem
from service.elderly_care.plans.rules import PlanStatus
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import Role
from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.consents.messages import ConsentWithdrawn
from service.residents.consents.models import Consent
from service.residents.messages import ResidentDied, ResidentMovedAway
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.plans.conftest import Again, Draft, agree_to, item
from tests.factories import accounts, regions, residents

TURN = "elderly_care.plans.turn_plans_to_today"
FAR = date(2026, 6, 30)


def announced(work: UnitOfWork, name: str) -> list[dict[str, Any]]:
    query = select(OutboxMessage.body).where(OutboxMessage.name == f"elderly_care.plans.{name}")
    return list(work.session.scalars(query.order_by(OutboxMessage.id)))


def days(
    work: UnitOfWork, plan: dict[str, Any], first: date = date(2026, 3, 1), last: date = FAR
) -> list[Any]:
    """On which days which of the plan's services falls, as the making of visits is told."""
    work.session.expire_all()
    found = queries.occurrences_of(work, UUID(plan["id"]), first, last)
    return [(each.occurs_on, each.item_id) for each in found]


def only_days(work: UnitOfWork, plan: dict[str, Any], **between: date) -> list[date]:
    return sorted({day for day, _ in days(work, plan, **between)})


def texts(work: UnitOfWork) -> set[str]:
    return set(work.session.scalars(select(InboxMessage.text)))


def test_a_change_holds_from_its_day_and_what_is_not_named_ends_before_it(
    agreed: Draft,
    dispatcher: ApiClient,
    as_elder: ApiClient,
    bathing: CareService,
    work: UnitOfWork,
) -> None:
    plan = agreed()
    bath, lunch = plan["items"]
    before = days(work, plan)
    offered = dispatcher.post(
        f"/care/plans/{plan['id']}/revise",
        {"from": "2026-03-16", "items": [{"id": lunch["id"]}, item(bathing, "FREQ=WEEKLY;BYDAY=MO")]},
    )
    meanwhile = days(work, plan)

    done = agree_to(as_elder, offered.json)
    after = days(work, plan)

    assert (offered.status_code, offered.json["status"]) == (200, "active")
    assert offered.json["offered"]["takes_effect_on"] == "2026-03-16"
    assert [each["id"] for each in offered.json["items"]] == [bath["id"], lunch["id"]]
    assert meanwhile == before
    change = date(2026, 3, 16)
    assert [each for each in after if each[0] < change] == [each for each in before if each[0] < change]
    assert done["items"][0]["id"] == lunch["id"]
    new = UUID(done["items"][1]["id"])
    assert [day for day, each in after if each == new][:2] == [change, date(2026, 3, 23)]
    assert not [day for day, each in after if each == UUID(bath["id"]) and day >= change]
    assert [day for day, each in after if each == UUID(lunch["id"])] == [
        day for day, each in before if each == UUID(lunch["id"])
    ]
    assert [each["status"] for each in done["versions"]] == ["agreed", "agreed"]
    assert done["versions"][0] == plan["versions"][0]
    assert announced(work, "PlanChanged") == [{"plan_id": plan["id"], "from_day": "2026-03-16"}]


def test_a_change_of_the_last_day_and_of_caregivers_holds_once_agreed(
    agreed: Draft, dispatcher: ApiClient, as_elder: ApiClient
) -> None:
    plan = agreed()
    body = {
        "from": "2026-03-16",
        "items": [{"id": each["id"]} for each in plan["items"]],
        "ends_on": "2026-05-31",
    }

    offered = dispatcher.post(f"/care/plans/{plan['id']}/revise", body).json
    done = agree_to(as_elder, offered)

    assert (offered["ends_on"], done["ends_on"]) == (None, "2026-05-31")
    assert [each["id"] for each in done["items"]] == [each["id"] for each in plan["items"]]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"from": "2026-03-02"}, "plan_days", "from"),
        ({"from": "2026-03-04"}, "plan_days", "from"),
        ({"from": "2027-03-09"}, "plan_days", "from"),
        ({"from": "2026-03-16", "ends_on": "2026-03-15"}, "plan_days", "from"),
        ({"items": []}, "invalid_input", "items"),
        ({"items": [{"id": "01900000-0000-7000-8000-000000000000"}]}, "no_such_item", "items.0.id"),
        ({"items": [{}]}, "invalid_input", "items.0.service_id"),
        ({"items": ["same", "same"]}, "no_such_item", "items.1.id"),
        ({"items": ["changed"]}, "invalid_input", "items.0.minutes"),
        ({"refused_caregivers": ["01900000-0000-7000-8000-000000000000"]}, "caregiver_unfit", None),
    ],
)
def test_changes_that_can_not_be_are_named(
    agreed: Draft, dispatcher: ApiClient, body: dict[str, Any], code: str, field: str | None
) -> None:
    plan = agreed()
    known = plan["items"][0]["id"]
    stands_for = {"same": {"id": known}, "changed": {"id": known, "minutes": 30}}
    wanted = {"from": "2026-03-16", "items": [{"id": known}], **body}
    wanted["items"] = [stands_for[each] if isinstance(each, str) else each for each in wanted["items"]]

    refused = dispatcher.post(f"/care/plans/{plan['id']}/revise", wanted)

    assert (refused.status_code, refused.json["code"]) == (422, code)
    if field:
        assert list(refused.json["errors"]) == [field]


def test_one_change_is_on_offer_at_a_time_and_never_before_the_last_that_was_agreed(
    agreed: Draft, dispatcher: ApiClient, as_elder: ApiClient, lunch: CareService, work: UnitOfWork
) -> None:
    plan = agreed()
    path = f"/care/plans/{plan['id']}"

    def revise(day: str) -> Any:
        return dispatcher.post(f"{path}/revise", {"from": day, "items": [item(lunch, "FREQ=DAILY")]})

    first = revise("2026-03-20")
    second = revise("2026-03-25")
    recalled = dispatcher.post(f"{path}/recall").json
    items = len(work.session.scalars(select(PlanItem)).all())
    agree_to(as_elder, revise("2026-04-01").json)

    assert first.status_code == 200
    assert (second.status_code, second.json["code"]) == (409, "revision_open")
    assert (recalled["status"], recalled["offered"], items) == ("active", None, 2)
    assert revise("2026-03-31").json["code"] == "plan_days"


def test_a_change_that_is_declined_or_not_answered_leaves_all_as_it_was(
    agreed: Draft,
    dispatcher: ApiClient,
    as_elder: ApiClient,
    again: Again,
    elder_account: Account,
    lunch: CareService,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    plan = agreed()
    path = f"/care/plans/{plan['id']}"
    before = days(work, plan)
    body = {"from": "2026-03-06", "items": [item(lunch, "FREQ=DAILY")]}

    dispatcher.post(f"{path}/revise", body)
    declined = as_elder.post(f"{path}/decline", {"reason": "不用改"}).json
    after_decline = days(work, plan)
    offered = dispatcher.post(f"{path}/revise", body).json
    clock.move(days=4)
    late = again(elder_account).post(
        f"{path}/agree", {"way": "app", "text_hash": offered["offered"]["text_hash"]}
    )
    timetable.run(TURN)
    timetable.deliver()

    assert (declined["status"], declined["versions"][1]["status"]) == ("active", "declined")
    assert late.json["code"] == "offer_lapsed"
    assert before == after_decline == days(work, plan)
    assert again(elder_account).get(path).json["versions"][2]["status"] == "lapsed"
    assert "elderly_care.plan_lapsed" in texts(work)


def test_hospital_days_are_taken_out_and_visits_go_on_by_themselves(
    agreed: Draft,
    as_elder: ApiClient,
    again: Again,
    elder_account: Account,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    plan = agreed(starts_on="2026-03-02")
    path = f"/care/plans/{plan['id']}"
    before = only_days(work, plan)
    pause = {"starts_on": "2026-03-04", "ends_on": "2026-03-06", "reason": "hospital"}

    paused = as_elder.post(f"{path}/pause", pause)
    overlapping = as_elder.post(f"{path}/pause", pause | {"ends_on": None})
    seen = []
    for _ in range(6):
        timetable.run(TURN)
        seen.append(again(elder_account).get(path).json["status"])
        clock.move(days=1)
    timetable.deliver()

    gone = {date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)}
    assert (paused.status_code, paused.json["status"]) == (200, "active")
    assert (overlapping.status_code, overlapping.json["code"]) == (409, "pause_overlap")
    assert seen == ["active", "active", "paused", "paused", "paused", "active"]
    assert only_days(work, plan) == [day for day in before if day not in gone]
    assert announced(work, "PlanPaused") == [
        {"plan_id": plan["id"], "from_day": "2026-03-04", "until_day": "2026-03-06"}
    ]
    assert "elderly_care.plan_paused" in texts(work)


def test_a_pause_without_an_end_is_ended_by_resuming(
    agreed: Draft,
    dispatcher: ApiClient,
    worker: ApiClient,
    again: Again,
    elder_account: Account,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    plan = agreed(starts_on="2026-03-02")
    path = f"/care/plans/{plan['id']}"
    nothing = worker.post(f"{path}/resume", {"on": "2026-03-10"})
    paused = worker.post(f"{path}/pause", {"starts_on": "2026-03-02", "reason": "hospital"})
    row = work.session.get_one(CarePlan, UUID(plan["id"]))
    actions.note_made(row, date(2026, 3, 30))
    work.session.flush()
    in_the_past = dispatcher.post(f"{path}/resume", {"on": "2026-03-01"})

    resumed = dispatcher.post(f"{path}/resume", {"on": "2026-03-05"})
    seen = []
    for _ in range(4):
        timetable.run(TURN)
        seen.append(again(elder_account).get(path).json["status"])
        clock.move(days=1)

    assert (nothing.json["code"], in_the_past.json["code"]) == ("not_paused", "plan_days")
    assert (paused.json["status"], resumed.json["status"]) == ("paused", "paused")
    assert resumed.json["pauses"][0]["ends_on"] == "2026-03-04"
    assert seen == ["paused", "paused", "paused", "active"]
    assert only_days(work, plan)[0] == date(2026, 3, 5)
    assert row.visits_made_until == date(2026, 3, 4)
    assert announced(work, "PlanResumed") == [{"plan_id": plan["id"], "from_day": "2026-03-05"}]


def test_who_comes_home_the_same_day_was_never_away(
    agreed: Draft, as_elder: ApiClient, work: UnitOfWork
) -> None:
    plan = agreed(starts_on="2026-03-02")
    path = f"/care/plans/{plan['id']}"
    before = days(work, plan)

    as_elder.post(f"{path}/pause", {"starts_on": "2026-03-02", "reason": "away"})
    resumed = as_elder.post(f"{path}/resume", {"on": "2026-03-02"}).json

    assert (resumed["status"], resumed["pauses"]) == ("active", [])
    assert days(work, plan) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"starts_on": "2026-03-01", "reason": "away"}, "starts_on"),
        ({"starts_on": "2026-03-10", "ends_on": "2026-03-09", "reason": "away"}, "ends_on"),
        ({"starts_on": "2026-07-01", "reason": "away"}, "starts_on"),
    ],
)
def test_pauses_that_can_not_be_are_named(
    agreed: Draft, as_elder: ApiClient, body: dict[str, Any], field: str
) -> None:
    plan = agreed(ends_on="2026-06-30")

    refused = as_elder.post(f"/care/plans/{plan['id']}/pause", body)

    assert (refused.json["code"], list(refused.json["errors"])) == ("plan_days", [field])


def test_who_steers_a_plan(
    agreed: Draft,
    as_elder: ApiClient,
    worker: ApiClient,
    dispatcher: ApiClient,
    manager: ApiClient,
    other_worker: ApiClient,
    other_dispatcher: ApiClient,
    as_staff: Speak,
    operator: Organisation,
    app: Any,
    work: UnitOfWork,
    elder: Resident,
) -> None:
    plan = agreed()
    path = f"/care/plans/{plan['id']}"
    for_rooms, daughter = (accounts.resident_account(work) for _ in range(2))
    residents.proxy(work, elder, for_rooms, ["booking"])
    residents.proxy(work, elder, daughter, ["care"])
    clients = {
        "elder": as_elder,
        "daughter": accounts.client_of(app, work, daughter),
        "for_rooms": accounts.client_of(app, work, for_rooms),
        "worker": worker,
        "dispatcher": dispatcher,
        "manager": manager,
        "other_worker": other_worker,
        "other_dispatcher": other_dispatcher,
        "caregiver": as_staff(Role.CAREGIVER, organisation_id=operator.id),
        "grid": as_staff(Role.GRID_WORKER, regions.COMMUNITY),
        "assessor": as_staff(Role.ASSESSOR, regions.DISTRICT),
        "auditor": as_staff(Role.AUDITOR, functions=()),
    }

    def tried(verb: str, body: Any) -> dict[str, int]:
        return {name: each.post(f"{path}/{verb}", body).status_code for name, each in clients.items()}

    outside = {"for_rooms": 404, "other_worker": 404, "other_dispatcher": 404}
    outside |= {"caregiver": 403, "grid": 403, "assessor": 403, "auditor": 403}
    in_the_past = {"starts_on": "2026-03-01", "reason": "away"}
    assert tried("pause", in_the_past) == outside | dict.fromkeys(
        ("elder", "daughter", "worker", "dispatcher", "manager"), 422
    )
    assert tried("resume", {"on": "2026-03-01"}) == outside | dict.fromkeys(
        ("elder", "daughter", "worker", "dispatcher", "manager"), 422
    )
    assert tried("end", {"on": "2026-03-01", "reason": "不需要了"}) == outside | {
        "elder": 422, "daughter": 422, "worker": 422, "manager": 422, "dispatcher": 403,
    }  # fmt: skip
    change = {"from": "2026-03-01", "items": [{"id": plan["items"][0]["id"]}]}
    assert tried("revise", change) == outside | {
        "elder": 403, "daughter": 403, "worker": 403, "manager": 422, "dispatcher": 422,
    }  # fmt: skip
    assert tried("recall", None) == outside | {
        "elder": 403, "daughter": 403, "worker": 403, "manager": 409, "dispatcher": 409,
    }  # fmt: skip
    assert tried("decline", {"reason": "不"}) == outside | {
        "elder": 409, "daughter": 409, "worker": 403, "manager": 403, "dispatcher": 403,
    }  # fmt: skip


def test_the_last_day_is_served_and_then_plan_and_request_are_over(
    agreed: Draft,
    as_elder: ApiClient,
    dispatcher: ApiClient,
    asked: CareRequest,
    lunch: CareService,
    again: Again,
    elder_account: Account,
    work: UnitOfWork,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    plan = agreed()
    path = f"/care/plans/{plan['id']}"
    dispatcher.post(f"{path}/revise", {"from": "2026-03-09", "items": [item(lunch, "FREQ=DAILY")]})

    ending = as_elder.post(f"{path}/end", {"on": "2026-03-10", "reason": "搬去女儿家"})
    later = as_elder.post(f"{path}/end", {"on": "2026-03-11", "reason": "搬去女儿家"})
    served = only_days(work, plan)
    clock.move_to(clock.today_at("00:06", days=8))
    timetable.run(TURN)
    on_the_last_day = again(elder_account).get(path).json["status"]
    clock.move(days=1)
    timetable.run(TURN)
    timetable.deliver()
    over = again(elder_account).get(path).json

    assert (ending.json["status"], ending.json["ends_on"]) == ("active", "2026-03-10")
    assert ending.json["versions"][1]["status"] == "lapsed"
    assert later.json["code"] == "plan_days"
    assert served[-1] == date(2026, 3, 10)
    assert (on_the_last_day, over["status"], over["ended_on"]) == ("active", "ended", "2026-03-10")
    assert over["ended_because"] == "搬去女儿家"
    told = [each["body"] for each in again(elder_account).get("/inbox").json["items"]]
    assert "照护计划于 2026年3月10日 结束：老人或代办人提出" in told
    work.session.expire_all()
    assert work.session.get_one(CareRequest, asked.id).status is RequestStatus.CLOSED
    assert announced(work, "PlanChanged") == [{"plan_id": plan["id"], "from_day": "2026-03-11"}]
    assert announced(work, "PlanEnded") == [{"plan_id": plan["id"], "last_day": "2026-03-10"}]
    assert only_days(work, plan) == served
    assert (
        again(elder_account).post(f"{path}/end", {"on": "2026-03-12", "reason": "x"}).json["code"]
        == "wrong_state"
    )


def test_a_plan_that_ends_before_it_begins_is_never_served(
    agreed: Draft, as_elder: ApiClient, work: UnitOfWork
) -> None:
    plan = agreed(starts_on="2026-03-20")

    ended = as_elder.post(f"/care/plans/{plan['id']}/end", {"on": "2026-03-19", "reason": "不需要了"})

    assert (ended.json["status"], ended.json["ended_on"]) == ("ended", "2026-03-19")
    assert days(work, plan) == []


@pytest.mark.parametrize(
    ("message", "status"),
    [(ResidentDied, ResidentStatus.DECEASED), (ResidentMovedAway, ResidentStatus.MOVED_AWAY)],
)
def test_with_death_or_moving_away_plans_end(
    agreed: Draft,
    work: UnitOfWork,
    elder: Resident,
    asked: CareRequest,
    timetable: Timetable,
    message: Any,
    status: ResidentStatus,
) -> None:
    plan = agreed(starts_on="2026-03-02")
    elder.status = status
    day = "died_on" if message is ResidentDied else "moved_out_on"
    work.announce(message(resident_id=elder.id, **{day: date(2026, 3, 1)}))

    timetable.deliver()
    work.session.expire_all()

    row = work.session.get_one(CarePlan, UUID(plan["id"]))
    assert (row.status, row.ended_on) == (PlanStatus.ENDED, date(2026, 3, 1))
    assert days(work, plan) == []
    assert work.session.get_one(CareRequest, asked.id).status is RequestStatus.CLOSED


def test_a_death_that_was_taken_back_in_time_ends_nothing(
    agreed: Draft, work: UnitOfWork, elder: Resident, timetable: Timetable
) -> None:
    plan = agreed()
    work.announce(ResidentDied(resident_id=elder.id, died_on=date(2026, 3, 1)))

    timetable.deliver()

    assert work.session.get_one(CarePlan, UUID(plan["id"])).status is PlanStatus.ACTIVE


def test_without_consent_the_operator_serves_no_more_and_the_request_waits_anew(
    agreed: Draft,
    work: UnitOfWork,
    elder: Resident,
    asked: CareRequest,
    operator: Organisation,
    timetable: Timetable,
) -> None:
    worker_account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    plan = agreed(starts_on="2026-03-02")
    consent = work.session.scalars(select(Consent)).one()
    told = ConsentWithdrawn(
        consent_id=consent.id,
        resident_id=elder.id,
        purpose="share_with_operator",
        organisation_id=operator.id,
    )

    work.announce(told)
    timetable.deliver()
    given_again = work.session.get_one(CarePlan, UUID(plan["id"]), populate_existing=True).status
    consent.withdrawn_at = work.now
    work.session.flush()
    work.announce(told)
    timetable.deliver()
    work.session.expire_all()

    row = work.session.get_one(CarePlan, UUID(plan["id"]))
    request = work.session.get_one(CareRequest, asked.id)
    assert given_again is PlanStatus.ACTIVE
    assert (row.status, row.ended_on) == (PlanStatus.ENDED, date(2026, 3, 2))
    assert only_days(work, plan) == [date(2026, 3, 2)]
    assert (request.status, request.organisation_id) == (RequestStatus.ASSESSED, None)
    told_worker = select(InboxMessage.text).where(InboxMessage.account_id == worker_account.id)
    assert "elderly_care.plan_back_in_queue" in set(work.session.scalars(told_worker))


def test_what_comes_into_reach_is_given_out_in_order_and_once(
    agreed: Draft, work: UnitOfWork, bathing: CareService
) -> None:
    plan = agreed(ends_on="2026-03-31")
    until = date(2026, 3, 30)

    [row] = queries.plans_to_make(work, until, limit=10)
    first = queries.occurrences_of(work, row.id, date(2026, 3, 5), date(2026, 3, 6))
    actions.note_made(row, until)
    work.session.flush()

    assert str(row.id) == plan["id"]
    assert row.visits_made_until == until
    assert queries.plans_to_make(work, until, limit=10) == []
    assert [each.id for each in queries.plans_to_make(work, date(2026, 4, 30), limit=10)] == [row.id]
    actions.note_made(row, date(2026, 3, 31))
    work.session.flush()
    assert queries.plans_to_make(work, date(2026, 4, 30), limit=10) == []
    bath = next(each for each in first if each.service_id == bathing.id)
    assert (bath.occurs_on, bath.mode, bath.skills) == (date(2026, 3, 6), bathing.mode, ("bathing",))
    assert bath.window_ends_at - bath.window_starts_at == timedelta(hours=2)
    assert [each.id for each in queries.items_to_make(work, row.id)] == [
        UUID(each["id"]) for each in plan["items"]
    ]
