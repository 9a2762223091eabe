"""Two at the same moment, on connections of their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from service.accounts.models import Account
from service.kit.actor import Actor, ActorKind
from service.kit.edge import run_in_work, unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House, house_of
from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people import actions, queries
from service.residents.rules import ResidentStatus
from tests.factories import accounts

pytestmark = pytest.mark.race
ID_NUMBER = "330211194001011022"
NAME = "同时登记"


@pytest.fixture
def open_house(racing_app: Flask) -> Iterator[House]:
    """The house on real connections; what the test leaves is removed."""
    house = house_of(racing_app)
    yield house
    with unit_of_work(house) as work:
        work.session.execute(delete(OutboxMessage).where(OutboxMessage.name == "residents.ResidentVerified"))
        ours = select(Resident.id).where(Resident.name == NAME)
        work.session.execute(update(Account).where(Account.resident_id.in_(ours)).values(resident_id=None))
        work.session.execute(delete(Resident).where(Resident.name == NAME, Resident.claim_of.is_not(None)))
        work.session.execute(delete(Resident).where(Resident.name == NAME))
        work.session.execute(delete(Account).where(Account.display_name == NAME))


def register_at_once(house: House, account_ids: list[UUID]) -> list[UUID | str]:
    """Register with the same ID number from each account at the same moment; ids, or codes of refusals."""
    start = Barrier(len(account_ids))

    def register(account_id: UUID) -> UUID | str:
        def do(work: UnitOfWork) -> UUID:
            start.wait()
            return actions.register_self(work, name=NAME, phone="13812345678", id_number=ID_NUMBER).id

        try:
            return run_in_work(house, do, Actor(ActorKind.RESIDENT, account_id=account_id))
        except DomainError as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(account_ids)) as pool:
        return list(pool.map(register, account_ids))


def new_accounts(house: House, count: int) -> list[UUID]:
    with unit_of_work(house) as work:
        return [accounts.resident_account(work, name=NAME).id for _ in range(count)]


def records_and_claims(house: House) -> tuple[int, int]:
    with unit_of_work(house) as work:
        found = list(work.session.scalars(select(Resident.claim_of).where(Resident.name == NAME)))
    return found.count(None), len(found) - found.count(None)


def test_six_who_register_one_id_number_at_once_are_one_person(open_house: House) -> None:
    answers = register_at_once(open_house, new_accounts(open_house, 6))

    assert all(isinstance(each, UUID) for each in answers)
    assert records_and_claims(open_house) == (1, 5)


def test_one_account_that_registers_six_times_at_once_is_one_person(open_house: House) -> None:
    answers = register_at_once(open_house, new_accounts(open_house, 1) * 6)

    assert sorted(map(str, answers)).count("already_registered") == 5
    assert records_and_claims(open_house) == (1, 0)


def test_of_six_workers_who_verify_at_once_one_does(open_house: House) -> None:
    with unit_of_work(open_house) as work:
        person = Resident(id=work.new_id(), name=NAME, status=ResidentStatus.PENDING, registered_at=work.now)
        work.session.add(person)
        waiting = person.id
    start = Barrier(6)

    def verify(_: int) -> str:
        def do(work: UnitOfWork) -> str:
            start.wait()
            person = work.found(queries.resident(work, waiting, to_decide=True))
            return actions.verify(work, person).status

        try:
            return run_in_work(open_house, do)
        except DomainError as refusal:
            return refusal.code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(verify, range(6)))

    assert sorted(answers) == ["verified"] + ["wrong_state"] * 5
