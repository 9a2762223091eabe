"""Dispatchers have days planned, and decide themselves whether that is how it is done."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.planner.jobs import forget_schedules
from service.elderly_care.providers.models import Contract
from service.elderly_care.visits.models import Assignment, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.actor import Role
from service.kit.background import RunStatus
from service.kit.clock import local_date
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.conftest import Speak
from tests.elderly_care.planner.conftest import PATH, Plan, finish, makers, reasons
from tests.elderly_care.visits.promises import check_promises
from tests.factories import care, care_schedules
from tests.factories.cared import cared


def test_a_day_is_planned_and_nothing_stands_before_it_is_applied(
    day: list[Visit], carer: Caregiver, plan: Plan, work: UnitOfWork
) -> None:
    schedule = plan()

    assert (schedule["status"], schedule["progress"]) == ("done", {"done": 5, "of": 5})
    assert makers(schedule) == {str(each.id): {str(carer.id)} for each in day}
    assert schedule["unplaced"] == []
    assert schedule["time_limit_hit"] is False
    assert schedule["travel_minutes"] <= schedule["greedy_travel_minutes"]
    assert work.session.scalar(select(func.count()).select_from(Assignment)) == 0


def test_applied_it_stands_as_it_was_proposed(
    day: list[Visit], plan: Plan, dispatcher: ApiClient, work: UnitOfWork
) -> None:
    schedule = plan()

    applied = dispatcher.post(f"{PATH}/{schedule['id']}/apply")

    assert applied.status_code == 200, applied.json
    assert applied.json["applied_at"] is not None
    standing = work.session.scalars(select(Assignment).execution_options(populate_existing=True)).all()
    [route] = schedule["routes"]
    told = {each["visit_id"]: each["travel_minutes"] for each in route["stops"]}
    assert {str(each.visit_id): each.travel_minutes for each in standing} == told
    visits = work.session.scalars(select(Visit).execution_options(populate_existing=True))
    assert {each.status for each in visits} == {VisitStatus.ASSIGNED}
    check_promises(work)


def test_it_is_applied_once(day: list[Visit], plan: Plan, dispatcher: ApiClient) -> None:
    schedule = plan()
    dispatcher.post(f"{PATH}/{schedule['id']}/apply")

    again = dispatcher.post(f"{PATH}/{schedule['id']}/apply")

    assert (again.status_code, again.json["code"]) == (409, "wrong_state")


def test_what_has_changed_meanwhile_is_named_and_nothing_is_applied(
    day: list[Visit], plan: Plan, dispatcher: ApiClient, work: UnitOfWork
) -> None:
    schedule = plan()
    dispatcher.post(f"/care/visits/{day[0].id}/cancel", {"reason": "operator"})

    refused = dispatcher.post(f"{PATH}/{schedule['id']}/apply")

    assert (refused.status_code, refused.json["code"]) == (409, "changed_meanwhile")
    assert "1" in refused.json["detail"]
    assert dispatcher.get(f"{PATH}/{schedule['id']}").json["stale"] == [str(day[0].id)]
    assert work.session.scalar(select(func.count()).select_from(Assignment)) == 0


def test_a_caregiver_who_fell_ill_meanwhile_makes_it_void(
    day: list[Visit],
    plan: Plan,
    carer: Caregiver,
    dispatcher: ApiClient,
    clock: StoppedClock,
    work: UnitOfWork,
) -> None:
    schedule = plan()
    ill = {
        "kind": "sick",
        "starts_at": clock.today_at("00:00", days=1),
        "ends_at": clock.today_at("00:00", days=2),
    }
    assert dispatcher.post(f"/care/caregivers/{carer.id}/absences", ill).status_code == 201

    refused = dispatcher.post(f"{PATH}/{schedule['id']}/apply")

    assert (refused.status_code, refused.json["code"]) == (409, "changed_meanwhile")
    assert work.session.scalar(select(func.count()).select_from(Assignment)) == 0


def test_the_same_seed_plans_the_same_day_the_same_way(
    day: list[Visit], colleague: Caregiver, plan: Plan
) -> None:
    first, second = plan(seed=11), plan(seed=11)

    assert first["id"] != second["id"]
    assert first["routes"] == second["routes"]


def test_without_a_seed_one_is_drawn_and_told(
    day: list[Visit], dispatcher: ApiClient, wish: dict[str, Any]
) -> None:
    del wish["seed"]

    assert isinstance(dispatcher.post(PATH, wish).json["seed"], int)


def test_what_stands_stays(
    work: UnitOfWork, day: list[Visit], contract: Contract, service: CareService, carer: Caregiver,
    colleague: Caregiver, plan: Plan, dispatcher: ApiClient,
) -> None:  # fmt: skip
    given = cared(work, contract, service).visit(work, carer)

    schedule = plan()

    assert set(makers(schedule)) == {str(each.id) for each in day}
    assert dispatcher.post(f"{PATH}/{schedule['id']}/apply").status_code == 200
    kept = work.session.scalars(select(Assignment).where(Assignment.visit_id == given.id)).one()
    assert (kept.caregiver_id, kept.starts_at, kept.released_at) == (carer.id, given.starts_at, None)
    check_promises(work)


def test_a_time_that_is_arranged_with_the_elder_stays(
    work: UnitOfWork,
    contract: Contract,
    service: CareService,
    carer: Caregiver,
    clock: StoppedClock,
    plan: Plan,
) -> None:
    arranged = cared(work, contract, service).visit(work, starts_at=clock.today_at("14:15", days=1))

    [route] = plan()["routes"]

    assert [(each["visit_id"], each["starts_at"]) for each in route["stops"]] == [
        (str(arranged.id), "2026-03-03T14:15:00+08:00")
    ]


def test_wishes_are_kept_where_nothing_speaks_against_them(
    work: UnitOfWork,
    contract: Contract,
    service: CareService,
    carer: Caregiver,
    colleague: Caregiver,
    plan: Plan,
) -> None:
    wished = cared(work, contract, service, preferred=(colleague,)).visit(work)
    refused = cared(work, contract, service, refused=(colleague,)).visit(work)

    schedule = plan()

    assert makers(schedule) == {str(wished.id): {str(colleague.id)}, str(refused.id): {str(carer.id)}}


def test_two_who_are_needed_come_at_the_same_time(
    work: UnitOfWork, day: list[Visit], contract: Contract, service: CareService,
    carer: Caregiver, colleague: Caregiver, plan: Plan, dispatcher: ApiClient,
) -> None:  # fmt: skip
    heavy = cared(work, contract, service).visit(work, caregivers_needed=2)

    schedule = plan()

    assert makers(schedule)[str(heavy.id)] == {str(carer.id), str(colleague.id)}
    stops = [
        each for route in schedule["routes"] for each in route["stops"] if each["visit_id"] == str(heavy.id)
    ]
    assert len({each["starts_at"] for each in stops}) == 1
    assert dispatcher.post(f"{PATH}/{schedule['id']}/apply").status_code == 200
    check_promises(work)


def test_what_can_not_be_placed_is_told_with_the_reason(
    work: UnitOfWork, contract: Contract, service: CareService, carer: Caregiver, plan: Plan
) -> None:
    expired = care.caregiver(
        work, work.session.get_one(Organisation, contract.organisation_id), skills=("bathing",),
        certified_until=work.now.date(),
    )  # fmt: skip
    wanted = {
        "no_skill": cared(work, contract, service, skills=["bathing"]).visit(work),
        "refused": cared(work, contract, service, refused=(carer, expired)).visit(work),
        "no_skill_for_two": cared(work, contract, service).visit(work, caregivers_needed=3),
    }

    told = reasons(plan())

    assert told[str(wanted["no_skill"].id)] == "no_skill"
    assert told[str(wanted["refused"].id)] == "refused"
    assert told[str(wanted["no_skill_for_two"].id)] == "no_skill"


def test_more_than_fits_into_a_day_is_told_to_have_no_time(
    work: UnitOfWork, contract: Contract, service: CareService, carer: Caregiver, plan: Plan
) -> None:
    narrow = {"window": (9 * 60, 10 * 60)}
    both = [cared(work, contract, service, **narrow).visit(work) for _ in range(2)]
    at_night = cared(work, contract, service, window=(20 * 60, 22 * 60)).visit(work)

    schedule = plan()

    told = reasons(schedule)
    assert told.pop(str(at_night.id)) == "no_shift"
    assert list(told.values()) == ["no_time"]
    assert len(makers(schedule)) == 1
    assert {*told, *makers(schedule)} == {str(each.id) for each in both}


def test_a_week_is_planned_day_by_day(
    work: UnitOfWork,
    contract: Contract,
    service: CareService,
    carer: Caregiver,
    plan: Plan,
    clock: StoppedClock,
) -> None:
    elder = cared(work, contract, service)
    visits = [elder.visit(work, on=local_date(work.now) + timedelta(days=number)) for number in (1, 3)]

    schedule = plan(to="2026-03-05")

    assert schedule["progress"] == {"done": 15, "of": 15}
    assert set(makers(schedule)) == {str(each.id) for each in visits}


def test_a_day_on_which_nobody_is_lacking_is_done_at_once(operator: Organisation, plan: Plan) -> None:
    schedule = plan()

    assert (schedule["status"], schedule["routes"], schedule["travel_minutes"]) == ("done", [], 0)


@pytest.mark.parametrize(
    ("days", "status", "code"),
    [
        ({"from": "2026-03-03", "to": "2026-03-02"}, 422, "too_far_to_see"),
        ({"from": "2026-03-03", "to": "2026-03-10"}, 422, "too_far_to_see"),
        ({"from": "2026-03-01", "to": "2026-03-01"}, 422, "in_the_past"),
        ({"seed": -1}, 422, "invalid_input"),
        ({"mode": "best"}, 422, "invalid_input"),
    ],
)
def test_what_can_not_be_planned_is_refused(
    dispatcher: ApiClient, wish: dict[str, Any], days: dict[str, Any], status: int, code: str
) -> None:
    refused = dispatcher.post(PATH, wish | days)

    assert (refused.status_code, refused.json["code"]) == (status, code)


def test_some_days_are_planned_once_at_a_time(
    day: list[Visit], dispatcher: ApiClient, wish: dict[str, Any], house: House
) -> None:
    first = dispatcher.post(PATH, wish | {"to": "2026-03-05"})
    refused = dispatcher.post(PATH, wish | {"from": "2026-03-05", "to": "2026-03-06"})
    elsewhen = dispatcher.post(PATH, wish | {"from": "2026-03-06", "to": "2026-03-06"})
    finish(house)

    assert first.status_code == elsewhen.status_code == 202
    assert (refused.status_code, refused.json["code"]) == (409, "schedule_under_way")
    assert dispatcher.post(PATH, wish).status_code == 202


def test_nobody_else_has_an_operators_days_planned(
    day: list[Visit], plan: Plan, wish: dict[str, Any], as_staff: Speak, operator: Organisation,
    other_dispatcher: ApiClient, district: ApiClient, worker: ApiClient,
) -> None:  # fmt: skip
    schedule = plan()
    caregiver = as_staff(Role.CAREGIVER, organisation_id=operator.id)

    for client in (other_dispatcher, district, worker, caregiver):
        assert client.post(PATH, wish).status_code == 403
        assert client.get(f"{PATH}/{schedule['id']}").status_code == 404
        for verb in ("cancel", "apply"):
            assert client.post(f"{PATH}/{schedule['id']}/{verb}").status_code == 404


def test_a_manager_plans_too(day: list[Visit], manager: ApiClient, wish: dict[str, Any], plan: Plan) -> None:
    schedule = plan()

    assert manager.post(f"{PATH}/{schedule['id']}/apply").status_code == 200
    assert manager.post(PATH, wish).status_code == 202


def test_the_list_tells_the_newest_proposal_first_and_how_much_it_places(
    work: UnitOfWork, day: list[Visit], contract: Contract, service: CareService, plan: Plan,
    dispatcher: ApiClient, manager: ApiClient, operator: Organisation,
) -> None:  # fmt: skip
    cared(work, contract, service, skills=["bathing"]).visit(work)
    first, second = plan(seed=1), plan(seed=2)

    listed = dispatcher.get(f"{PATH}?organisation_id={operator.id}").json["items"]

    assert [each["id"] for each in listed] == [second["id"], first["id"]]
    assert (listed[0]["placed_visits"], listed[0]["unplaced_visits"]) == (4, 1)
    told_alike = set(listed[0]) - {"placed_visits", "unplaced_visits"}
    assert {name: listed[0][name] for name in told_alike} == {name: second[name] for name in told_alike}
    assert manager.get(PATH).json["items"] == listed


def test_somebody_who_is_needed_twice_is_one_visit_in_the_list(
    work: UnitOfWork, contract: Contract, service: CareService, carer: Caregiver, colleague: Caregiver,
    plan: Plan, dispatcher: ApiClient,
) -> None:  # fmt: skip
    cared(work, contract, service).visit(work, caregivers_needed=2)
    plan()

    assert dispatcher.get(PATH).json["items"][0]["placed_visits"] == 1


def test_the_list_goes_on_where_the_page_before_ended(
    work: UnitOfWork, operator: Organisation, dispatcher: ApiClient
) -> None:
    made = [str(care_schedules.schedule(work, operator).id) for _ in range(3)]

    first = dispatcher.get(f"{PATH}?limit=2").json
    second = dispatcher.get(f"{PATH}?limit=2&cursor={first['next_cursor']}").json

    assert [each["id"] for page in (first, second) for each in page["items"]] == sorted(made, reverse=True)
    assert second["next_cursor"] is None


def test_a_proposal_that_was_given_up_has_failed_in_the_list_too(
    work: UnitOfWork, operator: Organisation, dispatcher: ApiClient
) -> None:
    abandoned = care_schedules.schedule(work, operator, status=RunStatus.RUNNING)

    [listed] = dispatcher.get(PATH).json["items"]

    assert listed["status"] == dispatcher.get(f"{PATH}/{abandoned.id}").json["status"] == "failed"


def test_nobody_else_sees_an_operators_proposals_in_a_list(
    work: UnitOfWork, operator: Organisation, as_staff: Speak, other_dispatcher: ApiClient,
    district: ApiClient, worker: ApiClient,
) -> None:  # fmt: skip
    care_schedules.schedule(work, operator)
    caregiver = as_staff(Role.CAREGIVER, organisation_id=operator.id)

    assert other_dispatcher.get(PATH).json["items"] == []
    assert other_dispatcher.get(f"{PATH}?organisation_id={operator.id}").json["items"] == []
    for client in (district, worker, caregiver):
        assert client.get(PATH).status_code == 403


def test_the_auditor_reads_every_proposal_and_changes_none(
    day: list[Visit], plan: Plan, as_staff: Speak, wish: dict[str, Any]
) -> None:
    auditor = as_staff(Role.AUDITOR, functions=())
    schedule = plan()

    assert [each["id"] for each in auditor.get(PATH).json["items"]] == [schedule["id"]]
    assert auditor.get(f"{PATH}/{schedule['id']}").json["routes"] == schedule["routes"]
    assert auditor.post(PATH, wish).status_code == 403
    for verb in ("cancel", "apply"):
        assert auditor.post(f"{PATH}/{schedule['id']}/{verb}").status_code == 404


def test_a_proposal_that_nobody_made_is_not_there(dispatcher: ApiClient) -> None:
    assert dispatcher.get(f"{PATH}/{uuid4()}").status_code == 404


def test_old_proposals_are_forgotten(
    day: list[Visit], plan: Plan, dispatcher: ApiClient, work: UnitOfWork, house: House
) -> None:
    schedule = plan()

    assert forget_schedules(work, work.now - timedelta(days=1), 10) == 0
    assert forget_schedules(work, work.now + timedelta(days=1), 10) == 1
    assert dispatcher.get(f"{PATH}/{schedule['id']}").status_code == 404
