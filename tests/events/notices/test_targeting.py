"""Whatever happens in whatever order: one sees a notice if and only if it addressed them or matches them now."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.accounts.models import Account
from service.events.notices import actions, queries
from service.events.notices.actions import addressing
from service.events.notices.models import Addressee, GridReceipts, Notice, Receipt
from service.events.notices.rules import LONGEST_PIN, NoticeStatus
from service.kit.actor import SYSTEM, Actor, ActorKind, Role
from service.kit.background import BackgroundRun, RunStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.regions import actions as region_actions
from service.regions import queries as regions
from service.regions.rules import Level
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from service.residents.tags import queries as tags
from service.residents.tags.models import ResidentTag
from tests.factories import accounts, notices
from tests.factories.regions import (
    COMMUNITY,
    DISTRICT,
    GRID,
    OTHER_COMMUNITY,
    SECOND_COMMUNITY,
    STREET,
    region,
)
from tests.factories.residents import resident
from tests.factories.tags import tag

AUDIENCES = ((), ("volunteer",), ("aged_80",), ("volunteer", "aged_60"), ("minor", "veteran"))
GIVEN = ("volunteer", "veteran")
# Around birthdays, one of them a 29 February's.
BIRTHS = (None, date(1946, 3, 3), date(1966, 3, 2), date(1944, 2, 29), date(2008, 3, 3))


@dataclass
class District:
    """Three people, some places, and all notices that were published, with whom each addressed."""

    work: UnitOfWork
    people: list[Resident]
    places: list[str]
    author: Account
    addressed: dict[UUID, set[UUID]] = field(default_factory=dict)

    def take(self, step: tuple[str, int, int, int]) -> None:
        name, who, where, which = step
        person, place = self.people[who], self.places[where % len(self.places)]
        acts: dict[str, Callable[[], object]] = {
            "publish": lambda: self._publish([place], AUDIENCES[which % len(AUDIENCES)]),
            "publish to two": lambda: self._publish(
                [place, self.places[which % len(self.places)]], AUDIENCES[who % len(AUDIENCES)]
            ),
            "move": lambda: setattr(person, "region_code", place),
            "leave": lambda: setattr(person, "status", ResidentStatus.MOVED_AWAY),
            "come back": lambda: setattr(person, "status", ResidentStatus.VERIFIED),
            "be born otherwise": lambda: setattr(person, "birth_on", BIRTHS[which % len(BIRTHS)]),
            "get a tag": lambda: self._get_tag(person, GIVEN[where % 2], days=which),
            "lose a tag": lambda: self._lose_tags(person),
            "another day": lambda: self._wait(days=1),
            "another month": lambda: self._wait(days=31),
            "estate goes elsewhere": lambda: self._move_estate(which),
            "read": lambda: self._read(person, which),
            "withdraw": lambda: self._withdraw(which),
            "pin": lambda: self._pin(which),
        }
        acts[name]()
        self.work.session.flush()

    def check(self) -> None:
        shown = self._shown()
        for person in self.people:
            expected = {
                notice.id
                for notice in shown
                if person.id in self.addressed[notice.id] or self._matches(notice, person)
            }
            assert self._list(person) == expected
            for notice in shown:
                seen = queries.seen_by(self.work, notice.id, person.id)
                assert (seen is not None) == (notice.id in expected)
        self._check_to_read()

    def check_receipts(self) -> None:
        """What was counted is who was addressed then, and of them who has read."""
        for notice_id, base in self.addressed.items():
            on_record = self.work.session.scalars(
                select(Addressee.resident_id).where(Addressee.notice_id == notice_id)
            )
            readers = self.work.session.scalars(
                select(Receipt.resident_id).where(Receipt.notice_id == notice_id)
            )
            grids = self.work.session.scalars(
                select(GridReceipts)
                .where(GridReceipts.notice_id == notice_id)
                .execution_options(populate_existing=True)
            ).all()
            assert set(on_record) == base
            assert sum(each.addressed for each in grids) == len(base)
            assert sum(each.read for each in grids) == len(base & set(readers))

    def _check_to_read(self) -> None:
        """Of all three: first what any of them has not read, then what stands above others for who has read it."""
        waiting, leading = self._by_reader(read=False), self._by_reader(read=True)
        expected = [*waiting.items(), *((each, who) for each, who in leading.items() if each not in waiting)]
        ids = [each.id for each in self.people]
        for shown in (2, 20):
            told, unread = queries.notices_to_read(self.work, ids, shown=shown, counted=20)
            assert [(each.id, set(each.resident_ids)) for each in told] == expected[:shown]
            assert [each.id for each in told if each.read_at is None] == list(waiting)[:shown]
            assert unread == len(waiting)

    def _by_reader(self, *, read: bool) -> dict[UUID, set[UUID]]:
        """What their lists say they have not read in 90 days, or have and it leads; in the order of the lists."""
        found: dict[UUID, set[UUID]] = {}
        order: dict[UUID, tuple[int, datetime, UUID]] = {}
        for person in self.people:
            for each in queries.notices_for(self.work, person.id, limit=100).items:
                assert each.published_at is not None
                is_of_now = each.published_at > self.work.now - LONGEST_PIN
                if (each.read_at is not None) is read and (each.rank or (is_of_now and not read)):
                    order[each.id] = each.rank or 0, each.published_at, each.id
                    found.setdefault(each.id, set()).add(person.id)
        return {each: found[each] for each in sorted(order, key=order.__getitem__, reverse=True)}

    def _shown(self) -> list[Notice]:
        rows = [self.work.session.get_one(Notice, each) for each in self.addressed]
        return [each for each in rows if each.status is NoticeStatus.PUBLISHED]

    def _list(self, person: Resident) -> set[UUID]:
        """Page by page, so that what lies between two pages is looked at too."""
        found: list[UUID] = []
        cursor = None
        while True:
            page = queries.notices_for(self.work, person.id, cursor=cursor, limit=2)
            found += [each.id for each in page.items]
            cursor = page.next_cursor
            if cursor is None:
                assert len(found) == len(set(found))
                return set(found)

    def _matches(self, notice: Notice, person: Resident) -> bool:
        if person.status is not ResidentStatus.VERIFIED or person.region_code is None:
            return False
        path = regions.path_of(self.work, person.region_code)
        held = tags.codes_of(self.work, person.id)
        in_place = not set(path).isdisjoint(notice.region_codes)
        return in_place and (not notice.audience or not held.isdisjoint(notice.audience))

    def _publish(self, places: list[str], audience: tuple[str, ...]) -> None:
        pin_until = self.work.now + timedelta(days=len(self.addressed) % 3 * 20)
        made = notices.notice(
            self.work,
            list(dict.fromkeys(places)),
            author=self.author,
            audience=audience,
            pin_until=pin_until,
        )
        self.addressed[made.id] = {each.id for each in self.people if self._matches(made, each)}
        self._work_off(addressing.KIND, addressing.address_step)

    def _work_off(self, kind: str, step: Callable[[UnitOfWork, BackgroundRun], bool]) -> None:
        waiting = select(BackgroundRun).where(
            BackgroundRun.kind == kind, BackgroundRun.status == RunStatus.QUEUED
        )
        for run in self.work.session.scalars(waiting).all():
            while not step(self.work, run):
                pass
            run.status = RunStatus.DONE

    def _get_tag(self, person: Resident, code: str, *, days: int) -> None:
        if code not in tags.codes_of(self.work, person.id):
            until = None if days % 2 else local_date(self.work.now) + timedelta(days=days)
            tag(self.work, person, code, valid_until=until)

    def _lose_tags(self, person: Resident) -> None:
        today = local_date(self.work.now)
        for row in self.work.session.scalars(select(ResidentTag).where(ResidentTag.resident_id == person.id)):
            if row.valid_until is None or row.valid_until >= today:
                row.valid_until = today - timedelta(days=1)

    def _wait(self, **amount: float) -> None:
        self.work.now += timedelta(**amount)
        actions.expire_due(self.work)
        actions.step_down_due(self.work)

    def _move_estate(self, which: int) -> None:
        parent = (COMMUNITY, SECOND_COMMUNITY, OTHER_COMMUNITY)[which % 3]
        region_actions.change_region(self.work, self.places[-1], parent_code=parent)

    def _read(self, person: Resident, which: int) -> None:
        for notice in self._shown()[which % 3 :: 3]:
            if queries.seen_by(self.work, notice.id, person.id) is not None:
                self.work.actor = Actor(ActorKind.RESIDENT, account_id=person.id, resident_id=person.id)
                actions.read(self.work, notice.id)
                self.work.actor = SYSTEM

    def _pin(self, which: int) -> None:
        """For a month, and for its addressees too."""
        shown = self._shown()
        if not shown:
            return
        self.work.actor = notices.acting(self.work, self.author)
        notice = shown[which % len(shown)]
        pin_until = (notice.published_at or self.work.now) + timedelta(days=30)
        actions.change(self.work, notice, {"pin_until": pin_until})
        self.work.actor = SYSTEM
        self._work_off(addressing.LEADING, addressing.lead_step)

    def _withdraw(self, which: int) -> None:
        shown = self._shown()
        if shown:
            self.work.actor = notices.acting(self.work, self.author)
            actions.withdraw(self.work, shown[which % len(shown)], reason="有误")
            self.work.actor = SYSTEM


NAMES = (
    "publish",
    "publish",
    "publish to two",
    "move",
    "leave",
    "come back",
    "be born otherwise",
    "get a tag",
    "lose a tag",
    "another day",
    "another month",
    "estate goes elsewhere",
    "read",
    "read",
    "withdraw",
    "pin",
    "pin",
)
steps = st.tuples(st.sampled_from(NAMES), st.integers(0, 2), st.integers(0, 6), st.integers(0, 5))
# Chance seldom puts together that somebody addressed moves away, somebody else comes, and both read.
COMING_AND_GOING = [
    ("publish", 0, 2, 0),
    ("move", 0, 4, 0),
    ("read", 0, 0, 0),
    ("move", 1, 2, 0),
    ("read", 1, 0, 0),
    ("pin", 0, 0, 0),
    ("move", 1, 4, 0),
    ("another month", 0, 0, 0),
]
TAGS_AND_TIME = [
    ("get a tag", 0, 0, 1),
    ("publish", 0, 2, 1),
    ("read", 0, 0, 0),
    ("lose a tag", 0, 0, 0),
    ("move", 1, 2, 0),
    ("get a tag", 1, 0, 1),
    ("read", 1, 0, 0),
    ("another day", 0, 0, 0),
    ("withdraw", 0, 0, 0),
]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=4, max_size=16))
@example(COMING_AND_GOING)
@example(TAGS_AND_TIME)
def test_one_sees_a_notice_if_and_only_if_it_addressed_them_or_matches_them_now(
    work: UnitOfWork, taken: list[tuple[str, int, int, int]]
) -> None:
    before = addressing.STRETCH, work.now
    addressing.STRETCH = 2
    try:
        with work.session.begin_nested() as outer:
            district = _district(work)
            for step in taken:
                district.take(step)
                district.check()
            district.check_receipts()
            outer.rollback()
    finally:
        addressing.STRETCH, work.now = before
        work.session.expire_all()


def _district(work: UnitOfWork) -> District:
    people = [resident(work, GRID), resident(work, SECOND_COMMUNITY), resident(work, OTHER_COMMUNITY)]
    for person, born in zip(people, BIRTHS, strict=False):
        person.birth_on = born
    estate = region(work, COMMUNITY, Level.ESTATE, "桂花苑")
    places = [DISTRICT, STREET, COMMUNITY, SECOND_COMMUNITY, OTHER_COMMUNITY, GRID, estate]
    return District(work, people, places, accounts.staff(work, Role.DISTRICT_STAFF, DISTRICT))
