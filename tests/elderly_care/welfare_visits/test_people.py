"""What is open, copied, forgotten and dropped of a person's visits."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from service.elderly_care.welfare_visits import actions
from service.elderly_care.welfare_visits.models import WelfareContact, WelfareElder, WelfareVisit
from service.kit import personal
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.elderly_care.welfare_visits.conftest import due, every_visit, path_of
from tests.factories import welfare
from tests.factories.welfare import ALL_FINE, MET

WORRIED = [*ALL_FINE[1:], {"area": "health", "concern": "attention", "words": "膝盖疼"}]


def holding(work: UnitOfWork, name: str, elder: Resident) -> list[dict[str, Any]]:
    [found] = [each for each in personal.holdings() if each.name == name]
    return [dict(row) for row in found.rows(work, elder.id)]


def test_a_visit_that_is_due_stands_on_the_walk_of_the_grid(work: UnitOfWork, elder: Resident) -> None:
    visit = welfare.visit(work, elder)

    [matter] = personal.matters_open_for(work, [elder.id])

    assert (matter.what.zh, matter.at, matter.subject) == ("探访关爱（重点）", visit.due_at, visit.id)


def test_the_copy_has_everything_and_an_erasure_leaves_that_it_was_in_time(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    raised = {"grade": "high", "reason": "老伴住院", "until": "2026-04-30"}
    grid.post(f"/care/welfare-elders/{elder.id}/grade", raised)
    grid.post(path_of(due(work, elder)), {"way": "phone", "outcome": "not_met"})
    visit = due(work, elder)
    visit.begins_at -= timedelta(days=1)
    work.session.flush()
    grid.post(path_of(visit), MET | {"findings": WORRIED, "at": work.now - timedelta(hours=1)})
    work.session.expire_all()

    copied = holding(work, "care_welfare_visits", elder)
    [settled] = holding(work, "care_welfare_elders", elder)
    kept = actions.forget_person(work, elder.id)
    work.session.expire_all()

    assert "膝盖疼" in str(copied)
    assert (settled["reason"], settled["grade"]) == ("老伴住院", "high")
    assert kept
    assert {row.status.value for row in every_visit(work, elder)} == {"done", "dropped"}
    contacts = list(work.session.scalars(select(WelfareContact)))
    assert [(each.content_sealed, each.acted_by_name) for each in contacts] == [(None, None)] * len(contacts)
    assert work.session.scalar(select(func.count()).select_from(WelfareElder)) == 0
    assert "膝盖疼" not in str(holding(work, "care_welfare_visits", elder))


def test_what_is_old_is_dropped_with_its_tries_and_what_is_due_never(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    grid.post(path_of(welfare.visit(work, elder)), MET)

    dropped = actions.forget_settled(work, work.now + timedelta(seconds=1), 10)
    work.session.expire_all()

    assert dropped == 1
    assert [row.status.value for row in work.session.scalars(select(WelfareVisit))] == ["due"]
    assert list(work.session.scalars(select(WelfareContact))) == []
