"""Visits are made once however many processes make them, and with what people do to the plan meanwhile."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from service.elderly_care.plans.models import CarePlan
from service.elderly_care.visits import actions
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.actor import SYSTEM, Actor, ActorKind, Duty, Role
from service.kit.clock import local_date
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock
from tests.factories import care
from tests.factories.cared import cared
from tests.races.conftest import Race

PLANS = 20
DAYS = 29


@pytest.fixture
def plans(racing_house: House) -> list[UUID]:
    with unit_of_work(racing_house, SYSTEM) as work:
        contract = care.contract(work, care.operator(work))
        service = care.service(work)
        return [cared(work, contract, service, place=None).plan.id for _ in range(PLANS)]


def alone(house: House, act: Callable[[UnitOfWork], Any]) -> Any:
    """Do it in a transaction of its own, without trying again after a deadlock."""
    with unit_of_work(house, SYSTEM) as work:
        return act(work)


def standing(house: House) -> Counter[tuple[UUID, Any]]:
    """How often each occurrence stands."""
    query = select(Visit.item_id, Visit.occurs_on).where(Visit.status != VisitStatus.CANCELLED)
    with unit_of_work(house, SYSTEM) as work:
        return Counter((row.item_id, row.occurs_on) for row in work.session.execute(query))


def test_many_processes_make_each_visit_once(racing_house: House, plans: list[UUID], race: Race) -> None:
    race([partial(alone, racing_house, actions.make_ahead) for _ in range(8)])
    # What one process held another one left out: the next run finds it.
    alone(racing_house, actions.make_ahead)

    found = standing(racing_house)
    assert len(found) == PLANS * DAYS
    assert set(found.values()) == {1}


def test_the_job_and_the_messages_of_a_plan_do_not_meet(
    racing_house: House, plans: list[UUID], race: Race
) -> None:
    today = local_date(racing_house.clock.now())
    following = [partial(actions.follow_plan, plan_id=plan_id, from_day=today) for plan_id in plans[:6]]
    race([partial(alone, racing_house, act) for act in (*following, *following, actions.make_ahead)])
    alone(racing_house, actions.make_ahead)

    found = standing(racing_house)
    assert len(found) == PLANS * DAYS
    assert set(found.values()) == {1}


def test_what_is_killed_half_way_has_left_nothing_and_is_made_by_the_next(
    racing_house: House, plans: list[UUID]
) -> None:
    class Killed(Exception):
        pass

    def half(work: UnitOfWork) -> None:
        actions.make_ahead(work)
        raise Killed

    with pytest.raises(Killed):
        alone(racing_house, half)
    assert not standing(racing_house)
    with unit_of_work(racing_house, SYSTEM) as work:
        noted = select(func.count()).select_from(CarePlan).where(CarePlan.visits_made_until.is_not(None))
        assert work.session.scalar(noted) == 0

    alone(racing_house, actions.make_ahead)

    assert len(standing(racing_house)) == PLANS * DAYS


def test_putting_off_and_calling_off_while_the_job_rolls_on(
    racing_house: House, plans: list[UUID], race: Race
) -> None:
    alone(racing_house, actions.make_ahead)
    clock = StoppedClock()
    clock.move(days=3)
    later = replace(racing_house, clock=clock)
    today = local_date(clock.now())
    with unit_of_work(later, SYSTEM) as work:
        rows = work.session.scalars(select(Visit).where(Visit.occurs_on == today + timedelta(days=1))).all()
        ids, organisation_id = [each.id for each in rows], rows[0].organisation_id
    duty = Duty(Role.DISPATCHER, organisation_id=organisation_id)
    planner = Actor(ActorKind.STAFF, duties=(duty,))

    def put_off(visit_id: UUID) -> None:
        with unit_of_work(later, planner) as work:
            actions.reschedule(work, visit_id, day=today + timedelta(days=2))

    def call_off(visit_id: UUID) -> None:
        with unit_of_work(later, planner) as work:
            actions.cancel(work, visit_id, reason=VisitCancellation.OPERATOR)

    follow = [partial(actions.follow_plan, plan_id=plan_id, from_day=today) for plan_id in plans[:5]]
    race(
        [
            *(partial(put_off, visit_id) for visit_id in ids[:5]),
            *(partial(call_off, visit_id) for visit_id in ids[5:10]),
            *(partial(alone, later, act) for act in (actions.make_ahead, actions.make_ahead, *follow)),
        ]
    )
    alone(later, actions.make_ahead)

    found = standing(later)
    assert set(found.values()) == {1}
    assert len(found) == PLANS * (DAYS + 3) - 5
