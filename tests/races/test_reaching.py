"""Ladders climbed by several job processes at once, while people confirm, and steps that die: each step is taken once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, func, select

from service.events.notices import actions as notices
from service.events.notices.models import Notice
from service.events.notices.rules import Priority
from service.events.reaching import actions, reactions
from service.events.reaching.actions import climbing, gathering
from service.events.reaching.models import Ladder, ReachHousehold, ReachPerson, Rung
from service.events.reaching.queries import ShownHousehold
from service.events.reaching.rules import Step, Way, WorkersWay
from service.kit import background, deliveries
from service.kit.actor import Actor, ActorKind, Role
from service.kit.background import BackgroundRun
from service.kit.clock import local_date
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.messaging.channels import ChannelGateways
from service.messaging.rules import Channel
from service.messaging.sendings.actions import calling_off, ending
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import Reason, SendingStatus
from service.residents.messages import ResidentDepartureUndone, ResidentDied
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.events.reaching.conftest import TakesAll
from tests.factories import accounts, regions, residents
from tests.factories.messaging import linked_to_wechat
from tests.factories.notices import acting, notice
from tests.races.conftest import Race

PEOPLE = 20


class Scene:
    """Twenty people who live alone, half of them with an account and all with a telephone; an SMS is due to the former."""

    def __init__(self, house: House) -> None:
        self.house = house
        with unit_of_work(house) as work:
            people = [
                residents.resident(work, regions.GRID, phone=f"+86138000001{number:02}")
                for number in range(PEOPLE)
            ]
            self.with_account = [each.id for each in people[::2]]
            self.without_account = [each.id for each in people[1::2]]
            for each in self.with_account:
                accounts.resident_account(work, each)
            author = accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT)
            urgent = {"needs_confirmation": True, "priority": Priority.URGENT}
            self.notice_id = notice(work, [regions.GRID], author=author, **urgent).id
            self.author = acting(work, author)

    def confirming(self, resident_id: UUID) -> Callable[[], str]:
        def once(work: Any) -> str:
            notices.confirm(work, self.notice_id)
            return "confirmed"

        actor = Actor(ActorKind.RESIDENT, account_id=resident_id, resident_id=resident_id)
        return lambda: str(run_in_work(self.house, once, actor))

    def ticking(self, resident_id: UUID) -> Callable[[], ShownHousehold]:
        with unit_of_work(self.house) as work:
            account = accounts.staff(work, Role.GRID_WORKER, regions.GRID)
            worker = acting(work, account)

        def once(work: UnitOfWork) -> ShownHousehold:
            return actions.reach(work, self.notice_id, resident_id=resident_id, way=WorkersWay.DOORSTEP)

        return lambda: run_in_work(self.house, once, worker)

    def answering(self, resident_id: UUID) -> Callable[[], None]:
        """Their telephone's gateway reports that they pressed 1."""

        def once(work: UnitOfWork) -> None:
            calls = Sending.resident_id == resident_id, Sending.channel == Channel.VOICE
            query = self.waiting().where(*calls)
            for sending in work.session.scalars(query.with_for_update()):
                ending.end_held(work, sending, SendingStatus.SENT, Reason.CONFIRMED)

        return lambda: run_in_work(self.house, once)

    def withdrawing(self) -> None:
        def once(work: UnitOfWork) -> None:
            notices.withdraw(work, work.session.get_one(Notice, self.notice_id), reason="预警解除。")

        run_in_work(self.house, once, self.author)

    def withdrawn_before_the_end_of(self, do: Callable[[UnitOfWork], object]) -> None:
        """The notice is withdrawn, and two other processes do all that follows, while this transaction has not ended."""

        def withdraw() -> None:
            self.withdrawing()
            with ThreadPoolExecutor(1) as delivering:
                delivered = delivering.submit(deliveries.deliver_due, self.house)
                while not delivered.done():
                    background.advance(self.house)

        with ThreadPoolExecutor(1) as pool:
            with unit_of_work(self.house) as work:
                do(work)
                work.session.flush()
                withdrawing = pool.submit(withdraw)
                with suppress(TimeoutError):
                    withdrawing.result(timeout=1)
            withdrawing.result()
        self.working()

    def put_status(self, resident_id: UUID, status: ResidentStatus) -> None:
        with unit_of_work(self.house) as work:
            work.session.get_one(Resident, resident_id).status = status

    def is_gathered(self) -> bool:
        return self.count(select(Ladder.notice_id).where(Ladder.gathered_at.is_not(None))) == 1

    def climb(self, work: UnitOfWork) -> None:
        ladder = work.session.get_one(Ladder, self.notice_id)
        climbing.climb(work, work.session.get_one(BackgroundRun, ladder.run_id))

    def waiting(self) -> Select[Sending]:
        return select(Sending).where(Sending.status == SendingStatus.WAITING)

    def working(self) -> str:
        """A job process: what is due, what waits in the background, what is to be delivered."""
        run_in_work(self.house, actions.go_on_where_due)
        for _ in range(4):
            while background.advance(self.house) or deliveries.deliver_due(self.house):
                pass
        return "worked"

    def later(self, **amount: float) -> None:
        self.house.clock.move(**amount)  # type: ignore[attr-defined] # a clock that stands still

    def count(self, query: Any) -> int:
        with unit_of_work(self.house) as work:
            return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0

    def taken(self, step: Step) -> int:
        return self.count(select(Rung.household_id).where(Rung.step == step))

    def sent(self) -> int:
        return self.count(select(Sending.id).where(Sending.channel == Channel.SMS))


