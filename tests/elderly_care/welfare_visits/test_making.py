"""Visits become due by themselves, one for each elder, and follow what becomes of their lives."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.elderly_care.alarms.rules import AlarmKind
from service.elderly_care.plans.models import PlanPause
from service.elderly_care.plans.rules import PauseReason, PlanStatus
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.welfare_visits import actions
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.elderly_care.welfare_visits.rules import ChangeKind, ContactOutcome, RiskGrade, WelfareStatus
from service.kit.actor import Function, Role
from service.kit.clock import at_local, local_date
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.homes.rules import Relation
from service.residents.merging import actions as merging
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.welfare_visits.conftest import MAKE, aged, due, every_visit, heard
from tests.factories import (
    alarms,
    assessments,
    care,
    care_plans,
    care_requests,
    homes,
    regions,
    tags,
    welfare,
)


@pytest.fixture
def keeper(as_staff: Speak) -> ApiClient:
    """A worker of the street, who keeps the records of its communities."""
    return as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.PEOPLE])


def move(keeper: ApiClient, elder: Resident, region_code: str) -> None:
    home = {"region_code": region_code, "room": "402"}
    moved = keeper.post(f"/residents/{elder.id}/move", {"home": home, "moved_in_on": "2026-03-01"})
    assert moved.status_code == 200, moved.json


def next_morning(timetable: Timetable, clock: StoppedClock, work: UnitOfWork) -> None:
    clock.move_to(clock.today_at("05:30", days=1))
    work.now = clock.now()
    assert timetable.run(MAKE)
    timetable.deliver()


def make(timetable: Timetable) -> None:
    timetable.run(MAKE)
    timetable.deliver()


def test_the_policy_says_who_is_called_on_how_often(work: UnitOfWork, timetable: Timetable) -> None:
    alone, very_old = aged(work), aged(work, 85)
    nest, young = aged(work, codes=("empty_nest",)), aged(work, 40)
    frail = aged(work, codes=())
    assessments.assessment(work, frail, level=3)
    waiting = aged(work, status=ResidentStatus.PENDING)
    nobody = aged(work, codes=())

    make(timetable)

    rows = {row.elder_id: row for row in work.session.scalars(select(WelfareVisit))}
    found = {
        name: rows[who.id]
        for name, who in {"alone": alone, "very old": very_old, "nest": nest, "frail": frail}.items()
    }
    assert {name: row.grade.value for name, row in found.items()} == {
        "alone": "key", "very old": "high", "nest": "general", "frail": "high",
    }  # fmt: skip
    assert [row.due_at for row in found.values()] == [
        at_local(date(2026, 4, 3)),
        at_local(date(2026, 3, 10)),
        at_local(date(2026, 6, 3)),
        at_local(date(2026, 3, 10)),
    ]
    assert found["alone"].reasons == ["aged_60", "lives_alone"]
    assert not {waiting.id, young.id, nobody.id} & set(rows)


def test_nobody_is_due_twice_however_often_it_is_made(
    work: UnitOfWork, elder: Resident, timetable: Timetable, clock: StoppedClock
) -> None:
    make(timetable)
    first = due(work, elder)
    before = first.due_at, first.begins_at

    for _ in range(3):
        next_morning(timetable, clock, work)
    actions.renew(work, [elder.id])

    assert [(row.due_at, row.begins_at) for row in every_visit(work, elder)] == [before]


def test_whose_tag_has_ended_is_not_called_on_any_more_and_later_anew(
    work: UnitOfWork, timetable: Timetable, clock: StoppedClock
) -> None:
    elder = aged(work, codes=())
    tags.tag(work, elder, "lives_alone", valid_until=local_date(work.now))
    make(timetable)

    next_morning(timetable, clock, work)
    assert [row.status for row in every_visit(work, elder)] == [WelfareStatus.DROPPED]

    tags.tag(work, elder, "empty_nest")
    next_morning(timetable, clock, work)
    assert [row.grade for row in every_visit(work, elder)] == [RiskGrade.KEY, RiskGrade.GENERAL]


def test_an_assessment_that_finds_more_need_shortens_what_is_due_but_nobody_is_late_at_once(
    work: UnitOfWork, elder: Resident, timetable: Timetable, clock: StoppedClock
) -> None:
    make(timetable)
    clock.move(days=20)
    work.now = clock.now()
    assessments.assessment(work, elder, level=3)

    next_morning(timetable, clock, work)

    row = due(work, elder)
    assert (row.grade, row.due_at) == (RiskGrade.HIGH, at_local(date(2026, 3, 31)))
    assert "level" in row.reasons


def test_a_visit_moves_with_its_elder_and_a_move_is_a_major_change_of_who_is_at_high_risk(
    work: UnitOfWork, keeper: ApiClient, timetable: Timetable
) -> None:
    elder = aged(work, 85)
    homes.living(work, elder, homes.home(work))
    make(timetable)

    move(keeper, elder, regions.SECOND_COMMUNITY)
    timetable.deliver()

    row = due(work, elder)
    assert (row.region_code, row.formerly) == (regions.SECOND_COMMUNITY, regions.GRID)
    assert (row.change, row.due_at) == (ChangeKind.MOVED, work.now + timedelta(hours=24))


def test_that_a_home_is_first_noted_is_no_move(
    work: UnitOfWork, keeper: ApiClient, timetable: Timetable
) -> None:
    elder = aged(work, 85, region_code=regions.COMMUNITY)
    make(timetable)

    move(keeper, elder, regions.GRID)
    timetable.deliver()

    row = due(work, elder)
    assert (row.region_code, row.change, row.due_at) == (regions.GRID, None, at_local(date(2026, 3, 10)))


def test_who_dies_is_called_on_no_more_and_who_lived_with_them_soon(
    work: UnitOfWork, keeper: ApiClient, timetable: Timetable
) -> None:
    home = homes.home(work)
    household = homes.household(work, home)
    husband, wife = aged(work, 84), aged(work, 83)
    homes.living(work, husband, home, household=household, relation=Relation.HOUSEHOLDER)
    homes.living(work, wife, home, household=household)
    make(timetable)

    died = keeper.post(f"/residents/{husband.id}/record-death", {"died_on": "2026-03-01"})
    timetable.deliver()

    assert died.status_code == 200, died.json
    assert [row.status for row in every_visit(work, husband)] == [WelfareStatus.DROPPED]
    row = due(work, wife)
    assert row.due_at == work.now + timedelta(hours=24)
    assert row.change in {ChangeKind.BEREAVEMENT, ChangeKind.LEFT_ALONE}


def test_who_moves_away_is_called_on_no_more(
    work: UnitOfWork, elder: Resident, keeper: ApiClient, timetable: Timetable
) -> None:
    make(timetable)

    left = keeper.post(f"/residents/{elder.id}/move-out", {"moved_out_on": "2026-03-01"})
    timetable.deliver()

    assert left.status_code == 200, left.json
    assert [row.status for row in every_visit(work, elder)] == [WelfareStatus.DROPPED]


@pytest.mark.parametrize(
    ("age", "outcome", "hours"),
    [(85, "ambulance", 24), (85, "false_alarm", None), (85, "nothing_found", None), (75, "ambulance", None)],
)
def test_after_an_alarm_in_which_something_happened_who_is_at_high_risk_is_called_on_soon(
    work: UnitOfWork, worker: ApiClient, grid: ApiClient, timetable: Timetable, age: int, outcome: str,
    hours: int | None,
) -> None:  # fmt: skip
    elder = aged(work, age)
    make(timetable)
    before = due(work, elder).due_at
    alarm = alarms.alarm(work, elder, AlarmKind.FALL)

    worker.post(f"/care/alarms/{alarm.id}/close", {"outcome": outcome})
    told = heard(work, timetable, "welfare_visit_hastened")

    assert due(work, elder).due_at == (before if hours is None else work.now + timedelta(hours=hours))
    assert [body for _, body in told] == ([] if hours is None else [
        "陈**：发生过紧急呼叫，请在 3月3日（周二）09:00 前探访。"
    ])  # fmt: skip


def test_who_comes_back_from_hospital_is_called_on_soon_on_the_day_they_are_back(
    work: UnitOfWork, worker: ApiClient, operator: Organisation, timetable: Timetable, clock: StoppedClock
) -> None:
    elder = aged(work, 85)
    make(timetable)
    asked = care_requests.request(
        work, elder, [care.service(work)], status=RequestStatus.ACTIVE, contract=care.contract(work, operator)
    )
    plan = care_plans.plan(work, asked)
    stay = {"starts_on": "2026-03-02", "ends_on": "2026-03-04", "reason": "hospital"}
    assert worker.post(f"/care/plans/{plan.id}/pause", stay).status_code == 200

    next_morning(timetable, clock, work)
    next_morning(timetable, clock, work)
    assert due(work, elder).change is None
    next_morning(timetable, clock, work)

    row = due(work, elder)
    assert (row.change, row.due_at) == (ChangeKind.HOSPITAL_RETURN, work.now + timedelta(hours=24))


def test_who_resumes_care_today_after_hospital_is_called_on_soon(
    work: UnitOfWork, worker: ApiClient, operator: Organisation, timetable: Timetable
) -> None:
    elder = aged(work, 85)
    make(timetable)
    asked = care_requests.request(
        work, elder, [care.service(work)], status=RequestStatus.ACTIVE, contract=care.contract(work, operator)
    )
    plan = care_plans.plan(work, asked, starts_on=date(2026, 2, 1), status=PlanStatus.PAUSED)
    work.session.add(
        PlanPause(
            plan_id=plan.id, starts_on=date(2026, 2, 20), reason=PauseReason.HOSPITAL, paused_at=work.now
        )
    )
    work.session.flush()

    resumed = worker.post(f"/care/plans/{plan.id}/resume", {"on": "2026-03-02"})
    timetable.deliver()

    assert resumed.status_code == 200, resumed.json
    assert due(work, elder).change is ChangeKind.HOSPITAL_RETURN


def test_a_worker_who_hears_of_a_change_has_anybody_called_on_soon(
    work: UnitOfWork, elder: Resident, grid: ApiClient, other_worker: ApiClient, timetable: Timetable
) -> None:
    path, body = f"/care/welfare-elders/{elder.id}/change", {"kind": "hospital_return"}

    nothing_due = grid.post(path, body)
    make(timetable)
    elsewhere = other_worker.post(path, body)
    heard_of = grid.post(path, body)

    assert (nothing_due.status_code, nothing_due.json["code"]) == (409, "not_visited")
    assert elsewhere.status_code == 403
    assert (heard_of.status_code, heard_of.json["due_at"]) == (200, "2026-03-03T09:00:00+08:00")


def test_two_records_that_become_one_have_one_visit_and_each_has_its_own_again_when_they_part(
    work: UnitOfWork, timetable: Timetable, elder: Resident
) -> None:
    twin = aged(work, 85, name="陈阿婆")
    make(timetable)
    welfare.visit(work, twin, status=WelfareStatus.DONE, begins_at=due(work, elder).begins_at - timedelta(days=9),
                  settled_at=work.now, closed_at=work.now, outcome=ContactOutcome.MET)  # fmt: skip

    merge = merging.merge(work, elder.id, other_id=twin.id)
    timetable.deliver()
    assert due(work, elder).grade is RiskGrade.KEY
    assert {row.status for row in every_visit(work, elder)} == set(WelfareStatus)

    merging.undo(work, merge.id)
    timetable.deliver()
    assert (due(work, elder).grade, due(work, twin).grade) == (RiskGrade.KEY, RiskGrade.HIGH)


def test_periods_that_began_in_one_night_do_not_stand_in_the_way_of_a_merge(
    work: UnitOfWork, elder: Resident
) -> None:
    twin = aged(work, name="陈阿婆")
    for each in (elder, twin):
        welfare.visit(work, each, status=WelfareStatus.DONE, settled_at=work.now, closed_at=work.now,
                      outcome=ContactOutcome.MET)  # fmt: skip

    merging.merge(work, elder.id, other_id=twin.id)

    assert len(every_visit(work, elder)) == 2


def test_of_what_is_settled_for_two_records_the_stricter_grade_and_the_wish_for_a_call_hold(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    twin = aged(work, name="陈阿婆")
    raised = {"grade": "high", "reason": "老伴住院", "until": "2026-04-30"}
    grid.post(f"/care/welfare-elders/{twin.id}/grade", raised)
    grid.post(f"/care/welfare-elders/{elder.id}/wish", {"wish": "by_phone"})

    merging.merge(work, elder.id, other_id=twin.id)
    read = grid.get(f"/care/welfare-elders/{elder.id}").json

    assert (read["grade"], read["by_hand"]["reason"], read["wish"]) == ("high", "老伴住院", "by_phone")
