"""What is late climbs: to who calls there, to the community, to the street, once each."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.welfare_visits.conftest import CLIMB, aged, due, heard, path_of
from tests.factories import accounts, regions, welfare
from tests.factories.welfare import MET

Told = Callable[[], list[tuple[int, str]]]


@pytest.fixture
def ladder(work: UnitOfWork, timetable: Timetable, clock: StoppedClock) -> Told:
    """Run the job every half hour for five days; after how many hours who heard."""
    regions.tree(work)
    roles = (
        (Role.GRID_WORKER, regions.GRID),
        (Role.COMMUNITY_WORKER, regions.COMMUNITY),
        (Role.STREET_STAFF, regions.STREET),
    )
    names = {
        accounts.staff(work, role, place, functions=[Function.CARE]).id: role.value for role, place in roles
    }

    def run() -> list[tuple[int, str]]:
        told: list[tuple[int, str]] = []
        begin, known = clock.now(), 0
        for _ in range(5 * 48):
            clock.move(minutes=30)
            timetable.run(CLIMB)
            now = heard(work, timetable, "welfare_visits_overdue")
            hours = int((clock.now() - begin) / timedelta(hours=1))
            told += [(hours, names[account_id]) for account_id, _ in now[known:]]
            known = len(now)
        return told

    return run


def test_the_grid_worker_hears_at_once_the_community_a_day_later_and_the_street_after_three(
    work: UnitOfWork, elder: Resident, ladder: Told
) -> None:
    welfare.visit(work, elder, due_at=work.now + timedelta(hours=1))

    assert ladder() == [(1, "grid_worker"), (25, "community_worker"), (73, "street_staff")]


def test_what_was_made_in_between_climbs_no_further(
    work: UnitOfWork,
    elder: Resident,
    grid: ApiClient,
    worker: ApiClient,
    timetable: Timetable,
    clock: StoppedClock,
) -> None:
    visit = welfare.visit(work, elder, due_at=work.now)
    timetable.run(CLIMB)
    first = heard(work, timetable, "welfare_visits_overdue")

    grid.post(path_of(visit), MET)
    clock.move(days=5)
    timetable.run(CLIMB)

    assert len(first) == 1
    assert heard(work, timetable, "welfare_visits_overdue") == first


def test_several_late_ones_are_one_message(
    work: UnitOfWork, elder: Resident, grid: ApiClient, timetable: Timetable
) -> None:
    for person in (elder, aged(work)):
        welfare.visit(work, person, due_at=work.now)

    timetable.run(CLIMB)

    assert [body for _, body in heard(work, timetable, "welfare_visits_overdue")] == [
        "有 2 位老人的探访已逾期，请尽快安排。"
    ]


def test_where_no_grid_worker_is_the_community_hears_at_once(
    work: UnitOfWork, elder: Resident, worker: ApiClient, timetable: Timetable
) -> None:
    welfare.visit(work, elder, due_at=work.now)

    timetable.run(CLIMB)

    assert len(heard(work, timetable, "welfare_visits_overdue")) == 1


def test_until_midnight_nothing_is_late_and_at_midnight_it_is(
    work: UnitOfWork, elder: Resident, grid: ApiClient, timetable: Timetable, clock: StoppedClock
) -> None:
    grid.post(path_of(welfare.visit(work, elder)), MET)
    midnight = due(work, elder).due_at

    clock.move_to(midnight - timedelta(seconds=1))
    timetable.run(CLIMB)
    before = heard(work, timetable, "welfare_visits_overdue")
    clock.move_to(midnight)
    timetable.run(CLIMB)

    assert (before, len(heard(work, timetable, "welfare_visits_overdue"))) == ([], 1)
