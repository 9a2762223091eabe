"""Whatever people do in whatever order: taken is what stands, never beyond the capacity, and nobody has two places."""

from collections import Counter
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.events.activities import actions
from service.events.activities.actions import departing
from service.events.activities.errors import AlreadySignedUp
from service.events.activities.models import ActivityPlaces, ActivityWait, SignUp
from service.events.activities.rules import ActivityStatus, SignUpStatus
from service.kit.actor import SYSTEM, Actor, ActorKind
from service.kit.constraints import refusal_of
from service.kit.errors import DomainError
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock
from tests.factories import activities, residents

whom = st.integers(0, 3)
acts = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(("sign_up", "cancel", "wait", "accept", "decline", "withdraw", "leave")), whom
        ),
        st.tuples(st.just("resize"), st.integers(1, 3)),
        st.tuples(st.just("pass_time"), st.integers(1, 40)),
        st.tuples(st.just("offer"), whom),
        st.tuples(st.just("call_off"), whom),
    ),
    max_size=30,
)


class Neighbourhood:
    """Four neighbours, an activity with two places, and what they do to each other."""

    def __init__(self, work: UnitOfWork, clock: StoppedClock) -> None:
        self.work = work
        self.work.now = clock.now()
        self.activity = activities.activity(work, clock.today_at("14:00", days=1), capacity=2)
        self.people = [residents.resident(work) for _ in range(4)]

    def act(self, act: str, amount: int) -> None:
        """Do something; whatever is refused leaves nothing."""
        try:
            with self.work.session.begin_nested():
                getattr(self, act)(amount)
                self.work.session.flush()
        except DomainError:
            pass
        except IntegrityError as broken:
            # What the database refuses is a refusal too, as over HTTP.
            if not isinstance(refusal_of(broken), AlreadySignedUp):
                raise
        self.work.actor = SYSTEM

    def sign_up(self, who: int) -> None:
        self._as(who)
        actions.sign_up(self.work, self.activity.id)

    def cancel(self, who: int) -> None:
        self._as(who)
        actions.cancel_sign_up(self.work, self.activity.id)

    def wait(self, who: int) -> None:
        self._as(who)
        actions.wait(self.work, self.activity.id)

    def accept(self, who: int) -> None:
        self._as(who)
        actions.accept_offer(self.work, self._wait_of(who))

    def decline(self, who: int) -> None:
        self._as(who)
        actions.decline_offer(self.work, self._wait_of(who))

    def withdraw(self, who: int) -> None:
        self._as(who)
        actions.withdraw_wait(self.work, self._wait_of(who))

    def leave(self, who: int) -> None:
        departing.give_up_all_of(self.work, self.people[who].id)

    def offer(self, _who: int) -> None:
        actions.offer_places(self.work, self.activity.id)

    def resize(self, capacity: int) -> None:
        actions.change_activity(self.work, self.activity.id, {"capacity": capacity})

    def pass_time(self, minutes: int) -> None:
        self.work.now += self.work.now.resolution * 60_000_000 * minutes
        actions.lapse(self.work)

    def call_off(self, _who: int) -> None:
        actions.cancel_activity(self.work, self.activity.id, "下雨")

    def _as(self, who: int) -> None:
        person = self.people[who]
        self.work.actor = Actor(ActorKind.RESIDENT, account_id=person.id, resident_id=person.id)

    def _wait_of(self, who: int) -> UUID:
        newest = select(ActivityWait.id).where(ActivityWait.resident_id == self.people[who].id)
        found = self.work.session.scalar(newest.order_by(ActivityWait.id.desc()).limit(1))
        return self.work.found(found)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=acts)
def test_places_are_what_stands(work: UnitOfWork, clock: StoppedClock, done: list[tuple[str, int]]) -> None:
    there = Neighbourhood(work, clock)

    for act in done:
        there.act(*act)
        _check(there)


def _check(there: Neighbourhood) -> None:
    session, activity_id = there.work.session, there.activity.id
    session.expire_all()
    places = session.get_one(ActivityPlaces, activity_id)
    placed = session.scalars(
        select(SignUp.resident_id).where(
            SignUp.activity_id == activity_id, SignUp.status != SignUpStatus.CANCELLED
        )
    ).all()
    offered = session.scalars(
        select(ActivityWait.id).where(
            ActivityWait.activity_id == activity_id, ActivityWait.status == WaitlistState.OFFERED
        )
    ).all()
    assert places.taken == len(placed) + len(offered) <= places.capacity
    assert max(Counter(placed).values(), default=1) == 1
    is_off = there.activity.status is ActivityStatus.CANCELLED
    assert not (is_off and (placed or offered or places.is_open))
