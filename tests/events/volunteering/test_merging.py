"""Two records of one person have their minutes together, served once; and each its own when they were two after all."""

import pytest
from sqlalchemy import select

from service.events.volunteering import actions
from service.events.volunteering.models import TimeEntry, VolunteerHours
from service.events.volunteering.rules import EntryKind, HoursStatus
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from service.residents.models import Resident
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.events.volunteering.conftest import Attendance
from tests.factories import residents
from tests.factories.volunteering import balance, claim, hours, used


@pytest.fixture
def twin(work: UnitOfWork, volunteer: Resident) -> Resident:
    return residents.resident(work, name=volunteer.name, birth_on=volunteer.birth_on)


def test_the_minutes_of_both_records_are_spent_as_one(
    work: UnitOfWork, volunteer: Resident, twin: Resident, timetable: Timetable, worker: ApiClient
) -> None:
    hours(work, volunteer, 60)
    hours(work, twin, 100)
    merge = merging.merge(work, volunteer.id, other_id=twin.id)
    timetable.deliver()

    body = {"resident_id": volunteer.id, "minutes": 90, "used_for": "meals"}
    spent = worker.post("/time-bank/uses", body).json["entries"]
    together = balance(work, volunteer.id)
    merging.undo(work, merge.id)
    timetable.deliver()

    assert sorted(each["minutes"] for each in spent) == [30, 60]
    assert together == 70
    assert (balance(work, volunteer.id), balance(work, twin.id)) == (0, 70)


def test_one_attendance_by_two_records_counts_once_and_twice_again_when_they_are_two(
    work: UnitOfWork, volunteer: Resident, twin: Resident, timetable: Timetable, attendance: Attendance
) -> None:
    attendance.tell(volunteer, 60)
    attendance.tell(twin, 60)

    merge = merging.merge(work, volunteer.id, other_id=twin.id)
    timetable.deliver()
    merged = balance(work, volunteer.id)
    statuses = sorted(work.session.scalars(select(VolunteerHours.status)))
    merging.undo(work, merge.id)
    timetable.deliver()

    assert (merged, statuses) == (60, [HoursStatus.COUNTED, HoursStatus.DOUBLED])
    assert (balance(work, volunteer.id), balance(work, twin.id)) == (60, 60)
    assert set(work.session.scalars(select(VolunteerHours.status))) == {HoursStatus.COUNTED}


def test_what_one_record_owes_is_taken_from_the_other_and_given_back_when_they_are_two(
    work: UnitOfWork, volunteer: Resident, twin: Resident, timetable: Timetable
) -> None:
    claim(work, volunteer)
    hours(work, twin, 100)

    merge = merging.merge(work, volunteer.id, other_id=twin.id)
    timetable.deliver()
    merged = actions.read_account(work, volunteer.id)
    merging.undo(work, merge.id)
    timetable.deliver()

    assert (merged.balance_minutes, merged.owed_minutes) == (60, 0)
    assert actions.read_account(work, volunteer.id).owed_minutes == 40
    assert (balance(work, volunteer.id), balance(work, twin.id)) == (0, 100)


def test_what_was_doubled_and_used_is_claimed_and_no_longer_when_they_are_two(
    work: UnitOfWork, volunteer: Resident, twin: Resident, timetable: Timetable, attendance: Attendance
) -> None:
    attendance.tell(volunteer, 60)
    attendance.tell(twin, 60)
    for each in (volunteer, twin):
        used(work, each, 60)

    merge = merging.merge(work, volunteer.id, other_id=twin.id)
    timetable.deliver()
    owed = actions.read_account(work, volunteer.id).owed_minutes
    hours(work, volunteer, 20)
    merging.undo(work, merge.id)
    timetable.deliver()

    assert owed == 60
    assert actions.read_account(work, volunteer.id).owed_minutes == 0
    assert balance(work, volunteer.id) + balance(work, twin.id) == 20


def test_being_told_of_a_merge_again_changes_nothing(
    work: UnitOfWork, volunteer: Resident, twin: Resident, timetable: Timetable, attendance: Attendance
) -> None:
    attendance.tell(volunteer, 60)
    attendance.tell(twin, 60)
    merge = merging.merge(work, volunteer.id, other_id=twin.id)
    timetable.deliver()

    actions.one_person(work, volunteer.id)
    merged = balance(work, volunteer.id)
    merging.undo(work, merge.id)
    timetable.deliver()
    actions.two_people(work, [volunteer.id, twin.id])

    assert merged == 60
    assert (balance(work, volunteer.id), balance(work, twin.id)) == (60, 60)
    kinds = [EntryKind.GRANTED, EntryKind.GRANTED, EntryKind.CORRECTED, EntryKind.RESTORED]
    assert list(work.session.scalars(select(TimeEntry.kind).order_by(TimeEntry.id))) == kinds


def test_an_attendance_that_is_told_anew_before_anybody_heard_that_they_are_two_counts_once(
    work: UnitOfWork, volunteer: Resident, twin: Resident, timetable: Timetable, attendance: Attendance
) -> None:
    attendance.tell(volunteer, 60)
    sign_up = attendance.tell(twin, 60)
    merge = merging.merge(work, volunteer.id, other_id=twin.id)
    timetable.deliver()
    attendance.withdraw(twin, sign_up)

    merging.undo(work, merge.id)
    actions.credit_attendance(
        work,
        activity_id=attendance.activity_id,
        sign_up_id=sign_up,
        resident_id=twin.id,
        minutes=60,
        attended_at=work.now,
        times=2,
    )
    timetable.deliver()

    assert (balance(work, volunteer.id), balance(work, twin.id)) == (60, 60)
