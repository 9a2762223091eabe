"""Hours are credited once, within the caps, to who is old enough; and noted by who may."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from service.events.volunteering import actions, queries
from service.events.volunteering.models import TimeAccount, VolunteerHours
from service.kit.actor import Function, Role
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from service.residents.messages import ResidentDied
from service.residents.models import Resident
from service.residents.privacy import actions as privacy
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.events.volunteering.conftest import Attendance, Speak, balance
from tests.factories import activities, organisations, regions, residents
from tests.factories.volunteering import balance as balance_now
from tests.factories.volunteering import hours

HOURS = {"served_on": "2026-03-01", "minutes": 120, "service": "陪独居老人散步"}


def test_an_attendance_is_credited_once_however_often_it_is_told(
    worker: ApiClient, volunteer: Resident, attendance: Attendance
) -> None:
    sign_up = attendance.tell(volunteer, 120)
    attendance.tell(volunteer, 120, sign_up_id=sign_up)
    attendance.tell(volunteer, 120)

    assert balance(worker, volunteer) == 120
    assert len(worker.get(f"/volunteer-hours?activity_id={attendance.activity_id}").json["items"]) == 1


def test_an_attendance_that_was_corrected_is_credited_with_what_was_told_last(
    worker: ApiClient, volunteer: Resident, attendance: Attendance
) -> None:
    sign_up = attendance.tell(volunteer, 120)
    attendance.withdraw(volunteer, sign_up)
    withdrawn = balance(worker, volunteer)

    attendance.tell(volunteer, 90, sign_up_id=sign_up, times=2)

    assert (withdrawn, balance(worker, volunteer)) == (0, 90)


def test_the_order_in_which_it_is_told_makes_no_difference(
    worker: ApiClient, volunteer: Resident, attendance: Attendance
) -> None:
    sign_up = attendance.tell(volunteer, 90, sign_up_id=uuid4(), times=2)
    attendance.withdraw(volunteer, sign_up, times=1)
    attendance.tell(volunteer, 120, sign_up_id=sign_up, times=1)
    known = balance(worker, volunteer)

    other = uuid4()
    attendance.begin_another()
    attendance.withdraw(volunteer, other, times=1)
    attendance.tell(volunteer, 120, sign_up_id=other, times=1)
    never = balance(worker, volunteer)
    attendance.tell(volunteer, 60, sign_up_id=other, times=2)

    assert (known, never, balance(worker, volunteer)) == (90, 90, 150)


def test_a_newer_telling_that_comes_before_the_withdrawal_takes_the_former_back(
    worker: ApiClient, volunteer: Resident, attendance: Attendance
) -> None:
    sign_up = attendance.tell(volunteer, 120)
    attendance.tell(volunteer, 90, sign_up_id=sign_up, times=2)
    attendance.withdraw(volunteer, sign_up, times=1)

    assert balance(worker, volunteer) == 90


def test_a_day_and_a_month_have_their_caps_in_the_districts_zone(
    work: UnitOfWork, volunteer: Resident, clock: StoppedClock, attendance: Attendance
) -> None:
    clock.move_to(at_local(date(2026, 4, 5)))
    work.now = clock.now()
    attendance.tell(volunteer, 300, attended_at=at_local(date(2026, 3, 31)) + timedelta(hours=21))

    for _ in range(3):
        hours(work, volunteer, 200, date(2026, 3, 31))
    told = [
        (f"{each.served_on}", each.minutes, each.credited, each.withheld)
        for each in queries.every_hours_of(work, volunteer.id)
    ]

    assert told == [
        ("2026-03-31", 180, 180, None),
        ("2026-03-31", 200, 200, None),
        ("2026-03-31", 200, 100, "day"),
        ("2026-03-31", 200, 0, "day"),
        ("2026-04-01", 120, 120, None),
    ]
    assert actions.read_account(work, volunteer.id).left_this_month_minutes == 3_600 - 120


def test_a_month_is_full_however_many_days_it_has_left(
    work: UnitOfWork, volunteer: Resident, clock: StoppedClock
) -> None:
    clock.move_to(at_local(date(2026, 3, 31)) + timedelta(hours=9))
    work.now = clock.now()
    for day in range(10, 17):
        hours(work, volunteer, 480, date(2026, 3, day))

    last = hours(work, volunteer, 480, date(2026, 3, 31))
    before = hours(work, volunteer, 60, date(2026, 2, 28))

    assert (last.credited, last.withheld) == (240, "month")
    assert before.credited == 60
    assert actions.read_account(work, volunteer.id).left_today_minutes == 0


def test_what_was_reversed_leaves_its_room_to_others(
    work: UnitOfWork, volunteer: Resident, worker: ApiClient
) -> None:
    first = hours(work, volunteer, 480)
    worker.post(f"/volunteer-hours/{first.id}/reverse", {"reason": "记错人"})

    assert hours(work, volunteer, 300).credited == 300


@pytest.mark.parametrize(
    ("born", "credited", "withheld"), [(date(2012, 3, 3), 0, "too_young"), (date(2012, 3, 2), 60, None)]
)
def test_children_have_hours_on_record_that_are_not_credited(
    worker: ApiClient, work: UnitOfWork, born: date, credited: int, withheld: str | None
) -> None:
    child = residents.resident(work, name="沈乐乐", birth_on=born)

    noted = worker.post(
        "/volunteer-hours", HOURS | {"resident_id": child.id, "served_on": "2026-03-02", "minutes": 60}
    )

    assert (noted.json["credited"], noted.json["withheld"]) == (credited, withheld)


def test_who_lives_nowhere_in_the_district_is_on_record_only(
    work: UnitOfWork, attendance: Attendance
) -> None:
    guest = residents.resident(work, region_code=None)

    attendance.tell(guest, 60)

    row = work.session.scalars(select(VolunteerHours)).one()
    assert (row.minutes, row.credited, row.withheld) == (60, 0, "no_home")


def test_an_attendance_told_late_is_credited_to_who_the_record_is_now(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident, attendance: Attendance, timetable: Timetable
) -> None:
    twin = residents.resident(work, name="沈国强")
    merging.merge(work, volunteer.id, other_id=twin.id)
    timetable.deliver()

    attendance.tell(twin, 60)

    assert balance(worker, volunteer) == 60


def test_who_has_died_is_credited_for_what_they_served_before(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident, attendance: Attendance
) -> None:
    volunteer.status = ResidentStatus.DECEASED
    work.session.flush()

    attendance.tell(volunteer, 60)

    assert balance(worker, volunteer) == 60


def test_who_was_erased_gets_no_hours_any_more(
    work: UnitOfWork, volunteer: Resident, attendance: Attendance
) -> None:
    asked = privacy.erase(work, volunteer, reason="本人书面申请")
    privacy.erase(work, volunteer, reason="本人书面申请", confirmation=asked.confirmation)

    attendance.tell(volunteer, 60)

    assert work.session.scalars(select(VolunteerHours)).all() == []


@pytest.mark.parametrize("on", ["2026-03-03", "2026-01-29"])
def test_hours_are_noted_within_a_month_and_never_ahead(
    worker: ApiClient, volunteer: Resident, on: str
) -> None:
    answer = worker.post("/volunteer-hours", HOURS | {"resident_id": volunteer.id, "served_on": on})

    assert (answer.status_code, answer.json["code"]) == (422, "impossible_service_day")


def test_hours_are_noted_for_verified_residents_of_ones_community(
    worker: ApiClient, as_staff: Speak, work: UnitOfWork, volunteer: Resident
) -> None:
    there = residents.resident(work, regions.OTHER_COMMUNITY)
    waiting = residents.resident(work, status=ResidentStatus.PENDING)
    asked = HOURS | {"resident_id": volunteer.id}
    of_rooms = as_staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.ROOMS])
    street = as_staff(Role.STREET_STAFF, regions.STREET)

    assert worker.post("/volunteer-hours", HOURS | {"resident_id": there.id}).json["code"] == "out_of_scope"
    assert (
        worker.post("/volunteer-hours", HOURS | {"resident_id": waiting.id}).json["code"] == "not_living_here"
    )
    assert worker.post("/volunteer-hours", HOURS | {"resident_id": uuid4()}).status_code == 404
    assert [each.post("/volunteer-hours", asked).status_code for each in (of_rooms, street)] == [403, 403]
    assert worker.post("/volunteer-hours", asked).status_code == 201


def test_hours_may_be_served_for_an_organisation_that_there_is(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident
) -> None:
    asked = HOURS | {"resident_id": volunteer.id}
    society = organisations.organisation(work)

    served = worker.post("/volunteer-hours", asked | {"organisation_id": society.id})
    nobody = worker.post("/volunteer-hours", asked | {"organisation_id": uuid4()})

    assert served.json["organisation_id"] == str(society.id)
    assert (nobody.status_code, nobody.json["code"]) == (422, "no_such_organisation")


def test_nobody_has_an_account_who_never_served(
    work: UnitOfWork, volunteer: Resident, timetable: Timetable
) -> None:
    twin = residents.resident(work, name="沈国强")
    merging.merge(work, volunteer.id, other_id=twin.id)
    work.announce(ResidentDied(resident_id=volunteer.id))
    timetable.deliver()

    assert work.session.scalars(select(TimeAccount).where(TimeAccount.kind == "person")).all() == []


def test_a_short_activity_is_not_credited_on_days_after_it(
    worker: ApiClient, volunteer: Resident, attendance: Attendance
) -> None:
    begins = at_local(date(2026, 3, 1)) + timedelta(hours=14)

    attendance.tell(volunteer, 1440, attended_at=begins, ended_at=begins + timedelta(hours=2))

    noted = worker.get(f"/volunteer-hours?activity_id={attendance.activity_id}").json["items"]
    assert [(each["served_on"], each["minutes"], each["credited"]) for each in noted] == [
        ("2026-03-01", 1440, 480)
    ]
    assert balance(worker, volunteer) == 480


def test_who_was_at_an_activity_of_voluntary_work_is_credited_when_it_is_over(
    worker: ApiClient, work: UnitOfWork, volunteer: Resident, clock: StoppedClock, timetable: Timetable
) -> None:
    going = activities.activity(work, work.now + timedelta(minutes=20), volunteer_minutes=90)
    activities.attended(work, volunteer, going)
    clock.move(minutes=150)
    work.now = clock.now()

    for _ in range(2):
        for job in ("complete", "tell_attendance"):
            timetable.run(f"events.activities.{job}")
        timetable.deliver()
        clock.move(minutes=1)

    [told] = queries.every_hours_of(work, volunteer.id)
    assert (told.activity_id, told.credited, told.served_on) == (going.id, 90, date(2026, 3, 2))
    assert balance_now(work, volunteer.id) == 90
