"""Keyset pages: every row once, in order, whatever the page size; cursors only we can make."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from service.kit.errors import InvalidInput
from service.kit.jobs import JobRun
from service.kit.pages import page
from service.kit.work import UnitOfWork
from tests.client import ApiClient

START = datetime(2026, 3, 2, tzinfo=UTC)
BY = (JobRun.ran_at, JobRun.job)
runs = st.lists(
    st.tuples(st.integers(0, 3), st.text("abc", min_size=1, max_size=3)), unique=True, max_size=12
)


def keep(work: UnitOfWork, noted: list[tuple[int, str]]) -> None:
    """Rows whose first sort column repeats."""
    work.session.execute(delete(JobRun))
    rows = [
        {"job": f"{name}{number}", "slot": START, "ran_at": START + timedelta(hours=hour)}
        for number, (hour, name) in enumerate(noted)
    ]
    if rows:
        work.session.execute(insert(JobRun), rows)


def walk(work: UnitOfWork, limit: int, descending: bool) -> list[tuple[datetime, str]]:
    walked, cursor = [], None
    while True:
        found = page(work, select(JobRun), by=BY, cursor=cursor, limit=limit, descending=descending)
        assert len(found.items) <= limit
        walked += [(run.ran_at, run.job) for run in found.items]
        cursor = found.next_cursor
        if cursor is None:
            return walked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(noted=runs, limit=st.integers(1, 5), descending=st.booleans())
def test_walking_the_pages_meets_every_row_once_and_in_order(
    work: UnitOfWork, noted: list[tuple[int, str]], limit: int, descending: bool
) -> None:
    keep(work, noted)

    walked = walk(work, limit, descending)

    everything = work.session.execute(select(JobRun.ran_at, JobRun.job)).all()
    assert walked == sorted((tuple(row) for row in everything), reverse=descending)


def test_rows_that_come_or_go_do_not_shift_the_next_page(work: UnitOfWork) -> None:
    keep(work, [(hour, "a") for hour in range(4)])
    first = page(work, select(JobRun), by=BY, limit=2)

    work.session.execute(delete(JobRun).where(JobRun.ran_at == START))
    work.session.execute(insert(JobRun).values(job="early", slot=START, ran_at=START + timedelta(minutes=1)))
    second = page(work, select(JobRun), by=BY, limit=2, cursor=first.next_cursor)

    assert [run.ran_at for run in second.items] == [START + timedelta(hours=hour) for hour in (2, 3)]


def test_a_page_that_is_just_full_is_the_last(work: UnitOfWork) -> None:
    keep(work, [(1, "a"), (2, "b")])

    assert page(work, select(JobRun), by=BY, limit=2).next_cursor is None


def test_a_cursor_of_another_list_is_not_ours(work: UnitOfWork) -> None:
    keep(work, [(1, "a"), (2, "b")])
    cursor = page(work, select(JobRun), by=BY, limit=1).next_cursor

    with pytest.raises(InvalidInput):
        page(work, select(JobRun), by=(JobRun.job,), cursor=cursor, limit=1)


@pytest.mark.parametrize("forged", ["", "x", "W10.abc", "a" * 1001, "汉"])
def test_a_forged_cursor_is_refused_by_name(ada: ApiClient, forged: str) -> None:
    answer = ada.get("/probes", query_string={"cursor": forged})

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["cursor"]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", "9" * 12])
def test_no_list_is_unbounded(ada: ApiClient, limit: str) -> None:
    answer = ada.get("/probes", query_string={"limit": limit})

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["limit"]


def test_a_list_is_walked_over_http(ada: ApiClient) -> None:
    for number in range(5):
        ada.post("/probes", {"label": f"probe {number}"})

    seen, cursor = [], ""
    for _ in range(3):
        answer = ada.get(f"/probes?limit=2{cursor}").json
        seen += [item["id"] for item in answer["items"]]
        cursor = f"&cursor={answer['next_cursor']}"

    assert len(set(seen)) == len(seen) == 5
    assert answer["next_cursor"] is None
