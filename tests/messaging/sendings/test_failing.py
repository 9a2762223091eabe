"""How often something is tried, what a gateway that fails or is slow holds up, and what ends it."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text, true, update

from service.kit import background
from service.kit.actor import Actor, ActorKind
from service.kit.background import BackgroundRun, RunStatus
from service.kit.edge import run_in_work, unit_of_work
from service.kit.metrics import SENDINGS_AGE
from service.messaging.channels import Down, NotNow, Taken, UnderWay, Unfit, Unreached
from service.messaging.rules import OUTSIDE, Channel
from service.messaging.sendings.actions import tending
from service.messaging.sendings.actions.taking import take
from service.messaging.sendings.models import ChannelState, Sending
from service.messaging.sendings.rules import SendingStatus
from service.messaging.subscriptions.actions import note_answers
from service.messaging.subscriptions.rules import Answer
from service.residents.models import Resident
from tests.clock import StoppedClock
from tests.databases import rows_read
from tests.factories.messaging import REMINDER
from tests.messaging.gateway_in_hand import Hands
from tests.messaging.sendings.conftest import Post


def answer(post: Post, somebody: Resident, said: Answer) -> None:
    """What they say when the mini-program asks for the next message."""
    account_id = post.account_of(somebody)
    with unit_of_work(post.house) as work:
        work.actor = Actor(ActorKind.RESIDENT, account_id=account_id)
        note_answers(work, [{"template_id": "demonstration", "answer": said}])


def test_a_gateway_that_is_down_is_tried_again_ever_later_and_then_given_up(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    somebody = post.somebody()
    post.alarm(somebody)
    hand.sms.answers = [Down("timeout")] * 1000

    tries = []
    for _ in range(60 * 25):
        if post.send(Channel.SMS):
            tries.append(clock.now())
        clock.move(minutes=1)
    sms = next(each for each in post.sendings() if each.channel is Channel.SMS)

    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert (sms.status, sms.reason) == (SendingStatus.DEAD, "gave_up")
    assert sms.content is not None
    assert 20 < len(tries) < 60
    assert pauses[0] <= timedelta(minutes=1)
    assert pauses[-1] >= timedelta(minutes=25)


def test_what_failed_together_does_not_come_back_together(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    post.tell(post.somebody(messages=0), REMINDER, times=8)
    hand.sms.answers = [NotNow("isv.BUSINESS_LIMIT_CONTROL")] * 8

    post.send_all(Channel.SMS)

    pauses = {each.next_try_at - clock.now() for each in post.sendings()}
    assert len(pauses) > 1
    assert min(pauses) >= timedelta(seconds=7.5)
    assert max(pauses) <= timedelta(seconds=15)


def test_a_dead_gateway_delays_its_own_channel_only(post: Post, hand: Hands) -> None:
    somebody = post.somebody()
    hand.sms.answers = [Down("dead")] * 100
    post.alarm(somebody, times=7)

    post.send_all(Channel.SMS)
    post.send_all(Channel.VOICE)

    assert len(hand.voice.sent) == 7
    assert hand.sms.sent == []


def test_who_has_had_too_many_lately_waits_alone(post: Post, hand: Hands, clock: StoppedClock) -> None:
    somebody = post.somebody()
    post.alarm(somebody, times=10)
    hand.sms.answers = [NotNow("isv.BUSINESS_LIMIT_CONTROL")] * 7

    post.send_all(Channel.SMS)
    at_once = len(hand.sms.sent)
    clock.move(minutes=1)
    post.send_all(Channel.SMS)

    assert (at_once, len(hand.sms.sent)) == (3, 10)


def test_the_breaker_opens_lets_one_try_and_closes_when_that_goes_well(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    somebody = post.somebody()
    post.alarm(somebody, times=10)
    hand.sms.answers = [Down("dead")] * 6
    asked = []

    while post.send(Channel.SMS):
        asked.append(len(hand.sms.asked))
    opened = len(hand.sms.asked)
    clock.move(seconds=31)
    post.send(Channel.SMS)
    probed = len(hand.sms.asked)
    clock.move(minutes=2)
    post.send(Channel.SMS)
    well = len(hand.sms.asked)
    clock.move(minutes=5)
    post.send_all(Channel.SMS)

    assert opened == 5
    assert probed == 6
    assert well == 7
    assert len(hand.sms.sent) == 10


def test_while_one_tries_whether_the_gateway_is_back_nobody_sends_another(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    post.alarm(post.somebody(), times=8)
    hand.sms.answers = [Down("dead")] * 5
    post.send_all(Channel.SMS)
    clock.move(minutes=1)

    probe = run_in_work(post.house, lambda work: take(work, Channel.SMS, 10))

    assert len(probe.outgoing) == 1
    assert (post.send(Channel.SMS), len(hand.sms.asked)) == (0, 5)


def test_what_this_person_will_never_get_is_not_tried_again(post: Post, hand: Hands) -> None:
    somebody = post.somebody(messages=3)
    post.tell(somebody, times=2)
    hand.wechat.answers = [Unreached("43101", ends_credit=True)]

    post.send_all()

    assert [each.status for each in post.sendings()].count(SendingStatus.FAILED) == 1
    assert post.credits() == [0]


def test_what_dies_after_wechat_takes_no_more_gives_no_credit_back(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    somebody = post.somebody(messages=3)
    post.tell(somebody, times=2)
    hand.wechat.answers = [Down("timeout"), Unreached("43101", ends_credit=True), Unfit("47003")]

    for _ in range(3):
        post.with_settings(sending_threads=1).send()
        clock.move(minutes=1)

    assert {each.status for each in post.sendings()} == {SendingStatus.FAILED, SendingStatus.DEAD}
    assert post.credits() == [0]


def test_who_wants_no_more_gets_no_credit_back_either(post: Post, hand: Hands, clock: StoppedClock) -> None:
    somebody = post.somebody(messages=3)
    post.tell(somebody)
    hand.wechat.answers = [Down("timeout"), Unfit("47003")]
    post.send()
    answer(post, somebody, Answer.BAN)

    clock.move(minutes=1)
    post.send()

    assert post.credits() == [0]


def test_what_is_asked_for_after_credits_have_ended_is_given_back_like_any_other(
    post: Post, hand: Hands
) -> None:
    somebody = post.somebody()
    post.tell(somebody)
    hand.wechat.answers = [Unreached("43101", ends_credit=True), Unfit("47003")]
    post.send()
    answer(post, somebody, Answer.ACCEPT)

    post.tell(somebody)
    post.send()

    assert [each.status for each in post.sendings()] == [SendingStatus.FAILED, SendingStatus.DEAD]
    assert post.credits() == [1]


def test_what_cannot_be_sent_as_it_is_waits_for_somebody_to_mend_it(post: Post, hand: Hands) -> None:
    somebody = post.somebody()
    post.tell(somebody)
    hand.wechat.answers = [Unfit("47003")]

    post.send()

    assert (post.only().status, post.only().reason) == (SendingStatus.DEAD, "47003")
    assert post.credits() == [1]


def test_a_quota_that_is_used_up_rests_the_channel_until_there_is_another(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    somebody = post.somebody(messages=5)
    post.tell(somebody, times=3)
    until = clock.now() + timedelta(hours=23)
    hand.wechat.answers = [Down("45009", until=until)]

    post.send()
    clock.move(hours=22)
    rested = post.send()
    clock.move(hours=1, minutes=1)
    post.send_all()

    assert rested == 0
    assert len(hand.wechat.sent) == 3
    with unit_of_work(post.house) as work:
        assert work.session.scalars(select(ChannelState.failures)).one() == 0


def test_no_more_is_sent_in_a_minute_than_the_rate_allows(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    slow = post.with_settings(limit_sms_sends="3 per minute")
    somebody = post.somebody()
    post.alarm(somebody, times=5)

    slow.send_all(Channel.SMS)
    in_the_first = len(hand.sms.sent)
    clock.move(minutes=1)
    slow.send_all(Channel.SMS)

    assert (in_the_first, len(hand.sms.sent)) == (3, 5)


def test_one_answer_that_can_not_be_noted_lets_nobody_be_sent_the_same_twice(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    """PostgreSQL keeps no NUL in a text."""
    at_once = post.with_settings(sending_threads=3)
    post.alarm(post.somebody(), times=3)
    hand.sms.answers = [Taken("\0")]

    at_once.send(Channel.SMS)
    clock.move(minutes=3)
    at_once.send(Channel.SMS)

    assert len(hand.sms.asked) == 3
    ended = [(each.status, each.reason) for each in post.sendings() if each.channel is Channel.SMS]
    sent = (SendingStatus.SENT, None)
    assert sorted(ended) == [(SendingStatus.DEAD, "DataError"), sent, sent]


def test_what_was_not_even_tried_uses_up_none_of_the_rate(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    slow = post.with_settings(limit_sms_sends="3 per minute")
    post.alarm(post.somebody(), times=5)
    hand.sms.answers = [Down("timeout")]

    for _ in range(3):
        slow.send(Channel.SMS)
        clock.move(seconds=10)

    assert (len(hand.sms.asked), len(hand.sms.sent)) == (3, 2)


def test_each_channel_has_a_rate_of_its_own(post: Post, hand: Hands) -> None:
    slow = post.with_settings(
        limit_sms_sends="1 per minute", limit_voice_sends="2 per minute", limit_wechat_sends="3 per minute"
    )
    post.alarm(post.somebody(messages=9), times=5)

    for channel in (Channel.SMS, Channel.VOICE, Channel.WECHAT):
        slow.send_all(channel)

    assert [len(each.sent) for each in (hand.sms, hand.voice, hand.wechat)] == [1, 2, 3]


def test_two_processes_whose_clocks_differ_share_one_rate(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    slow = post.with_settings(limit_sms_sends="3 per minute")
    post.alarm(post.somebody(), times=9)

    clock.move(seconds=1)
    slow.send_all(Channel.SMS)
    clock.move(seconds=-1)
    slow.send_all(Channel.SMS)

    assert len(hand.sms.sent) == 3


def test_a_channel_rests_not_until_the_time_of_a_clock_that_was_put_back(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    post.alarm(post.somebody(), times=2)
    clock.move(hours=9)
    hand.sms.answers = [Down("45011", until=clock.now() + timedelta(minutes=1))]
    post.send(Channel.SMS)

    clock.move(hours=-9)
    post.timetable.run("messaging.sendings.take_up_what_lies_ahead")
    post.send_all(Channel.SMS)

    assert len(hand.sms.sent) == 2


def test_what_is_planned_by_a_clock_that_is_put_back_then_does_not_wait_for_its_time(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    somebody = post.somebody()
    clock.move(days=30)
    post.alarm(somebody)

    clock.move(days=-30)
    post.timetable.run("messaging.sendings.take_up_what_lies_ahead")
    post.send_all(Channel.SMS)

    assert len(hand.sms.sent) == 1


def test_what_is_urgent_goes_before_what_has_waited_longer(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    slow = post.with_settings(limit_sms_sends="3 per minute")
    somebody = post.somebody()
    post.tell(somebody, REMINDER, times=4)
    clock.move(minutes=1)
    post.alarm(somebody)

    slow.send_all(Channel.SMS)

    assert [each.content["template"] for each in hand.sms.sent] == ["alarm", "reminder", "reminder"]


def test_who_dies_while_sending_is_succeeded_with_the_same_id_and_the_same_credit(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    somebody = post.somebody()
    post.tell(somebody)
    batch = run_in_work(post.house, lambda work: take(work, Channel.WECHAT, 10))

    meanwhile = post.send()
    clock.move(minutes=2)
    post.send()

    assert meanwhile == 0
    assert [each.id for each in hand.wechat.sent] == [each.id for each in batch.outgoing]
    assert post.only().status is SendingStatus.SENT
    assert post.credits() == [0]


def test_a_gateway_that_breaks_in_an_unforeseen_way_ends_nothing(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    somebody = post.somebody()
    post.tell(somebody)
    hand.wechat.answers = [RuntimeError("surprise")]

    post.send()
    clock.move(minutes=1)
    post.send()

    assert post.only().status is SendingStatus.SENT
    assert post.only().tries == 2


def test_a_call_is_asked_about_until_it_has_ended(post: Post, hand: Hands, clock: StoppedClock) -> None:
    somebody = post.somebody(messages=0)
    post.alarm(somebody)
    hand.voice.answers = [UnderWay("call-1", timedelta(minutes=3)), Taken("call-1")]

    post.send(Channel.VOICE)
    at_once = post.send(Channel.VOICE)
    clock.move(minutes=3)
    post.send(Channel.VOICE)

    assert at_once == 0
    assert [each.provider_id for each in hand.voice.asked] == [None, "call-1"]


def test_what_nobody_can_send_is_given_up_in_time(post: Post, hand: Hands, clock: StoppedClock) -> None:
    somebody = post.somebody()
    post.tell(somebody)

    clock.move(hours=24)
    post.timetable.run("messaging.sendings.give_up_overdue")
    not_yet = post.only().status
    clock.move(minutes=5)
    post.timetable.run("messaging.sendings.give_up_overdue")

    assert not_yet is SendingStatus.WAITING
    assert (post.only().status, post.only().reason) == (SendingStatus.DEAD, "gave_up")


def test_however_much_is_overdue_is_given_up_at_once(
    post: Post, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tending, "AT_ONCE", 2)
    post.tell(post.somebody(messages=9), times=7)

    clock.move(hours=24, minutes=5)
    post.timetable.run("messaging.sendings.give_up_overdue")
    while background.advance(post.house):
        pass

    assert {each.status for each in post.sendings()} == {SendingStatus.DEAD}
    with unit_of_work(post.house) as work:
        (run,) = work.session.scalars(select(BackgroundRun))
    assert (run.status, run.done) == (RunStatus.DONE, 5)


def test_the_clock_looks_through_no_half_million_that_waits_for_the_morning(post: Post) -> None:
    post.tell(post.somebody())
    with unit_of_work(post.house) as work:
        columns = [each.name for each in Sending.__table__.columns if each.name != "id"]
        many = select(func.gen_random_uuid(), *(Sending.__table__.c[name] for name in columns))
        several = func.generate_series(1, 2000).table_valued("n")
        work.session.execute(
            insert(Sending).from_select(["id", *columns], many.join_from(Sending, several, true()))
        )
        work.session.execute(update(Sending).values(next_try_at=work.now + timedelta(hours=9)))
        work.session.execute(text("ANALYZE sendings"))

        before = rows_read(work.session, "sendings")
        tending.give_up_overdue(work)
        tending.take_up_what_lies_ahead(work)
        tending.measure(work)

        assert rows_read(work.session, "sendings") - before < 100


def test_how_long_each_channel_keeps_people_waiting_is_measured(post: Post, clock: StoppedClock) -> None:
    post.tell(post.somebody(messages=2))
    clock.move(minutes=1)
    post.alarm(post.somebody(messages=0))
    clock.move(minutes=1)

    post.timetable.run("messaging.sendings.measure_sendings")

    ages = {each: SENDINGS_AGE.labels(each.value)._value.get() for each in OUTSIDE}
    assert ages == {Channel.WECHAT: 120, Channel.SMS: 60, Channel.VOICE: 60, Channel.EMAIL: 0}


def test_what_was_sent_keeps_nothing_of_what_it_said(post: Post, hand: Hands) -> None:
    somebody = post.somebody()
    post.tell(somebody)

    post.send()

    assert post.only().content is None
