"""What happens in the very moment in which an activity is called off, put off or looked at by somebody else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from service.events.activities import actions, queries
from service.events.activities.models import ActivityWait, SignUp
from service.events.activities.rules import SignUpStatus
from service.kit import deliveries
from service.kit.actor import Actor, ActorKind, Role
from service.kit.edge import run_in_work, unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House
from service.kit.waiting import WaitlistState
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.factories import accounts, activities, regions, residents
from tests.factories.notices import acting
from tests.outbox import deliver_all
from tests.races.conftest import wait_until_somebody_waits

PLACES_FREED = "events.activities.PlacesFreed"


class Scene:
    """An activity whose one place is taken, its worker, and a neighbour who would wait."""

    def __init__(self, house: House) -> None:
        self.house = house
        with unit_of_work(house) as work:
            ada, ben = (residents.resident(work) for _ in range(2))
            for each in (ada, ben):
                accounts.resident_account(work, each.id)
            self.starts_at = work.now + timedelta(days=2)
            activity = activities.activity(work, self.starts_at, capacity=1)
            self.activity_id, self.ada_id, self.ben_id = activity.id, ada.id, ben.id
            self.worker = acting(work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY))
        run_in_work(house, lambda work: actions.sign_up(work, self.activity_id), self.resident(ada.id))

    def resident(self, resident_id: UUID) -> Actor:
        return Actor(ActorKind.RESIDENT, account_id=resident_id, resident_id=resident_id)

    def wait(self) -> str:
        try:
            run_in_work(
                self.house, lambda work: actions.wait(work, self.activity_id), self.resident(self.ben_id)
            )
        except DomainError as refusal:
            return refusal.code
        return "waits"

    def wait_while(self, change: Callable[[Any], object]) -> str:
        """The neighbour asks while somebody changes the activity, whose transaction ends after they have asked."""
        with ThreadPoolExecutor(1) as pool:
            with unit_of_work(self.house, self.worker) as work:
                change(work)
                work.session.flush()
                asked = pool.submit(self.wait)
                wait_until_somebody_waits(self.house)
            return str(asked.result())

    def put_status(self, resident_id: UUID, status: ResidentStatus) -> None:
        with unit_of_work(self.house) as work:
            work.session.get_one(Resident, resident_id).status = status

    def waits(self) -> list[ActivityWait]:
        with unit_of_work(self.house) as work:
            return list(work.session.scalars(select(ActivityWait)))


@pytest.fixture
def scene(racing_house: House) -> Scene:
    return Scene(racing_house)


def test_nobody_waits_for_what_was_called_off_while_they_asked(scene: Scene) -> None:
    answer = scene.wait_while(lambda work: actions.cancel_activity(work, scene.activity_id, "台风"))

    assert (answer, scene.waits()) == ("wrong_state", [])


def test_who_asks_while_it_is_put_off_waits_until_the_new_start(scene: Scene) -> None:
    new_start = scene.starts_at + timedelta(days=3)
    times = {"starts_at": new_start, "ends_at": new_start + timedelta(hours=2)}

    answer = scene.wait_while(lambda work: actions.change_activity(work, scene.activity_id, times))

    [wait] = scene.waits()
    assert (answer, wait.lasts_until) == ("waits", new_start)


def test_who_lives_after_all_keeps_their_place_though_their_death_is_still_being_noted(scene: Scene) -> None:
    def note_death() -> None:
        run_in_work(scene.house, lambda work: actions.follow_departure(work, scene.ada_id))

    scene.put_status(scene.ada_id, ResidentStatus.DECEASED)
    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(scene.house) as work:
            queries.locked_places(work, [scene.activity_id])
            noting = pool.submit(note_death)
            wait_until_somebody_waits(scene.house)
            scene.put_status(scene.ada_id, ResidentStatus.VERIFIED)
        noting.result()

    with unit_of_work(scene.house) as work:
        assert work.session.scalars(select(SignUp.status)).all() == [SignUpStatus.SIGNED_UP]


def test_while_another_deals_with_who_waits_they_are_looked_for_in_a_moment_and_not_at_once(
    scene: Scene,
) -> None:
    scene.wait()
    deliveries.deliver_due(scene.house)
    run_in_work(
        scene.house,
        lambda work: actions.cancel_sign_up(work, scene.activity_id),
        scene.resident(scene.ada_id),
    )
    with unit_of_work(scene.house) as work:
        work.session.scalars(select(ActivityWait.id).with_for_update()).all()
        taken_up = [deliveries.deliver_due(scene.house, names=[PLACES_FREED]) for _ in range(3)]
    meanwhile = [each.status for each in scene.waits()]

    deliver_all(scene.house)

    assert (taken_up, meanwhile) == ([1, 0, 0], [WaitlistState.WAITING])
    assert [each.status for each in scene.waits()] == [WaitlistState.OFFERED]
