"""What is over is sent to nobody any more, whatever it waited for, and nothing else is held back with it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from service.kit import background
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, SpokenText, told
from service.messaging.actions import call_off_subject, call_residents, tell_residents
from service.messaging.channels import Down, UnderWay
from service.messaging.models import InboxMessage
from service.messaging.rules import Channel
from service.messaging.sendings import actions
from service.messaging.sendings.actions import calling_off
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import SendingStatus
from service.messaging.subscriptions.models import WeChatCredit
from tests.clock import StoppedClock
from tests.factories.messaging import CALL, NEWS, REMINDER, person
from tests.messaging.gateway_in_hand import Hands

KEY = UUID("019a0000-0000-7000-8000-000000000001")
OVER, ANOTHER = (UUID(f"019a0000-0000-7000-8000-00000000001{number}") for number in range(2))


@pytest.fixture
def neighbours(house: House) -> list[UUID]:
    """Whom WeChat reaches three times each."""
    with unit_of_work(house) as work:
        return [person(work, messages=3)[0].id for _ in range(5)]


def tell(house: House, whom: list[UUID], text: SpokenText = NEWS, subject: UUID = OVER) -> None:
    with unit_of_work(house) as work:
        tell_residents(work, whom, told(Recipient(), text, subject=subject), key=work.new_id())


def end(house: House, *texts: SpokenText) -> int:
    """What these texts were to say of it is called off; in how many steps."""
    with unit_of_work(house) as work:
        call_off_subject(work, OVER, *texts)
    steps = 0
    while background.advance(house):
        steps += 1
    return steps


def send_all(house: House, *channels: Channel) -> None:
    for channel in channels:
        while actions.send_due(house, channel):
            pass


def test_nothing_more_is_sent_of_what_is_over_and_all_else_goes(
    house: House, hand: Hands, neighbours: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(house, neighbours)
    tell(house, neighbours, REMINDER)
    tell(house, neighbours, subject=ANOTHER)
    monkeypatch.setattr(calling_off, "AT_ONCE", 2)

    steps = end(house, NEWS)
    send_all(house, Channel.WECHAT, Channel.SMS)

    assert steps == 3
    with unit_of_work(house) as work:
        off = work.session.scalars(select(Sending).where(Sending.reason == "called_off")).all()
        told_of_it = select(InboxMessage).where(InboxMessage.subject == str(OVER))
        assert len(work.session.scalars(told_of_it).all()) == 10
    assert {(each.text, each.subject, each.status, each.content) for each in off} == {
        (NEWS.name, str(OVER), SendingStatus.SKIPPED, None)
    }
    assert (len(off), len(hand.wechat.sent), len(hand.sms.sent)) == (5, 10, 5)


def test_what_failed_once_is_not_tried_again_and_its_credit_is_there_for_another(
    house: House, hand: Hands, neighbours: list[UUID], clock: StoppedClock
) -> None:
    tell(house, neighbours[:1])
    hand.wechat.answers = [Down("timeout")]
    send_all(house, Channel.WECHAT)

    end(house, NEWS)
    clock.move(minutes=30)
    send_all(house, Channel.WECHAT)

    assert (len(hand.wechat.asked), hand.wechat.sent) == (1, [])
    with unit_of_work(house) as work:
        assert set(work.session.scalars(select(WeChatCredit.credits))) == {3}


def test_a_call_under_way_rings_on(
    house: House, hand: Hands, neighbours: list[UUID], clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        said = told(Recipient(), CALL, subject=OVER, elder="陈阿婆")
        call_residents(work, neighbours, said, key=KEY)
    hand.voice.answers = [UnderWay("call-1", ask_after=timedelta(minutes=2)), *[Down("busy")] * 4]
    send_all(house, Channel.VOICE)

    end(house, CALL)
    hand.voice.answers = []
    clock.move(minutes=30)
    send_all(house, Channel.VOICE)

    [answered] = hand.voice.sent
    assert answered.provider_id == "call-1"
    with unit_of_work(house) as work:
        statuses = [each.status for each in work.session.scalars(select(Sending))]
    assert sorted(statuses) == sorted([SendingStatus.SENT, *[SendingStatus.SKIPPED] * 4])
