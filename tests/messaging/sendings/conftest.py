"""Somebody who is told something, and what of it goes out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from service.accounts.queries import account_ids_of_resident
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, SpokenText, tell
from service.messaging.models import InboxPreferences
from service.messaging.rules import Channel, SpokenLanguage
from service.messaging.sendings import actions
from service.messaging.sendings.models import Sending
from service.messaging.subscriptions.models import WeChatCredit
from service.residents.models import Resident
from tests.conftest import Timetable
from tests.factories.messaging import CALL, NEWS, person
from tests.messaging.gateway_in_hand import Hands


class Post:
    """Tells people things and sends them, with every gateway in the test's hand."""

    def __init__(self, house: House, timetable: Timetable) -> None:
        self.house, self.timetable = house, timetable

    def with_settings(self, **settings: Any) -> "Post":
        """The same in a house that is set up otherwise."""
        other = replace(self.house, settings=replace(self.house.settings, **settings))
        return Post(other, self.timetable)

    def somebody(self, *, messages: int = 1, by_sms: bool = True) -> Resident:
        """Whom WeChat reaches so many times."""
        with unit_of_work(self.house) as work:
            return person(work, messages=messages, by_sms=by_sms)[0]

    def account_of(self, somebody: Resident) -> UUID:
        with unit_of_work(self.house) as work:
            [account_id] = account_ids_of_resident(work, somebody.id)
        return account_id

    def prefers(
        self,
        account_id: UUID,
        *,
        off: Sequence[str] = (),
        language: SpokenLanguage = SpokenLanguage.CHINESE,
        **quiet_hours: str,
    ) -> None:
        """This account switches these off, is spoken to so, and keeps quiet hours of its own."""
        kept = {"language": language, "switched_off": list(off), **quiet_hours}
        with unit_of_work(self.house) as work:
            work.session.add(InboxPreferences(account_id=account_id, **kept))

    def tell(self, whom: Resident | Recipient, text: SpokenText = NEWS, times: int = 1, **facts: str) -> None:
        """They are told this, so many times, and it waits to go out."""
        recipient = whom if isinstance(whom, Recipient) else Recipient(resident_id=whom.id)
        for _ in range(times):
            with unit_of_work(self.house) as work:
                tell(work, recipient, text, **facts)
            self.timetable.deliver()

    def alarm(self, whom: Resident, times: int = 1) -> None:
        """They are told what is urgent, and goes by every channel."""
        self.tell(whom, CALL, times, elder="陈阿婆")

    def send(self, channel: Channel = Channel.WECHAT) -> int:
        return actions.send_due(self.house, channel)

    def send_all(self, channel: Channel = Channel.WECHAT) -> None:
        while self.send(channel):
            pass

    def sendings(self) -> list[Sending]:
        with unit_of_work(self.house) as work:
            return list(work.session.scalars(select(Sending).order_by(Sending.id)))

    def only(self) -> Sending:
        (sending,) = self.sendings()
        return sending

    def credits(self) -> list[int]:
        with unit_of_work(self.house) as work:
            return list(work.session.scalars(select(WeChatCredit.credits)))


@pytest.fixture
def post(house: House, timetable: Timetable, hand: Hands) -> Post:
    return Post(house, timetable)
