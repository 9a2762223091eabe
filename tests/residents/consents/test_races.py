"""One open consent for each purpose, however many give it at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from service.kit.actor import Actor, ActorKind
from service.kit.constraints import error_of
from service.kit.edge import run_in_work, unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House, house_of
from service.kit.work import UnitOfWork
from service.residents.consents import actions
from service.residents.consents.models import Consent
from service.residents.consents.rules import ConsentPurpose, ConsentWay
from service.residents.models import Resident
from tests.factories.residents import resident

pytestmark = pytest.mark.race
NAME = "同时同意"
AT_ONCE = 4


@pytest.fixture
def open_house(racing_app: Flask) -> Iterator[House]:
    """The house on real connections; what the test leaves is removed."""
    house = house_of(racing_app)
    yield house
    with unit_of_work(house) as work:
        work.session.execute(delete(Consent))
        work.session.execute(delete(Resident).where(Resident.name == NAME))


def test_of_many_at_once_one_consent_is_kept(open_house: House) -> None:
    with unit_of_work(open_house) as work:
        person = resident(work, name=NAME).id
    start = Barrier(AT_ONCE)

    def give(_: int) -> str:
        def do(work: UnitOfWork) -> str:
            start.wait()
            actions.give(work, purpose=ConsentPurpose.PHOTOS, text_version=1, way=ConsentWay.APP)
            return "given"

        try:
            return run_in_work(open_house, do, Actor(ActorKind.RESIDENT, resident_id=person))
        except DomainError as refusal:
            return refusal.code
        except IntegrityError as broken:
            refusal = error_of(broken.orig.diag.constraint_name)  # type: ignore[union-attr]
            return refusal.code if refusal else ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = sorted(pool.map(give, range(AT_ONCE)))

    assert answers == ["consent_already_given"] * (AT_ONCE - 1) + ["given"]
