"""Many at once who draw on vouchers: never more than there is, issued once, and nobody waits in a circle."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from service.elderly_care.entitlements import actions as entitlements
from service.elderly_care.entitlements import queries as entitlement_queries
from service.elderly_care.entitlements.rules import EntitlementStatus, StopReason
from service.elderly_care.vouchers import actions, queries
from service.elderly_care.vouchers.actions import Draw
from service.elderly_care.vouchers.models import Voucher, VoucherEntry
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.factories import care, residents
from tests.factories.entitlements import entitlement
from tests.races.conftest import Race

MARCH = date(2026, 3, 1)
ELDERS = 8


class Scene:
    """Elders with 45 hours a month each, of which nothing is issued yet."""

    def __init__(self, house: House) -> None:
        self.house = house
        with unit_of_work(house) as work:
            scheme = care.scheme(work)
            elders = [residents.resident(work) for _ in range(ELDERS)]
            granted = {"status": EntitlementStatus.GRANTED, "starts_on": MARCH}
            self.rows = [entitlement(work, each, scheme, **granted).id for each in elders]
            self.elder_ids = [each.id for each in elders]

    def doing(self, do: Callable[[UnitOfWork], Any]) -> Callable[[], str]:
        def once(work: UnitOfWork) -> str:
            do(work)
            return "done"

        return lambda: str(run_in_work(self.house, once))

    def drawing(self, amount: int, entitlement_ids: list[UUID]) -> Callable[[], str]:
        draws = [Draw(each, MARCH, amount, uuid4()) for each in entitlement_ids]
        return self.doing(lambda work: actions.draw(work, draws))

    def issued(self) -> list[int]:
        with unit_of_work(self.house) as work:
            return list(work.session.scalars(select(Voucher.issued)))

    def used(self) -> list[int]:
        with unit_of_work(self.house) as work:
            return [row.drawn - row.returned for row in work.session.scalars(select(Voucher))]


@pytest.fixture
def scene(racing_house: House) -> Scene:
    return Scene(racing_house)


def test_of_many_settlements_of_one_elder_only_as_many_draw_as_there_is(scene: Scene, race: Race) -> None:
    answers = race([scene.drawing(600, scene.rows[:1])] * 12)

    assert Counter(answers) == {"done": 4, "voucher_spent": 8}
    assert (scene.issued(), scene.used()) == ([2_700], [2_400])


def test_many_who_draw_on_the_same_elders_in_any_order_all_come_to_an_end(scene: Scene, race: Race) -> None:
    orders = [scene.rows, scene.rows[::-1], scene.rows[4:] + scene.rows[:4]]

    answers = race([scene.drawing(100, order) for order in orders * 4])

    assert Counter(answers) == {"done": 12}
    assert scene.used() == [1_200] * ELDERS


def test_issuing_by_the_clock_and_drawing_at_once_issue_once(scene: Scene, race: Race) -> None:
    issuing = scene.doing(actions.issue_due)

    answers = race([issuing, scene.drawing(100, scene.rows)] * 5)

    assert Counter(answers) == {"done": 10}
    assert scene.issued() == [2_700] * ELDERS
    assert scene.used() == [500] * ELDERS


def test_what_is_stopped_while_it_is_issued_is_withdrawn_in_the_end(scene: Scene, race: Race) -> None:
    def stop(work: UnitOfWork) -> None:
        row = work.found(entitlement_queries.entitlement(work, scene.rows[0]))
        work.session.refresh(row, with_for_update=True)
        entitlements.stop(work, row, on=MARCH, reason=StopReason.GIVEN_UP)

    race([scene.doing(stop), *[scene.doing(actions.issue_due)] * 4])
    scene.doing(lambda work: actions.align_elder(work, scene.elder_ids[0]))()

    with unit_of_work(scene.house) as work:
        found = queries.vouchers_of(work, scene.rows[:1], MARCH)
        assert [row.remaining for row in found.values()] in ([], [0])


def test_giving_back_the_same_lines_at_once_gives_back_once(scene: Scene, race: Race) -> None:
    lines = [uuid4() for _ in scene.rows]
    draws = [Draw(row, MARCH, 500, line) for row, line in zip(scene.rows, lines, strict=True)]
    scene.doing(lambda work: actions.draw(work, draws))()

    answers = race(
        [scene.doing(lambda work: actions.give_back(work, lines)), scene.drawing(100, scene.rows)] * 6
    )

    assert Counter(answers) == {"done": 12}
    assert scene.used() == [600] * ELDERS
    with unit_of_work(scene.house) as work:
        kinds = Counter(work.session.scalars(select(VoucherEntry.kind)))
    assert kinds["returned"] == ELDERS
