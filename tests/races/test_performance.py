"""Two processes close at once, two managers answer at once: each stands once."""

from collections import Counter
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from service.accounts.queries import actor_of
from service.elderly_care.performance import actions, queries
from service.elderly_care.performance.models import PerformanceFact, PerformanceReply, PerformanceScore
from service.elderly_care.providers.rules import TargetKind
from service.elderly_care.visits.rules import VisitStatus
from service.kit.actor import SYSTEM, Role
from service.kit.clock import local_date
from service.kit.constraints import refusal_of
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock
from tests.factories import accounts, care, care_performance
from tests.factories.cared import cared
from tests.races.conftest import Race


@pytest.fixture
def house(racing_house: House) -> House:
    return racing_house


@pytest.fixture
def managers(house: House) -> list[UUID]:
    """Two managers of an operator that missed a visit last month, which is due to be closed."""
    assert isinstance(house.clock, StoppedClock)
    with unit_of_work(house, SYSTEM) as work:
        care_performance.first_policy(work)
        operator = care.operator(work)
        contract = care.contract(work, operator)
        care_performance.asks(work, contract, completed=(1000, 100))
        who = cared(work, contract, care.service(work))
        last_month = local_date(work.now).replace(month=2, day=2)
        care_performance.visit(work, who, last_month, status=VisitStatus.MISSED)
        made = [accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=operator.id).id for _ in range(2)]
    house.clock.move(days=8)
    return made


def test_of_many_who_close_at_once_one_does(house: House, managers: list[UUID], race: Race) -> None:
    def close() -> None:
        with unit_of_work(house, SYSTEM) as work:
            actions.close_months(work)

    race([close] * 8)

    with unit_of_work(house, SYSTEM) as work:
        [row] = work.session.scalars(select(PerformanceScore))
        assert (row.number, row.score) == (1, 0)
        assert count(work, PerformanceFact) == len(TargetKind)


def test_of_two_managers_who_reply_at_once_one_is_heard(
    house: House, managers: list[UUID], race: Race
) -> None:
    with unit_of_work(house, SYSTEM) as work:
        actions.close_months(work)
        score_id = work.session.scalars(select(PerformanceScore.id)).one()

    def reply(account_id: UUID) -> str:
        try:
            with unit_of_work(house, SYSTEM) as work:
                work.actor = actor_of(work, account_id) or SYSTEM
                actions.reply(work, queries.readable_score(work, score_id), text="已整改。")
        except IntegrityError as broken:
            raise refusal_of(broken) or broken from broken
        return "heard"

    answers = race([partial(reply, each) for each in managers * 2])

    assert Counter(answers) == {"heard": 1, "already_replied": 3}
    with unit_of_work(house, SYSTEM) as work:
        assert count(work, PerformanceReply) == 1


def count(work: UnitOfWork, model: Any) -> int:
    return work.session.scalar(select(func.count()).select_from(model)) or 0
