"""Many press, two answer, jobs run at once: one alarm, one answer, each step once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from service.accounts.queries import actor_of
from service.elderly_care.alarms import actions, queries
from service.elderly_care.alarms.models import AlarmEvent, AlarmRing, CareAlarm, DeviceSignal
from service.elderly_care.alarms.rules import AlarmKind, AlarmOutcome, AlarmSource, SignalEvent
from service.kit.actor import SYSTEM, Role
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from tests.factories import accounts, alarms, regions, residents
from tests.races.conftest import Race

PRESSES = 8


@dataclass(frozen=True)
class Scene:
    """An elder, two workers and a device of theirs."""

    house: House
    elder_id: UUID
    twin_id: UUID
    workers: tuple[UUID, UUID]
    device_id: UUID

    def press(self, elder_id: UUID | None = None) -> UUID:
        with unit_of_work(self.house, SYSTEM) as work:
            made = actions.raise_alarm(
                work, elder_id or self.elder_id, kind=AlarmKind.FALL, source=AlarmSource.BUTTON
            )
            return made.id

    def as_worker(self, place: int, act: Callable[[UnitOfWork], Any]) -> Any:
        with unit_of_work(self.house, SYSTEM) as work:
            work.actor = actor_of(work, self.workers[place]) or SYSTEM
            return act(work)

    def ask(self, act: Callable[[UnitOfWork], Any]) -> Any:
        with unit_of_work(self.house, SYSTEM) as work:
            return act(work)


@pytest.fixture
def scene(racing_house: House) -> Scene:
    with unit_of_work(racing_house, SYSTEM) as work:
        elder, twin = residents.resident(work, regions.COMMUNITY), residents.resident(work, regions.COMMUNITY)
        workers = [accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY).id for _ in range(2)]
        device = alarms.device(work, elder)
        return Scene(racing_house, elder.id, twin.id, (workers[0], workers[1]), device.id)


def count(work: UnitOfWork, model: Any) -> int:
    return work.session.scalar(select(func.count()).select_from(model)) or 0


def test_eight_presses_at_once_are_one_alarm_with_seven_repeats(scene: Scene, race: Race) -> None:
    answers = race([scene.press] * PRESSES)

    assert len(set(answers)) == 1
    with unit_of_work(scene.house) as work:
        [alarm] = work.session.scalars(select(CareAlarm))
        assert alarm.repeats == PRESSES - 1
        assert count(work, AlarmEvent) == PRESSES
        assert count(work, AlarmRing) == 2


def test_of_two_who_answer_at_once_one_has_it(scene: Scene, race: Race) -> None:
    alarm_id = scene.press()

    def answer(place: int) -> UUID:
        return scene.as_worker(  # type: ignore[no-any-return]
            place,
            lambda work: actions.acknowledge(work, queries.readable(work, alarm_id, to_change=True)).id,
        )

    answers = race([partial(answer, 0), partial(answer, 1)] * 4)

    assert Counter(map(str, answers)) == {"wrong_state": 7, str(alarm_id): 1}
    with unit_of_work(scene.house) as work:
        [alarm] = work.session.scalars(select(CareAlarm))
        assert alarm.acknowledged_by in scene.workers


def test_jobs_at_once_ring_each_step_once(scene: Scene, race: Race) -> None:
    scene.press()
    with unit_of_work(scene.house) as work:
        officer = accounts.staff(work, Role.STREET_STAFF, regions.STREET).id
        told = count(work, OutboxMessage)
    scene.house.clock.move(minutes=10)  # type: ignore[attr-defined]

    race([lambda: scene.ask(actions.ring_due)] * PRESSES)

    with unit_of_work(scene.house) as work:
        rung = Counter(work.session.scalars(select(AlarmRing.account_id)))
        assert rung == {scene.workers[0]: 1, scene.workers[1]: 1, officer: 1}
        assert count(work, OutboxMessage) == told + 1


def test_a_press_while_somebody_closes_is_a_repeat_or_an_alarm_of_its_own(scene: Scene, race: Race) -> None:
    for _ in range(10):
        alarm_id = scene.press()
        closing = partial(
            scene.as_worker,
            0,
            lambda work, alarm_id=alarm_id: (
                actions.close(
                    work, queries.readable(work, alarm_id, to_change=True), outcome=AlarmOutcome.OTHER
                ).id
            ),
        )
        closed, pressed = race([closing, scene.press])
        assert closed == alarm_id
        with unit_of_work(scene.house) as work:
            alarm = work.session.get_one(CareAlarm, alarm_id)
            assert alarm.repeats == (pressed == alarm_id)
            for standing in queries.standing_alarms(work, [scene.elder_id]):
                assert standing.id == pressed != alarm_id
                work.actor = actor_of(work, scene.workers[0]) or SYSTEM
                actions.close(work, standing, outcome=AlarmOutcome.OTHER)


def test_one_signal_sent_many_times_at_once_is_taken_once(scene: Scene, race: Race) -> None:
    def send(work: UnitOfWork) -> bool:
        return actions.take_signal(
            work, scene.device_id, alarms.KEY, event_id="e1", at=work.now, event=SignalEvent.ALARM
        ).replayed

    answers = race([lambda: scene.ask(send)] * PRESSES)

    assert Counter(answers) == {False: 1, True: PRESSES - 1}
    with unit_of_work(scene.house) as work:
        assert [alarm.repeats for alarm in work.session.scalars(select(CareAlarm))] == [0]
        assert count(work, DeviceSignal) == 1


def test_an_alarm_raised_while_two_records_merge_is_never_lost(scene: Scene, race: Race) -> None:
    scene.house.clock.move(minutes=1)  # type: ignore[attr-defined]

    def merge(work: UnitOfWork) -> UUID:
        return merging.merge(work, scene.elder_id, other_id=scene.twin_id).id

    answers = race(
        [
            lambda: run_in_work(scene.house, merge, SYSTEM),
            *[partial(scene.press, scene.twin_id)] * 3,
            *[scene.press] * 3,
            lambda: scene.ask(
                lambda work: (
                    actions.take_signal(
                        work,
                        scene.device_id,
                        alarms.KEY,
                        event_id="e",
                        at=work.now - timedelta(minutes=1),
                        event=SignalEvent.ALARM,
                    ).alarm_id
                )
            ),
        ]
    )

    assert all(isinstance(each, UUID) for each in answers), answers
    with unit_of_work(scene.house) as work:
        rows = work.session.scalars(select(CareAlarm)).all()
        assert {row.elder_id for row in rows} == {scene.elder_id}
        stands = queries.standing_alarms(work, [scene.elder_id])
        assert Counter(row.kind for row in stands) == {AlarmKind.FALL: 1, AlarmKind.HELP_BUTTON: 1}
        assert sum(row.repeats + 1 for row in rows) == 7
