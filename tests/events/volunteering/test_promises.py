"""Whatever happens in whatever order: both sides balance, nobody has less than nothing, and no cap is passed."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from service.events.volunteering import actions
from service.events.volunteering.models import TimeAccount, TimeCorrection, TimeEntry, VolunteerHours
from service.events.volunteering.rules import AccountKind, EntryKind, HoursStatus, ServiceUsed
from service.kit.clock import at_local, local_date
from service.kit.errors import DomainError
from service.kit.months import first_of
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.events.volunteering.conftest import BORN_OLD
from tests.factories import activities, residents

FIRST = date(2026, 3, 29)
PEOPLE = 4
DAY, MONTH = 480, 3600
whom = st.integers(0, PEOPLE - 1)
minutes = st.integers(1, 600)
A_DAY = timedelta(days=1)


class TimeBank(RuleBasedStateMachine):
    """Four elders who serve, pass on, use and donate minutes, are corrected, die, and turn out to be one or two."""

    work: UnitOfWork

    @initialize()
    def begin(self) -> None:
        self.savepoint = self.work.session.begin_nested()
        self.kept_now = self.work.now
        self.work.now = at_local(FIRST)
        self.people = [self._person(number) for number in range(PEOPLE)]
        self.merge: UUID | None = None
        self.were_one = False
        self.activities = [activities.activity(self.work).id for _ in range(3)]
        self.sign_ups: dict[tuple[UUID, UUID], UUID] = {}

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.work.session.expire_all()
        self.work.now = self.kept_now

    @rule(who=whom, much=minutes, before=st.integers(0, 3))
    def note(self, who: int, much: int, before: int) -> None:
        self._try(
            actions.note_hours,
            resident_id=self.people[who],
            served_on=local_date(self.work.now) - before * A_DAY,
            minutes=much,
            service="助老",
        )

    @rule(
        who=whom, activity=st.integers(0, 2), much=minutes, hour=st.integers(0, 23), times=st.integers(1, 3)
    )
    def attend(self, who: int, activity: int, much: int, hour: int, times: int) -> None:
        actions.credit_attendance(
            self.work,
            **self._attendance(who, activity),
            minutes=much,
            attended_at=self.work.now + timedelta(hours=hour),
            times=times,
        )

    @rule(who=whom, activity=st.integers(0, 2), times=st.integers(1, 3))
    def withdraw(self, who: int, activity: int, times: int) -> None:
        actions.withdraw_attendance(self.work, **self._attendance(who, activity), times=times)

    @rule(who=whom, other=whom, much=minutes)
    def transfer(self, who: int, other: int, much: int) -> None:
        before = self._can_pass_on(self.people[who])
        moved = self._try(
            actions.transfer,
            from_resident_id=self.people[who],
            to_resident_id=self.people[other],
            minutes=much,
        )
        assert not moved or much <= before

    @rule(who=whom, much=minutes)
    def donate(self, who: int, much: int) -> None:
        self._try(actions.donate, from_resident_id=self.people[who], minutes=much)

    @rule(who=whom, much=minutes)
    def give(self, who: int, much: int) -> None:
        self._try(actions.give, resident_id=self.people[who], minutes=much)

    @rule(who=whom, much=minutes)
    def use(self, who: int, much: int) -> None:
        self._try(actions.spend, resident_id=self.people[who], minutes=much, used_for=ServiceUsed.MEALS)

    @rule(number=st.integers(0, 20))
    def reverse(self, number: int) -> None:
        rows = self.work.session.scalars(select(VolunteerHours.id).order_by(VolunteerHours.id)).all()
        if rows:
            self._try(actions.reverse, hours_id=rows[number % len(rows)], reason="更正")

    @rule(number=st.integers(0, 20))
    def waive(self, number: int) -> None:
        rows = self.work.session.scalars(select(TimeCorrection.id).order_by(TimeCorrection.id)).all()
        if rows:
            self._try(actions.waive, correction_id=rows[number % len(rows)], reason="免除")

    @rule()
    def merge_two(self) -> None:
        if self.merge is None:
            self.merge = merging.merge(self.work, self.people[0], other_id=self.people[1]).id
            self.were_one = True
            actions.one_person(self.work, self.people[0])

    @rule()
    def part_them(self) -> None:
        if self.merge is not None:
            merging.undo(self.work, self.merge)
            self.merge = None
            actions.two_people(self.work, self.people[:2])

    @rule(days=st.integers(1, 3))
    def go_on(self, days: int) -> None:
        self.work.now += days * A_DAY
        actions.settle_estates(self.work)

    @rule()
    def the_last_one_dies(self) -> None:
        person = self.work.session.get_one(Resident, self.people[-1])
        person.status = ResidentStatus.DECEASED
        self.work.session.flush()
        actions.keep_for_family(self.work, person.id, local_date(self.work.now) - timedelta(days=363))

    @invariant()
    def both_sides_of_all_entries_balance(self) -> None:
        sums: dict[UUID, Counter[str]] = defaultdict(Counter)
        taken: Counter[UUID] = Counter()
        for each in self.work.session.scalars(select(TimeEntry)):
            sums[each.to_account_id]["credited"] += each.minutes
            sums[each.from_account_id]["debited"] += each.minutes
            if each.correction_id:
                taken[each.correction_id] += each.minutes * (1 if each.kind is EntryKind.CORRECTED else -1)
        accounts = self._all(TimeAccount)
        for row in accounts:
            assert (row.credited, row.debited) == (sums[row.id]["credited"], sums[row.id]["debited"])
            assert row.kind is AccountKind.ISSUED or row.balance >= 0
        assert sum(row.balance for row in accounts) == 0
        assert all(row.taken == taken[row.id] for row in self._all(TimeCorrection))

    @invariant()
    def who_owes_has_nothing(self) -> None:
        for person in self._present():
            told = actions.read_account(self.work, person)
            assert told.owed_minutes == 0 or told.balance_minutes == 0

    @invariant()
    def what_is_credited_is_what_was_granted_and_not_taken_back(self) -> None:
        corrections = {row.hours_id: row for row in self._all(TimeCorrection) if row.withdrawn_at is None}
        for row in self._all(VolunteerHours):
            counts = row.status is HoursStatus.COUNTED or row.credited == 0
            assert counts == (row.id not in corrections)

    @invariant()
    def an_activity_is_credited_once_and_no_cap_is_passed(self) -> None:
        days: Counter[tuple[UUID, date]] = Counter()
        months: Counter[tuple[UUID, date]] = Counter()
        times: dict[tuple[UUID, UUID], set[Any]] = defaultdict(set)
        for row in self._all(VolunteerHours):
            if row.status is HoursStatus.COUNTED:
                days[row.resident_id, row.served_on] += row.credited
                months[row.resident_id, first_of(row.served_on)] += row.credited
                if row.activity_id:
                    times[row.activity_id, row.resident_id].add((row.sign_up_id, row.times))
        assert all(len(told) == 1 for told in times.values())
        # Of who was two records, what was credited to both before anybody knew stands.
        alone = set(self.people[2:] if self.were_one else self.people)
        assert all(used <= DAY for (who, _), used in days.items() if who in alone)
        assert all(used <= MONTH for (who, _), used in months.items() if who in alone)

    def _person(self, number: int) -> UUID:
        return residents.resident(self.work, name=f"老人{number}", birth_on=BORN_OLD).id

    def _present(self) -> list[UUID]:
        return [each for each in self.people if self.merge is None or each != self.people[1]]

    def _attendance(self, who: int, activity: int) -> dict[str, UUID]:
        key = (self.activities[activity], self.people[who])
        sign_up_id = self.sign_ups.setdefault(key, self.work.new_id())
        return {"activity_id": key[0], "resident_id": key[1], "sign_up_id": sign_up_id}

    def _can_pass_on(self, person: UUID) -> int:
        """All that is there of who has died, else no more than was earned and not passed on."""
        if person not in self._present():
            return 0
        told = actions.read_account(self.work, person)
        has_died = self.work.session.get_one(Resident, person).status is ResidentStatus.DECEASED
        return told.balance_minutes if has_died else told.transferable_minutes

    def _try(self, act: Any, **wanted: Any) -> bool:
        """Do it, or be refused without a trace."""
        try:
            with self.work.session.begin_nested():
                act(self.work, **wanted)
        except DomainError:
            return False
        return True

    def _all(self, model: Any) -> list[Any]:
        self.work.session.expire_all()
        return list(self.work.session.scalars(select(model)))


def test_the_time_bank_keeps_its_promises_whatever_happens(work: UnitOfWork) -> None:
    TimeBank.work = work
    run_state_machine_as_test(
        TimeBank,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
