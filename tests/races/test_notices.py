"""Many who read while the addressees are noted, and steps that die in the middle: each is counted once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from psycopg.errors import QueryCanceled
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from service.events.notices import actions
from service.events.notices.actions import addressing
from service.events.notices.models import Addressee, Addressing, GridReceipts, Notice, Receipt
from service.events.notices.rules import Priority
from service.events.notices.texts import WITHDRAWN
from service.kit import background
from service.kit.actor import Actor, ActorKind, Role
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from tests.factories import accounts, regions, residents
from tests.factories.notices import acting, notice
from tests.races.conftest import Race

PEOPLE = 24


class Scene:
    """Two dozen people in two places, and a notice to all of them whose addressees are not noted yet."""

    def __init__(self, house: House) -> None:
        self.house = house
        with unit_of_work(house) as work:
            places = (regions.GRID, regions.SECOND_COMMUNITY)
            people = [residents.resident(work, places[number % 2]) for number in range(PEOPLE)]
            self.people = [each.id for each in people]
            for each in people:
                accounts.resident_account(work, each.id)
            self.notice_id = notice(
                work, [regions.DISTRICT], needs_confirmation=True, priority=Priority.URGENT
            ).id

    def reading(self, resident_id: UUID, patience: str = "30s") -> Callable[[], str]:
        def once(work: UnitOfWork) -> str:
            work.session.execute(text(f"SET LOCAL lock_timeout = '{patience}'"))
            actions.confirm(work, self.notice_id)
            return "read"

        actor = Actor(ActorKind.RESIDENT, account_id=resident_id, resident_id=resident_id)
        return lambda: str(run_in_work(self.house, once, actor))

    def noting(self) -> str:
        while background.advance(self.house):
            pass
        return "noted"

    def count(self, *columns: Any) -> tuple[int, ...]:
        with unit_of_work(self.house) as work:
            return tuple(work.session.scalar(select(column)) or 0 for column in columns)

    def figures(self) -> tuple[int, ...]:
        """By grid what was counted, and the rows."""
        return self.count(
            func.sum(GridReceipts.addressed),
            func.sum(GridReceipts.read),
            func.sum(GridReceipts.confirmed),
            select(func.count(Addressee.resident_id)).scalar_subquery(),
            select(func.count(Receipt.grid_code)).scalar_subquery(),
        )


@pytest.fixture
def scene(racing_house: House, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(addressing, "STRETCH", 3)
    return Scene(racing_house)


def test_who_reads_while_addressees_are_noted_is_counted_once(scene: Scene, race: Race) -> None:
    readers = [scene.reading(each) for each in scene.people[:6] * 2]

    answers = race([*readers, scene.noting, scene.noting])

    assert set(answers) == {"read", "noted"}
    scene.noting()
    assert scene.figures() == (PEOPLE, 6, 6, PEOPLE, 6)
    assert scene.count(Addressing.done, Addressing.of) == (PEOPLE, PEOPLE)


def test_a_step_that_dies_anywhere_loses_and_repeats_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = iter([True, False, True, True, False])
    real = addressing.tell_many

    def tell_or_die(*told: Any) -> None:
        real(*told)
        if next(deaths, False):
            raise RuntimeError("killed in the middle")

    monkeypatch.setattr(addressing, "tell_many", tell_or_die)
    clock = scene.house.clock
    for _ in range(6):
        scene.noting()
        clock.move(minutes=1)  # type: ignore[attr-defined] # a clock that stands still

    assert scene.figures()[0] == scene.figures()[3] == PEOPLE
    inbox = select(func.count(InboxMessage.id)).where(InboxMessage.subject == str(scene.notice_id))
    assert scene.count(inbox.scalar_subquery()) == (PEOPLE,)


def test_a_notice_is_brought_to_all_also_after_an_hour_in_which_no_step_went_well(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def time_out(*_told: Any) -> None:
        raise OperationalError("INSERT", {}, QueryCanceled("statement timeout"))

    clock = scene.house.clock
    with monkeypatch.context() as trouble:
        trouble.setattr(addressing, "tell_many", time_out)
        for _ in range(60):
            scene.noting()
            clock.move(minutes=1)  # type: ignore[attr-defined] # a clock that stands still

    clock.move(minutes=10)  # type: ignore[attr-defined] # a clock that stands still
    scene.noting()

    assert scene.figures()[0] == PEOPLE
    assert scene.count(Addressing.done) == (PEOPLE,)


def test_whom_it_was_brought_to_reads_while_their_neighbours_are_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, readers = addressing.tell_many, iter(scene.people)

    def tell_while_somebody_reads(work: UnitOfWork, *told: Any) -> None:
        real(work, *told)
        reader = next(readers)
        with unit_of_work(scene.house) as look:
            is_noted = look.session.get(Addressee, (scene.notice_id, reader)) is not None
        if is_noted:
            answers.append(scene.reading(reader, patience="2s")())

    answers: list[str] = []
    monkeypatch.setattr(addressing, "tell_many", tell_while_somebody_reads)
    scene.noting()

    assert set(answers) == {"read"}
    assert scene.figures() == (PEOPLE, len(answers), len(answers), PEOPLE, len(answers))


def test_who_is_just_reading_what_is_withdrawn_is_told_why_too(scene: Scene) -> None:
    scene.noting()
    reader = scene.people[0]
    actor = Actor(ActorKind.RESIDENT, account_id=reader, resident_id=reader)

    with unit_of_work(scene.house, actor) as reading:
        actions.read(reading, scene.notice_id)
        reading.session.flush()
        with unit_of_work(scene.house) as work:
            notice = work.session.get_one(Notice, scene.notice_id)
            work.actor = acting(work, accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT))
            actions.withdraw(work, notice, reason="预警解除。")
        scene.noting()
    for _ in range(2):
        scene.house.clock.move(minutes=1)  # type: ignore[attr-defined] # a clock that stands still
        scene.noting()

    told = select(func.count(InboxMessage.id)).where(InboxMessage.text == WITHDRAWN.name)
    assert scene.count(told.scalar_subquery()) == (1,)


def test_two_job_processes_note_each_addressee_once(scene: Scene, race: Race) -> None:
    assert set(race([scene.noting] * 4)) == {"noted"}
    assert scene.figures() == (PEOPLE, 0, 0, PEOPLE, 0)