@pytest.fixture
def scene(racing_house: House, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(gathering, "STRETCH", 3)
    monkeypatch.setattr(climbing, "AT_ONCE", 3)
    monkeypatch.setattr(calling_off, "AT_ONCE", 3)
    monkeypatch.setitem(
        racing_house.providers,
        ChannelGateways,
        ChannelGateways(dict.fromkeys((Channel.WECHAT, Channel.SMS, Channel.VOICE), TakesAll())),
    )
    return Scene(racing_house)


def test_several_job_processes_take_each_step_once(scene: Scene, race: Race) -> None:
    race([scene.working] * 4)
    scene.working()
    assert scene.count(select(ReachPerson.resident_id)) == scene.count(select(ReachHousehold.id)) == PEOPLE
    assert (scene.taken(Step.MINI_PROGRAM), scene.taken(Step.SMS)) == (PEOPLE // 2, PEOPLE // 2)

    scene.later(minutes=60)
    race([scene.working] * 4)
    scene.working()

    assert (scene.taken(Step.SMS), scene.sent(), scene.taken(Step.VOICE)) == (PEOPLE, PEOPLE, PEOPLE // 2)


def test_who_confirms_while_others_go_on_is_reached_and_stays_so(scene: Scene, race: Race) -> None:
    scene.working()
    scene.later(minutes=60)

    answers = race([*map(scene.confirming, scene.with_account[:5]), scene.working, scene.working])

    assert set(answers) == {"confirmed", "worked"}
    scene.working()
    reached = select(ReachHousehold.id).where(ReachHousehold.reached_by == Way.CONFIRMED)
    assert scene.count(reached) == 5
    assert scene.count(reached.where(ReachHousehold.next_at.is_not(None))) == 0


def test_of_workers_who_tick_off_one_household_at_once_the_first_is_on_record(
    scene: Scene, race: Race
) -> None:
    scene.working()
    resident_id = scene.with_account[0]

    answers = race([scene.ticking(resident_id) for _ in range(8)])

    assert len({(each.reached_by, each.reached_at, each.acted_by) for each in answers}) == 1
    assert answers[0].reached_by is Way.DOORSTEP


def test_who_answers_while_a_worker_ticks_them_off_is_reached_once_and_not_called_again(
    scene: Scene, race: Race
) -> None:
    for _ in range(3):
        scene.working()
        scene.later(minutes=60)
    waiting = scene.count(scene.waiting())
    some = scene.with_account[:5]

    race(
        [
            *map(scene.ticking, some),
            *map(scene.confirming, some),
            *map(scene.answering, some),
            scene.working,
        ]
    )
    scene.working()

    reached = select(ReachHousehold.id).where(ReachHousehold.reached_at.is_not(None))
    assert (scene.count(reached), scene.count(reached.where(ReachHousehold.next_at.is_not(None)))) == (5, 0)
    assert scene.count(reached.where(ReachHousehold.reached_through.is_(None))) == 0
    by_worker = ReachHousehold.reached_by == Way.DOORSTEP
    assert scene.count(reached.where(by_worker != ReachHousehold.acted_by_account_id.is_not(None))) == 0
    assert waiting - scene.count(scene.waiting()) == 10


def test_nothing_waits_at_the_gateways_of_a_notice_that_is_withdrawn_while_its_ladder_is_climbed(
    scene: Scene, race: Race
) -> None:
    scene.working()
    scene.later(minutes=60)

    race([scene.working, scene.working, scene.withdrawing, scene.working])
    scene.working()

    assert scene.count(scene.waiting()) == 0


def test_no_ladder_is_left_open_of_a_notice_that_is_withdrawn_while_it_begins(scene: Scene) -> None:
    while background.advance(scene.house):
        pass

    scene.withdrawn_before_the_end_of(lambda work: actions.begin(work, scene.notice_id))

    assert scene.count(select(Ladder.notice_id).where(Ladder.ended_at.is_(None))) == 0


def test_nothing_waits_of_the_first_step_either_that_is_taken_while_the_notice_is_withdrawn(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has an account only since the notice was published is told of it by the ladder."""
    monkeypatch.setattr(climbing, "AT_ONCE", PEOPLE)
    while not scene.is_gathered():
        background.advance(scene.house)
        deliveries.deliver_due(scene.house)
    with unit_of_work(scene.house) as work:
        for each in scene.without_account:
            account = accounts.resident_account(work, each)
            linked_to_wechat(work, account.id)

    scene.withdrawn_before_the_end_of(scene.climb)

    by_wechat = select(Sending.id).where(Sending.channel == Channel.WECHAT)
    assert scene.count(by_wechat) == PEOPLE // 2
    assert scene.count(scene.waiting()) == 0


def test_who_lives_after_all_is_on_the_ladder_though_their_death_is_still_being_noted(scene: Scene) -> None:
    scene.working()
    resident_id = scene.with_account[0]
    scene.put_status(resident_id, ResidentStatus.DECEASED)

    def take_back() -> None:
        scene.put_status(resident_id, ResidentStatus.VERIFIED)
        today = local_date(scene.house.clock.now())
        told = ResidentDepartureUndone(resident_id=resident_id, departure_id=resident_id, departed_on=today)
        run_in_work(scene.house, lambda work: reactions.go_on_with_who_is_back(work, told))

    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(scene.house) as work:
            died = ResidentDied(resident_id=resident_id, died_on=None)
            reactions.go_on_without_the_dead(work, died)
            work.session.flush()
            taking_back = pool.submit(take_back)
            with suppress(TimeoutError):
                taking_back.result(timeout=1)
        taking_back.result()

    here = select(ReachPerson.resident_id).where(ReachPerson.is_here)
    assert scene.count(here) == PEOPLE
    assert scene.count(select(ReachHousehold.id).where(ReachHousehold.gone_at.is_not(None))) == 0


def test_a_step_that_dies_after_it_was_taken_is_taken_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.working()
    scene.later(minutes=60)
    deaths = iter([True, False, True, True])
    real = climbing.messaging.text_residents

    def send_or_die(*told: Any, **more: Any) -> set[UUID]:
        reached = real(*told, **more)
        if next(deaths, False):
            raise RuntimeError("killed in the middle")
        return reached

    monkeypatch.setattr(climbing.messaging, "text_residents", send_or_die)
    for _ in range(6):
        scene.working()
        scene.later(minutes=1)

    assert (scene.taken(Step.SMS), scene.sent()) == (PEOPLE, PEOPLE)
