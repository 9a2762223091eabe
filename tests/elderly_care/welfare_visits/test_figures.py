"""How well a place's elders are called on, in numbers."""

from datetime import date, timedelta
from typing import Any

import pytest

from service.elderly_care.welfare_visits.rules import ContactOutcome, WelfareStatus
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.elderly_care.welfare_visits.conftest import aged
from tests.factories import regions, welfare

FIGURES = "/care/welfare-visits/figures"
BEGAN = at_local(date(2026, 1, 1))


def settled(
    due_on: date, *, late: bool = False, outcome: ContactOutcome = ContactOutcome.MET
) -> dict[str, Any]:
    due_at = at_local(due_on + timedelta(days=1))
    at = due_at + timedelta(hours=1 if late else -9)
    return {
        "begins_at": at_local(due_on - timedelta(days=20)),
        "due_at": due_at,
        "status": WelfareStatus.DONE,
        "outcome": outcome,
        "settled_at": at,
        "closed_at": at,
    }


@pytest.fixture
def february(work: UnitOfWork, elder: Resident) -> None:
    """Of the grid: one in time, one late, one declined, one open; and what belongs to other months or was dropped."""
    second, third, fourth = (aged(work) for _ in range(3))
    welfare.visit(work, elder, **settled(date(2026, 2, 1)))
    welfare.visit(work, elder, **settled(date(2026, 2, 28), late=True) | {"begins_at": BEGAN})
    welfare.visit(work, second, **settled(date(2026, 2, 10), outcome=ContactOutcome.REFUSED))
    welfare.visit(work, third, begins_at=BEGAN, due_at=at_local(date(2026, 2, 21)))
    welfare.visit(work, fourth, **settled(date(2026, 1, 31)))
    welfare.visit(work, fourth, **settled(date(2026, 3, 1)))
    welfare.visit(
        work,
        fourth,
        begins_at=BEGAN,
        due_at=at_local(date(2026, 2, 20)),
        status=WelfareStatus.DROPPED,
        closed_at=work.now,
    )


def counted(client: ApiClient, region_code: str, month: str = "2026-02") -> dict[str, Any]:
    answered = client.get(f"{FIGURES}?region_code={region_code}&month={month}")
    assert answered.status_code == 200, answered.json
    return dict(answered.json)


@pytest.mark.usefixtures("february")
def test_a_visit_belongs_to_the_month_of_its_last_day(street: ApiClient, grid: ApiClient) -> None:
    whole = counted(street, regions.COMMUNITY)
    [part] = [each for each in whole["by_region"] if each["key"] == regions.GRID]

    assert whole["is_exact"]
    numbers = {
        name: whole["total"][name]
        for name in ("due", "done", "late", "refused", "overdue", "elders", "elders_met")
    }
    assert numbers == {
        "due": 4,
        "done": 2,
        "late": 1,
        "refused": 1,
        "overdue": 1,
        "elders": 3,
        "elders_met": 1,
    }
    assert {name: part[name] for name in numbers} == numbers
    assert (part["name_zh"], counted(grid, regions.GRID)["total"]["due"]) == ("第一网格", 4)
    assert [
        counted(street, regions.COMMUNITY, month)["total"]["due"] for month in ("2026-01", "2026-03")
    ] == [1, 1]


@pytest.mark.usefixtures("february")
def test_small_figures_are_hidden_from_who_has_no_duty_there(
    work: UnitOfWork, other_worker: ApiClient, as_elder: ApiClient
) -> None:
    for _ in range(3):
        welfare.visit(work, aged(work), **settled(date(2026, 2, 15)))

    for stranger in (other_worker, as_elder):
        seen = counted(stranger, regions.STREET)
        assert not seen["is_exact"]
        assert (seen["total"]["due"], seen["total"]["done"], seen["total"]["late"]) == (5, 5, None)
        assert counted(stranger, regions.COMMUNITY)["by_region"] == []
        for part in seen["by_region"]:
            assert all(part[name] is None or part[name] % 5 == 0 for name in ("due", "done", "elders"))


def test_below_the_community_there_are_figures_only_for_who_serves_it(
    other_worker: ApiClient, grid: ApiClient, elder: Resident
) -> None:
    query = f"{FIGURES}?month=2026-02&region_code="

    assert other_worker.get(query + regions.GRID).status_code == 403
    assert grid.get(query + regions.GRID).status_code == 200
    assert grid.get(query + "nowhere").status_code == 404
    assert grid.get(f"{FIGURES}?region_code={regions.GRID}&month=2026-13").status_code == 422
