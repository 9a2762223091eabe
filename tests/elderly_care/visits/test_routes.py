"""Visits over HTTP: each sees what their part needs, and another operator nothing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.providers.models import Contract
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.consents.rules import ConsentPurpose
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.visits.conftest import AsCaregiver
from tests.elderly_care.visits.promises import check_promises
from tests.factories import accounts, care, regions, residents
from tests.factories.cared import Cared, cared
from tests.factories.consents import consent
from tests.statements import statements


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [each["id"] for each in answer.json["items"]]


def days(clock: StoppedClock, first: int, last: int) -> str:
    begin = local_date(clock.now())
    return f"from={begin + timedelta(days=first)}&to={begin + timedelta(days=last)}"


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, near: Cared) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, near.elder.id))


def test_a_dispatcher_assigns_as_it_was_read(
    dispatcher: ApiClient, visit: Visit, carer: Caregiver, clock: StoppedClock
) -> None:
    path = f"/care/visits/{visit.id}"
    read = dispatcher.get(path)
    change = {"caregiver_ids": [carer.id], "starts_at": clock.today_at("09:00", days=1)}

    blind = dispatcher.patch(path, change, etag=None)
    given = dispatcher.patch(path, change, etag=read.headers["ETag"])
    stale = dispatcher.patch(path, change, etag=read.headers["ETag"])

    assert (blind.status_code, given.status_code, stale.status_code) == (428, 200, 412)
    assert given.json["status"] == "assigned"
    assert given.json["starts_at"] == "2026-03-03T09:00:00+08:00"
    assert given.json["caregivers"] == [
        {"caregiver_id": str(carer.id), "name": carer.name, "travel_minutes": 0}
    ]
    assert dispatcher.get(path).headers["ETag"] == given.headers["ETag"]


def test_refusals_name_the_field_in_both_languages(
    dispatcher: ApiClient,
    work: UnitOfWork,
    visit: Visit,
    near: Cared,
    far: Cared,
    carer: Caregiver,
    clock: StoppedClock,
) -> None:
    far.visit(work, carer, starts_at=clock.today_at("09:00", days=1))
    at_the_same_time = {"caregiver_ids": [carer.id], "starts_at": clock.today_at("09:30", days=1)}
    bathing = cared(
        work, work.session.get_one(Contract, near.plan.contract_id), near.service, skills=["bathing"]
    )

    lacking = dispatcher.patch(
        f"/care/visits/{bathing.visit(work).id}", {"caregiver_ids": [carer.id]}, language="en"
    )
    busy = dispatcher.patch(f"/care/visits/{visit.id}", at_the_same_time)
    unknown = dispatcher.patch(f"/care/visits/{visit.id}", {"caregiver_ids": [near.elder.id]})

    assert (lacking.status_code, lacking.json["code"]) == (422, "skill_missing")
    assert list(lacking.json["errors"]) == ["caregiver_ids.0"]
    assert "bathing" in lacking.json["detail"]
    assert busy.status_code == 409
    assert busy.json["code"] in ("caregiver_busy", "elder_busy")
    assert (unknown.status_code, unknown.json["code"]) == (422, "no_such_caregiver")


def test_each_sees_the_visits_of_their_part(
    app: Flask,
    work: UnitOfWork,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    worker: ApiClient,
    other_worker: ApiClient,
    district: ApiClient,
    as_elder: ApiClient,
    as_staff: Speak,
    near: Cared,
    contract: Contract,
    visit: Visit,
    carer: Caregiver,
    as_caregiver: AsCaregiver,
) -> None:
    private = cared(work, contract, near.service, elder=near.elder, is_private=True).visit(work)
    daughter = accounts.resident_account(work)
    residents.proxy(work, near.elder, daughter, ["care"])
    for_rooms = accounts.resident_account(work)
    residents.proxy(work, near.elder, for_rooms, ["booking"])
    grid = as_staff(Role.GRID_WORKER, regions.COMMUNITY)
    both, public = {str(visit.id), str(private.id)}, {str(visit.id)}

    def seen(who: ApiClient) -> set[str]:
        return set(ids(who.get("/care/visits")))

    def read(who: ApiClient, which: Visit) -> int:
        return who.get(f"/care/visits/{which.id}").status_code

    proxy, stranger = (accounts.client_of(app, work, each) for each in (daughter, for_rooms))
    for who, expected in (
        (dispatcher, both),
        (as_elder, both),
        (proxy, both),
        (worker, public),
        (grid, public),
        (district, public),
        (other_dispatcher, set()),
        (other_worker, set()),
        (stranger, set()),
    ):
        assert seen(who) == expected
        assert read(who, private) == (200 if str(private.id) in expected else 404)
        assert read(who, visit) == (200 if str(visit.id) in expected else 404)
    assert as_caregiver(carer).get("/care/visits").status_code == 403
    assert read(as_caregiver(carer), visit) == 404


def test_the_list_is_narrowed_and_paged(
    dispatcher: ApiClient, work: UnitOfWork, near: Cared, far: Cared, carer: Caregiver, clock: StoppedClock
) -> None:
    today = local_date(work.now)
    mine = [near.visit(work, carer, on=today + timedelta(days=number)) for number in range(1, 5)]
    others = [far.visit(work, on=today + timedelta(days=number)) for number in range(1, 5)]

    def listed(query: str) -> list[str]:
        return ids(dispatcher.get(f"/care/visits?{query}"))

    assert listed(f"caregiver_id={carer.id}") == [str(each.id) for each in mine]
    assert listed(f"caregiver_id={carer.id}&{days(clock, 2, 3)}") == [str(each.id) for each in mine[1:3]]
    assert listed(f"elder_id={far.elder.id}&{days(clock, 1, 1)}") == [str(others[0].id)]
    assert len(listed(f"status=assigned&{days(clock, 1, 2)}")) == 2
    assert listed("status=done") == []
    assert listed(f"organisation_id={near.elder.id}") == []
    first = dispatcher.get("/care/visits?limit=5")
    rest = dispatcher.get(f"/care/visits?limit=5&cursor={first.json['next_cursor']}")
    both = ids(first) + ids(rest)
    assert set(both) == {str(each.id) for each in (*mine, *others)}
    assert len(both) == 8
    starts = [each["window_starts_at"] for each in first.json["items"] + rest.json["items"]]
    assert starts == sorted(starts)
    assert dispatcher.get("/care/visits?sort=x").status_code == 422


def test_names_are_full_for_the_place_and_masked_for_the_operator_and_reads_are_noted(
    dispatcher: ApiClient, worker: ApiClient, as_elder: ApiClient, work: UnitOfWork, visit: Visit, near: Cared
) -> None:
    [told] = dispatcher.get("/care/visits").json["items"]
    [shown] = worker.get("/care/visits").json["items"]
    [own] = as_elder.get("/care/visits").json["items"]

    assert (told["elder_name"], shown["elder_name"], own["elder_name"]) == ("陈**", "陈阿婆", "陈阿婆")
    noted = select(AuditEntry).where(AuditEntry.action == "list_care_visits")
    entries = work.session.scalars(noted).all()
    assert [each.people for each in entries] == [[near.elder.id]] * 2


def test_how_to_get_in_needs_the_elders_consent(
    dispatcher: ApiClient,
    worker: ApiClient,
    as_elder: ApiClient,
    work: UnitOfWork,
    visit: Visit,
    near: Cared,
    operator: Organisation,
) -> None:
    near.elder.address = "胜利路 8 号 501"
    near.elder.keep_phone(work.house.cipher, "+8613800010001")
    path = f"/care/visits/{visit.id}"

    before = dispatcher.get(path)
    consent(work, near.elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
    after = dispatcher.get(path)

    assert (before.json["door"], before.json["elder_name"]) == (None, "陈**")
    assert after.json["elder_name"] == "陈阿婆"
    assert after.json["door"]["address"] == "胜利路 8 号 501"
    assert after.json["door"]["phone"] == "+8613800010001"
    assert worker.get(path).json["door"] is None
    assert as_elder.get(path).json["door"] is None


def test_a_caregiver_sees_times_and_areas_and_doors_from_the_evening_before(
    work: UnitOfWork,
    near: Cared,
    carer: Caregiver,
    colleague: Caregiver,
    as_caregiver: AsCaregiver,
    operator: Organisation,
    clock: StoppedClock,
) -> None:
    today = local_date(work.now)
    near.elder.address = "胜利路 8 号 501"
    consent(work, near.elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
    tomorrow, later, too_late, yesterday = (
        near.visit(work, carer, on=today + timedelta(days=number)) for number in (1, 6, 7, -1)
    )

    def stops(query: str = "") -> list[dict[str, Any]]:
        answer = as_caregiver(carer).get(f"/care/visits/mine{query}")
        assert answer.status_code == 200, answer.json
        return list(answer.json["stops"])

    by_day = stops()
    clock.move_to(clock.today_at("17:59"))
    work.now = clock.now()
    still = stops()
    clock.move_to(clock.today_at("18:00"))
    work.now = clock.now()
    evening = stops()
    mine = as_caregiver(carer)
    assert [each["visit_id"] for each in by_day] == [str(tomorrow.id), str(later.id)]
    assert by_day[0]["area"] == "招宝山街道 胜利路社区"
    assert [each["door"] for each in by_day + still] == [None] * 4
    assert by_day[0]["elder_name"] == "陈**"
    assert evening[0]["door"]["address"] == "胜利路 8 号 501"
    assert (evening[0]["elder_name"], evening[1]["elder_name"]) == ("陈阿婆", "陈**")
    assert mine.get(f"/care/visits/{tomorrow.id}").json["door"]["name"] == "陈阿婆"
    assert mine.get(f"/care/visits/{later.id}").json["door"] is None
    assert mine.get(f"/care/visits/{too_late.id}").status_code == 404
    assert as_caregiver(colleague).get(f"/care/visits/{tomorrow.id}").status_code == 404
    assert as_caregiver(colleague).get("/care/visits/mine").json["stops"] == []
    [past] = stops(f"?{days(clock, -1, -1)}")
    assert (past["visit_id"], past["door"], past["elder_name"]) == (str(yesterday.id), None, "陈**")
    for query in (days(clock, 1, 7), days(clock, -8, 0), days(clock, 3, 2)):
        assert mine.get(f"/care/visits/mine?{query}").json["code"] == "too_far_to_see"


def test_without_consent_a_caregiver_sees_no_door(
    work: UnitOfWork, near: Cared, carer: Caregiver, as_caregiver: AsCaregiver, clock: StoppedClock
) -> None:
    near.visit(work, carer, on=local_date(work.now))

    [stop] = as_caregiver(carer).get("/care/visits/mine").json["stops"]

    assert (stop["door"], stop["elder_name"]) == (None, "陈**")


def test_a_day_of_two_hundred_visits_takes_few_statements(
    dispatcher: ApiClient,
    work: UnitOfWork,
    connection: Connection,
    near: Cared,
    operator: Organisation,
    clock: StoppedClock,
) -> None:
    day = local_date(work.now) + timedelta(days=1)
    people = [care.caregiver(work, operator, shifts=((day.isoweekday(), 480, 1080),)) for _ in range(20)]
    care.absence(work, people[0])
    contract = work.session.get_one(Contract, near.plan.contract_id)
    for number in range(200):
        who = people[number % 20]
        at = clock.today_at("08:00", days=1) + timedelta(hours=number // 20)
        each = cared(work, contract, near.service, place=None)
        each.visit(work, *([who] if number < 180 else []), on=day, starts_at=at if number < 180 else None)
    query = f"organisation_id={operator.id}&{days(clock, 1, 1)}"

    with statements(connection) as for_schedule:
        answer = dispatcher.get(f"/care/schedule?{query}")
    with statements(connection) as for_list:
        listed = dispatcher.get(f"/care/visits?{query}&limit=100")

    assert answer.status_code == 200
    assert len(answer.json["caregivers"]) == 20
    assert sum(len(each["stops"]) for each in answer.json["caregivers"]) == 180
    assert len(answer.json["open"]) == 20
    assert {each["lacking"] for each in answer.json["open"]} == {1}
    assert not answer.json["more_open"]
    busy = next(each for each in answer.json["caregivers"] if each["caregiver_id"] == str(people[0].id))
    assert busy["absences"][0]["kind"] == "leave"
    assert busy["shifts"] == [{"weekday": 2, "starts": "08:00", "ends": "18:00"}]
    assert busy["stops"][0]["elder_name"] == "陈**"
    assert len(listed.json["items"]) == 100
    # Who acts; caregivers with their shifts and absences; their stops; what is open; the audit entry.
    assert len(for_schedule) == 5, "\n".join(for_schedule)
    assert len(for_list) <= 4, "\n".join(for_list)


def test_the_schedule_is_for_who_plans_and_a_week_at_most(
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    district: ApiClient,
    operator: Organisation,
    clock: StoppedClock,
) -> None:
    week = f"/care/schedule?organisation_id={operator.id}&{days(clock, 0, 6)}"

    assert dispatcher.get(week).status_code == 200
    assert [each.get(week).status_code for each in (other_dispatcher, district)] == [403, 403]
    too_long = dispatcher.get(f"/care/schedule?organisation_id={operator.id}&{days(clock, 0, 7)}")
    assert (too_long.status_code, too_long.json["code"]) == (422, "too_far_to_see")


def test_many_visits_are_given_together_and_a_refusal_says_which(
    dispatcher: ApiClient, work: UnitOfWork, near: Cared, far: Cared, carer: Caregiver, clock: StoppedClock
) -> None:
    one, other = near.visit(work), far.visit(work)
    at = clock.today_at("09:00", days=1)
    wishes = [{"visit_id": one.id, "caregiver_ids": [carer.id], "starts_at": at}]
    second = {"visit_id": other.id, "caregiver_ids": [carer.id], "starts_at": at + timedelta(minutes=5)}

    refused = dispatcher.post("/care/visits/assign", {"visits": [*wishes, second]})
    second["starts_at"] = at + timedelta(minutes=90)
    given = dispatcher.post("/care/visits/assign", {"visits": [*wishes, second]})
    twice = dispatcher.post("/care/visits/assign", {"visits": [*wishes, *wishes]})

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["visits.1.starts_at"])
    assert [each["status"] for each in given.json["visits"]] == ["assigned", "assigned"]
    assert list(twice.json["errors"]) == ["visits.1.visit_id"]
    check_promises(work)


def test_swapping_and_taking_back(
    dispatcher: ApiClient, work: UnitOfWork, near: Cared, far: Cared, carer: Caregiver, colleague: Caregiver
) -> None:
    one, other = near.visit(work, carer), far.visit(work, colleague)

    traded = dispatcher.post("/care/visits/swap", {"visit_id": one.id, "with_visit_id": other.id})
    taken = dispatcher.post(f"/care/visits/{one.id}/unassign")

    makers = [each["caregivers"][0]["caregiver_id"] for each in traded.json["visits"]]
    assert makers == [str(colleague.id), str(carer.id)]
    assert (taken.json["status"], taken.json["caregivers"]) == ("planned", [])
    assert taken.json["starts_at"] is not None
    check_promises(work)


def test_elders_call_off_their_own_and_only_as_their_wish(
    app: Flask,
    work: UnitOfWork,
    dispatcher: ApiClient,
    worker: ApiClient,
    as_elder: ApiClient,
    as_staff: Speak,
    near: Cared,
    carer: Caregiver,
    timetable: Timetable,
) -> None:
    today = local_date(work.now)
    first, second, third = (
        near.visit(work, carer, on=today + timedelta(days=number)) for number in (1, 2, 3)
    )
    wish = {"reason": "elder_asked"}
    grid = as_staff(Role.GRID_WORKER, regions.COMMUNITY)

    assert as_elder.post(f"/care/visits/{first.id}/cancel", {"reason": "operator"}).status_code == 403
    assert as_elder.post(f"/care/visits/{first.id}/cancel", {"reason": "plan_ended"}).status_code == 422
    assert grid.post(f"/care/visits/{first.id}/cancel", wish).status_code == 403
    off = as_elder.post(f"/care/visits/{first.id}/cancel", wish)
    again = as_elder.post(f"/care/visits/{first.id}/cancel", wish)
    by_worker = worker.post(f"/care/visits/{second.id}/cancel", wish)
    by_operator = dispatcher.post(f"/care/visits/{third.id}/cancel", {"reason": "operator"})

    assert (off.json["status"], off.json["cancelled_because"]) == ("cancelled", "elder_asked")
    assert (again.status_code, again.json["code"]) == (409, "wrong_state")
    assert by_worker.status_code == by_operator.status_code == 200
    check_promises(work)
    timetable.deliver()
    texts = work.session.scalars(select(InboxMessage.text)).all()
    assert texts.count("elderly_care.visit_taken_back") == 3
    assert texts.count("elderly_care.visit_called_off") == 3


def test_a_visit_is_made_another_day_and_keeps_its_place(
    dispatcher: ApiClient, work: UnitOfWork, near: Cared, carer: Caregiver, clock: StoppedClock
) -> None:
    visit = near.visit(work, carer)
    day = local_date(work.now) + timedelta(days=3)
    path = f"/care/visits/{visit.id}/reschedule"

    moved = dispatcher.post(path, {"day": day.isoformat(), "caregiver_ids": [carer.id]})
    near.plan.ends_on = day
    work.session.flush()
    beyond = dispatcher.post(
        f"/care/visits/{moved.json['id']}/reschedule", {"day": (day + timedelta(days=1)).isoformat()}
    )
    back = dispatcher.post(
        f"/care/visits/{moved.json['id']}/reschedule", {"day": (day - timedelta(days=3)).isoformat()}
    )
    assert back.status_code == 201, back.json
    gone = dispatcher.post(
        f"/care/visits/{back.json['id']}/reschedule", {"day": (day - timedelta(days=4)).isoformat()}
    )

    assert moved.status_code == 201
    assert moved.json["rescheduled_from_id"] == str(visit.id)
    assert moved.json["window_starts_at"].startswith(day.isoformat())
    assert moved.json["occurs_on"] == visit.occurs_on.isoformat()
    assert moved.json["status"] == "assigned"
    work.session.refresh(visit)
    assert (visit.status, visit.cancelled_because) == (VisitStatus.CANCELLED, "other_day")
    assert beyond.json["code"] == "outside_plan"
    assert back.status_code == 201
    assert gone.json["code"] == "outside_plan"
    check_promises(work)


def test_an_absence_lists_what_it_leaves_open_and_proposes_who_covers(
    dispatcher: ApiClient,
    work: UnitOfWork,
    near: Cared,
    far: Cared,
    carer: Caregiver,
    colleague: Caregiver,
    operator: Organisation,
    contract: Contract,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    wished = care.caregiver(work, operator)
    near.plan.preferred_caregivers = [wished.id]
    far.plan.refused_caregivers = [wished.id]
    known = near.visit(work, colleague, on=local_date(work.now) - timedelta(days=3))
    known.status = VisitStatus.DONE
    first = near.visit(work, carer, starts_at=clock.today_at("09:00", days=1))
    second = far.visit(work, carer, starts_at=clock.today_at("11:00", days=1))
    later = near.visit(work, carer, on=local_date(work.now) + timedelta(days=2))
    path = f"/care/caregivers/{carer.id}/absences"
    sick = {
        "kind": "sick",
        "starts_at": clock.today_at("07:00", days=1),
        "ends_at": clock.today_at("20:00", days=1),
    }

    noted = dispatcher.post(path, sick)
    timetable.deliver()

    assert noted.status_code == 201
    assert {each["visit_id"] for each in noted.json["open"]} == {str(first.id), str(second.id)}
    covers = {each["visit_id"]: each["candidates"] for each in noted.json["covers"]}
    assert [each["caregiver_id"] for each in covers[str(first.id)]] == [str(wished.id), str(colleague.id)]
    assert covers[str(first.id)][0]["reasons"] == ["preferred", "same_time"]
    assert covers[str(first.id)][1]["reasons"] == ["known", "same_time"]
    assert [each["caregiver_id"] for each in covers[str(second.id)]] == [str(colleague.id)]
    work.session.refresh(first)
    assert (first.status, first.starts_at) == (VisitStatus.PLANNED, clock.today_at("09:00", days=1))
    work.session.refresh(later)
    assert later.status is VisitStatus.ASSIGNED
    check_promises(work)
    told = work.session.scalars(select(InboxMessage.text)).all()
    assert told.count("elderly_care.visits_left_open") == 1
    refused = dispatcher.patch(f"/care/visits/{first.id}", {"caregiver_ids": [carer.id]})
    assert refused.json["code"] == "caregiver_absent"
    taken = dispatcher.patch(f"/care/visits/{first.id}", {"caregiver_ids": [wished.id]})
    assert taken.status_code == 200


def test_who_calls_in_sick_in_person_reads_nothing_of_colleagues(
    work: UnitOfWork,
    near: Cared,
    carer: Caregiver,
    colleague: Caregiver,
    as_caregiver: AsCaregiver,
    clock: StoppedClock,
) -> None:
    visit = near.visit(work, carer)
    sick = {
        "kind": "sick",
        "starts_at": clock.today_at("07:00", days=1),
        "ends_at": clock.today_at("20:00", days=1),
    }

    noted = as_caregiver(carer).post(f"/care/caregivers/{carer.id}/absences", sick)

    assert noted.status_code == 201
    assert [each["visit_id"] for each in noted.json["open"]] == [str(visit.id)]
    assert noted.json["covers"] is None
    assert as_caregiver(carer).post(f"/care/caregivers/{colleague.id}/absences", sick).status_code == 404
    assert as_caregiver(carer).get(f"/care/visits/{visit.id}/candidates").status_code == 404


def test_candidates_are_those_who_can_come_by_a_way_that_fits(
    dispatcher: ApiClient,
    work: UnitOfWork,
    contract: Contract,
    near: Cared,
    far: Cared,
    carer: Caregiver,
    operator: Organisation,
    other_operator: Organisation,
    clock: StoppedClock,
) -> None:
    bathing = care.service(work, minutes=60)
    bather = care.caregiver(work, operator, skills=("bathing",))
    lapsed = care.caregiver(work, operator, skills=("bathing",), certified_until=local_date(work.now))
    absent = care.caregiver(work, operator, skills=("bathing",))
    care.absence(work, absent, clock.today_at("00:00", days=1), clock.today_at("00:00", days=2))
    care.caregiver(work, other_operator, skills=("bathing",))
    far.visit(work, bather, starts_at=clock.today_at("09:00", days=1))
    wanted = cared(work, contract, bathing, window=(9 * 60, 12 * 60), skills=["bathing"]).visit(work)

    found = dispatcher.get(f"/care/visits/{wanted.id}/candidates").json["candidates"]

    assert [each["caregiver_id"] for each in found] == [str(bather.id)]
    assert found[0]["starts_at"] == "2026-03-03T10:30:00+08:00"
    assert found[0]["travel_minutes"] > 15
    assert lapsed.id != carer.id
    taken = dispatcher.patch(
        f"/care/visits/{wanted.id}",
        {"caregiver_ids": [bather.id], "starts_at": found[0]["starts_at"]},
    )
    assert taken.status_code == 200


def test_elders_and_caregivers_are_told_once_for_one_act(
    app: Flask,
    dispatcher: ApiClient,
    work: UnitOfWork,
    near: Cared,
    carer: Caregiver,
    colleague: Caregiver,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    accounts.resident_account(work, near.elder.id)
    today = local_date(work.now)
    one, other = (near.visit(work, on=today + timedelta(days=number)) for number in (1, 2))
    wishes = [{"visit_id": each.id, "caregiver_ids": [carer.id]} for each in (one, other)]

    def told() -> list[str]:
        timetable.deliver()
        return sorted(work.session.scalars(select(InboxMessage.text)).all())

    dispatcher.post("/care/visits/assign", {"visits": wishes})
    assert told() == ["elderly_care.visits_arranged", "elderly_care.visits_given"]
    dispatcher.patch(f"/care/visits/{one.id}", {"caregiver_ids": [colleague.id]})
    assert told() == [
        "elderly_care.visit_given",
        "elderly_care.visit_moved",
        "elderly_care.visit_taken_back",
        "elderly_care.visits_arranged",
        "elderly_care.visits_given",
    ]
    body = work.session.scalars(
        select(InboxMessage.body_zh).where(InboxMessage.text == "elderly_care.visit_moved")
    ).one()
    assert colleague.name in body
    to_caregivers = work.session.scalars(
        select(InboxMessage.body_zh).where(InboxMessage.text == "elderly_care.visit_given")
    ).one()
    assert "陈" not in to_caregivers


def test_a_patch_takes_few_statements(
    dispatcher: ApiClient,
    work: UnitOfWork,
    connection: Connection,
    near: Cared,
    far: Cared,
    carer: Caregiver,
    clock: StoppedClock,
) -> None:
    near.visit(work, carer, starts_at=clock.today_at("09:00", days=1))
    there = far.visit(work)
    body = {"caregiver_ids": [carer.id], "starts_at": clock.today_at("12:00", days=1)}

    with statements(connection) as sent:
        answer = dispatcher.patch(f"/care/visits/{there.id}", body)

    assert answer.status_code == 200
    assert len(sent) <= 22, "\n".join(sent)


def test_street_staff_without_care_see_none(as_staff: Speak, visit: Visit, service: CareService) -> None:
    for_people = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.PEOPLE])

    assert for_people.get("/care/visits").status_code == 403
    assert for_people.get(f"/care/visits/{visit.id}").status_code == 404
