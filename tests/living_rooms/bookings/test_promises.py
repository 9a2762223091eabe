"""Whatever people do in whatever order: no overlap, counters equal to what stands, grains equal to what is claimed."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.kit.actor import SYSTEM, Actor, ActorKind
from service.kit.errors import DomainError
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import actions, rules
from service.living_rooms.bookings.actions import OnConflict, due
from service.living_rooms.bookings.models import Booking, BookingCounter
from service.living_rooms.bookings.rules import COUNTED, STANDING, BookingStatus, Purpose
from service.living_rooms.rooms.models import BookedGrain, LivingRoom
from service.living_rooms.rooms.rules import grains
from service.residents.models import Resident
from tests.clock import StoppedClock
from tests.factories import living_rooms, residents

BUFFER = 15
MONTH_END = 28  # days from the clock's start, 2026-03-30: what is done lies on both sides of the month's end

slots = st.integers(0, 7)
whom = st.integers(0, 1)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("book"), whom, slots, st.integers(1, 3)),
        st.tuples(st.just("series"), whom, slots, st.integers(1, 2)),
        st.tuples(st.just("move"), st.integers(0, 9), slots, st.integers(1, 3)),
        st.tuples(st.just("cancel"), st.integers(0, 9), slots, slots),
        st.tuples(st.just("wait"), st.integers(1, 12), slots, slots),
        st.tuples(st.just("close"), slots, slots, st.integers(1, 3)),
    ),
    max_size=25,
)


class Neighbourhood:
    """Two neighbours and a room, and what they do to each other."""

    def __init__(self, work: UnitOfWork, clock: StoppedClock) -> None:
        self.work = work
        self.work.now = clock.today_at("09:00", days=MONTH_END)
        self.first_slot = clock.today_at("18:00", days=MONTH_END + 1)
        self.room: LivingRoom = living_rooms.room(
            work,
            week=living_rooms.ALWAYS,
            buffer_minutes=BUFFER,
            slot_minutes=60,
            active_quota=3,
            advance_days=30,
            monthly_minutes_quota=480,
        )
        self.people: list[Resident] = [residents.resident(work) for _ in range(2)]

    def act(self, act: str, *amounts: int) -> None:
        """Do something; whatever is refused leaves nothing."""
        try:
            with self.work.session.begin_nested():
                getattr(self, act)(*amounts)
        except DomainError:
            pass
        self.work.actor = SYSTEM

    def book(self, who: int, slot: int, hours: int) -> None:
        self._as(who)
        actions.book(self.work, **self._wish(slot, hours))

    def series(self, who: int, slot: int, hours: int) -> None:
        self._as(who)
        wish = self._wish(slot, hours)
        actions.book_series(self.work, **wish, times=3, on_conflict=OnConflict.SKIP)

    def move(self, which: int, slot: int, hours: int) -> None:
        starts_at = self._at(slot)
        changes = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours)}
        actions.change(self.work, self._chosen(which), changes)

    def cancel(self, which: int, _slot: int, _hours: int) -> None:
        actions.cancel(self.work, self._chosen(which))

    def wait(self, hours: int, _slot: int, _hours: int) -> None:
        self.work.now += timedelta(hours=hours)
        due.note_no_shows(self.work)
        due.expire(self.work)
        due.finish(self.work)

    def close(self, slot: int, _slot: int, hours: int) -> None:
        starts_at = self._at(slot)
        actions.cancel_in_closure(
            self.work, self.room.id, starts_at, starts_at + timedelta(hours=hours), "维修"
        )

    def bookings(self) -> list[Booking]:
        return list(self.work.session.scalars(select(Booking).order_by(Booking.starts_at)))

    def _as(self, who: int) -> None:
        person = self.people[who]
        self.work.actor = Actor(ActorKind.RESIDENT, account_id=person.id, resident_id=person.id)

    def _at(self, slot: int) -> datetime:
        return self.first_slot + timedelta(hours=slot)

    def _wish(self, slot: int, hours: int) -> dict[str, Any]:
        starts_at = self._at(slot)
        return {
            "living_room_id": self.room.id,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=hours),
            "purpose": Purpose.RECREATION,
            "headcount": 4,
        }

    def _chosen(self, which: int) -> UUID:
        """One of the bookings there are, or one that is not there."""
        there = self.bookings()
        return there[which % len(there)].id if there else self.work.new_id()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_the_database_keeps_what_was_promised(
    work: UnitOfWork, clock: StoppedClock, steps: list[tuple[Any, ...]]
) -> None:
    outer = work.session.begin_nested()
    kept_now = work.now
    there = Neighbourhood(work, clock)

    for step in steps:
        there.act(*step)

        assert _overlaps(there) == []
        assert _counters(there) == _used(there)
        assert _claimed(there) == _standing(there)
    outer.rollback()
    work.session.expire_all()
    work.now = kept_now


def _overlaps(there: Neighbourhood) -> list[tuple[UUID, UUID]]:
    standing = [each for each in there.bookings() if each.status in STANDING]
    return [(a.id, b.id) for a, b in pairwise(standing) if a.ends_at > b.starts_at]


def _counters(there: Neighbourhood) -> dict[tuple[UUID, str], int]:
    rows = there.work.session.execute(
        select(BookingCounter.holder_id, BookingCounter.period, BookingCounter.used)
    )
    return {(row.holder_id, row.period): row.used for row in rows if row.used}


def _used(there: Neighbourhood) -> dict[tuple[UUID, str], int]:
    used: Counter[tuple[UUID, str]] = Counter()
    for booking in there.bookings():
        assert booking.resident_id is not None
        if booking.status in STANDING:
            used[booking.resident_id, rules.ACTIVE] += 1
        if booking.status in COUNTED:
            for month, minutes in rules.minutes_by_month(booking.starts_at, booking.ends_at).items():
                used[booking.resident_id, month] += minutes
    return dict(used)


def _claimed(there: Neighbourhood) -> set[tuple[int, UUID | None]]:
    """What is claimed from now on."""
    now = grains(there.work.now, there.work.now).start
    rows = there.work.session.execute(
        select(BookedGrain.grain, BookedGrain.booking_id).where(BookedGrain.grain >= now)
    )
    return {(row.grain, row.booking_id) for row in rows}


def _standing(there: Neighbourhood) -> set[tuple[int, UUID | None]]:
    """What ought to be: every standing booking with its buffer, and the buffer of what has just ended."""
    now = grains(there.work.now, there.work.now).start
    return {
        (grain, booking.id)
        for booking in there.bookings()
        if booking.status in STANDING or booking.status is BookingStatus.COMPLETED
        for grain in grains(booking.starts_at, booking.ends_at, BUFFER)
        if grain >= now
    }
