"""Whatever people have: one sees the next of each kind of everybody for whom one acts in it, and nothing of anybody else."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.accounts.models import Account
from service.elderly_care.plans.rules import PlanStatus
from service.elderly_care.requests.rules import RequestStatus
from service.elderly_care.visits.rules import VisitStatus
from service.events.activities.models import ActivityWait, SignUp
from service.events.activities.rules import SignUpEnd, SignUpStatus
from service.events.notices.models import Receipt
from service.home import queries
from service.home.rules import MOST_NOTICES
from service.kit.actor import SYSTEM, Actor, ActorKind
from service.kit.clock import local_date
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.rules import STANDING, BookingStatus
from service.regions.queries import path_of
from service.residents.models import Proxy, Resident
from service.residents.rules import ProxyStatus
from tests.factories import (
    accounts,
    activities,
    care,
    care_plans,
    care_requests,
    cared,
    living_rooms,
    notices,
    residents,
)
from tests.factories.regions import COMMUNITY, DISTRICT, GRID, OTHER_COMMUNITY, SECOND_COMMUNITY
from tests.factories.waitlist import booked, wish

ELDERS = 3
# Each list of the first screen, and in which matter one sees of others what stands there.
MATTERS = {
    "bookings": "booking",
    "activities": "booking",
    "living_room_time": "booking",
    "activity_place": "booking",
    "visits": "care",
    "requests": "care",
    "care_plan": "care",
    "notices": "notices",
}
MOST = {kind: 3 if kind in ("bookings", "activities", "visits") else 5 for kind in MATTERS}
TO_COME = (VisitStatus.PLANNED, VisitStatus.ASSIGNED, VisitStatus.IN_PROGRESS)
VISITS = (*TO_COME, VisitStatus.DONE, VisitStatus.MISSED)


@dataclass
class Family:
    """A daughter, elders of whom some made her their proxy, and a neighbour's elder who did not."""

    work: UnitOfWork
    people: list[Resident]
    account: Account
    # Of each list: what stands there, with whose it is and by what it is next.
    made: dict[str, list[tuple[Any, UUID, UUID]]] = field(
        default_factory=lambda: {each: [] for each in MATTERS}
    )

    def take(self, step: tuple[str, int, int, int]) -> None:
        kind, who, hours, state = step
        person = self.people[who]
        acts: dict[str, Callable[[Resident, int, int], None]] = {
            "booking": self._book,
            "activity": self._sign_up,
            "visit": self._visit,
            "request": self._request,
            "time": self._offer_time,
            "place": self._offer_place,
            "notice": self._publish,
        }
        acts[kind](person, hours, state)
        self.work.session.flush()

    def check(self, scopes: Mapping[UUID, Collection[str]]) -> None:
        screen = self._screen()
        unread = {
            id_ for _, whose, id_ in self.made["notices"] if MATTERS["notices"] in scopes.get(whose, ())
        }
        for kind, told in screen.items():
            for person in self.people:
                in_order = sorted((by, id_) for by, whose, id_ in self.made[kind] if whose == person.id)
                theirs = [id_ for _, id_ in in_order] if MATTERS[kind] in scopes.get(person.id, ()) else []
                shown = [id_ for id_, whose in told if whose == person.id]
                if kind != "notices":
                    assert shown == theirs[: MOST[kind]], kind
                else:
                    assert set(shown) <= set(theirs)
                    assert set(shown) == set(theirs) or len(unread) > MOST_NOTICES

    def _screen(self) -> dict[str, list[tuple[UUID, UUID]]]:
        self.work.actor = Actor(
            ActorKind.RESIDENT, account_id=self.account.id, resident_id=self.account.resident_id
        )
        told = queries.first_screen(self.work)
        self.work.actor = SYSTEM
        lists: dict[str, Any] = {
            name: getattr(told, name) for name in ("bookings", "activities", "visits", "requests")
        }
        for kind in ("living_room_time", "activity_place", "care_plan"):
            lists[kind] = [each for each in told.offers if each.kind == kind]
        found = {kind: [(each.id, each.resident_id) for each in rows] for kind, rows in lists.items()}
        to_read = [each for each in told.notices if each.read_at is None]
        found["notices"] = [(each.id, whose) for each in to_read for whose in each.resident_ids]
        return found

    def _keep(self, kind: str, by: Any, person: Resident, id_: UUID) -> None:
        self.made[kind].append((by, person.id, id_))

    def _book(self, person: Resident, hours: int, state: int) -> None:
        status = list(BookingStatus)[state % len(BookingStatus)] if state % 2 else BookingStatus.CONFIRMED
        room = living_rooms.room(self.work)
        made = booked(
            self.work, room, self.work.now + timedelta(hours=hours - 48), resident=person, status=status
        )
        if status in STANDING and made.ends_at > self.work.now:
            self._keep("bookings", made.starts_at, person, made.id)

    def _sign_up(self, person: Resident, hours: int, state: int) -> None:
        to = activities.activity(
            self.work, self.work.now + timedelta(hours=1 + hours), region_codes=(DISTRICT,)
        )
        row = self.work.session.get_one(SignUp, activities.sign_up(self.work, person, to))
        to.starts_at -= timedelta(hours=48)
        to.ends_at -= timedelta(hours=48)
        row.status = list(SignUpStatus)[state % len(SignUpStatus)]
        row.ended_by = SignUpEnd.HOLDER if row.status is SignUpStatus.CANCELLED else None
        if row.status in (SignUpStatus.SIGNED_UP, SignUpStatus.ATTENDED) and to.ends_at > self.work.now:
            self._keep("activities", to.starts_at, person, to.id)

    def _visit(self, person: Resident, hours: int, state: int) -> None:
        contract, service = care.contract(self.work, care.operator(self.work)), care.service(self.work)
        served = cared.cared(self.work, contract, service, elder=person)
        made = served.visit(self.work, on=local_date(self.work.now) + timedelta(days=hours // 24 - 1))
        if state % 2:
            # At any time of its day, as the elder has agreed.
            made.starts_at = made.window_starts_at + timedelta(hours=hours % 12 - 4)
            made.ends_at = made.starts_at + timedelta(hours=1)
        made.status = VISITS[state % len(VISITS)] if state % 2 else VisitStatus.PLANNED
        if made.status in TO_COME and (made.ends_at or made.window_ends_at) > self.work.now:
            self._keep("visits", made.starts_at or made.window_starts_at, person, made.id)

    def _request(self, person: Resident, hours: int, state: int) -> None:
        status = RequestStatus.SUBMITTED if hours % 2 else RequestStatus.ASSIGNED
        asked = care_requests.request(self.work, person, [care.service(self.work)], status=status)
        self._keep("requests", -asked.id.int, person, asked.id)
        if status is RequestStatus.ASSIGNED and state % 2:
            plan = care_plans.plan(self.work, asked, status=PlanStatus.OFFERED)
            care_plans.version(self.work, plan)
            self._keep("care_plan", plan.id, person, plan.id)

    def _offer_time(self, person: Resident, hours: int, state: int) -> None:
        room, expires_at = living_rooms.room(self.work), self.work.now + timedelta(minutes=5 * state - 5)
        starts_at = self.work.now + timedelta(hours=hours + 1)
        ends_at = starts_at + timedelta(hours=1)
        offer = {"offered_room_id": room.id, "offered_starts_at": starts_at, "offered_ends_at": ends_at}
        offer |= {"status": WaitlistState.OFFERED, "offer_expires_at": expires_at}
        entry = wish(self.work, person, room, starts_at, ends_at, **offer)
        if expires_at > self.work.now:
            self._keep("living_room_time", expires_at, person, entry.id)

    def _offer_place(self, person: Resident, hours: int, state: int) -> None:
        starts_at = self.work.now + timedelta(hours=hours + 2)
        to = activities.activity(self.work, starts_at, offer_minutes=5 + state, region_codes=(DISTRICT,))
        wait_id = activities.offered(self.work, person, to)
        entry = self.work.session.get_one(ActivityWait, wait_id)
        if entry.status is WaitlistState.OFFERED:
            self._keep("activity_place", entry.offer_expires_at, person, wait_id)

    def _publish(self, person: Resident, hours: int, state: int) -> None:
        """A notice for where they live; of those whom it concerns they may have read it."""
        pin_until = self.work.now + timedelta(days=2) if hours % 2 else None
        assert person.region_code is not None
        made = notices.notice(self.work, [person.region_code], pin_until=pin_until)
        if state % 2:
            self.work.session.add(Receipt(notice_id=made.id, resident_id=person.id, read_at=self.work.now))
        for each in self.people:
            is_theirs = person.region_code in path_of(self.work, each.region_code or "")
            if is_theirs and not (state % 2 and each is person):
                self._keep("notices", made.id, each, made.id)


SCOPES = ("booking", "care", "notices", "reports")
KINDS = ("booking", "booking", "activity", "activity", "visit", "visit", "request", "time", "place", "notice")
steps = st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 96), st.integers(0, 9))
agreed = st.lists(st.sets(st.sampled_from(SCOPES)), min_size=ELDERS, max_size=ELDERS)
# An elder's many do not hide one's own next one, nor another elder's.
MANY_OF_AN_ELDERS = [(kind, 1, 60 + number, 0) for kind in KINDS for number in range(6)]
FEW_OF_OTHERS = [(kind, who, 90, 0) for kind in KINDS for who in (0, 2)]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(agreed, st.lists(steps, min_size=3, max_size=20))
@example([{"booking", "care"}, {"booking", "care"}, set()], MANY_OF_AN_ELDERS + FEW_OF_OTHERS)
@example([{"booking"}, {"care"}, {"notices"}], FEW_OF_OTHERS + MANY_OF_AN_ELDERS)
def test_one_sees_the_next_of_everybody_for_whom_one_acts_in_it_and_of_nobody_else(
    work: UnitOfWork, matters: list[set[str]], taken: list[tuple[str, int, int, int]]
) -> None:
    try:
        with work.session.begin_nested() as outer:
            family, scopes = _family(work, matters)
            for step in taken:
                family.take(step)
            family.check(scopes)
            for proxy in work.session.scalars(select(Proxy).where(Proxy.account_id == family.account.id)):
                proxy.status = ProxyStatus.REVOKED
            work.session.flush()
            family.check({whose: each for whose, each in scopes.items() if whose == family.people[0].id})
            outer.rollback()
    finally:
        work.session.expire_all()


def _family(work: UnitOfWork, matters: list[set[str]]) -> tuple[Family, dict[UUID, Collection[str]]]:
    places = (SECOND_COMMUNITY, GRID, OTHER_COMMUNITY, COMMUNITY)
    people = [residents.resident(work, place) for place in places]
    account = accounts.resident_account(work, people[0].id)
    scopes: dict[UUID, Collection[str]] = {people[0].id: SCOPES}
    for elder, chosen in zip(people[1:], matters, strict=True):
        if chosen:
            residents.proxy(work, elder, account, sorted(chosen))
            scopes[elder.id] = chosen
    return Family(work, people, account), scopes
