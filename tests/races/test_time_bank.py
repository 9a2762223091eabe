"""Many at once on few accounts: caps are exact, nobody gives twice what they have, both sides balance."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from service.events.volunteering import actions
from service.events.volunteering.models import TimeAccount, TimeEntry, VolunteerHours
from service.events.volunteering.rules import AccountKind, HoursStatus, ServiceUsed
from service.kit.actor import SYSTEM
from service.kit.clock import local_date
from service.kit.edge import run_in_work, unit_of_work
from service.kit.errors import DomainError, NotFound
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.events.volunteering.conftest import BORN_OLD
from tests.factories import activities, regions, residents
from tests.races.conftest import THREADS, Race, wait_until_somebody_waits

DAY = 480


@dataclass(frozen=True)
class Scene:
    """Some elders, whoever acts for whom."""

    house: House
    people: list[UUID]
    activity_id: UUID

    def act(self, action: Callable[..., Any], **wanted: Any) -> Any:
        """In a transaction of one's own, tried again after a deadlock as a request is."""
        return run_in_work(self.house, lambda work: action(work, **wanted), SYSTEM) and None

    def note(self, who: int, minutes: int) -> None:
        self.act(
            actions.note_hours,
            resident_id=self.people[who],
            served_on=local_date(self.house.clock.now()),
            minutes=minutes,
            service="助老",
        )

    def transfer(self, who: int, to: int, minutes: int) -> None:
        self.act(
            actions.transfer,
            from_resident_id=self.people[who],
            to_resident_id=self.people[to],
            minutes=minutes,
        )

    def use(self, who: int, minutes: int) -> None:
        self.act(actions.spend, resident_id=self.people[who], minutes=minutes, used_for=ServiceUsed.MEALS)

    def keep_for_family(self, who: int, died_on: date) -> None:
        self.act(actions.keep_for_family, resident_id=self.people[who], died_on=died_on)

    def put_status(self, who: int, status: ResidentStatus) -> None:
        with unit_of_work(self.house) as work:
            work.session.get_one(Resident, self.people[who]).status = status

    def balance(self, who: int) -> int:
        with unit_of_work(self.house) as work:
            return actions.read_account(work, self.people[who]).balance_minutes


@pytest.fixture
def scene(racing_house: House) -> Scene:
    with unit_of_work(racing_house) as work:
        people = [residents.resident(work, name=f"老人{each}", birth_on=BORN_OLD).id for each in range(4)]
        return Scene(racing_house, people, activities.activity(work).id)


def test_a_days_cap_is_exact_however_many_note_at_once(scene: Scene, race: Race) -> None:
    race([partial(scene.note, 0, 50)] * THREADS)

    with unit_of_work(scene.house) as work:
        credited = work.session.scalars(select(VolunteerHours.credited)).all()
    assert sorted(credited) == [0] * (THREADS - 10) + [30] + [50] * 9
    assert scene.balance(0) == DAY
    check_books(scene)


def test_one_attendance_told_many_times_at_once_is_credited_once(scene: Scene, race: Race) -> None:
    ids = {"activity_id": scene.activity_id, "sign_up_id": uuid4(), "resident_id": scene.people[0]}
    tell = partial(
        scene.act,
        actions.credit_attendance,
        **ids,
        minutes=60,
        attended_at=scene.house.clock.now(),
        times=1,
    )
    withdraw = partial(scene.act, actions.withdraw_attendance, **ids, times=1)

    race([tell] * 8)
    once = scene.balance(0)
    race([tell, withdraw] * 4)

    assert (once, scene.balance(0)) == (60, 0)
    check_books(scene)


def test_what_there_is_is_given_once(scene: Scene, race: Race) -> None:
    scene.note(0, 100)

    answers = race([partial(scene.transfer, 0, 1, 60), partial(scene.use, 0, 60)] * 6)

    assert Counter(map(str, answers))["None"] == 1
    assert scene.balance(0) == 40
    check_books(scene)


