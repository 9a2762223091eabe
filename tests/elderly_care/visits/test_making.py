"""Making visits ahead: never twice, through holidays, month ends, pauses, changes and ends of plans."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.plans.messages import (
    PlanAgreed,
    PlanChanged,
    PlanEnded,
    PlanPaused,
    PlanResumed,
)
from service.elderly_care.plans.models import PlanPause
from service.elderly_care.plans.rules import PauseReason, PlanStatus
from service.elderly_care.providers.models import Contract
from service.elderly_care.visits import actions, queries
from service.elderly_care.visits.models import Assignment, ElderGrain, Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.actor import Actor, ActorKind, Duty, Role
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.rules import ResidentStatus
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.visits.promises import check_promises
from tests.factories import accounts, care_plans
from tests.factories.cared import Cared, cared

MAKE = "elderly_care.visits.make_visits_ahead"
TODAY = date(2026, 3, 2)


def made(work: UnitOfWork, who: Cared, **where: Any) -> list[Visit]:
    """The visits of a plan that are not called off, in the order of their days."""
    work.session.expire_all()
    query = select(Visit).where(Visit.plan_id == who.plan.id, Visit.status != VisitStatus.CANCELLED)
    return list(work.session.scalars(query.filter_by(**where).order_by(Visit.window_starts_at, Visit.id)))


def days(work: UnitOfWork, who: Cared) -> list[date]:
    return [each.occurs_on for each in made(work, who)]


def called_off(work: UnitOfWork, who: Cared) -> dict[date, VisitCancellation | None]:
    query = select(Visit).where(Visit.plan_id == who.plan.id, Visit.status == VisitStatus.CANCELLED)
    return {each.occurs_on: each.cancelled_because for each in work.session.scalars(query)}


def pause(work: UnitOfWork, who: Cared, first: date, last: date | None) -> PlanPause:
    row = PlanPause(
        id=work.new_id(),
        plan_id=who.plan.id,
        starts_on=first,
        ends_on=last,
        reason=PauseReason.HOSPITAL,
        paused_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


@pytest.fixture
def daily(near: Cared) -> Cared:
    return near


def test_visits_are_made_up_to_the_horizon_and_the_horizon_rolls(
    work: UnitOfWork, daily: Cared, timetable: Timetable, clock: StoppedClock
) -> None:
    timetable.run(MAKE)
    first = days(work, daily)
    clock.move(minutes=10)
    timetable.run(MAKE)
    again = days(work, daily)
    clock.move(days=1)
    timetable.run(MAKE)
    rolled = days(work, daily)

    assert first == again == [TODAY + timedelta(days=number) for number in range(29)]
    assert rolled == [*first, TODAY + timedelta(days=29)]
    [visit, *_] = made(work, daily)
    assert visit.status is VisitStatus.PLANNED
    assert visit.window_starts_at == at_local(TODAY) + timedelta(hours=8)
    assert visit.service_id == daily.service.id


def test_what_of_today_is_over_already_is_not_made(
    work: UnitOfWork, contract: Contract, service: CareService, timetable: Timetable
) -> None:
    early = cared(work, contract, service, window=(6 * 60, 8 * 60))

    timetable.run(MAKE)

    assert days(work, early)[0] == TODAY + timedelta(days=1)


def test_weeks_months_and_their_ends(
    work: UnitOfWork, contract: Contract, service: CareService, timetable: Timetable, clock: StoppedClock
) -> None:
    weekly = cared(work, contract, service, rrule="FREQ=WEEKLY;BYDAY=MO,TH")
    last_of_month = cared(work, contract, service, rrule="FREQ=MONTHLY;BYMONTHDAY=-1")
    the_31st = cared(work, contract, service, rrule="FREQ=MONTHLY;BYMONTHDAY=31")

    for _ in range(14):
        timetable.run(MAKE)
        clock.move(days=7)

    assert {each.isoweekday() for each in days(work, weekly)} == {1, 4}
    assert len(days(work, weekly)) == len(set(days(work, weekly))) == 35
    assert days(work, last_of_month) == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert days(work, the_31st) == [date(2026, 3, 31), date(2026, 5, 31)]


def test_holidays_are_days_like_others_unless_the_item_says_otherwise(
    work: UnitOfWork, contract: Contract, service: CareService, timetable: Timetable, clock: StoppedClock
) -> None:
    clock.move_to(at_local(date(2026, 4, 25)))
    work.now = clock.now()
    always = cared(work, contract, service)
    not_then = cared(work, contract, service, on_holidays="skip")

    timetable.run(MAKE)

    labour_days = {date(2026, 5, day) for day in range(1, 6)}
    assert labour_days <= set(days(work, always))
    assert not labour_days & set(days(work, not_then))
    assert date(2026, 5, 6) in days(work, not_then)


def test_a_plan_that_is_agreed_is_made_at_once(work: UnitOfWork, daily: Cared, timetable: Timetable) -> None:
    work.announce(PlanAgreed(plan_id=daily.plan.id, version=1))
    timetable.deliver()
    timetable.run(MAKE)

    assert len(days(work, daily)) == 29


def test_nothing_is_made_of_what_is_not_agreed_or_after_its_last_day(
    work: UnitOfWork, contract: Contract, daily: Cared, timetable: Timetable
) -> None:
    daily.plan.ends_on = TODAY + timedelta(days=3)
    work.session.flush()

    timetable.run(MAKE)

    assert days(work, daily) == [TODAY + timedelta(days=number) for number in range(4)]


def test_a_pause_calls_off_what_lies_in_it_and_the_return_makes_it_again(
    work: UnitOfWork, daily: Cared, carer: Caregiver, timetable: Timetable, operator: Organisation
) -> None:
    accounts.resident_account(work, daily.elder.id)
    timetable.run(MAKE)
    stay = [TODAY + timedelta(days=number) for number in range(2, 6)]
    for each in made(work, daily):
        _give(work, each, carer)
    halt = pause(work, daily, stay[0], None)
    work.announce(PlanPaused(plan_id=daily.plan.id, from_day=stay[0], until_day=None))
    timetable.deliver()

    assert days(work, daily) == [TODAY, TODAY + timedelta(days=1)]
    assert set(called_off(work, daily).values()) == {VisitCancellation.PLAN_PAUSED}
    check_promises(work)
    told = list(work.session.scalars(select(InboxMessage.text)))
    assert told.count("elderly_care.visits_called_off") == 1
    assert told.count("elderly_care.visits_given") == 1

    halt.ends_on = stay[-1]
    work.announce(PlanResumed(plan_id=daily.plan.id, from_day=stay[-1] + timedelta(days=1)))
    timetable.deliver()

    assert set(days(work, daily)) == {TODAY + timedelta(days=number) for number in range(29)} - set(stay)
    assert {each.status for each in made(work, daily)[2:]} == {VisitStatus.PLANNED}


def test_a_change_ends_the_visits_of_an_item_and_begins_others(
    work: UnitOfWork, daily: Cared, carer: Caregiver, timetable: Timetable
) -> None:
    timetable.run(MAKE)
    change = TODAY + timedelta(days=7)
    kept = {each.id for each in made(work, daily) if each.occurs_on < change}
    daily.item.ends_on, daily.item.until_version = change - timedelta(days=1), 2
    daily.plan.present_version = 2
    other = care_plans.item(work, daily.plan, daily.service, rrule="FREQ=WEEKLY;BYDAY=WE")
    other.starts_on, other.since_version = change, 2

    for _ in range(2):
        work.announce(PlanChanged(plan_id=daily.plan.id, from_day=change))
        timetable.deliver()
        timetable.run(MAKE)

    visits = made(work, daily)
    assert {each.id for each in visits if each.item_id == daily.item.id} == kept
    new = [each.occurs_on for each in visits if each.item_id == other.id]
    assert new == [date(2026, 3, day) for day in (11, 18, 25)]
    assert set(called_off(work, daily).values()) == {VisitCancellation.PLAN_CHANGED}


def test_what_somebody_called_off_is_not_made_again(
    work: UnitOfWork, daily: Cared, timetable: Timetable
) -> None:
    timetable.run(MAKE)
    by_elder, by_operator, put_off, *_ = made(work, daily)[1:]
    actions.call_off(work, _held(work, by_elder), VisitCancellation.ELDER_ASKED)
    actions.call_off(work, _held(work, by_operator), VisitCancellation.OPERATOR)
    work.actor = _planner(daily)
    moved = actions.reschedule(work, put_off.id, day=TODAY + timedelta(days=20))
    work.session.flush()
    before = [each.id for each in made(work, daily)]

    work.announce(PlanChanged(plan_id=daily.plan.id, from_day=TODAY))
    timetable.deliver()

    assert [each.id for each in made(work, daily)] == before
    assert moved.id in before
    assert len(made(work, daily, occurs_on=put_off.occurs_on)) == 1


def test_a_visit_put_off_into_a_pause_is_called_off_and_one_put_out_of_it_stays(
    work: UnitOfWork, daily: Cared, timetable: Timetable
) -> None:
    timetable.run(MAKE)
    work.actor = _planner(daily)
    visits = made(work, daily)
    into = actions.reschedule(work, visits[1].id, day=TODAY + timedelta(days=6))
    out_of = actions.reschedule(work, visits[5].id, day=TODAY + timedelta(days=2))
    pause(work, daily, TODAY + timedelta(days=5), TODAY + timedelta(days=8))

    work.announce(
        PlanPaused(
            plan_id=daily.plan.id,
            from_day=TODAY + timedelta(days=5),
            until_day=TODAY + timedelta(days=8),
        )
    )
    timetable.deliver()

    standing = {each.id for each in made(work, daily)}
    assert into.id not in standing
    assert out_of.id in standing
    check_promises(work)


def test_after_the_end_of_a_plan_nothing_is_left_to_make(
    work: UnitOfWork, daily: Cared, carer: Caregiver, timetable: Timetable
) -> None:
    timetable.run(MAKE)
    for each in made(work, daily):
        _give(work, each, carer)
    last = TODAY + timedelta(days=3)
    daily.plan.ends_on = last
    work.announce(PlanChanged(plan_id=daily.plan.id, from_day=last + timedelta(days=1)))
    timetable.deliver()
    to_the_last = days(work, daily)
    daily.plan.status, daily.plan.ended_on = PlanStatus.ENDED, TODAY
    work.announce(PlanEnded(plan_id=daily.plan.id, last_day=TODAY))
    timetable.deliver()

    assert to_the_last == [TODAY + timedelta(days=number) for number in range(4)]
    assert days(work, daily) == []
    assert set(called_off(work, daily).values()) == {VisitCancellation.PLAN_ENDED}
    standing = select(func.count()).select_from(Assignment).where(Assignment.released_at.is_(None))
    assert work.session.scalar(standing) == 0
    assert work.session.scalar(select(func.count()).select_from(ElderGrain)) == 0


def test_of_the_dead_only_caregivers_are_told(
    work: UnitOfWork, daily: Cared, carer: Caregiver, timetable: Timetable
) -> None:
    accounts.resident_account(work, daily.elder.id)
    timetable.run(MAKE)
    _give(work, made(work, daily)[1], carer)
    timetable.deliver()
    daily.elder.status = ResidentStatus.DECEASED
    daily.plan.status, daily.plan.ended_on = PlanStatus.ENDED, TODAY
    work.announce(PlanEnded(plan_id=daily.plan.id, last_day=TODAY))
    timetable.deliver()

    told = list(work.session.scalars(select(InboxMessage.text)))
    assert told.count("elderly_care.visit_taken_back") == 1
    assert not [each for each in told if "called_off" in each]


def test_what_has_begun_stays_whatever_the_plan_says(
    work: UnitOfWork, daily: Cared, timetable: Timetable
) -> None:
    timetable.run(MAKE)
    begun = made(work, daily)[0]
    begun.status = VisitStatus.IN_PROGRESS
    daily.plan.status, daily.plan.ended_on = PlanStatus.ENDED, TODAY
    work.announce(PlanEnded(plan_id=daily.plan.id, last_day=TODAY))
    timetable.deliver()

    assert [each.id for each in made(work, daily)] == [begun.id]


def test_many_plans_are_made_in_one_run_and_their_version_stays(
    work: UnitOfWork, contract: Contract, service: CareService, timetable: Timetable
) -> None:
    plans = [cared(work, contract, service, place=None) for _ in range(12)]
    versions = [each.plan.version for each in plans]

    timetable.run(MAKE)

    work.session.expire_all()
    assert all(len(days(work, each)) == 29 for each in plans)
    assert [each.plan.version for each in plans] == versions


def _held(work: UnitOfWork, visit: Visit) -> list[Visit]:
    return list(queries.visits_to_change(work, [visit.id]).values())


def _give(work: UnitOfWork, visit: Visit, carer: Caregiver) -> None:
    actor, work.actor = work.actor, _planner_of(visit.organisation_id)
    actions.arrange(work, [actions.Wish(visit.id, [carer.id])])
    work.session.flush()
    work.actor = actor


def _planner(who: Cared) -> Any:
    return _planner_of(who.plan.organisation_id)


def _planner_of(organisation_id: Any) -> Any:
    return Actor(ActorKind.STAFF, duties=(Duty(Role.DISPATCHER, organisation_id=organisation_id),))
