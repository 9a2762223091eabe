"""Whatever people do to a plan in whatever order: it is served on the days that a calendar by hand says, and no others.

The model knows the segments of each line (a service on weekdays from a day until a day), the pauses and the last day.
What has passed never changes, nor any text that was offered; and what the service refuses, the model refuses.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from service.accounts import queries as accounts_queries
from service.elderly_care.plans import actions, queries
from service.elderly_care.plans.actions import Word
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.plans.rules import AgreementWay, OnHolidays, PauseReason, PlanStatus, hash_of
from service.elderly_care.requests.models import CareRequest
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import Role
from service.kit.clock import local_date
from service.kit.errors import DomainError
from service.kit.work import UnitOfWork
from service.residents.consents.rules import ConsentPurpose
from tests.clock import StoppedClock
from tests.factories import accounts, care, residents
from tests.factories.care_requests import request
from tests.factories.consents import consent

DAY = timedelta(days=1)
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LINES = 2
FIRST = date(2026, 3, 4)
HORIZON = date(2026, 7, 31)

offsets = st.integers(-2, 25)
weekdays = st.frozensets(st.integers(0, 6), min_size=1, max_size=3)
# For each line: it goes on, it is left out, or it is on other weekdays.
wishes = st.tuples(*[st.sampled_from(["goes on", "left out"]) | weekdays for _ in range(LINES)])


@dataclass
class Segment:
    """A line on weekdays, from a day until a last one."""

    line: int
    days: frozenset[int]
    since: date
    until: date | None = None

    def falls(self, last: date) -> list[date]:
        end = last if self.until is None else min(last, self.until)
        span = range((end - self.since).days + 1)
        return [day for each in span if (day := self.since + each * DAY).weekday() in self.days]


@dataclass
class Change:
    """What is on offer: the segments that go on, and the new ones, from a day."""

    since: date
    asked_on: date
    going_on: list[Segment]
    new: list[Segment]


@dataclass
class Model:
    """What ought to be."""

    today: date
    segments: list[Segment]
    changed_on: date = FIRST
    pauses: list[list[date | None]] = field(default_factory=list)
    ends_on: date | None = None
    pending: Change | None = None
    is_over: bool = False

    @property
    def present(self) -> list[Segment]:
        return [each for each in self.segments if each.until is None]

    def covers(self, pause: list[date | None], day: date) -> bool:
        begin, end = pause
        return begin is not None and begin <= day and (end is None or day <= end)

    def days(self) -> list[tuple[date, int]]:
        last = HORIZON if self.ends_on is None else min(HORIZON, self.ends_on)
        return sorted(
            (day, each.line)
            for each in self.segments
            for day in each.falls(last)
            if not any(self.covers(pause, day) for pause in self.pauses)
        )


class Planning(RuleBasedStateMachine):
    """An elder, a dispatcher and the days."""

    work: ClassVar[UnitOfWork]
    clock: ClassVar[StoppedClock]

    @initialize(chosen=st.tuples(*[weekdays] * LINES))
    def begin(self, chosen: tuple[frozenset[int], ...]) -> None:
        self.savepoint = self.work.session.begin_nested()
        self.clock.move_to(StoppedClock().now())
        self.work.now = self.clock.now()
        elder = residents.resident(self.work)
        operator = care.operator(self.work)
        consent(self.work, elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
        self.services = [care.service(self.work) for _ in range(LINES)]
        contract = care.contract(self.work, operator, prices={each.id: 100 for each in self.services})
        asked = request(self.work, elder, self.services, status=RequestStatus.ASSIGNED, contract=contract)
        self.request_id = asked.id
        elder_account = accounts.resident_account(self.work, elder.id)
        planner = accounts.staff(self.work, Role.OPERATOR_MANAGER, organisation_id=operator.id)
        self.elder = accounts_queries.actor_of(self.work, elder_account.id)
        self.planner = accounts_queries.actor_of(self.work, planner.id)
        self.texts: dict[int, str] = {}
        self.past: list[tuple[date, int]] = []
        self.model = Model(FIRST - 2 * DAY, [Segment(n, days, FIRST) for n, days in enumerate(chosen)])
        wanted = [self._item(each) for each in self.model.segments]
        self._as(self.planner)
        row = actions.draft(self.work, request_id=asked.id, items=wanted, starts_on=FIRST)
        actions.offer(self.work, row)
        self.plan_id = row.id
        assert self._try(self._agree)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            self.savepoint.rollback()
            self.work.session.expunge_all()

    @rule(offset=offsets, wish=wishes)
    def revise(self, offset: int, wish: tuple[Any, ...]) -> None:
        """The planner offers other weekdays, fewer lines, or a line that was left out before."""
        model, since = self.model, self.model.today + offset * DAY
        present = {each.line: each for each in model.present}
        going_on = [each for line, each in present.items() if wish[line] == "goes on"]
        new = [Segment(line, days, since) for line, days in enumerate(wish) if isinstance(days, frozenset)]
        earliest = max(model.today + DAY, FIRST, model.changed_on)
        last = HORIZON if model.ends_on is None else model.ends_on
        fits = earliest <= since and since <= last and bool(going_on or new)
        fits = fits and all(each.falls(last) for each in [*going_on, *new])
        allowed = not model.is_over and model.pending is None and fits
        items = [*({"id": self._item_id(each)} for each in going_on), *(self._item(each) for each in new)]
        before = self._served()

        self._as(self.planner)
        done = (
            self._try(lambda row: actions.revise(self.work, row, from_day=since, items=items))
            if items
            else False
        )

        assert done is allowed
        if done:
            model.pending = Change(since, model.today, going_on, new)
        assert self._served() == before

    @rule()
    def agree(self) -> None:
        """The elder agrees to what is on offer; before its day all stays as it was."""
        change = self.model.pending
        before = self._served()
        self._as(self.elder)
        done = self._try(self._agree)

        assert done is (change is not None)
        if change is None:
            return
        for each in self.model.present:
            if each not in change.going_on:
                each.until = change.since - DAY
        self.model.segments += change.new
        self.model.changed_on, self.model.pending = change.since, None
        after = self._served()
        assert [each for each in after if each[0] < change.since] == [
            each for each in before if each[0] < change.since
        ]

    @rule(offset=st.integers(1, 20), wish=wishes)
    def change(self, offset: int, wish: tuple[Any, ...]) -> None:
        """The planner offers a change and the elder agrees at once."""
        self.revise(offset, wish)
        self.agree()

    @rule(is_elder=st.booleans())
    def refuse(self, is_elder: bool) -> None:
        """The elder declines, or the planner recalls."""
        self._as(self.elder if is_elder else self.planner)
        if is_elder:
            done = self._try(lambda row: actions.decline(self.work, row, reason="不用改"))
        else:
            done = self._try(lambda row: actions.recall(self.work, row))

        assert done is (self.model.pending is not None)
        self.model.pending = None

    @rule(offset=offsets, length=st.none() | st.integers(-1, 20))
    def pause(self, offset: int, length: int | None) -> None:
        """The elder goes to hospital."""
        model, starts_on = self.model, self.model.today + offset * DAY
        ends_on = None if length is None else starts_on + length * DAY
        overlaps = any(
            (ends_on is None or begin <= ends_on) and (end is None or end >= starts_on)
            for begin, end in model.pauses
            if begin is not None
        )
        allowed = not model.is_over and starts_on >= model.today and not overlaps
        allowed = allowed and (ends_on is None or (ends_on >= starts_on and ends_on >= FIRST))
        allowed = allowed and (model.ends_on is None or starts_on <= model.ends_on)

        self._as(self.elder)
        done = self._try(
            lambda row: actions.pause(
                self.work, row, starts_on=starts_on, ends_on=ends_on, reason=PauseReason.HOSPITAL
            )
        )

        assert done is allowed, (starts_on, ends_on)
        if done:
            model.pauses.append([max(starts_on, FIRST), ends_on])

    @rule(offset=offsets)
    def resume(self, offset: int) -> None:
        """The elder comes home."""
        model, on = self.model, self.model.today + offset * DAY
        open_ones = sorted(each for each in model.pauses if each[1] is None or each[1] >= on)
        allowed = not model.is_over and on >= model.today and bool(open_ones)

        self._as(self.elder)
        done = self._try(lambda row: actions.resume(self.work, row, on=on))

        assert done is allowed
        if done and open_ones[0][0] is not None and open_ones[0][0] >= on:
            model.pauses.remove(open_ones[0])
        elif done:
            open_ones[0][1] = on - DAY

    @rule(offset=st.integers(-1, 60))
    def end(self, offset: int) -> None:
        """The elder names a last day."""
        model, on = self.model, self.model.today + offset * DAY
        allowed = not model.is_over and on >= model.today and (model.ends_on is None or on <= model.ends_on)

        self._as(self.elder)
        done = self._try(lambda row: actions.end(self.work, row, on=on, reason="不需要了"))

        assert done is allowed
        if done:
            model.ends_on, model.pending = on, None
            model.is_over = on < FIRST

    @rule(count=st.integers(1, 6))
    def days_pass(self, count: int) -> None:
        """Nights pass, and the clock's work is done in each."""
        for _ in range(count):
            self.clock.move(days=1)
            self.work.now = self.clock.now()
            model = self.model
            model.today = local_date(self.work.now)
            self.past = [each for each in model.days() if each[0] < model.today]
            actions.turn_to_today(self.work)
            self.work.session.flush()
            if model.pending and model.today > min(
                model.pending.since - DAY, model.pending.asked_on + 14 * DAY
            ):
                model.pending = None
            model.is_over = model.is_over or (model.ends_on is not None and model.ends_on < model.today)
            if model.is_over:
                model.pending = None

    @invariant()
    def it_is_served_as_the_calendar_says(self) -> None:
        """Each line at most once a day, what has passed as it was."""
        if not hasattr(self, "plan_id"):
            return
        served = self._served()
        assert served == self.model.days()
        assert len(set(served)) == len(served)
        assert [each for each in served if each[0] < self.model.today] == self.past

    @invariant()
    def texts_never_change(self) -> None:
        """What was offered reads for ever as it did."""
        if not hasattr(self, "plan_id"):
            return
        for each in queries.versions(self.work, self.plan_id):
            self.work.session.refresh(each)
            assert hash_of(each.content) == each.text_hash
            assert self.texts.setdefault(each.number, each.text_hash) == each.text_hash

    @invariant()
    def it_stands_where_the_day_puts_it(self) -> None:
        """Active, paused or ended, and the request with it."""
        if not hasattr(self, "plan_id"):
            return
        row, model = self._row(), self.model
        halted = any(model.covers(each, model.today) for each in model.pauses)
        expected = PlanStatus.PAUSED if halted else PlanStatus.ACTIVE
        assert row.status is (PlanStatus.ENDED if model.is_over else expected)
        asked = self.work.session.get_one(CareRequest, self.request_id)
        assert asked.status is (RequestStatus.CLOSED if model.is_over else RequestStatus.ACTIVE)
        assert (queries.offered(self.work, row.id) is None) is (model.pending is None)

    def _as(self, actor: Any) -> None:
        self.work.actor = actor

    def _row(self) -> CarePlan:
        return self.work.session.get_one(CarePlan, self.plan_id)

    def _try(self, do: Callable[[CarePlan], Any]) -> bool:
        """Whether the service does it; a refusal leaves nothing."""
        inner = self.work.session.begin_nested()
        try:
            do(queries.held(self.work, self._row()))
            self.work.session.flush()
        except DomainError:
            inner.rollback()
            self.work.session.expire_all()
            return False
        except Exception as broken:
            inner.rollback()
            self.work.session.expire_all()
            if "care_plan_pauses_no_overlap" not in str(broken):
                raise
            return False
        inner.commit()
        return True

    def _agree(self, row: CarePlan) -> None:
        waiting = queries.offered(self.work, row.id)
        text = waiting.text_hash if waiting else "0" * 64
        self._as(self.elder)
        actions.agree(self.work, row, Word(way=AgreementWay.APP, text_hash=text))

    def _served(self) -> list[tuple[date, int]]:
        lines = {each.id: line for line, each in enumerate(self.services)}
        found = queries.occurrences_of(self.work, self.plan_id, FIRST - 9 * DAY, HORIZON)
        return sorted((each.occurs_on, lines[each.service_id]) for each in found)

    def _item(self, segment: Segment) -> dict[str, Any]:
        return {
            "service_id": self.services[segment.line].id,
            "rrule": "FREQ=WEEKLY;BYDAY=" + ",".join(NAMES[day] for day in sorted(segment.days)),
            "window_start": "09:00",
            "window_end": "11:00",
            "skills": [],
            "caregivers_needed": 1,
            "on_holidays": OnHolidays.SERVE,
        }

    def _item_id(self, segment: Segment) -> UUID:
        service_id = self.services[segment.line].id
        present = queries.present_items(self.work, self._row())
        return next(each.id for each in present if each.service_id == service_id)


def test_plans_are_served_as_agreed_whatever_happens(work: UnitOfWork, clock: StoppedClock) -> None:
    machine = type("Planning", (Planning,), {"work": work, "clock": clock})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
