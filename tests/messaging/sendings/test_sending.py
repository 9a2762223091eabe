"""What goes out to whom, how often it is tried, and what a dead gateway holds up."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, SpokenText, tell
from service.messaging.channels import Down, NotNow, Taken, UnderWay, Unfit, Unreached
from service.messaging.models import InboxMessage, InboxPreferences
from service.messaging.rules import Channel, SpokenLanguage
from service.messaging.sendings import actions
from service.messaging.sendings.actions.taking import take
from service.messaging.sendings.models import ChannelState, Sending
from service.messaging.sendings.rules import SendingStatus
from service.messaging.subscriptions.models import WeChatCredit
from service.residents.consents.models import Consent
from service.residents.models import Proxy
from service.residents.proxies.actions import ending as proxies
from service.residents.rules import ProxyStatus
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, residents
from tests.factories.messaging import CALL, NEWS, REMINDER, person, reached_by_mail
from tests.messaging.gateway_in_hand import Hands


def told(
    house: House, timetable: Timetable, person: Recipient, text: SpokenText = NEWS, **facts: str
) -> None:
    with unit_of_work(house) as work:
        tell(work, person, text, **facts)
    timetable.deliver()


def send(house: House, channel: Channel = Channel.WECHAT) -> int:
    return actions.send_due(house, channel)


def sendings(house: House) -> list[Sending]:
    with unit_of_work(house) as work:
        return list(work.session.scalars(select(Sending).order_by(Sending.id)))


def only(house: House) -> Sending:
    (sending,) = sendings(house)
    return sending


def credits_left(house: House) -> list[int]:
    with unit_of_work(house) as work:
        return list(work.session.scalars(select(WeChatCredit.credits)))


def test_who_asked_for_one_message_gets_one_by_wechat(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        somebody, account = person(work)

    told(house, timetable, Recipient(resident_id=somebody.id))
    told(house, timetable, Recipient(resident_id=somebody.id))
    while send(house):
        pass

    (message,) = hand.wechat.sent
    assert message.address.startswith("openid-")
    assert message.content["template"] == "message"
    assert message.content["fields"] == [
        ["thing1", "好消息"],
        ["thing2", "内容"],
        ["time3", "2026年3月2日 09:00"],
    ]
    assert credits_left(house) == [0]
    assert account.id == only_sent(house).account_id


def only_sent(house: House) -> Sending:
    (sending,) = [each for each in sendings(house) if each.status is SendingStatus.SENT]
    return sending


def test_two_messages_on_their_way_share_no_credit(house: House, timetable: Timetable, hand: Hands) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=1)
    for _ in range(2):
        told(house, timetable, Recipient(resident_id=somebody.id))

    while send(house):
        pass

    assert [each.status for each in sendings(house)] == [SendingStatus.SENT, SendingStatus.SKIPPED]
    assert sendings(house)[1].reason == "no_credit"
    assert credits_left(house) == [0]


def test_who_has_no_credit_finds_it_in_the_inbox_alone(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=0)

    told(house, timetable, Recipient(resident_id=somebody.id))

    assert sendings(house) == []
    with unit_of_work(house) as work:
        assert len(work.session.scalars(select(InboxMessage)).all()) == 1


def test_only_what_has_a_template_goes_by_sms_and_call(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=0)

    told(house, timetable, Recipient(resident_id=somebody.id))
    told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    send(house, Channel.SMS)
    send(house, Channel.VOICE)

    (sms,), (call,) = hand.sms.sent, hand.voice.sent
    assert sms.address == call.address == "+8613812345678"
    assert sms.content["values"] == {"elder": "陈阿婆"}
    assert sms.content["template"] == call.content["template"] == "alarm"


def test_nobody_gets_sms_who_has_not_agreed_but_what_is_urgent_comes(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=0, by_sms=False)

    told(house, timetable, Recipient(resident_id=somebody.id), REMINDER)
    told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")

    assert {(each.channel, each.text) for each in sendings(house)} == {
        (Channel.SMS, CALL.name),
        (Channel.VOICE, CALL.name),
    }


@pytest.mark.parametrize(
    ("off", "sent"), [(["wechat"], 0), (["wechat:events"], 0), (["wechat:care", "sms"], 1)]
)
def test_what_is_switched_off_is_not_used(
    house: House, timetable: Timetable, hand: Hands, off: list[str], sent: int
) -> None:
    with unit_of_work(house) as work:
        somebody, account = person(work)
        work.session.add(
            InboxPreferences(account_id=account.id, language=SpokenLanguage.CHINESE, switched_off=off)
        )

    told(house, timetable, Recipient(resident_id=somebody.id))
    send(house)

    assert len(hand.wechat.sent) == sent


def test_who_switches_off_while_it_waits_is_not_disturbed(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        somebody, account = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id))
    with unit_of_work(house) as work:
        work.session.add(
            InboxPreferences(account_id=account.id, language=SpokenLanguage.CHINESE, switched_off=["wechat"])
        )

    send(house)

    assert hand.wechat.sent == []
    assert (only(house).status, only(house).reason) == (SendingStatus.SKIPPED, "switched_off")
    assert credits_left(house) == [1]


def test_quiet_hours_wait_for_the_morning_and_urgent_ones_do_not(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    clock.move(hours=14)
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=2)
    told(house, timetable, Recipient(resident_id=somebody.id))
    told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")

    send(house)
    at_night = [each.content["fields"][0][1] for each in hand.wechat.sent]
    clock.move(hours=8)
    send(house)

    assert at_night == ["陈阿婆"]
    assert len(hand.wechat.sent) == 2


def test_what_is_tried_again_at_night_waits_for_the_morning_too_and_loses_no_time_by_it(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    clock.move_to(clock.today_at("21:59"))
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id))
    hand.wechat.answers = [Down("timeout")]
    send(house)
    before = only(house)

    clock.move(minutes=5)
    at_night = send(house), len(hand.wechat.asked), only(house)
    clock.move_to(clock.today_at("07:00", days=1))
    send(house)

    assert at_night[:2] == (1, 1)
    assert (at_night[2].tries, at_night[2].next_try_at) == (1, clock.now())
    assert at_night[2].give_up_at - before.give_up_at == timedelta(hours=8, minutes=56)
    assert only(house).status is SendingStatus.SENT
    assert credits_left(house) == [0]


def test_who_keeps_other_quiet_hours_is_sent_it_when_theirs_are_over(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, account = person(work)
        own = {"quiet_from": "09:01", "quiet_until": "10:00"}
        work.session.add(
            InboxPreferences(account_id=account.id, language=SpokenLanguage.CHINESE, switched_off=[], **own)
        )
    told(house, timetable, Recipient(resident_id=somebody.id))

    clock.move(minutes=1)
    send(house)
    within = len(hand.wechat.sent)
    clock.move(minutes=59)
    send(house)

    assert (within, len(hand.wechat.sent)) == (0, 1)


def test_who_takes_their_consent_back_while_it_waits_gets_no_sms_but_what_is_urgent(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=0)
    told(house, timetable, Recipient(resident_id=somebody.id), REMINDER)
    told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    with unit_of_work(house) as work:
        work.session.scalars(select(Consent)).one().withdrawn_at = work.now

    send(house, Channel.SMS)

    by_sms = {each.text: each for each in sendings(house) if each.channel is Channel.SMS}
    assert (by_sms[REMINDER.name].status, by_sms[REMINDER.name].reason) == (
        SendingStatus.SKIPPED,
        "no_consent",
    )
    assert by_sms[CALL.name].status is SendingStatus.SENT


def test_who_acts_for_an_elder_no_longer_is_not_sent_what_still_waits(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    clock.move(hours=13)
    with unit_of_work(house) as work:
        daughter, account = person(work, messages=2)
        elder = residents.resident(work)
        proxy_id = residents.proxy(work, elder, account, ["notices"]).id
    told(house, timetable, Recipient(resident_id=elder.id, scope="notices"))
    told(house, timetable, Recipient(resident_id=daughter.id))

    with unit_of_work(house) as work:
        proxies.end(work, work.session.get_one(Proxy, proxy_id), ProxyStatus.REVOKED)
    timetable.deliver()
    clock.move(hours=12)
    while send(house):
        pass

    of_elder, own = sendings(house)
    assert (of_elder.resident_id, of_elder.status, of_elder.reason, of_elder.content) == (
        *(elder.id, SendingStatus.SKIPPED, "called_off"),
        None,
    )
    assert (own.resident_id, own.status) == (daughter.id, SendingStatus.SENT)


def test_what_was_read_meanwhile_needs_no_message(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id))
    with unit_of_work(house) as work:
        work.session.scalars(select(InboxMessage)).one().read_at = clock.now()

    send(house)

    assert hand.wechat.sent == []
    assert (only(house).status, only(house).reason) == (SendingStatus.SKIPPED, "read_already")


def test_staff_with_a_proved_address_get_mail_in_their_language(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        account = accounts.staff_account(work)
        reached_by_mail(work, account.id)
        work.session.add(
            InboxPreferences(account_id=account.id, language=SpokenLanguage.ENGLISH, switched_off=[])
        )

    told(house, timetable, Recipient(account_id=account.id))
    send(house, Channel.EMAIL)

    (mail,) = hand.email.sent
    assert mail.address == "wang@example.gov.cn"
    assert (mail.content["title"], mail.content["body"]) == ("Good news", "Content")


def test_a_gateway_that_is_down_is_tried_again_ever_later_and_then_given_up(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    hand.sms.answers = [Down("timeout")] * 1000

    tries = []
    for _ in range(60 * 25):
        if send(house, Channel.SMS):
            tries.append(clock.now())
        clock.move(minutes=1)
    sms = next(each for each in sendings(house) if each.channel is Channel.SMS)

    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert (sms.status, sms.reason) == (SendingStatus.DEAD, "gave_up")
    assert sms.content is not None
    assert 20 < len(tries) < 60
    assert pauses[0] <= timedelta(minutes=1)
    assert pauses[-1] >= timedelta(minutes=25)


def test_a_dead_gateway_delays_its_own_channel_only(house: House, timetable: Timetable, hand: Hands) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    hand.sms.answers = [Down("dead")] * 100
    for _ in range(7):
        told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")

    while send(house, Channel.SMS):
        pass
    while send(house, Channel.VOICE):
        pass

    assert len(hand.voice.sent) == 7
    assert hand.sms.sent == []


def test_who_has_had_too_many_lately_waits_alone(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    for _ in range(10):
        told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    hand.sms.answers = [NotNow("isv.BUSINESS_LIMIT_CONTROL")] * 7

    while send(house, Channel.SMS):
        pass
    at_once = len(hand.sms.sent)
    clock.move(minutes=1)
    while send(house, Channel.SMS):
        pass

    assert (at_once, len(hand.sms.sent)) == (3, 10)


def test_the_breaker_opens_lets_one_try_and_closes_when_that_goes_well(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    for _ in range(10):
        told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    hand.sms.answers = [Down("dead")] * 6
    asked = []

    while send(house, Channel.SMS):
        asked.append(len(hand.sms.asked))
    opened = len(hand.sms.asked)
    clock.move(seconds=31)
    send(house, Channel.SMS)
    probed = len(hand.sms.asked)
    clock.move(minutes=2)
    send(house, Channel.SMS)
    well = len(hand.sms.asked)
    clock.move(minutes=5)
    while send(house, Channel.SMS):
        pass

    assert opened == 5
    assert probed == 6
    assert well == 7
    assert len(hand.sms.sent) == 10


def test_what_this_person_will_never_get_is_not_tried_again(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=3)
    told(house, timetable, Recipient(resident_id=somebody.id))
    told(house, timetable, Recipient(resident_id=somebody.id))
    hand.wechat.answers = [Unreached("43101", ends_credit=True)]

    while send(house):
        pass

    assert [each.status for each in sendings(house)].count(SendingStatus.FAILED) == 1
    assert credits_left(house)[0] <= 1


def test_what_cannot_be_sent_as_it_is_waits_for_somebody_to_mend_it(
    house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id))
    hand.wechat.answers = [Unfit("47003")]

    send(house)

    assert (only(house).status, only(house).reason) == (SendingStatus.DEAD, "47003")
    assert credits_left(house) == [1]


def test_a_quota_that_is_used_up_rests_the_channel_until_there_is_another(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=5)
    for _ in range(3):
        told(house, timetable, Recipient(resident_id=somebody.id))
    until = clock.now() + timedelta(hours=23)
    hand.wechat.answers = [Down("45009", until=until)]

    send(house)
    clock.move(hours=22)
    rested = send(house)
    clock.move(hours=1, minutes=1)
    while send(house):
        pass

    assert rested == 0
    assert len(hand.wechat.sent) == 3
    with unit_of_work(house) as work:
        assert work.session.scalars(select(ChannelState.failures)).one() == 0


def test_no_more_is_sent_in_a_minute_than_the_rate_allows(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    slow = replace(house, settings=replace(house.settings, limit_sms_sends="3 per minute"))
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    for _ in range(5):
        told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")

    while send(slow, Channel.SMS):
        pass
    in_the_first = len(hand.sms.sent)
    clock.move(minutes=1)
    while send(slow, Channel.SMS):
        pass

    assert (in_the_first, len(hand.sms.sent)) == (3, 5)


def test_two_processes_whose_clocks_differ_share_one_rate(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    slow = replace(house, settings=replace(house.settings, limit_sms_sends="3 per minute"))
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    for _ in range(9):
        told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")

    clock.move(seconds=1)
    while send(slow, Channel.SMS):
        pass
    clock.move(seconds=-1)
    while send(slow, Channel.SMS):
        pass

    assert len(hand.sms.sent) == 3


def test_a_channel_rests_not_until_the_time_of_a_clock_that_was_put_back(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    for _ in range(2):
        told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    clock.move(hours=9)
    hand.sms.answers = [Down("45011", until=clock.now() + timedelta(minutes=1))]
    send(house, Channel.SMS)

    clock.move(hours=-9)
    timetable.run("messaging.sendings.take_up_what_lies_ahead")
    while send(house, Channel.SMS):
        pass

    assert len(hand.sms.sent) == 2


def test_what_is_planned_by_a_clock_that_is_put_back_then_does_not_wait_for_its_time(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    clock.move(days=30)
    told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")

    clock.move(days=-30)
    timetable.run("messaging.sendings.take_up_what_lies_ahead")
    while send(house, Channel.SMS):
        pass

    assert len(hand.sms.sent) == 1


def test_what_is_urgent_goes_before_what_has_waited_longer(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    slow = replace(house, settings=replace(house.settings, limit_sms_sends="3 per minute"))
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    for _ in range(4):
        told(house, timetable, Recipient(resident_id=somebody.id), REMINDER)
    clock.move(minutes=1)
    told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")

    while send(slow, Channel.SMS):
        pass

    assert [each.content["template"] for each in hand.sms.sent] == ["alarm", "reminder", "reminder"]


def test_who_dies_while_sending_is_succeeded_with_the_same_id_and_the_same_credit(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id))
    batch = run_in_work(house, lambda work: take(work, Channel.WECHAT, 10))

    meanwhile = send(house)
    clock.move(minutes=2)
    send(house)

    assert meanwhile == 0
    assert [each.id for each in hand.wechat.sent] == [each.id for each in batch.outgoing]
    assert only(house).status is SendingStatus.SENT
    assert credits_left(house) == [0]


def test_a_gateway_that_breaks_in_an_unforeseen_way_ends_nothing(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id))
    hand.wechat.answers = [RuntimeError("surprise")]

    send(house)
    clock.move(minutes=1)
    send(house)

    assert only(house).status is SendingStatus.SENT
    assert only(house).tries == 2


def test_a_call_is_asked_about_until_it_has_ended(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=0)
    told(house, timetable, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    hand.voice.answers = [UnderWay("call-1", timedelta(minutes=3)), Taken("call-1")]

    send(house, Channel.VOICE)
    at_once = send(house, Channel.VOICE)
    clock.move(minutes=3)
    send(house, Channel.VOICE)

    assert at_once == 0
    assert [each.provider_id for each in hand.voice.asked] == [None, "call-1"]


def test_what_nobody_can_send_is_given_up_in_time(
    house: House, timetable: Timetable, hand: Hands, clock: StoppedClock
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id))

    clock.move(hours=24)
    timetable.run("messaging.sendings.give_up_overdue")
    not_yet = only(house).status
    clock.move(minutes=5)
    timetable.run("messaging.sendings.give_up_overdue")

    assert not_yet is SendingStatus.WAITING
    assert (only(house).status, only(house).reason) == (SendingStatus.DEAD, "gave_up")


def test_what_was_sent_keeps_nothing_of_what_it_said(house: House, timetable: Timetable, hand: Hands) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
    told(house, timetable, Recipient(resident_id=somebody.id))

    send(house)

    assert only(house).content is None
