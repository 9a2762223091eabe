"""Many at once who decide for one elder: one grant of a row, one of two schemes that exclude each other, one application."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.accounts import queries as accounts_queries
from service.elderly_care.entitlements import actions, queries
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.rules import IN_FORCE, EntitlementStatus, StopReason
from service.kit.actor import Function, Role
from service.kit.clock import local_date
from service.kit.constraints import refusal_of
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.factories import accounts, care, regions, residents
from tests.factories.entitlements import entitlement
from tests.races.conftest import Race

FIRST, LAST = date(2026, 4, 1), date(2026, 12, 31)


class Scene:
    """An elder with two applications that wait for the district, of schemes of which one excludes the other."""

    def __init__(self, house: House) -> None:
        self.house = house
        with unit_of_work(house) as work:
            elder = residents.resident(work)
            one, two = care.scheme(work, code="one"), care.scheme(work, code="two", excludes=["one"])
            self.elder_id = elder.id
            ended = {
                "status": EntitlementStatus.PUBLICISED,
                "published_until": local_date(work.now) - timedelta(days=1),
            }
            self.one, self.two = (entitlement(work, elder, each, **ended).id for each in (one, two))
            officer = accounts.staff(
                work, Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE]
            ).id
        with unit_of_work(house) as work:
            self.officer = accounts_queries.actor_of(work, officer)

    def deciding(
        self, entitlement_id: UUID, do: Callable[[UnitOfWork, Entitlement], Any]
    ) -> Callable[[], str]:
        def once(work: UnitOfWork) -> str:
            do(work, queries.readable(work, entitlement_id, to_change=True))
            return "done"

        return lambda: self.run(once)

    def granting(self, entitlement_id: UUID) -> Callable[[], str]:
        return self.deciding(
            entitlement_id,
            lambda work, row: actions.grant(work, row, starts_on=FIRST, ends_on=LAST, monthly_hours=45),
        )

    def run(self, do: Callable[[UnitOfWork], Any]) -> Any:
        """What the edge answers: a broken constraint is a refusal too."""
        try:
            return run_in_work(self.house, do, self.officer)
        except IntegrityError as broken:
            refusal = refusal_of(broken)
            if refusal is None:
                raise
            raise refusal from broken

    def in_force(self) -> list[Entitlement]:
        with unit_of_work(self.house) as work:
            query = select(Entitlement).where(Entitlement.status.in_(IN_FORCE))
            return list(work.session.scalars(query))


@pytest.fixture
def scene(racing_house: House) -> Scene:
    return Scene(racing_house)


def test_of_many_who_grant_at_once_one_does(scene: Scene, race: Race) -> None:
    answers = race([scene.granting(scene.one)] * 8)

    assert Counter(answers) == {"done": 1, "wrong_state": 7}
    assert len(scene.in_force()) == 1


def test_of_two_schemes_that_exclude_each_other_one_is_granted(scene: Scene, race: Race) -> None:
    answers = race([*[scene.granting(scene.one)] * 4, *[scene.granting(scene.two)] * 4])

    assert Counter(answers) == {"done": 1, "wrong_state": 3, "scheme_excluded": 4}
    assert len(scene.in_force()) == 1


def test_of_a_grant_and_a_refusal_at_once_one_counts(scene: Scene, race: Race) -> None:
    refusing = scene.deciding(scene.one, lambda work, row: actions.refuse(work, row, reason="不符合"))

    answers = race([scene.granting(scene.one), refusing] * 4)

    assert Counter(answers) == {"done": 1, "wrong_state": 7}


def test_of_many_applications_for_one_scheme_one_stands(scene: Scene, race: Race) -> None:
    with unit_of_work(scene.house) as work:
        code = care.scheme(work).code

    def apply(work: UnitOfWork) -> str:
        actions.apply_for(work, elder_id=scene.elder_id, scheme_code=code)
        return "done"

    answers = race([lambda: scene.run(apply)] * 8)

    assert Counter(answers) == {"done": 1, "application_stands": 7}


def test_of_many_stops_at_once_the_earliest_day_is_left(scene: Scene, race: Race) -> None:
    scene.granting(scene.one)()
    days = [date(2026, 6, number) for number in range(1, 9)]

    def stopping(day: date) -> Callable[[], str]:
        return scene.deciding(
            scene.one, lambda work, row: actions.stop(work, row, on=day, reason=StopReason.GIVEN_UP)
        )

    answers = race([stopping(day) for day in days])

    assert set(answers) <= {"done", "stop_day"}
    assert [row.stopped_from for row in scene.in_force()] == [days[0]]
