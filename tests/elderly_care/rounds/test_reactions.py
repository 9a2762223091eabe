"""Rounds come and go with the visits that they serve."""

from datetime import timedelta

from sqlalchemy import select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.catalogue.models import CareService
from service.elderly_care.providers.models import Contract
from service.elderly_care.rounds import actions
from service.elderly_care.visits.actions import assign_round
from service.elderly_care.visits.messages import VisitsMade
from service.elderly_care.visits.models import CaregiverGrain, Round, Visit
from service.elderly_care.visits.rules import RoundStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.elderly_care.rounds.conftest import eaters


def test_visits_that_are_made_join_the_rounds_of_their_days_by_themselves(
    work: UnitOfWork, contract: Contract, meals: CareService, carer: Caregiver, timetable: Timetable
) -> None:
    days = [local_date(work.now) + timedelta(days=number) for number in (1, 2, 3)]
    people = eaters(work, contract, meals, 2)
    visits = [each.visit(work, on=day) for day in days for each in people]
    given_already = eaters(work, contract, meals, 1)[0].visit(work, carer)

    for _ in range(2):
        work.announce(VisitsMade(visit_ids=[each.id for each in [*visits, given_already]]))
        timetable.deliver()
    work.session.expire_all()

    rounds = work.session.scalars(select(Round).order_by(Round.starts_at)).all()
    assert [local_date(each.starts_at) for each in rounds] == days
    assert [each.round_id for each in visits] == [each.id for each in rounds for _ in people]
    assert given_already.round_id is None


def test_a_lunch_that_is_put_off_joins_the_round_of_its_new_day(
    work: UnitOfWork, lunches: list[Visit], dispatcher: ApiClient, timetable: Timetable
) -> None:
    actions.join(work, [each.id for each in lunches])
    day = local_date(work.now) + timedelta(days=4)

    moved = dispatcher.post(f"/care/visits/{lunches[0].id}/reschedule", {"day": day.isoformat()})
    timetable.deliver()

    made = work.session.get_one(Visit, moved.json["id"], populate_existing=True)
    assert local_date(work.session.get_one(Round, made.round_id).starts_at) == day


def test_a_round_that_nobody_needs_any_more_takes_nobodys_time(
    work: UnitOfWork, lunches: list[Visit], carer: Caregiver, dispatcher: ApiClient, timetable: Timetable
) -> None:
    actions.join(work, [each.id for each in lunches])
    row = work.session.get_one(Round, lunches[0].round_id)
    assign_round(work, row, [carer.id])
    work.session.flush()

    def call_off(visit: Visit) -> int:
        answer = dispatcher.post(f"/care/visits/{visit.id}/cancel", {"reason": "operator"})
        timetable.deliver()
        work.session.expire_all()
        assert answer.status_code == 200, answer.json
        return len(work.session.scalars(select(CaregiverGrain)).all())

    held = [call_off(each) for each in lunches]

    assert held == [6, 6, 6, 0]
    assert row.status is RoundStatus.CANCELLED


def test_what_plans_ask_for_comes_in_one_round_a_day(
    work: UnitOfWork, contract: Contract, meals: CareService, timetable: Timetable
) -> None:
    first, second, third = eaters(work, contract, meals, 3)

    timetable.run("elderly_care.visits.make_visits_ahead")
    for _ in range(4):
        timetable.deliver()
    rounds = work.session.scalars(select(Round).order_by(Round.starts_at)).all()
    served = {
        each.id: {
            visit.elder_id for visit in work.session.scalars(select(Visit).where(Visit.round_id == each.id))
        }
        for each in rounds
    }

    days = [local_date(each.starts_at) for each in rounds]
    assert days == [local_date(work.now) + timedelta(days=number) for number in range(29)]
    assert all(each == {first.elder.id, second.elder.id, third.elder.id} for each in served.values())
