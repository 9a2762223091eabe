"""What goes out to whom, and what changes while it waits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from service.kit.edge import unit_of_work
from service.kit.telling import Recipient, told
from service.messaging.actions import tell_residents, text_residents
from service.messaging.channels import Down
from service.messaging.models import InboxMessage
from service.messaging.rules import Channel, SpokenLanguage
from service.messaging.sendings.rules import SendingStatus
from service.residents.consents.models import Consent
from service.residents.models import Proxy
from service.residents.proxies.actions import ending as proxies
from service.residents.rules import ProxyStatus
from tests.clock import StoppedClock
from tests.factories import accounts, residents
from tests.factories.messaging import CALL, REMINDER, person, reached_by_mail
from tests.messaging.gateway_in_hand import Hands
from tests.messaging.sendings.conftest import Post


def test_who_asked_for_one_message_gets_one_by_wechat(post: Post, hand: Hands) -> None:
    somebody = post.somebody()

    post.tell(somebody, times=2)
    post.send_all()

    (message,) = hand.wechat.sent
    assert message.address.startswith("openid-")
    assert message.content["template"] == "message"
    assert message.content["fields"] == [
        ["thing1", "好消息"],
        ["thing2", "内容"],
        ["time3", "2026年3月2日 09:00"],
    ]
    assert post.credits() == [0]
    (sent,) = [each for each in post.sendings() if each.status is SendingStatus.SENT]
    assert sent.account_id == post.account_of(somebody)


def test_two_messages_on_their_way_share_no_credit(post: Post, hand: Hands) -> None:
    somebody = post.somebody(messages=1)
    post.tell(somebody, times=2)

    post.send_all()

    assert [each.status for each in post.sendings()] == [SendingStatus.SENT, SendingStatus.SKIPPED]
    assert post.sendings()[1].reason == "no_credit"
    assert post.credits() == [0]


def test_a_long_term_yes_is_not_used_up(post: Post, hand: Hands) -> None:
    ours = post.with_settings(wechat_templates=["message:T1::long"])
    post.tell(post.somebody(messages=1), times=3)

    ours.send_all()

    assert (len(hand.wechat.sent), post.credits()) == (3, [1])


def test_who_has_no_credit_finds_it_in_the_inbox_alone(post: Post, hand: Hands) -> None:
    somebody = post.somebody(messages=0)

    post.tell(somebody)

    assert post.sendings() == []
    with unit_of_work(post.house) as work:
        assert len(work.session.scalars(select(InboxMessage)).all()) == 1


def test_only_what_has_a_template_goes_by_sms_and_call(post: Post, hand: Hands) -> None:
    somebody = post.somebody(messages=0)

    post.tell(somebody)
    post.alarm(somebody)
    post.send(Channel.SMS)
    post.send(Channel.VOICE)

    (sms,), (call,) = hand.sms.sent, hand.voice.sent
    assert sms.address == call.address == "+8613812345678"
    assert sms.content["values"] == {"elder": "陈阿婆"}
    assert sms.content["template"] == call.content["template"] == "alarm"


def test_nobody_gets_sms_who_has_not_agreed_but_what_is_urgent_comes(post: Post, hand: Hands) -> None:
    somebody = post.somebody(messages=0, by_sms=False)

    post.tell(somebody, REMINDER)
    post.alarm(somebody)

    assert {(each.channel, each.text) for each in post.sendings()} == {
        (Channel.SMS, CALL.name),
        (Channel.VOICE, CALL.name),
    }


@pytest.mark.parametrize(
    ("off", "sent"), [(["wechat"], 0), (["wechat:events"], 0), (["wechat:care", "sms"], 1)]
)
def test_what_is_switched_off_is_not_used(post: Post, hand: Hands, off: list[str], sent: int) -> None:
    somebody = post.somebody()
    post.prefers(post.account_of(somebody), off=off)

    post.tell(somebody)
    post.send()

    assert len(hand.wechat.sent) == sent


def test_who_switches_off_while_it_waits_is_not_disturbed(post: Post, hand: Hands) -> None:
    somebody = post.somebody()
    post.tell(somebody)
    post.prefers(post.account_of(somebody), off=["wechat"])

    post.send()

    assert hand.wechat.sent == []
    assert (post.only().status, post.only().reason) == (SendingStatus.SKIPPED, "switched_off")
    assert post.credits() == [1]


def test_quiet_hours_wait_for_the_morning_and_urgent_ones_do_not(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    clock.move(hours=14)
    somebody = post.somebody(messages=2)
    post.tell(somebody)
    post.alarm(somebody)

    post.send()
    at_night = [each.content["fields"][0][1] for each in hand.wechat.sent]
    clock.move(hours=8)
    post.send()

    assert at_night == ["陈阿婆"]
    assert len(hand.wechat.sent) == 2


def test_no_telephone_rings_at_night_and_mail_comes_all_the_same(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    clock.move(hours=14)
    with unit_of_work(post.house) as work:
        staff = accounts.staff_account(work)
        reached_by_mail(work, staff.id)
    post.tell(post.somebody(messages=0), replace(CALL, urgent=False), elder="陈阿婆")
    post.tell(Recipient(account_id=staff.id))

    def went() -> tuple[int, int, int]:
        for channel in (Channel.SMS, Channel.VOICE, Channel.EMAIL):
            post.send(channel)
        return len(hand.sms.sent), len(hand.voice.sent), len(hand.email.sent)

    at_night = went()
    clock.move(hours=8)

    assert at_night == (0, 0, 1)
    assert went() == (1, 1, 1)


def test_what_is_tried_again_at_night_waits_for_the_morning_too_and_loses_no_time_by_it(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    clock.move_to(clock.today_at("21:59"))
    somebody = post.somebody()
    post.tell(somebody)
    hand.wechat.answers = [Down("timeout")]
    post.send()
    before = post.only()

    clock.move(minutes=5)
    at_night = post.send(), len(hand.wechat.asked), post.only()
    clock.move_to(clock.today_at("07:00", days=1))
    post.send()

    assert at_night[:2] == (1, 1)
    assert (at_night[2].tries, at_night[2].next_try_at) == (1, clock.now())
    assert at_night[2].give_up_at - before.give_up_at == timedelta(hours=8, minutes=56)
    assert post.only().status is SendingStatus.SENT
    assert post.credits() == [0]


def test_who_keeps_other_quiet_hours_is_sent_it_when_theirs_are_over(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    somebody = post.somebody()
    post.prefers(post.account_of(somebody), quiet_from="09:01", quiet_until="10:00")
    post.tell(somebody)

    clock.move(minutes=1)
    post.send()
    within = len(hand.wechat.sent)
    clock.move(minutes=59)
    post.send()

    assert (within, len(hand.wechat.sent)) == (0, 1)


def test_who_takes_their_consent_back_while_it_waits_gets_no_sms_but_what_is_urgent(
    post: Post, hand: Hands
) -> None:
    somebody = post.somebody(messages=0)
    post.tell(somebody, REMINDER)
    post.alarm(somebody)
    with unit_of_work(post.house) as work:
        work.session.scalars(select(Consent)).one().withdrawn_at = work.now

    post.send(Channel.SMS)

    by_sms = {each.text: each for each in post.sendings() if each.channel is Channel.SMS}
    assert (by_sms[REMINDER.name].status, by_sms[REMINDER.name].reason) == (
        SendingStatus.SKIPPED,
        "no_consent",
    )
    assert by_sms[CALL.name].status is SendingStatus.SENT


def test_who_acts_for_an_elder_no_longer_is_not_sent_what_still_waits(
    post: Post, hand: Hands, clock: StoppedClock
) -> None:
    clock.move(hours=13)
    with unit_of_work(post.house) as work:
        daughter, account = person(work, messages=2)
        elder = residents.resident(work)
        proxy_id = residents.proxy(work, elder, account, ["notices"]).id
    post.tell(Recipient(resident_id=elder.id, scope="notices"))
    post.tell(daughter)

    with unit_of_work(post.house) as work:
        proxies.end(work, work.session.get_one(Proxy, proxy_id), ProxyStatus.REVOKED)
    post.timetable.deliver()
    clock.move(hours=12)
    post.send_all()

    of_elder, own = post.sendings()
    assert (of_elder.resident_id, of_elder.status, of_elder.reason, of_elder.content) == (
        *(elder.id, SendingStatus.SKIPPED, "called_off"),
        None,
    )
    assert (own.resident_id, own.status) == (daughter.id, SendingStatus.SENT)


@pytest.mark.parametrize("told_by", ["one", "many", "each"])
def test_who_is_no_proxy_any_more_when_it_goes_is_not_sent_it_whoever_comes_first(
    post: Post, hand: Hands, told_by: str
) -> None:
    """The proxy is read, then it is withdrawn and what waits called off, then what was read is planned."""
    with unit_of_work(post.house) as work:
        _, account = person(work, messages=3)
        elder, other = residents.resident(work), residents.resident(work)
        proxy_ids = [residents.proxy(work, each, account, ["notices", "care"]).id for each in (elder, other)]
    for each in (elder, other):
        if told_by == "one":
            post.tell(Recipient(resident_id=each.id, scope="notices"))
            continue
        with unit_of_work(post.house) as work:
            words = told(Recipient(scope="notices"), CALL, elder="陈阿婆")
            tell = tell_residents if told_by == "many" else text_residents
            tell(work, [each.id], words, key=work.new_id())

    with unit_of_work(post.house) as work:
        # Told to nobody yet, as if it had been told before what waits was planned.
        work.session.get_one(Proxy, proxy_ids[0]).status = ProxyStatus.REVOKED
        work.session.get_one(Proxy, proxy_ids[1]).scopes = ["notices"]
    channels = (Channel.WECHAT, Channel.SMS)
    for channel in channels:
        post.send_all(channel)

    ended = {
        (each.resident_id, each.status, each.reason) for each in post.sendings() if each.channel in channels
    }
    assert ended == {
        (elder.id, SendingStatus.SKIPPED, "called_off"),
        (other.id, SendingStatus.SENT, None),
    }


def test_who_may_not_act_in_this_matter_any_more_is_not_sent_it(post: Post, hand: Hands) -> None:
    with unit_of_work(post.house) as work:
        _, account = person(work, messages=2)
        elder = residents.resident(work)
        proxy_id = residents.proxy(work, elder, account, ["notices", "care"]).id
    for scope in ("notices", "care"):
        post.tell(Recipient(resident_id=elder.id, scope=scope))

    with unit_of_work(post.house) as work:
        work.session.get_one(Proxy, proxy_id).scopes = ["care"]
    post.send_all()

    assert [(each.proxy_scope, each.status) for each in post.sendings()] == [
        ("notices", SendingStatus.SKIPPED),
        ("care", SendingStatus.SENT),
    ]


def test_what_was_read_meanwhile_needs_no_message(post: Post, hand: Hands, clock: StoppedClock) -> None:
    somebody = post.somebody()
    post.tell(somebody)
    with unit_of_work(post.house) as work:
        work.session.scalars(select(InboxMessage)).one().read_at = clock.now()

    post.send()

    assert hand.wechat.sent == []
    assert (post.only().status, post.only().reason) == (SendingStatus.SKIPPED, "read_already")


def test_staff_with_a_proved_address_get_mail_in_their_language(post: Post, hand: Hands) -> None:
    with unit_of_work(post.house) as work:
        account = accounts.staff_account(work)
        reached_by_mail(work, account.id)
    post.prefers(account.id, language=SpokenLanguage.ENGLISH)

    post.tell(Recipient(account_id=account.id))
    post.send(Channel.EMAIL)

    (mail,) = hand.email.sent
    assert mail.address == "wang@example.gov.cn"
    assert (mail.content["title"], mail.content["body"]) == ("Good news", "Content")
