"""Whatever workers and residents do in whatever order: nobody is lost or doubled, nor anything that hangs on them.

The model knows of each person their records, and of each thing (a booking, a tag, an account, a membership …) on which
record it must be. Merging moves it, undoing moves it back. A new kind of thing is one more rule that adds to `things`.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.accounts.models import Account
from service.kit.errors import DomainError, WrongState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import actions as booking_actions
from service.living_rooms.bookings.models import Booking, BookingCounter
from service.living_rooms.bookings.rules import ACTIVE, COUNTED, STANDING, minutes_by_month
from service.organisations.models import OrganisationMember
from service.residents.homes.models import Home, Residence
from service.residents.imports.rules.outcomes import ImportState
from service.residents.merging import actions
from service.residents.merging.errors import DifferentIdNumbers, MergeStands
from service.residents.models import Resident
from service.residents.tags.models import ResidentTag
from tests.clock import StoppedClock
from tests.factories import accounts, bookings, homes, living_rooms, organisations, regions, residents
from tests.residents.imports.importing import bring_in
from tests.residents.imports.lists import csv, id_number

Thing = tuple[str, UUID]

which = st.integers(0, 5)
_KINDS: dict[str, Any] = {
    "booking": Booking,
    "tag": ResidentTag,
    "residence": Residence,
    "account": Account,
    "member": OrganisationMember,
}


@dataclass
class Joined:
    """A merge that holds, and what it moved."""

    merge_id: UUID
    kept: UUID
    gone: UUID
    moved: list[Thing]


@dataclass
class Town:
    """What ought to be; a thing without a holder was set aside by a merge."""

    records: list[UUID] = field(default_factory=list)
    things: dict[Thing, UUID | None] = field(default_factory=dict)
    merges: list[Joined] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)


class Merging(RuleBasedStateMachine):
    """Workers who register, import, house, tag, merge and undo; residents who book meanwhile."""

    work: ClassVar[UnitOfWork]
    clock: ClassVar[StoppedClock]

    @initialize()
    def begin(self) -> None:
        self.savepoint = self.work.session.begin_nested()
        self.town = Town()
        regions.tree(self.work)
        self.room = living_rooms.room(
            self.work, active_quota=99, monthly_minutes_quota=99_999, advance_days=60
        )
        self.home_ids = [homes.home(self.work, room=f"{number}01").id for number in range(3)]
        self.group = organisations.organisation(self.work)
        self.slot = 0
        for _ in range(2):
            self.register()

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            self.savepoint.rollback()
            self.work.session.expunge_all()

    @rule()
    def register(self) -> None:
        """Somebody new, who logs in and books at once, so that there is something to be lost."""
        person = residents.resident(self.work, regions.GRID, name="陈阿婆")
        self.town.records.append(person.id)
        newest = len(self.town.records) - 1
        self.book(newest)
        self.log_in(newest)

    @rule(people=st.lists(st.integers(0, 5), min_size=1, max_size=4))
    def import_list(self, people: list[int]) -> None:
        """A list of people by their ID numbers, some perhaps twice, some on record, perhaps with a record merged since."""
        wanted = {id_number(place) for place in people}
        self.work.session.flush()
        told = bring_in(
            self.work.house, csv(("姓名", "身份证号"), *(("陈阿婆", id_number(each)) for each in people))
        )
        self.work.session.expire_all()
        new = set(self.work.session.scalars(select(Resident.id))) - set(self.town.records)
        assert told.state is ImportState.DONE
        assert len(new) == told.created == len(wanted - self.town.numbers)
        self.town.records += sorted(new)
        self.town.numbers |= wanted

    @rule(who=which)
    def book(self, who: int) -> None:
        self.slot += 1
        starts_at = self.clock.today_at("08:00", days=1 + self.slot // 6) + timedelta(hours=self.slot % 6 * 2)
        made = bookings.booking(self.work, self._record(who), self.room, starts_at)
        self.town.things["booking", made.id] = made.resident_id

    @precondition(lambda self: any(kind == "booking" for kind, _ in self.town.things))
    @rule(which=which)
    def cancel(self, which: int) -> None:
        made = [row_id for kind, row_id in self.town.things if kind == "booking"]
        with suppress(WrongState):
            booking_actions.cancel(self.work, made[which % len(made)])

    @rule(who=which, days=st.integers(0, 20), length=st.none() | st.integers(1, 20))
    def tag(self, who: int, days: int, length: int | None) -> None:
        first = date(2026, 1, 1) + timedelta(days=days)
        tag = ResidentTag(
            id=self.work.new_id(),
            resident_id=self._record(who).id,
            tag_code="lives_alone",
            valid_from=first,
            valid_until=None if length is None else first + timedelta(days=length),
            set_at=self.work.now,
        )
        if self._added(tag):
            self.town.things["tag", tag.id] = tag.resident_id

    @rule(who=which, where=st.integers(0, 2), days=st.integers(0, 20))
    def move(self, who: int, where: int, days: int) -> None:
        person = self._record(who)
        home = self.work.session.get_one(Home, self.home_ids[where])
        try:
            with self.work.session.begin_nested():
                made = homes.living(self.work, person, home, date(2026, 1, 1) + timedelta(days=days))
        except DomainError:
            self.work.session.expire_all()
            return
        self.town.things["residence", made.id] = person.id

    @rule(who=which)
    def log_in(self, who: int) -> None:
        account = accounts.resident_account(self.work, self._record(who).id)
        self.town.things["account", account.id] = account.resident_id

    @rule(who=which)
    def join_group(self, who: int) -> None:
        member = OrganisationMember(
            id=self.work.new_id(),
            organisation_id=self.group.id,
            resident_id=self._record(who).id,
            added_at=self.work.now,
        )
        if self._added(member):
            self.town.things["member", member.id] = member.resident_id

    @precondition(lambda self: len(self.town.records) > 1)
    @rule(one=which, other=which)
    def merge(self, one: int, other: int) -> None:
        others = len(self.town.records) - 1
        kept, gone = self._record(one).id, self._record(one + 1 + other % others).id
        try:
            made = actions.merge(self.work, kept, other_id=gone)
        except DifferentIdNumbers:
            return
        moved = [thing for thing, holder in self.town.things.items() if holder == gone]
        is_member = any(kind == "member" and holder == kept for (kind, _), holder in self.town.things.items())
        for kind, row_id in moved:
            self.town.things[kind, row_id] = None if kind == "member" and is_member else kept
        self.town.records.remove(gone)
        self.town.merges.append(Joined(made.id, kept, gone, moved))

    @precondition(lambda self: self.town.merges)
    @rule(which=which)
    def undo(self, which: int) -> None:
        joined = self.town.merges[which % len(self.town.merges)]
        try:
            actions.undo(self.work, joined.merge_id)
        except MergeStands:
            self.work.session.expire_all()
            return
        self.town.merges.remove(joined)
        self.town.records.append(joined.gone)
        for thing in joined.moved:
            if self.town.things[thing] in (None, joined.kept):
                self.town.things[thing] = joined.gone

    @precondition(lambda self: self.town.merges)
    @rule()
    def undo_newest(self) -> None:
        self.undo(len(self.town.merges) - 1)

    @invariant()
    def nobody_is_lost_or_doubled(self) -> None:
        self.work.session.flush()
        assert set(self.work.session.scalars(select(Resident.id))) == set(self.town.records)

    @invariant()
    def every_number_is_on_one_record(self) -> None:
        lookups = self.work.session.scalars(select(Resident.id_number_lookup)).all()
        cipher = self.work.house.cipher
        wanted = [cipher.lookup(number, purpose="id_number") for number in self.town.numbers]
        assert Counter(filter(None, lookups)) == Counter(wanted)

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        assert self._held() == {thing: holder for thing, holder in self.town.things.items() if holder}

    @invariant()
    def everybody_lives_where_their_record_says(self) -> None:
        said = self.work.session.execute(select(Resident.id, Resident.home_id))
        lived_in = select(Residence.resident_id, Residence.home_id).where(Residence.moved_out_on.is_(None))
        lives = {row.resident_id: row.home_id for row in self.work.session.execute(lived_in)}
        assert lives == {row.id: row.home_id for row in said if row.home_id is not None}

    @invariant()
    def quotas_are_what_the_bookings_use(self) -> None:
        counters = self.work.session.execute(
            select(BookingCounter.holder_id, BookingCounter.period, BookingCounter.used)
        )
        assert {(row.holder_id, row.period): row.used for row in counters if row.used} == self._used()

    def _record(self, who: int) -> Resident:
        return self.work.session.get_one(Resident, self.town.records[who % len(self.town.records)])

    def _added(self, row: Any) -> bool:
        """Whether the database takes this row: one is a member once, and has a tag once at a time."""
        try:
            with self.work.session.begin_nested():
                self.work.session.add(row)
        except IntegrityError:
            return False
        return True

    def _held(self) -> dict[Thing, UUID]:
        """What is really there, by whose it is."""
        return {
            (name, row.id): row.resident_id
            for name, model in _KINDS.items()
            for row in self.work.session.execute(select(model.id, model.resident_id))
            if row.resident_id is not None
        }

    def _used(self) -> dict[tuple[UUID, str], int]:
        used: Counter[tuple[UUID, str]] = Counter()
        for booking in self.work.session.scalars(select(Booking)):
            assert booking.resident_id is not None
            if booking.status in STANDING:
                used[booking.resident_id, ACTIVE] += 1
            if booking.status in COUNTED:
                for month, minutes in minutes_by_month(booking.starts_at, booking.ends_at).items():
                    used[booking.resident_id, month] += minutes
        return dict(used)


def test_nobody_and_nothing_is_lost_or_doubled(work: UnitOfWork, clock: StoppedClock) -> None:
    class InThisTest(Merging):
        pass

    InThisTest.work, InThisTest.clock = work, clock
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    limits = settings(max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=health)
    run_state_machine_as_test(InThisTest, settings=limits)