def test_transfers_in_a_circle_neither_wait_for_ever_nor_make_minutes(scene: Scene, race: Race) -> None:
    for who in range(3):
        scene.note(who, 120)

    def go_round(seed: int) -> None:
        chance = Random(seed)
        for _ in range(4):
            who = chance.randrange(3)
            attempt(partial(scene.transfer, who, (who + 1) % 3, chance.randrange(1, 80)))

    race([partial(go_round, seed) for seed in range(8)])

    assert sum(scene.balance(who) for who in range(3)) == 360
    with unit_of_work(scene.house) as work:
        rows = work.session.scalars(select(TimeAccount).where(TimeAccount.kind == AccountKind.PERSON))
        assert all(row.passed_on <= row.earned == 120 for row in rows)
    check_books(scene)


def test_minutes_are_neither_lost_nor_doubled_while_their_records_merge(scene: Scene, race: Race) -> None:
    activity = scene.activity_id

    def attend(who: int) -> None:
        told = {"activity_id": activity, "sign_up_id": uuid4(), "resident_id": scene.people[who], "times": 1}
        tell = partial(
            scene.act, actions.credit_attendance, **told, minutes=60, attended_at=scene.house.clock.now()
        )
        try:
            tell()
        except NotFound:
            # The record gave way in between: the message is delivered again.
            tell()

    def merge(work: UnitOfWork) -> None:
        merging.merge(work, scene.people[0], other_id=scene.people[1])

    race(
        [
            *[partial(attend, 0), partial(attend, 1)] * 3,
            lambda: run_in_work(scene.house, merge, SYSTEM),
            *[partial(scene.note, 0, 20)] * 3,
        ]
    )
    scene.act(lambda work: actions.one_person(work, scene.people[0]))

    assert scene.balance(0) == 60 + 3 * 20
    with unit_of_work(scene.house) as work:
        counted = select(func.count()).where(
            VolunteerHours.activity_id == activity, VolunteerHours.status == HoursStatus.COUNTED
        )
        assert work.session.scalar(counted) == 1
    check_books(scene)


def test_what_the_living_have_is_no_estate_though_their_death_is_taken_back_while_it_is_noted(
    scene: Scene,
) -> None:
    scene.note(0, 60)
    is_left = partial(scene.keep_for_family, 0, local_date(scene.house.clock.now()))
    scene.put_status(0, ResidentStatus.DECEASED)

    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(scene.house) as work:
            work.session.get_one(Resident, scene.people[0]).status = ResidentStatus.VERIFIED
            actions.keep_for_family(work, scene.people[0], None)
            work.session.flush()
            noting = pool.submit(is_left)
            wait_until_somebody_waits(scene.house)
        noting.result()
    scene.house.clock.move(days=400)  # type: ignore[attr-defined] # a clock that stands still
    scene.act(actions.settle_estates)

    assert scene.balance(0) == 60


def test_an_account_stands_where_its_person_moved_last_in_whatever_order_their_moves_are_followed(
    scene: Scene,
) -> None:
    scene.note(0, 60)

    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(scene.house) as work:
            work.session.get_one(Resident, scene.people[0]).region_code = regions.OTHER_COMMUNITY
            work.session.flush()
            actions.follow_resident(work, scene.people[0])
            work.session.flush()
            following = pool.submit(scene.act, actions.follow_resident, resident_id=scene.people[0])
            wait_until_somebody_waits(scene.house)
        following.result()

    with unit_of_work(scene.house) as work:
        account = select(TimeAccount.region_code).where(TimeAccount.resident_id == scene.people[0])
        assert work.session.scalar(account) == regions.OTHER_COMMUNITY


def attempt(act: Callable[[], None]) -> None:
    """Do it, or be refused as one who has too little is."""
    try:
        act()
    except DomainError as refusal:
        if refusal.code not in ("not_enough_minutes", "not_transferable"):
            raise


def check_books(scene: Scene) -> None:
    """Every account is what its entries say, and all of them together are nothing."""
    with unit_of_work(scene.house) as work:
        sums: Counter[UUID] = Counter()
        for entry in work.session.scalars(select(TimeEntry)):
            sums[entry.to_account_id] += entry.minutes
            sums[entry.from_account_id] -= entry.minutes
        rows = work.session.scalars(select(TimeAccount)).all()
        assert {row.id: row.balance for row in rows if row.balance} == {
            account: minutes for account, minutes in sums.items() if minutes
        }
        assert sum(row.balance for row in rows) == 0
        assert all(row.balance >= 0 for row in rows if row.kind is not AccountKind.ISSUED)
