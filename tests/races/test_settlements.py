"""Many at once on a contract's month: one settlement, one line a visit, one fate, and no voucher drawn twice."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from service.elderly_care.entitlements.rules import EntitlementStatus
from service.elderly_care.settlement import actions, queries
from service.elderly_care.settlement.models import Settlement, SettlementLine, SettlementPart
from service.elderly_care.settlement.rules import CheckOutcome, SettlementStatus
from service.elderly_care.vouchers.models import Voucher
from service.kit.actor import Actor, ActorKind, Duty, Function, Role
from service.kit.constraints import refusal_of
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.factories import accounts, care, regions, residents
from tests.factories.entitlements import entitlement
from tests.factories.settlements import FEBRUARY, JANUARY, days, managing, served
from tests.races.conftest import Race

_POLICIES = """
    INSERT INTO care_deduction_policies (reason_code, number, per_mille, free_minutes, set_at)
    SELECT reason, 1, 1000, 0, now() FROM unnest(ARRAY['short', 'check_failed']) AS reason ON CONFLICT DO NOTHING
"""


class Scene:
    """Two operators who both served one elder in February, who is granted 100 yuan for the month."""

    def __init__(self, house: House) -> None:
        self.house = house
        with unit_of_work(house) as work:
            work.session.execute(text(_POLICIES))
            elder, service = residents.resident(work), care.service(work)
            contracts = [
                care.contract(work, care.operator(work), prices={service.id: 8000}) for _ in range(2)
            ]
            for number, contract in enumerate(contracts):
                who = served(work, contract, service, elder=elder)
                for day in days(FEBRUARY, 4)[2 * number : 2 * number + 2]:
                    who.visit(work, day)
            entitlement(
                work,
                elder,
                care.scheme(work),
                status=EntitlementStatus.GRANTED,
                starts_on=JANUARY,
                monthly_fen=10_000,
            )
            self.contract_ids = [contract.id for contract in contracts]
            self.managers = [managing(work, contract) for contract in contracts]
            self.street = _staff(work, Role.STREET_STAFF, regions.STREET)
            self.district = _staff(work, Role.DISTRICT_STAFF, regions.DISTRICT)

    def making(self, number: int = 0) -> Callable[[], str]:
        def once(work: UnitOfWork) -> str:
            actions.make(work, contract_id=self.contract_ids[number], month=FEBRUARY)
            return "made"

        return lambda: self.run(once, self.managers[number])

    def moving(self, do: Callable[[UnitOfWork, Settlement], Any], actor: Actor) -> Callable[[], str]:
        def once(work: UnitOfWork) -> str:
            row = queries.readable(work, self.settlement_id(work), to_change=True)
            return str(do(work, row).status)

        return lambda: self.run(once, actor)

    def settlement_id(self, work: UnitOfWork) -> Any:
        query = select(Settlement.id).where(Settlement.contract_id == self.contract_ids[0])
        return work.session.scalars(query).one()

    def confirmed(self) -> None:
        """Bring the first operator's settlement to where the district decides."""
        self.making()()
        self.moving(actions.submit, self.managers[0])()
        self.run(self._check, self.street)
        self.moving(actions.confirm, self.street)()

    def _check(self, work: UnitOfWork) -> None:
        row = queries.readable(work, self.settlement_id(work), to_change=True)
        for line in queries.lines(work, row, marked=True).items:
            actions.check(work, row, line.id, outcome=CheckOutcome.PASSED)

    def run(self, do: Callable[[UnitOfWork], Any], actor: Actor) -> Any:
        """What the edge answers: a broken constraint is a refusal too."""
        try:
            return run_in_work(self.house, do, actor)
        except IntegrityError as broken:
            refusal = refusal_of(broken)
            if refusal is None:
                raise
            raise refusal from broken


def _staff(work: UnitOfWork, role: Role, region_code: str) -> Actor:
    account = accounts.staff(work, role, region_code, functions=[Function.CARE])
    duty = Duty(role, region_code=region_code, functions=frozenset({Function.CARE}))
    return Actor(ActorKind.STAFF, account_id=account.id, display_name="", duties=(duty,))


@pytest.fixture
def scene(racing_house: House) -> Scene:
    return Scene(racing_house)


def test_of_two_settlements_of_one_month_one_is_made(scene: Scene, race: Race) -> None:
    outcomes = Counter(race([scene.making() for _ in range(6)]))

    assert outcomes == {"made": 1, "settlement_stands": 5}
    with unit_of_work(scene.house) as work:
        assert work.session.scalar(select(func.count()).select_from(SettlementLine)) == 2


def test_two_operators_who_count_at_once_draw_no_more_than_there_is(scene: Scene, race: Race) -> None:
    assert race([scene.making(0), scene.making(1)]) == ["made", "made"]

    with unit_of_work(scene.house) as work:
        assert work.session.scalar(select(func.sum(SettlementPart.fen))) == 10_000
        assert work.session.scalars(select(Voucher.remaining)).all() == [0]


def test_what_is_approved_was_not_returned_at_the_same_time(scene: Scene, race: Race) -> None:
    scene.confirmed()
    approving = scene.moving(actions.approve, scene.district)
    returning = scene.moving(lambda work, row: actions.return_it(work, row, reason="请核对。"), scene.street)

    outcomes = race([approving, returning, approving, returning])

    decided = [each for each in outcomes if each in (SettlementStatus.APPROVED, SettlementStatus.DRAFT)]
    assert len(decided) == 1
    assert Counter(outcomes)["wrong_state"] == 3
    with unit_of_work(scene.house) as work:
        assert work.session.get_one(Settlement, scene.settlement_id(work)).status == decided[0]


def test_drafts_that_are_counted_over_and_over_end_with_one_line_a_visit(scene: Scene, race: Race) -> None:
    scene.making(0)()
    scene.making(1)()

    outcomes = race([scene.moving(actions.recount, scene.managers[0]) for _ in range(4)])

    assert set(outcomes) == {"draft"}
    with unit_of_work(scene.house) as work:
        assert work.session.scalar(select(func.count()).select_from(SettlementLine)) == 4
        assert work.session.scalar(select(func.sum(SettlementPart.fen))) == 10_000
        assert work.session.scalars(select(Voucher.remaining)).all() == [0]
