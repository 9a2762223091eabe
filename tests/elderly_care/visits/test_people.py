"""What visits hold about a person: what is to come, the copy, erasure, and two records that become one."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.providers.models import Contract
from service.elderly_care.visits import actions, rules
from service.elderly_care.visits.errors import TooFarToSee
from service.elderly_care.visits.models import ElderGrain, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit import personal
from service.kit.actor import Actor, ActorKind, Duty, Role
from service.kit.clock import at_local, local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from service.residents.merging import actions as merging
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.visits.promises import check_promises
from tests.factories import accounts, care, doors, regions, residents
from tests.factories.cared import Cared, cared


def taken(work: UnitOfWork) -> set[tuple[object, object]]:
    """Whose time is taken by which visit."""
    work.session.flush()
    rows = work.session.execute(select(ElderGrain.elder_id, ElderGrain.visit_id))
    return {(row.elder_id, row.visit_id) for row in rows}


def texts_to(work: UnitOfWork, account_id: UUID) -> list[str]:
    query = select(InboxMessage.text).where(InboxMessage.account_id == account_id)
    return list(work.session.scalars(query.order_by(InboxMessage.id)))


def test_visits_to_come_are_one_matter(app: Flask, work: UnitOfWork, near: Cared, carer: Caregiver) -> None:
    today = local_date(work.now)
    first = near.visit(work, carer, on=today + timedelta(days=1))
    near.visit(work, on=today + timedelta(days=2))
    near.visit(work, on=today - timedelta(days=2), status=VisitStatus.DONE)

    found = [each for each in personal.matters_open_for(work, [near.elder.id]) if "2" in each.what.zh]

    assert [(each.subject, each.at) for each in found] == [(first.id, first.starts_at)]


def test_a_copy_has_every_visit_and_an_erasure_calls_off_what_is_to_come(
    app: Flask, work: UnitOfWork, near: Cared, carer: Caregiver
) -> None:
    today = local_date(work.now)
    past = near.visit(work, carer, on=today - timedelta(days=2), status=VisitStatus.DONE)
    to_come = near.visit(work, carer, on=today + timedelta(days=1))
    [holding] = [each for each in personal.holdings() if each.name == "care_visits"]

    rows = list(holding.rows(work, near.elder.id))
    kept = personal.erase_everywhere(work, near.elder.id)
    work.session.flush()

    assert [row["status"] for row in rows] == ["done", "assigned"]
    assert any("上门服务" in each.what.zh for each in kept)
    work.session.refresh(to_come)
    assert (past.status, to_come.status) == (VisitStatus.DONE, VisitStatus.CANCELLED)
    check_promises(work)


def test_of_two_visits_at_once_under_two_records_one_is_arranged_anew_and_its_planners_are_told_why(
    app: Flask,
    work: UnitOfWork,
    near: Cared,
    contract: Contract,
    operator: Organisation,
    carer: Caregiver,
    colleague: Caregiver,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    planner = accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id)
    twin = cared(work, contract, near.service, place=None)
    at = clock.today_at("09:00", days=1)
    mine, theirs = near.visit(work, carer, starts_at=at), twin.visit(work, colleague, starts_at=at)
    later = twin.visit(work, colleague, on=local_date(at) + timedelta(days=1))

    merge = merging.merge(work, near.elder.id, other_id=twin.elder.id)
    work.session.flush()

    assert taken(work) == {(near.elder.id, mine.id), (near.elder.id, later.id)}
    assert {mine.elder_id, theirs.elder_id, later.elder_id} == {near.elder.id}
    assert (mine.status, theirs.status, theirs.starts_at) == (VisitStatus.ASSIGNED, VisitStatus.PLANNED, None)
    check_promises(work)
    timetable.deliver()
    assert texts_to(work, planner.id) == ["elderly_care.visit_given_back"]
    assert texts_to(work, colleague.account_id) == ["elderly_care.visit_taken_back"]
    assert texts_to(work, carer.account_id) == []

    merging.undo(work, merge.id)
    work.session.flush()

    assert taken(work) == {(near.elder.id, mine.id), (twin.elder.id, later.id)}
    assert theirs.elder_id == twin.elder.id
    check_promises(work)


def test_a_visit_that_has_begun_stands_whichever_record_goes(
    app: Flask,
    work: UnitOfWork,
    near: Cared,
    contract: Contract,
    carer: Caregiver,
    colleague: Caregiver,
    clock: StoppedClock,
) -> None:
    twin = cared(work, contract, near.service, place=None)
    today, at = local_date(work.now), clock.today_at("09:00")
    mine = near.visit(work, carer, on=today, starts_at=at)
    theirs = twin.visit(work, colleague, on=today, starts_at=at, status=VisitStatus.IN_PROGRESS)

    merging.merge(work, near.elder.id, other_id=twin.elder.id)
    work.session.flush()

    assert taken(work) == {(near.elder.id, theirs.id)}
    assert (mine.status, theirs.status) == (VisitStatus.PLANNED, VisitStatus.IN_PROGRESS)


def test_of_two_records_in_two_communities_care_follows_the_one_that_stays(
    app: Flask, work: UnitOfWork, near: Cared, contract: Contract, timetable: Timetable
) -> None:
    elsewhere = residents.resident(work, regions.SECOND_COMMUNITY)
    doors.door(work, elsewhere)
    twin = cared(work, contract, care.service(work), elder=elsewhere)
    visit = twin.visit(work)

    merge = merging.merge(work, near.elder.id, other_id=elsewhere.id)
    timetable.deliver()
    work.session.expire_all()
    assert (twin.plan.region_code, visit.region_code) == (regions.COMMUNITY, regions.COMMUNITY)

    merging.undo(work, merge.id)
    timetable.deliver()
    work.session.expire_all()
    assert (twin.plan.region_code, visit.region_code) == (regions.SECOND_COMMUNITY,) * 2


def test_what_was_arranged_while_two_records_were_one_parts_with_them(
    app: Flask, work: UnitOfWork, near: Cared, contract: Contract, carer: Caregiver, clock: StoppedClock
) -> None:
    twin = cared(work, contract, near.service, place=None)
    theirs = twin.visit(work, carer, starts_at=clock.today_at("09:00", days=1))
    merge = merging.merge(work, near.elder.id, other_id=twin.elder.id)
    work.session.flush()
    _move(work, theirs, clock.today_at("14:00", days=1))
    mine = near.visit(work, carer, starts_at=clock.today_at("09:00", days=1))

    merging.undo(work, merge.id)
    work.session.flush()

    assert taken(work) == {(twin.elder.id, theirs.id), (near.elder.id, mine.id)}
    check_promises(work, exactly=False)


def _move(work: UnitOfWork, visit: Visit, starts_at: datetime) -> None:
    actor, duty = work.actor, Duty(Role.DISPATCHER, organisation_id=visit.organisation_id)
    work.actor = Actor(ActorKind.STAFF, duties=(duty,))
    actions.change(work, visit.id, {"starts_at": starts_at})
    work.session.flush()
    work.actor = actor


@pytest.mark.parametrize(
    ("hours", "is_open"), [(-15.1, False), (-15, True), (0, True), (14.9, True), (15, False)]
)
def test_a_door_is_open_from_the_evening_before_until_the_day_is_over(hours: float, is_open: bool) -> None:
    """A visit at nine in the morning, seen from hours around it."""
    starts_at = at_local(date(2026, 3, 3)) + timedelta(hours=9)
    seen = starts_at + timedelta(hours=hours)

    assert rules.is_door_open(starts_at, starts_at + timedelta(hours=1), seen, from_hour=18) is is_open


def test_a_visit_over_midnight_opens_the_evening_before_it_begins_and_closes_with_its_last_day() -> None:
    starts_at = at_local(date(2026, 3, 3)) + timedelta(hours=23)
    ends_at = starts_at + timedelta(hours=2)

    def is_open(at: datetime) -> bool:
        return rules.is_door_open(starts_at, ends_at, at, from_hour=18)

    assert not is_open(at_local(date(2026, 3, 2)) + timedelta(hours=17, minutes=59))
    assert is_open(at_local(date(2026, 3, 2)) + timedelta(hours=18))
    assert is_open(ends_at + timedelta(hours=5))
    assert not is_open(at_local(date(2026, 3, 5)))


def test_days_to_see_are_today_and_six_more_or_as_many_of_the_past() -> None:
    today = date(2026, 2, 27)
    week = (today, date(2026, 3, 5))

    assert rules.days_to_see(None, None, today, ahead=7) == week
    assert rules.days_to_see(date(2026, 3, 3), None, today, ahead=7) == (date(2026, 3, 3), week[1])
    assert rules.days_to_see(date(2026, 1, 1), None, today, ahead=7)[1] == date(2026, 1, 7)
    assert rules.days_to_see(None, date(2026, 2, 20), today, ahead=7) == (date(2026, 2, 20),) * 2
    for first, last in ((None, date(2026, 3, 6)), (date(2026, 2, 20), today), (today, date(2026, 2, 26))):
        with pytest.raises(TooFarToSee):
            rules.days_to_see(first, last, today, ahead=7)
