"""A process that dies between any two steps: each inbox gets its message once, and each channel at least once.

Who is dead sends no statement any more, from the n-th on: its open transaction is undone, and what it had committed
stands. Tried for every n there is, and for several deaths in a row.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, event, func, select

from service.kit import deliveries
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, tell, told
from service.messaging.actions import tell_residents
from service.messaging.models import InboxMessage
from service.messaging.rules import OUTSIDE
from service.messaging.sendings import actions
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import SendingStatus
from service.messaging.subscriptions.models import WeChatCredit
from tests.clock import StoppedClock
from tests.factories import accounts, residents
from tests.factories.messaging import CALL, linked_to_wechat, person, reached_by_mail
from tests.messaging.gateway_in_hand import Hands


class Killed(Exception):
    """kill -9."""


@contextmanager
def killed_at(connection: Connection, number: int | None) -> Iterator[list[int]]:
    """Be dead from this statement on; the list counts those that were sent."""
    sent = [0]

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "SAVEPOINT" in statement:
            return
        sent[0] += 1
        if number is not None and sent[0] >= number:
            raise Killed

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", note)


class Scene:
    """An elder and her daughter are told something that goes by every channel; processes deliver it and die."""

    def __init__(self, house: House, hand: Hands, connection: Connection, clock: StoppedClock) -> None:
        self.house, self.hand, self.connection, self.clock = house, hand, connection, clock
        with unit_of_work(house) as work:
            elder, own = person(work)
            daughter = accounts.resident_account(work, residents.resident(work, phone="+8613900000002").id)
            linked_to_wechat(work, daughter.id)
            reached_by_mail(work, daughter.id)
            residents.proxy(work, elder, daughter, ["care"])
        self.elder_id, self.account_ids = elder.id, [own.id, daughter.id]

    def tell(self) -> None:
        with unit_of_work(self.house) as work:
            tell(work, Recipient(resident_id=self.elder_id, scope="care"), CALL, elder="陈阿婆")

    def tell_as_batch(self, key: UUID) -> None:
        said = told(Recipient(scope="care"), CALL, elder="陈阿婆")
        with unit_of_work(self.house) as work:
            tell_residents(work, [self.elder_id], said, key=key)

    def work_until_done(self) -> None:
        """What a job process does, by hand."""
        while deliveries.deliver_due(self.house):
            pass
        for channel in OUTSIDE:
            while actions.send_due(self.house, channel):
                pass

    def live(self, *deaths: int, do: Callable[[], None] | None = None) -> int:
        """Work, die at these statements, and let the next one succeed; how many statements the last one sent."""
        steps = do or self.work_until_done
        for number in deaths:
            with killed_at(self.connection, number):
                try:
                    steps()
                except Killed:
                    self.clock.move(minutes=3)
        with killed_at(self.connection, None) as sent:
            steps()
        return sent[0]

    def check(self) -> None:
        with unit_of_work(self.house) as work:
            told_to = work.session.scalars(
                select(InboxMessage.account_id).where(InboxMessage.account_id.in_(self.account_ids))
            ).all()
            ways = work.session.execute(
                select(Sending.account_id, Sending.channel, func.count())
                .where(Sending.account_id.in_(self.account_ids), Sending.status == SendingStatus.SENT)
                .group_by(Sending.account_id, Sending.channel)
            ).all()
            left = work.session.scalars(
                select(WeChatCredit.credits).where(WeChatCredit.account_id.in_(self.account_ids))
            ).all()
        assert sorted(told_to) == sorted(self.account_ids)
        assert {number for _, _, number in ways} == {1}
        assert len(ways) == 7
        assert left == [0, 0]
        for gateway in (self.hand.wechat, self.hand.sms, self.hand.voice, self.hand.email):
            assert gateway.sent


@pytest.fixture
def new_scene(house: House, hand: Hands, connection: Connection, clock: StoppedClock) -> Callable[[], Scene]:
    return lambda: Scene(house, hand, connection, clock)


def test_a_process_may_die_between_any_two_steps(new_scene: Callable[[], Scene]) -> None:
    undisturbed = new_scene()
    undisturbed.tell()
    steps = undisturbed.live()
    undisturbed.check()

    for number in range(1, steps + 1):
        scene = new_scene()
        scene.tell()

        scene.live(number)

        scene.check()


def test_several_processes_may_die_one_after_another(new_scene: Callable[[], Scene]) -> None:
    chance = Random(20261126)
    for _ in range(15):
        scene = new_scene()
        scene.tell()

        scene.live(*(chance.randint(1, 40) for _ in range(4)))

        scene.check()


def test_a_batch_may_die_anywhere_and_be_repeated(new_scene: Callable[[], Scene]) -> None:
    for number in range(1, 14):
        scene, key = new_scene(), uuid4()

        scene.live(number, do=lambda scene=scene, key=key: scene.tell_as_batch(key))  # type: ignore[misc]
        scene.tell_as_batch(key)
        scene.work_until_done()

        scene.check()
