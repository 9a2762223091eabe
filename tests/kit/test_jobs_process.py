"""The timetable of who leads: nothing is lost that fell due while nobody did, or that failed."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.kit import jobs, jobs_process
from service.kit.clock import DISTRICT_ZONE
from service.kit.house import House
from service.kit.jobs import DailyAt

START = datetime(2026, 1, 1, tzinfo=DISTRICT_ZONE)
moments = st.timedeltas(timedelta(0), timedelta(days=1500)).map(lambda since: START + since)


@given(now=moments, minute=st.integers(0, 1439))
def test_a_daily_job_is_tried_in_time_and_again_within_minutes(now: datetime, minute: int) -> None:
    schedule = DailyAt(time(minute // 60, minute % 60))
    trigger = jobs_process._trigger(schedule)

    soon = trigger.get_next_fire_time(None, now)
    in_time = schedule.latest(now + timedelta(days=1))
    at_its_time = trigger.get_next_fire_time(None, in_time)

    assert soon - now <= timedelta(minutes=10)
    assert at_its_time == in_time


def test_who_begins_to_lead_tries_every_job_at_once(house: House) -> None:
    scheduler = jobs_process._scheduler(house)

    waiting = scheduler.get_jobs()

    assert {each.id for each in waiting} == {each.name for each in jobs.all_jobs()}
    assert all(each.next_run_time <= datetime.now(DISTRICT_ZONE) for each in waiting)
