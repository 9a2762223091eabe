"""What is over is sent to nobody any more, whatever it waited for, and nothing else is held back with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from service.kit import background
from service.kit.actor import Actor, ActorKind
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.messages import OutboxMessage
from service.kit.telling import Recipient, SpokenText, told
from service.messaging.actions import call_off, call_off_subject, call_residents, tell_residents
from service.messaging.channels import Down, NotNow, Outcome, Outgoing, Taken, UnderWay, Unfit, Unreached
from service.messaging.models import InboxMessage
from service.messaging.rules import Channel
from service.messaging.sendings import actions
from service.messaging.sendings.actions import calling_off
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import SendingStatus
from service.messaging.subscriptions.actions import note_answers
from service.messaging.subscriptions.models import WeChatCredit
from service.messaging.subscriptions.rules import Answer
from tests.clock import StoppedClock
from tests.factories.messaging import CALL, NEWS, REMINDER, person
from tests.messaging.gateway_in_hand import GatewayInHand, Hands

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


def test_what_the_gateway_takes_while_it_is_called_off_has_gone_and_its_credit_is_used(
    house: House, hand: Hands, neighbours: list[UUID]
) -> None:
    tell(house, neighbours[:1])

    def end_it(_: Outgoing) -> Outcome:
        end(house, NEWS)
        return Taken("msg-1")

    with answering(hand.wechat, end_it):
        send_all(house, Channel.WECHAT)

    with unit_of_work(house) as work:
        sent = work.session.scalars(select(Sending)).one()
        credits_left = work.session.scalars(
            select(WeChatCredit.credits).where(WeChatCredit.account_id == sent.account_id)
        ).one()
    assert (sent.status, sent.reason, sent.provider_id, sent.content) == (
        *(SendingStatus.SENT, None, "msg-1"),
        None,
    )
    assert credits_left == 2


def test_what_goes_while_it_is_called_off_uses_no_credit_that_was_asked_for_since(
    house: House, hand: Hands, neighbours: list[UUID]
) -> None:
    tell(house, neighbours[:1])

    def end_it(outgoing: Outgoing) -> Outcome:
        end(house, NEWS)
        with unit_of_work(house) as work:
            account_id = work.session.get_one(Sending, outgoing.id).account_id
            work.actor = Actor(ActorKind.RESIDENT, account_id=account_id)
            for answer in (Answer.BAN, Answer.ACCEPT):
                note_answers(work, [{"template_id": "demonstration", "answer": answer}])
        return Taken("msg-1")

    with answering(hand.wechat, end_it):
        send_all(house, Channel.WECHAT)

    with unit_of_work(house) as work:
        sent = work.session.scalars(select(Sending)).one()
        theirs = WeChatCredit.account_id == sent.account_id
        assert work.session.scalars(select(WeChatCredit.credits).where(theirs)).one() == 1
    assert sent.status is SendingStatus.SENT


def test_a_call_that_begins_while_it_is_called_off_rings_once_and_who_presses_1_has_heard_it(
    house: House, hand: Hands, neighbours: list[UUID], clock: StoppedClock
) -> None:
    with_token = replace(house, settings=replace(house.settings, voice_report_token="secret"))
    with unit_of_work(house) as work:
        storm = told(Recipient(scope="notices"), CALL, elder="陈阿婆", subject=OVER)
        call_residents(work, neighbours[:1], storm, key=KEY)

    def end_it(outgoing: Outgoing) -> Outcome:
        asked.append(outgoing.provider_id)
        with unit_of_work(house) as work:
            call_off(work, neighbours, key=KEY)
        return UnderWay("call-1", timedelta(minutes=3))

    asked: list[str | None] = []
    with answering(hand.voice, end_it):
        send_all(house, Channel.VOICE)
        clock.move(minutes=3)
        send_all(house, Channel.VOICE)
    with unit_of_work(with_token) as work:
        actions.take_voice_reports(
            work, "secret", [{"call_id": "call-1", "dtmf": "1", "status_code": "200000"}]
        )

    with unit_of_work(house) as work:
        sent = work.session.scalars(select(Sending)).one()
        ended = work.session.scalars(
            select(OutboxMessage.body).where(OutboxMessage.name.like("%SendingEnded"))
        )
        results = [(each["result"], each["confirmed"]) for each in ended]
    assert asked == [None, "call-1"]
    assert (sent.status, sent.reason) == (SendingStatus.SENT, "confirmed")
    assert results == [("sent", True)]


@pytest.mark.parametrize("answer", [Down("timeout"), NotNow("limit"), Unreached("43101"), Unfit("47003")])
def test_what_the_gateway_does_not_take_while_it_is_called_off_stays_so(
    house: House, hand: Hands, neighbours: list[UUID], clock: StoppedClock, answer: Outcome
) -> None:
    tell(house, neighbours[:1])

    def end_it(_: Outgoing) -> Outcome:
        end(house, NEWS)
        return answer

    with answering(hand.wechat, end_it):
        send_all(house, Channel.WECHAT)
    clock.move(hours=1)
    send_all(house, Channel.WECHAT)

    with unit_of_work(house) as work:
        ended = work.session.scalars(select(Sending)).one()
        assert set(work.session.scalars(select(WeChatCredit.credits))) == {3}
    assert (ended.status, ended.reason, hand.wechat.sent) == (SendingStatus.SKIPPED, "called_off", [])


@contextmanager
def answering(gateway: GatewayInHand, answer: Callable[[Outgoing], Outcome]) -> Iterator[None]:
    """While the gateway thinks, something else happens."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gateway, "send", answer)
        yield
