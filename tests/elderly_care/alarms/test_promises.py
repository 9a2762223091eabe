"""Whatever is pressed, answered and forgotten in whatever order: one alarm of a kind, none lost, none silent."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from service.accounts.queries import actor_of
from service.elderly_care.alarms import actions, queries
from service.elderly_care.alarms.models import AlarmEvent, AlarmRing, CareAlarm
from service.elderly_care.alarms.rules import (
    STANDING,
    AlarmEventKind,
    AlarmKind,
    AlarmOutcome,
    AlarmSource,
    AlarmStatus,
)
from service.kit.actor import SYSTEM
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock
from tests.elderly_care.alarms.conftest import Town

FORGOTTEN = timedelta(minutes=60)
kinds = st.sampled_from([AlarmKind.FALL, AlarmKind.UNWELL])
people = st.sampled_from(["daughter", "grid", "worker"])


@dataclass
class Known:
    """What the model knows of the alarm of a kind that stands."""

    status: AlarmStatus = AlarmStatus.RINGING
    repeats: int = 0
    answered: Any = None


class Alarms(RuleBasedStateMachine):
    """One elder, two kinds of alarms, three people who may answer, and a clock."""

    work: ClassVar[UnitOfWork]
    clock: ClassVar[StoppedClock]
    town: ClassVar[Town]

    @initialize()
    def begin(self) -> None:
        self.savepoint = self.work.session.begin_nested()
        self.standing: dict[AlarmKind, Known] = {}
        self.closed: Counter[AlarmKind] = Counter()
        self.work.now = self.clock.now()

    def teardown(self) -> None:
        self.work.actor = SYSTEM
        if hasattr(self, "savepoint"):
            self.savepoint.rollback()
            self.work.session.expire_all()

    @rule(kind=kinds, minutes_ago=st.sampled_from([None, 0, 10, 45]))
    def press(self, kind: AlarmKind, minutes_ago: int | None) -> None:
        happened_at = None if minutes_ago is None else self.work.now - timedelta(minutes=minutes_ago)
        before = queries.standing_alarm(self.work, self.town.elder.id, kind)
        made = actions.raise_alarm(
            self.work, self.town.elder.id, kind=kind, source=AlarmSource.DEVICE, happened_at=happened_at
        )
        if kind in self.standing:
            assert before is not None
            assert made.id == before.id
            self.standing[kind].repeats += 1
        else:
            assert before is None
            self.standing[kind] = Known()

    @rule(kind=kinds, who=people)
    def acknowledge(self, kind: AlarmKind, who: str) -> None:
        known = self.standing.get(kind, Known())
        try:
            self._answer(kind, who, actions.acknowledge)
        except WrongState:
            assert known.status is AlarmStatus.ACKNOWLEDGED
        else:
            assert known.status is AlarmStatus.RINGING
            known.status, known.answered = AlarmStatus.ACKNOWLEDGED, self.work.now

    @rule(kind=kinds, who=people, outcome=st.sampled_from(AlarmOutcome))
    def close(self, kind: AlarmKind, who: str, outcome: AlarmOutcome) -> None:
        self._answer(kind, who, lambda work, alarm: actions.close(work, alarm, outcome=outcome))
        if self.standing.pop(kind, None) is not None:
            self.closed[kind] += 1

    @rule(minutes=st.integers(1, 90))
    def wait(self, minutes: int) -> None:
        held = {kind: self._rings(kind) for kind in self.standing}
        self.work.now += timedelta(minutes=minutes)
        actions.ring_due(self.work)
        self.work.session.flush()
        for kind, known in self.standing.items():
            if known.status is AlarmStatus.ACKNOWLEDGED and self.work.now < known.answered + FORGOTTEN:
                assert self._rings(kind) == held[kind], "it rings though somebody has answered"
            elif known.status is AlarmStatus.ACKNOWLEDGED:
                known.status = AlarmStatus.RINGING
                assert self._rings(kind) > held[kind], "it was forgotten and does not ring"

    @invariant()
    def the_database_knows_what_we_know(self) -> None:
        if not hasattr(self, "savepoint"):
            return
        self.work.session.flush()
        rows = self.work.session.scalars(select(CareAlarm)).all()
        standing = {row.kind: (row.status, row.repeats) for row in rows if row.status in STANDING}
        assert standing == {kind: (known.status, known.repeats) for kind, known in self.standing.items()}
        assert Counter(row.kind for row in rows if row.status is AlarmStatus.CLOSED) == self.closed

    @invariant()
    def what_stands_rings_some_day_and_has_rung_somebody(self) -> None:
        if not hasattr(self, "savepoint"):
            return
        for row in self.work.session.scalars(select(CareAlarm)):
            assert (row.next_step_at is None) == (row.status is AlarmStatus.CLOSED)
            if row.next_step_at is not None:
                assert row.next_step_at > self.work.now
            assert queries.rung_account_ids(self.work, row.id)
            counted = Counter(each.kind for each in queries.every_event_of(self.work, [row.id]))
            assert counted[AlarmEventKind.RAISED] == 1
            assert counted[AlarmEventKind.REPEATED] == row.repeats
            over = row.status is not AlarmStatus.RINGING
            assert counted[AlarmEventKind.ACKNOWLEDGED] == counted[AlarmEventKind.FORGOTTEN] + over

    def _answer(self, kind: AlarmKind, who: str, act: Any) -> None:
        alarm = queries.standing_alarm(self.work, self.town.elder.id, kind)
        if alarm is None:
            assert kind not in self.standing
            return
        self.work.actor = actor_of(self.work, getattr(self.town, who).id) or SYSTEM
        try:
            act(self.work, alarm)
        finally:
            self.work.actor = SYSTEM

    def _rings(self, kind: AlarmKind) -> int:
        of_kind = select(func.count()).select_from(AlarmRing).join(CareAlarm)
        counted = self.work.session.scalar(
            of_kind.where(CareAlarm.kind == kind, CareAlarm.status.in_(STANDING))
        )
        return counted or 0


def test_one_alarm_of_a_kind_none_lost_none_silent(work: UnitOfWork, clock: StoppedClock, town: Town) -> None:
    class InThisTest(Alarms):
        pass

    InThisTest.work, InThisTest.clock, InThisTest.town = work, clock, town
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    limits = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=health)
    run_state_machine_as_test(InThisTest, settings=limits)
    assert work.session.scalar(select(func.count()).select_from(AlarmEvent)) == 0
