"""Prepared lists: the same rows as an ordinary question would give, each once and in order, whatever is asked for."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import DateTime, String, bindparam, delete, func, insert, select

from service.kit import lists
from service.kit.errors import InvalidInput
from service.kit.jobs import JobRun
from service.kit.lists import PreparedList, Way
from service.kit.work import UnitOfWork

START = datetime(2026, 3, 2, tzinfo=UTC)
HOURS = [START + timedelta(hours=hour) for hour in range(4)]
JOBS = [f"{letter}{number}" for letter in "abc" for number in range(4)]
LIST = PreparedList(
    select(JobRun.ran_at, JobRun.job, JobRun.slot),
    conditions={
        "since": JobRun.ran_at >= bindparam("since"),
        "job": JobRun.job == bindparam("job"),
    },
    ways={
        "hours": Way(
            JobRun.ran_at, select(func.unnest(lists.given("hours", DateTime(timezone=True))).label("at"))
        ),
        "jobs": Way(JobRun.job, select(func.unnest(lists.given("jobs", String())).label("name"))),
    },
    narrowing=frozenset({"job"}),
    by=(JobRun.ran_at, JobRun.job),
    descending=True,
)
wishes = st.fixed_dictionaries(
    {},
    optional={
        "since": st.sampled_from(HOURS),
        "job": st.sampled_from(JOBS),
        "hours": st.lists(st.sampled_from(HOURS), max_size=3),
        "jobs": st.lists(st.sampled_from(JOBS), max_size=6),
    },
)


def is_wished(values: Mapping[str, Any], ran_at: datetime, job: str) -> bool:
    ways = [name for name in ("hours", "jobs") if name in values]
    is_seen = ran_at in values.get("hours", ()) or job in values.get("jobs", ())
    return (is_seen or not ways) and ran_at >= values.get("since", START) and job == values.get("job", job)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(
    noted=st.dictionaries(st.sampled_from(JOBS), st.sampled_from(HOURS)),
    limit=st.integers(1, 4),
    values=wishes,
)
def test_walking_a_prepared_list_meets_what_is_wished_once_and_in_order(
    work: UnitOfWork, noted: dict[str, datetime], limit: int, values: dict[str, Any]
) -> None:
    work.session.execute(delete(JobRun))
    if noted:
        rows = [{"job": job, "slot": START, "ran_at": ran_at} for job, ran_at in noted.items()]
        work.session.execute(insert(JobRun), rows)

    walked, cursor = [], None
    while True:
        found = LIST.page(work, values, cursor=cursor, limit=limit)
        assert len(found.items) <= limit
        walked += [(row.ran_at, row.job) for row in found.items]
        cursor = found.next_cursor
        if cursor is None:
            break

    wished = [(ran_at, job) for job, ran_at in noted.items() if is_wished(values, ran_at, job)]
    assert walked == sorted(wished, reverse=True)


def test_a_cursor_that_is_not_ours_is_refused(work: UnitOfWork) -> None:
    with pytest.raises(InvalidInput):
        LIST.page(work, {}, cursor="made-up")
