"""Sending thousands the same by one channel: to each once, to whom it gets, and who that is."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import select

from service.kit.cards import Template
from service.kit.house import House
from service.kit.telling import Recipient, SpokenText, Told, told
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.messaging.actions import call_residents, text_residents
from service.messaging.channels import ChannelGateways, Outcome, Outgoing, Taken
from service.messaging.models import InboxPreferences
from service.messaging.rules import Channel, SpokenLanguage
from service.messaging.sendings.models import Sending
from tests.factories import accounts, residents
from tests.statements import statements

STORM = SpokenText(
    "events.storm",
    title=Text("台风", "A storm"),
    body=Text("请关好门窗。", "Close your windows."),
    urgent=True,
    sms=Template("storm", {}),
    call=Template("storm", {}),
)
KEY = UUID("019a0000-0000-7000-8000-000000000001")


class TakesAll:
    """A gateway that takes everything."""

    def send(self, outgoing: Outgoing) -> Outcome:
        return Taken()


@pytest.fixture(autouse=True)
def gateways(house: House) -> Iterator[None]:
    before = house.providers[ChannelGateways]
    house.providers[ChannelGateways] = ChannelGateways({Channel.SMS: TakesAll()})
    yield
    house.providers[ChannelGateways] = before


@pytest.fixture
def storm() -> Told:
    return told(Recipient(scope="notices"), STORM, subject="notice-1")


def numbers_used(work: UnitOfWork) -> dict[UUID | None, UUID | None]:
    """Whose number was used for whom."""
    return {each.resident_id: each.phone_of for each in work.session.scalars(select(Sending))}


def test_an_sms_goes_to_oneself_or_to_a_proxy_and_to_nobody_without_a_number(
    work: UnitOfWork, storm: Told
) -> None:
    phoned = residents.resident(work, phone="+8613800000001")
    alone = residents.resident(work, phone="+8613800000002")
    mother, numberless = residents.resident(work), residents.resident(work)
    daughter = residents.resident(work, phone="+8613800000003")
    accounts.resident_account(work, phoned.id)
    residents.proxy(work, mother, accounts.resident_account(work, daughter.id), ["notices"])

    ids = [each.id for each in (phoned, alone, mother, numberless)]
    reached = text_residents(work, ids, storm, key=KEY)

    assert reached == {phoned.id, alone.id, mother.id}
    assert numbers_used(work) == {phoned.id: phoned.id, alone.id: alone.id, mother.id: daughter.id}


def test_repeated_in_other_batches_it_is_one_sending_for_each(work: UnitOfWork, storm: Told) -> None:
    one, two = (residents.resident(work, phone=f"+861380000000{number}") for number in (1, 2))
    assert text_residents(work, [one.id], storm, key=KEY) == {one.id}
    assert text_residents(work, [one.id, two.id], storm, key=KEY) == {one.id, two.id}
    assert text_residents(work, [two.id], storm, key=KEY) == {two.id}

    assert set(numbers_used(work)) == {one.id, two.id}
    assert len(work.session.scalars(select(Sending.id)).all()) == 2


def test_who_has_switched_it_off_or_has_no_such_channel_is_not_reached(work: UnitOfWork, storm: Told) -> None:
    person = residents.resident(work, phone="+8613800000001")
    account = accounts.resident_account(work, person.id)
    assert call_residents(work, [person.id], storm, key=KEY) == set()

    off = InboxPreferences(account_id=account.id, language=SpokenLanguage.CHINESE, switched_off=["sms"])
    work.session.add(off)
    work.session.flush()

    assert text_residents(work, [person.id], storm, key=KEY) == set()


def test_hundreds_take_no_more_statements_than_one(work: UnitOfWork, storm: Told) -> None:
    def counted(people: int, key: UUID) -> int:
        ids = [residents.resident(work, phone=f"+86138{key.int % 10}00{n:05}").id for n in range(people)]
        with statements(work.session.connection()) as sent:
            text_residents(work, ids, storm, key=key)
        return len(sent)

    few, many = counted(1, KEY), counted(300, UUID(int=KEY.int + 1))

    assert many == few
