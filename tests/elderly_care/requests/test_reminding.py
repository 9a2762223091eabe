"""Care may begin before its assessment; when that does not follow in time, somebody is reminded."""

from datetime import date

import pytest
from sqlalchemy import select

from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.models import Resident
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, care, regions, residents
from tests.factories.assessments import assessment
from tests.factories.care_requests import request

REMIND = "elderly_care.requests.tell_of_missing_assessments"
# A Tuesday; the clock starts on Monday, 2 March.
BY = date(2026, 3, 3)


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return residents.resident(work)


@pytest.fixture(autouse=True)
def community_and_street(work: UnitOfWork, elder: Resident) -> None:
    accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY, functions=[Function.CARE])
    accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])


def served(work: UnitOfWork, elder: Resident, **columns: object) -> CareRequest:
    return request(work, elder, [care.service(work)], status=RequestStatus.ACTIVE, assess_by=BY, **columns)


def each_day(work: UnitOfWork, timetable: Timetable, clock: StoppedClock) -> list[tuple[date, str]]:
    """Who hears what on which day, two weeks long."""
    for _ in range(14):
        timetable.run(REMIND)
        timetable.deliver()
        clock.move(days=1)
    told = select(InboxMessage).where(InboxMessage.text.like("elderly_care.request_not_assessed%"))
    return [
        (local_date(each.told_at), each.title_en)
        for each in work.session.scalars(told.order_by(InboxMessage.id))
    ]


def test_the_community_hears_the_day_after_and_the_street_a_week_of_work_later_once_each(
    work: UnitOfWork, elder: Resident, timetable: Timetable, clock: StoppedClock
) -> None:
    served(work, elder)

    assert each_day(work, timetable, clock) == [
        (date(2026, 3, 4), "An assessment is overdue"),
        (date(2026, 3, 11), "An assessment is still missing"),
    ]


def test_the_street_is_not_told_of_what_was_mended_after_the_first_reminder(
    work: UnitOfWork, elder: Resident, timetable: Timetable, clock: StoppedClock
) -> None:
    row = served(work, elder)
    clock.move(days=2)
    timetable.run(REMIND)
    work.session.refresh(row)
    row.assessment_id, row.assess_by = assessment(work, elder).id, None
    work.session.flush()

    assert [title for _, title in each_day(work, timetable, clock)] == ["An assessment is overdue"]


@pytest.mark.parametrize("status", [RequestStatus.CLOSED, RequestStatus.WITHDRAWN])
def test_nobody_is_reminded_of_care_that_is_over(
    work: UnitOfWork, elder: Resident, timetable: Timetable, clock: StoppedClock, status: RequestStatus
) -> None:
    row = served(work, elder)
    row.status = status
    work.session.flush()

    assert each_day(work, timetable, clock) == []


def test_the_text_names_nobody_in_full_and_says_until_when(
    work: UnitOfWork, elder: Resident, timetable: Timetable, clock: StoppedClock
) -> None:
    served(work, elder)
    each_day(work, timetable, clock)

    first = work.session.scalars(select(InboxMessage).order_by(InboxMessage.id)).first()

    assert first is not None
    assert elder.name not in first.body_zh
    assert "陈**" in first.body_zh
    assert "03 Mar 2026" in first.body_en
