"""Who is offered what, in which order, and what happens to the offer."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import BookingCounter, Suspension
from service.living_rooms.bookings.rules import BookingStatus
from service.living_rooms.rooms.actions import release_grains
from service.living_rooms.rooms.messages import RoomClosed
from service.living_rooms.rooms.models import BookedGrain, LivingRoom
from service.living_rooms.waitlist import actions
from service.living_rooms.waitlist.models import WaitlistEntry
from service.messaging.models import InboxMessage
from service.residents.messages import ResidentDied, ResidentMovedAway
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, living_rooms, regions, residents, waitlist


class Scene:
    """A room whose afternoon is booked, and people who wait for it."""

    def __init__(self, house: House, clock: StoppedClock, timetable: Timetable) -> None:
        self.house, self.clock, self.timetable = house, clock, timetable
        self.start, self.end = clock.today_at("14:00"), clock.today_at("15:00")
        with unit_of_work(house) as work:
            self.room = living_rooms.room(work)
            self.blocking = waitlist.booked(work, self.room, self.start)

    def person(self, name: str = "陈阿婆", had: int = 0, **values: object) -> Resident:
        """Somebody who has had so many minutes of a room a week ago."""
        with unit_of_work(self.house) as work:
            person = residents.resident(work, name=name, **values)
            if had:
                last_week = self.start - timedelta(days=7)
                waitlist.booked(
                    work,
                    self.room,
                    last_week,
                    minutes=had,
                    resident=person,
                    status=BookingStatus.COMPLETED,
                )
            return person

    def wish(self, person: Resident, room: LivingRoom | str | None = "this", **values: object) -> UUID:
        wanted = self.room if room == "this" else room
        with unit_of_work(self.house) as work:
            starts_at, ends_at = values.pop("starts_at", self.start), values.pop("ends_at", self.end)
            return waitlist.wish(work, person, wanted, starts_at, ends_at, **values).id

    def free(self) -> None:
        with unit_of_work(self.house) as work:
            release_grains(work, booking_id=self.blocking.id)
        self.timetable.deliver()

    def entry(self, entry_id: UUID) -> WaitlistEntry:
        with unit_of_work(self.house) as work:
            return work.session.get_one(WaitlistEntry, entry_id)

    def status(self, entry_id: UUID) -> WaitlistState:
        return self.entry(entry_id).status

    def minute(self, minutes: int = 1) -> None:
        """Time passes, and the jobs run."""
        self.clock.move(minutes=minutes)
        self.timetable.run("living_rooms.waitlist.lapse")
        self.timetable.run("living_rooms.waitlist.look_for_time")
        self.timetable.deliver()


@pytest.fixture
def scene(house: House, clock: StoppedClock, timetable: Timetable) -> Scene:
    return Scene(house, clock, timetable)


def test_freed_time_is_offered_and_held(scene: Scene) -> None:
    entry_id = scene.wish(scene.person())

    scene.free()

    entry = scene.entry(entry_id)
    assert entry.status is WaitlistState.OFFERED
    assert entry.offer is not None
    assert (entry.offer.starts_at, entry.offer.ends_at) == (scene.start, scene.end)
    assert entry.offer.expires_at == scene.clock.now() + timedelta(minutes=30)
    with unit_of_work(scene.house) as work:
        held = select(BookedGrain).where(BookedGrain.waitlist_entry_id == entry_id)
        assert len(work.session.scalars(held).all()) == 4


def test_an_offer_is_told_to_who_waited(scene: Scene) -> None:
    person = scene.person()
    with unit_of_work(scene.house) as work:
        account = accounts.resident_account(work, person.id)
    scene.wish(person)

    scene.free()

    with unit_of_work(scene.house) as work:
        message = work.session.scalars(
            select(InboxMessage).where(InboxMessage.account_id == account.id)
        ).one()
        assert message.text == "living_rooms.waitlist_offered"
        assert "桂花会客厅" in message.body_zh
        assert "09:30" in message.body_en


def test_who_had_less_in_the_past_month_goes_first_though_they_wished_later(scene: Scene) -> None:
    regular = scene.wish(scene.person("常客", had=120))
    scene.clock.move(minutes=1)
    newcomer = scene.wish(scene.person("新人"))

    scene.free()

    assert scene.status(newcomer) is WaitlistState.OFFERED
    assert scene.status(regular) is WaitlistState.WAITING


def test_of_those_who_had_the_same_the_older_wish_goes_first(scene: Scene) -> None:
    first = scene.wish(scene.person("先"))
    scene.clock.move(minutes=1)
    second = scene.wish(scene.person("后"))

    scene.free()

    assert scene.status(first) is WaitlistState.OFFERED
    assert scene.status(second) is WaitlistState.WAITING


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=10,
    derandomize=True,
)
@given(line=st.lists(st.sampled_from([0, 15, 30, 45]), min_size=2, max_size=4))
def test_an_offer_passes_through_the_line_by_need_and_then_by_age(
    house: House, clock: StoppedClock, timetable: Timetable, line: list[int]
) -> None:
    clock.move_to(clock.today_at("09:00", days=1))
    scene = Scene(house, clock, timetable)
    entries = []
    for number, had in enumerate(line):
        clock.move(seconds=1)
        entries.append((had, number, scene.wish(scene.person(f"居民{number}", had=had))))

    scene.free()
    offered = []
    for _ in line:
        offered += [each for each in entries if scene.status(each[2]) is WaitlistState.OFFERED]
        scene.minute(31)

    assert offered == sorted(entries)


def test_an_offer_that_runs_out_passes_on(scene: Scene) -> None:
    first = scene.wish(scene.person("先"))
    scene.clock.move(minutes=1)
    second = scene.wish(scene.person("后"))
    scene.free()

    scene.minute(29)
    before = scene.status(first)
    scene.minute(1)

    assert before is WaitlistState.OFFERED
    assert scene.status(first) is WaitlistState.LAPSED
    assert scene.status(second) is WaitlistState.OFFERED


def test_nobody_is_offered_what_overlaps_their_own_booking(scene: Scene) -> None:
    busy, idle = scene.person("忙"), scene.person("闲")
    with unit_of_work(scene.house) as work:
        elsewhere = living_rooms.room(work, name="另一处")
        waitlist.booked(work, elsewhere, scene.start + timedelta(minutes=30), resident=busy)
    passed_over = scene.wish(busy)
    scene.clock.move(minutes=1)
    offered = scene.wish(idle)

    scene.free()

    assert scene.status(passed_over) is WaitlistState.WAITING
    assert scene.status(offered) is WaitlistState.OFFERED


def test_nobody_is_offered_what_overlaps_another_offer_of_theirs(scene: Scene) -> None:
    person = scene.person()
    here = scene.wish(person)
    anywhere = scene.wish(person, None, region_code=regions.COMMUNITY)

    scene.free()
    scene.minute()

    assert {scene.status(here), scene.status(anywhere)} == {WaitlistState.OFFERED, WaitlistState.WAITING}


def test_one_stretch_serves_several_who_fit_into_it(scene: Scene) -> None:
    wishes = [scene.wish(scene.person(f"居民{n}"), minutes=30) for n in range(3)]

    scene.free()

    offers = [scene.entry(entry_id).offer for entry_id in wishes]
    assert [offer and offer.starts_at for offer in offers] == [
        scene.start,
        scene.start + timedelta(minutes=30),
        None,
    ]


@pytest.mark.parametrize(
    "reason", ["pending", "suspended", "active quota", "monthly quota", "elsewhere", "crowd"]
)
def test_who_could_not_book_is_passed_over(scene: Scene, reason: str) -> None:
    values: dict[str, object] = {}
    if reason == "pending":
        values["status"] = ResidentStatus.PENDING
    if reason == "elsewhere":
        values["region_code"] = regions.OTHER_COMMUNITY
    person = scene.person(**values)
    with unit_of_work(scene.house) as work:
        _hinder(work, scene, person, reason)
    entry_id = scene.wish(person, headcount=31 if reason == "crowd" else 6)
    scene.clock.move(minutes=1)
    next_one = scene.wish(scene.person("下一位", had=60))

    scene.free()

    assert scene.status(entry_id) is WaitlistState.WAITING
    assert scene.status(next_one) is WaitlistState.OFFERED


def _hinder(work: UnitOfWork, scene: Scene, person: Resident, reason: str) -> None:
    if reason == "suspended":
        work.session.add(
            Suspension(
                resident_id=person.id,
                living_room_id=scene.room.id,
                starts_at=work.now,
                ends_at=work.now + timedelta(days=7),
                counted_since=work.now,
                limit=3,
            )
        )
    periods = {"active quota": ("active", 2), "monthly quota": ("2026-03", 1170)}
    if reason in periods:
        period, used = periods[reason]
        work.session.add(
            BookingCounter(holder_id=person.id, living_room_id=scene.room.id, period=period, used=used)
        )


def test_a_wish_for_a_region_finds_a_room_in_it(scene: Scene) -> None:
    entry_id = scene.wish(scene.person(), None, region_code=regions.STREET)

    scene.free()

    offer = scene.entry(entry_id).offer
    assert offer is not None
    assert offer.living_room_id == scene.room.id


def test_a_fresh_wish_finds_time_that_was_free_all_along(scene: Scene) -> None:
    entry_id = scene.wish(scene.person(), starts_at=scene.end, ends_at=scene.end + timedelta(hours=2))

    scene.minute()

    offer = scene.entry(entry_id).offer
    assert offer is not None
    assert offer.starts_at == scene.end


def test_a_wish_beyond_the_horizon_is_met_when_its_day_comes_into_reach(scene: Scene) -> None:
    starts_at = scene.clock.today_at("14:00", days=8)
    entry_id = scene.wish(scene.person(), starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

    scene.minute()
    today = scene.status(entry_id)
    scene.minute(24 * 60)

    assert today is WaitlistState.WAITING
    assert scene.status(entry_id) is WaitlistState.OFFERED


def test_nothing_is_offered_inside_the_lead_time(scene: Scene) -> None:
    entry_id = scene.wish(scene.person(), ends_at=scene.end + timedelta(hours=3))
    scene.clock.move_to(scene.start - timedelta(minutes=45))

    scene.free()

    offer = scene.entry(entry_id).offer
    assert offer is not None
    assert offer.starts_at == scene.start + timedelta(minutes=30)


def test_a_wish_lapses_when_it_can_not_come_true_any_more(scene: Scene) -> None:
    entry_id = scene.wish(scene.person(), ends_at=scene.end + timedelta(minutes=30))

    scene.clock.move_to(scene.start + timedelta(minutes=29))
    scene.minute(0)
    before = scene.status(entry_id)
    scene.minute(1)

    assert before is WaitlistState.WAITING
    assert scene.status(entry_id) is WaitlistState.LAPSED


def test_a_closure_takes_an_offer_back_and_the_wish_waits_on(scene: Scene) -> None:
    entry_id = scene.wish(scene.person())
    scene.free()

    with unit_of_work(scene.house) as work:
        closure = waitlist.closure(work, scene.room, scene.start)
        work.announce(
            RoomClosed(
                closure_id=closure.id,
                living_room_id=scene.room.id,
                starts_at=scene.start,
                ends_at=scene.end,
                reason="漏水",
            )
        )
    scene.timetable.deliver()

    assert scene.status(entry_id) is WaitlistState.WAITING
    with unit_of_work(scene.house) as work:
        held = select(BookedGrain).where(BookedGrain.waitlist_entry_id == entry_id)
        assert work.session.scalars(held).all() == []


def test_the_buffer_is_held_with_the_offer(house: House, clock: StoppedClock, timetable: Timetable) -> None:
    with unit_of_work(house) as work:
        room = living_rooms.room(work, buffer_minutes=30)
        person = residents.resident(work)
        start = clock.today_at("14:00")
        entry_id = waitlist.wish(work, person, room, start, start + timedelta(hours=1)).id
        actions.offer_time(work, room.id, start, start + timedelta(hours=1))
    with unit_of_work(house) as work:
        held = select(BookedGrain).where(BookedGrain.waitlist_entry_id == entry_id)
        assert len(work.session.scalars(held).all()) == 6


def test_what_is_asked_for_is_rounded_up_to_whole_slots(scene: Scene) -> None:
    entry_id = scene.wish(scene.person(), minutes=45)

    scene.free()

    offer = scene.entry(entry_id).offer
    assert offer is not None
    assert offer.ends_at - offer.starts_at == timedelta(minutes=60)


@pytest.mark.parametrize("gone", [ResidentMovedAway, ResidentDied])
def test_who_has_gone_waits_for_nothing_and_hears_nothing(scene: Scene, gone: type) -> None:
    person = scene.person("先")
    with unit_of_work(scene.house) as work:
        accounts.resident_account(work, person.id)
    offered = scene.wish(person)
    waiting = scene.wish(person, starts_at=scene.end, ends_at=scene.end + timedelta(hours=1))
    next_one = scene.wish(scene.person("后", had=60))
    scene.free()
    with unit_of_work(scene.house) as work:
        told = len(work.session.scalars(select(InboxMessage)).all())
        work.session.get_one(Resident, person.id).status = ResidentStatus.DECEASED
        work.announce(gone(resident_id=person.id))

    scene.timetable.deliver()

    assert scene.status(offered) is scene.status(waiting) is WaitlistState.LAPSED
    assert scene.status(next_one) is WaitlistState.OFFERED
    with unit_of_work(scene.house) as work:
        assert len(work.session.scalars(select(InboxMessage)).all()) == told
