"""Many hands send by one channel at once: each message goes once, no credit is spent twice, the rate holds."""

import threading
import time
from dataclasses import replace
from functools import partial

from sqlalchemy import func, select

from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, Told, told
from service.messaging.actions import tell_residents, text_residents
from service.messaging.channels import ChannelGateways, Outcome, Outgoing, Taken
from service.messaging.models import InboxMessage
from service.messaging.rules import Channel
from service.messaging.sendings import actions
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import SendingStatus
from service.messaging.subscriptions.models import WeChatCredit
from tests.factories.messaging import CALL, NEWS, person
from tests.races.conftest import THREADS, Race

PEOPLE = 60


class Slow:
    """A gateway that takes its time."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self._lock = threading.Lock()

    def send(self, outgoing: Outgoing) -> Outcome:
        time.sleep(0.002)
        with self._lock:
            self.sent.append(outgoing)
        return Taken()


def with_gateway(house: House, **settings: object) -> tuple[House, Slow]:
    gateway = Slow()
    gateways = ChannelGateways({Channel.WECHAT: gateway, Channel.SMS: gateway})
    ours = replace(house.settings, sending_threads=3, **settings)  # type: ignore[arg-type]
    return replace(house, settings=ours, providers={**house.providers, ChannelGateways: gateways}), gateway


def say(text: object) -> Told:
    return told(Recipient(scope="notices"), text, elder="陈阿婆")  # type: ignore[arg-type]


def drain(house: House, channel: Channel) -> None:
    while actions.send_due(house, channel):
        pass


def test_each_message_goes_once_and_no_credit_is_spent_twice(racing_house: House, race: Race) -> None:
    house, gateway = with_gateway(racing_house)
    with unit_of_work(house) as work:
        ids = [person(work, messages=1)[0].id for _ in range(PEOPLE)]
    for _ in range(2):
        with unit_of_work(house) as work:
            tell_residents(work, ids, say(NEWS), key=work.new_id())

    race([partial(drain, house, Channel.WECHAT) for _ in range(4)])

    assert len(gateway.sent) == len({each.id for each in gateway.sent}) == PEOPLE
    with unit_of_work(house) as work:
        by_status = dict(
            work.session.execute(select(Sending.status, func.count()).group_by(Sending.status)).all()  # type: ignore[arg-type]
        )
        left = work.session.scalar(select(func.sum(WeChatCredit.credits)))
    assert by_status == {SendingStatus.SENT: PEOPLE, SendingStatus.SKIPPED: PEOPLE}
    assert left == 0


def test_the_rate_holds_for_all_hands_together(racing_house: House, race: Race) -> None:
    house, gateway = with_gateway(racing_house, limit_sms_sends="17 per minute")
    with unit_of_work(house) as work:
        ids = [person(work)[0].id for _ in range(40)]
        tell_residents(work, ids, say(CALL), key=work.new_id())

    race([partial(drain, house, Channel.SMS) for _ in range(4)])

    assert len(gateway.sent) == 17


def test_the_same_batch_told_at_once_by_many_is_told_once(racing_house: House, race: Race) -> None:
    house, _ = with_gateway(racing_house)
    with unit_of_work(house) as work:
        ids = [person(work)[0].id for _ in range(10)]
        key = work.new_id()

    def tell() -> None:
        with unit_of_work(house) as work:
            tell_residents(work, ids, say(NEWS), key=key)

    race([tell] * THREADS)

    with unit_of_work(house) as work:
        assert work.session.scalar(select(func.count()).select_from(InboxMessage)) == 10
        assert work.session.scalar(select(func.count()).select_from(Sending)) == 10


def test_one_step_asked_for_at_once_by_many_is_one_sending(racing_house: House, race: Race) -> None:
    house, gateway = with_gateway(racing_house)
    with unit_of_work(house) as work:
        somebody, _ = person(work)
        key = work.new_id()

    def step() -> object:
        with unit_of_work(house) as work:
            return text_residents(work, [somebody.id], say(CALL), key=key)

    answers = race([step] * THREADS)
    drain(house, Channel.SMS)

    assert list(answers) == [{somebody.id}] * THREADS
    assert len(gateway.sent) == 1
