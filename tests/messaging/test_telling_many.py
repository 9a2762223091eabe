"""Telling thousands the same at once: each account once, whatever is repeated."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, SpokenText, Told, told
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.messaging.actions import tell_residents
from service.messaging.models import InboxMessage
from tests.factories import accounts, residents
from tests.statements import statements

STORM = SpokenText(
    "events.storm", title=Text("台风", "A storm"), body=Text("请关好门窗。", "Close your windows.")
)
KEY = UUID("019a0000-0000-7000-8000-000000000001")


@pytest.fixture
def storm() -> Told:
    return told(Recipient(scope="notices"), STORM, subject="notice-1")


def told_accounts(work: UnitOfWork) -> dict[UUID, UUID | None]:
    return {each.account_id: each.resident_id for each in work.session.scalars(select(InboxMessage))}


def test_residents_are_told_with_their_proxies_and_who_has_no_account_is_named(
    work: UnitOfWork, storm: Told
) -> None:
    elder, daughter, lonely = (residents.resident(work) for _ in range(3))
    own = accounts.resident_account(work, elder.id)
    hers = accounts.resident_account(work, daughter.id)
    other = accounts.resident_account(work)
    residents.proxy(work, elder, hers, ["notices"])
    residents.proxy(work, elder, other, ["booking"])

    untold = tell_residents(work, [elder.id, lonely.id], storm, key=KEY)

    assert untold == {lonely.id}
    assert told_accounts(work) == {own.id: elder.id, hers.id: elder.id}


def test_who_is_told_for_themselves_and_for_an_elder_is_told_once_as_themselves(
    work: UnitOfWork, storm: Told
) -> None:
    elder, daughter = residents.resident(work), residents.resident(work)
    hers = accounts.resident_account(work, daughter.id)
    residents.proxy(work, elder, hers, ["notices"])

    untold = tell_residents(work, [elder.id, daughter.id], storm, key=KEY)

    assert untold == set()
    assert told_accounts(work) == {hers.id: daughter.id}


def test_a_batch_that_is_repeated_tells_nobody_twice_and_another_key_does(
    work: UnitOfWork, storm: Told
) -> None:
    people = [residents.resident(work) for _ in range(3)]
    for each in people:
        accounts.resident_account(work, each.id)
    ids = [each.id for each in people]

    for batch in (ids[:2], ids, ids[1:]):
        tell_residents(work, batch, storm, key=KEY)
    first = len(work.session.scalars(select(InboxMessage.id)).all())
    tell_residents(work, ids, storm, key=uuid4())
    second = len(work.session.scalars(select(InboxMessage.id)).all())

    assert (first, second) == (3, 6)


def test_a_batch_takes_as_many_statements_as_one_resident(house: House, storm: Told) -> None:
    counts = []
    for size in (1, 30):
        with unit_of_work(house) as work:
            ids = [residents.resident(work).id for _ in range(size)]
            for each in ids:
                accounts.resident_account(work, each)
            work.session.flush()
            with statements(work.session.connection()) as sent:
                tell_residents(work, ids, storm, key=uuid4())
            counts.append(len(sent))

    assert counts[0] == counts[1] <= 4


def test_nobody_is_told_nothing(work: UnitOfWork, storm: Told) -> None:
    assert tell_residents(work, [], storm, key=KEY) == set()
