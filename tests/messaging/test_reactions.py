"""Who finds what in their inbox when somebody is told something."""

from datetime import date

import pytest
from sqlalchemy import select

from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.rules import ProxyStatus
from tests.conftest import Timetable
from tests.factories import accounts, residents

READY = SpokenText(
    "tests.ready",
    title=Text("好了", "Ready"),
    body=Text("{what}，{at}", "{what} at {at}"),
)
KEY = Text("钥匙", "The key")


def told(house: House, person: Recipient) -> None:
    with unit_of_work(house) as work:
        tell(work, person, READY, subject="subject-1", what=KEY, at=work.now)


def inboxes(house: House) -> list[InboxMessage]:
    with unit_of_work(house) as work:
        return list(work.session.scalars(select(InboxMessage).order_by(InboxMessage.id)))


def test_one_account_is_told_in_both_languages(house: House, timetable: Timetable) -> None:
    with unit_of_work(house) as work:
        account = accounts.resident_account(work)

    told(house, Recipient(account_id=account.id))
    timetable.deliver()

    (message,) = inboxes(house)
    assert message.account_id == account.id
    assert message.text == "tests.ready"
    assert message.title_zh == "好了"
    assert message.body_zh == "钥匙，3月2日（周一）09:00"
    assert message.body_en == "The key at Mon 02 Mar 09:00"
    assert message.subject == "subject-1"


def test_a_resident_is_told_with_the_proxies_of_the_matter(house: House, timetable: Timetable) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work)
        own = accounts.resident_account(work, elder.id)
        daughter = accounts.resident_account(work)
        for_care = accounts.resident_account(work)
        asked = accounts.resident_account(work)
        residents.proxy(work, elder, daughter, ["booking", "care"])
        residents.proxy(work, elder, for_care, ["care"])
        residents.proxy(work, elder, asked, ["booking"], status=ProxyStatus.PENDING)

    told(house, Recipient(resident_id=elder.id, scope="booking"))
    timetable.deliver()

    assert {message.account_id for message in inboxes(house)} == {own.id, daughter.id}
    assert {message.resident_id for message in inboxes(house)} == {elder.id}


def test_a_proxy_whose_time_is_over_is_not_told(house: House, timetable: Timetable) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work)
        daughter = accounts.resident_account(work)
        residents.proxy(work, elder, daughter, ["booking"], valid_until=date(2026, 3, 1))

    told(house, Recipient(resident_id=elder.id, scope="booking"))
    timetable.deliver()

    assert inboxes(house) == []


def test_without_a_matter_only_the_resident_is_told(house: House, timetable: Timetable) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work)
        own = accounts.resident_account(work, elder.id)
        residents.proxy(work, elder, accounts.resident_account(work), ["booking"])

    told(house, Recipient(resident_id=elder.id))
    timetable.deliver()

    assert [message.account_id for message in inboxes(house)] == [own.id]


def test_who_is_concerned_twice_is_told_once(house: House, timetable: Timetable) -> None:
    with unit_of_work(house) as work:
        elder = residents.resident(work)
        own = accounts.resident_account(work, elder.id)

    told(house, Recipient(resident_id=elder.id, account_id=own.id, scope="booking"))
    timetable.deliver()

    assert len(inboxes(house)) == 1


def test_delivering_again_adds_nothing(house: House, timetable: Timetable) -> None:
    with unit_of_work(house) as work:
        account = accounts.resident_account(work)

    told(house, Recipient(account_id=account.id))
    timetable.deliver()
    timetable.deliver()

    assert len(inboxes(house)) == 1


def test_what_is_refused_tells_nobody(house: House, timetable: Timetable) -> None:
    with unit_of_work(house) as work:
        account = accounts.resident_account(work)

    def tell_and_fail(work: UnitOfWork) -> None:
        tell(work, Recipient(account_id=account.id), READY, what=KEY, at=work.now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        run_in_work(house, tell_and_fail)
    timetable.deliver()

    assert inboxes(house) == []
