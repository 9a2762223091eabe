"""Whatever dispatchers, caregivers and elders do in whatever order, the promises of claimed time hold."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from service.elderly_care.caregivers import actions as caregivers
from service.elderly_care.caregivers.models import Absence, Caregiver
from service.elderly_care.rules import Point
from service.elderly_care.visits import actions, queries, rules
from service.elderly_care.visits.actions import Wish
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit import closing
from service.kit.actor import Actor, ActorKind, Duty, Role
from service.kit.clock import at_local, local_date
from service.kit.constraints import refusal_of
from service.kit.errors import DomainError
from service.kit.work import UnitOfWork
from tests.elderly_care.visits.promises import check_promises
from tests.factories import care
from tests.factories.cared import Cared, cared

_NIGHT = (20 * 60, 30 * 60)

which = st.integers(0, 11)
who = st.integers(0, 2)
# Quarters from eight in the evening on, past midnight.
quarters = st.integers(0, 36)


class Dispatching(RuleBasedStateMachine):
    """Three caregivers, four elders of whom one place is not known, and nights that pass midnight."""

    work: ClassVar[UnitOfWork]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.work.session.begin_nested()

    @initialize()
    def a_district(self) -> None:
        work = self.work
        operator = care.operator(work)
        duty = Duty(Role.DISPATCHER, organisation_id=operator.id)
        work.actor = Actor(ActorKind.STAFF, duties=(duty,))
        contract = care.contract(work, operator)
        service = care.service(work, minutes=60)
        self.people: list[Caregiver] = [care.caregiver(work, operator) for _ in range(3)]
        self.absences: list[Absence] = []
        places: list[Point | None] = [Point(29.95, 121.70 + 0.03 * number) for number in range(3)]
        elders: list[Cared] = [
            cared(work, contract, service, place=place, window=_NIGHT) for place in [*places, None]
        ]
        self.day = local_date(work.now) + timedelta(days=1)
        self.visits: list[Visit] = [
            each.visit(work, on=self.day + timedelta(days=number)) for number in (0, 1, 2) for each in elders
        ]
        for visit in self.visits[::5]:
            visit.caregivers_needed = 2
        work.session.flush()

    def at(self, visit: Visit, quarter: int) -> datetime:
        first = at_local(local_date(visit.window_starts_at)) + timedelta(hours=20)
        return first + timedelta(minutes=15 * quarter)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do it or be refused, as a whole."""
        try:
            with self.work.session.begin_nested():
                done = act()
                self.work.session.flush()
                return done
        except DomainError:
            pass
        except IntegrityError as broken:
            if refusal_of(broken) is None:
                raise
        self.work.session.expire_all()
        return None

    @rule(number=which, first=who, second=st.none() | who, quarter=st.none() | quarters)
    def assign(self, number: int, first: int, second: int | None, quarter: int | None) -> None:
        visit = self.visits[number]
        people = [self.people[each].id for each in dict.fromkeys([first, second]) if each is not None]
        starts_at = None if quarter is None else self.at(visit, quarter)
        self.attempt(lambda: actions.arrange(self.work, [Wish(visit.id, people, starts_at)]))

    @rule(number=which, quarter=quarters)
    def move(self, number: int, quarter: int) -> None:
        visit = self.visits[number]
        self.attempt(lambda: actions.change(self.work, visit.id, {"starts_at": self.at(visit, quarter)}))

    @rule(number=which)
    def unassign(self, number: int) -> None:
        self.attempt(lambda: actions.unassign(self.work, self.visits[number].id))

    @rule(number=which, other=which)
    def swap(self, number: int, other: int) -> None:
        one, two = self.visits[number].id, self.visits[other].id
        self.attempt(lambda: actions.swap(self.work, visit_id=one, with_visit_id=two))

    @rule(numbers=st.lists(which, min_size=2, max_size=5, unique=True), person=who, quarter=quarters)
    def assign_many(self, numbers: list[int], person: int, quarter: int) -> None:
        wishes = [
            Wish(visit.id, [self.people[person].id], self.at(visit, quarter + 6 * place))
            for place, visit in enumerate(self.visits[number] for number in numbers)
        ]
        self.attempt(lambda: actions.arrange(self.work, wishes))

    @rule(person=who, quarter=quarters, hours=st.integers(1, 30))
    def fall_ill(self, person: int, quarter: int, hours: int) -> None:
        starts_at = at_local(self.day) + timedelta(hours=20, minutes=15 * quarter)
        told = {"kind": "sick", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours)}
        noted = self.attempt(lambda: actions.note_absence(self.work, self.people[person].id, told))
        if noted is not None:
            self.absences.append(noted.absence)

    @rule(number=which)
    def come_back(self, number: int) -> None:
        if self.absences:
            absence = self.absences[number % len(self.absences)]
            self.attempt(lambda: caregivers.cancel_absence(self.work, absence))

    @rule(number=which)
    def call_off(self, number: int) -> None:
        reason = VisitCancellation.OPERATOR
        self.attempt(lambda: actions.cancel(self.work, self.visits[number].id, reason=reason))

    @rule(number=which, days=st.integers(0, 3))
    def put_off(self, number: int, days: int) -> None:
        day = self.day + timedelta(days=days)
        visit_id = self.visits[number].id
        made = self.attempt(lambda: actions.reschedule(self.work, visit_id, day=day))
        if made is not None:
            self.visits[number] = made

    @rule(number=which)
    def take_a_proposal(self, number: int) -> None:
        """Who is proposed can come."""
        visit = self.visits[number]
        if visit.status not in rules.NOT_BEGUN or visit.caregivers_needed != 1:
            return
        for each in actions.candidates(self.work, visit.id)[:1]:
            actions.arrange(self.work, [Wish(visit.id, [each.caregiver_id], each.starts_at)])
            assert visit.status is VisitStatus.ASSIGNED

    @invariant()
    def promises_hold(self) -> None:
        closing.write(self.work.session)
        self.work.session.flush()
        check_promises(self.work, exactly=False)

    @invariant()
    def nobody_absent_is_assigned(self) -> None:
        for absence in self.absences:
            if absence.cancelled_at is None:
                theirs = queries.assignments_within(
                    self.work, absence.caregiver_id, absence.starts_at, absence.ends_at
                )
                assert not theirs

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.work.session.expire_all()


def test_no_one_is_ever_in_two_places(work: UnitOfWork) -> None:
    Dispatching.work = work
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Dispatching,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=health
        ),
    )
