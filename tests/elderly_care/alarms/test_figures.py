"""Figures of alarms: exact for who serves the place; nobody else learns of a single one."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from service.elderly_care.alarms.models import CareAlarm
from service.elderly_care.alarms.rules import AlarmKind, AlarmOutcome, AlarmStatus
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.elderly_care.alarms.conftest import Town
from tests.factories import accounts, alarms, regions, residents

WHEN = "from=2026-03-01&to=2026-03-31"


def closed(
    work: UnitOfWork, minutes: float, outcome: AlarmOutcome = AlarmOutcome.FALSE_ALARM, **other: Any
) -> CareAlarm:
    """An alarm that was answered after so many minutes, and closed."""
    made = alarms.alarm(work, residents.resident(work, regions.COMMUNITY), **other)
    made.answered_at = made.acknowledged_at = made.raised_at + timedelta(minutes=minutes)
    made.status, made.outcome, made.closed_at, made.next_step_at = (
        AlarmStatus.CLOSED,
        outcome,
        made.answered_at,
        None,
    )
    work.session.flush()
    return made


@pytest.fixture
def march(work: UnitOfWork, town: Town) -> None:
    """Seven falls, four of them false; three people unwell; one alarm rings; one is of another month."""
    for minutes in (1, 2, 3, 4):
        closed(work, minutes)
    for minutes in (5, 6, 60):
        closed(work, minutes, AlarmOutcome.AMBULANCE)
    for _ in range(3):
        closed(work, 2, kind=AlarmKind.UNWELL)
    alarms.alarm(work, town.elder, AlarmKind.MISSING)
    old = closed(work, 9)
    old.raised_at -= timedelta(days=2)
    work.session.flush()


def figures(client: ApiClient, region_code: str = regions.COMMUNITY, when: str = WHEN) -> dict[str, Any]:
    answer = client.get(f"/care/alarms/figures?region_code={region_code}&{when}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json
    return told


def part(told: dict[str, Any], by: str, key: str) -> tuple[Any, Any, Any]:
    found = next(each for each in told[by] if each["key"] == key)
    return found["count"], found["false_alarms"], found["median_minutes_to_answer"]


@pytest.mark.usefixtures("march")
def test_who_serves_the_place_sees_them_as_they_are(as_worker: ApiClient) -> None:
    told = figures(as_worker)

    assert told["is_exact"] is True
    assert (told["total"]["count"], told["total"]["false_alarms"]) == (11, 7)
    assert part(told, "by_kind", "fall") == (7, 4, 4.0)
    assert part(told, "by_kind", "unwell") == (3, 3, 2.0)
    assert part(told, "by_kind", "missing") == (1, 0, None)
    assert part(told, "by_kind", "door_shut") == (0, 0, None)
    assert part(told, "by_outcome", "ambulance") == (3, 0, 6.0)
    assert part(told, "by_outcome", "false_alarm")[:2] == (7, 7)


@pytest.mark.usefixtures("march")
def test_others_see_no_small_ones_and_round_numbers(
    other_worker: ApiClient, as_elder: ApiClient, dispatcher: ApiClient
) -> None:
    for client in (other_worker, as_elder, dispatcher):
        told = figures(client)

        assert told["is_exact"] is False
        assert (told["total"]["count"], told["total"]["false_alarms"]) == (10, 5)
        assert part(told, "by_kind", "fall") == (5, None, 4.0)
        assert part(told, "by_kind", "unwell") == (None, None, None)
        assert part(told, "by_kind", "door_shut") == (None, None, None)
        assert part(told, "by_outcome", "ambulance") == (None, None, None)


@pytest.mark.usefixtures("march")
def test_a_grid_is_too_small_for_others(as_worker: ApiClient, other_worker: ApiClient) -> None:
    path = f"/care/alarms/figures?region_code={regions.GRID}&{WHEN}"

    assert as_worker.get(path).json["total"]["count"] == 1
    assert other_worker.get(path).status_code == 403


@pytest.mark.usefixtures("march")
def test_days_are_the_districts_and_both_ends_count(as_worker: ApiClient) -> None:
    assert figures(as_worker, when="from=2026-03-02&to=2026-03-02")["total"]["count"] == 11
    assert figures(as_worker, when="from=2026-02-28&to=2026-03-01")["total"]["count"] == 1
    assert figures(as_worker, when="from=2026-03-03&to=2026-03-03")["total"]["count"] == 0


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"region_code=999&{WHEN}", 404),
        (f"region_code={regions.COMMUNITY}&from=2026-03-02&to=2026-03-01", 422),
        (f"region_code={regions.COMMUNITY}&from=2025-03-01&to=2026-03-02", 422),
        (f"region_code={regions.COMMUNITY}&from=2026-03-01", 422),
        (WHEN, 422),
    ],
)
def test_what_can_not_be_counted_is_refused(as_worker: ApiClient, query: str, status: int) -> None:
    assert as_worker.get(f"/care/alarms/figures?{query}").status_code == status


@pytest.mark.usefixtures("march")
def test_a_newcomer_sees_no_more_than_others(app: Flask, work: UnitOfWork) -> None:
    assert figures(accounts.client_of(app, work, accounts.resident_account(work)))["is_exact"] is False
