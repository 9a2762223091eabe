"""Subscribe messages against a stand-in of WeChat: each refusal is dealt with in its own way, end to end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from service.kit.clock import DISTRICT_ZONE
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, tell
from service.kit.wechat.server import WeChatServer
from service.messaging.channels import ChannelGateways
from service.messaging.channels.demonstration import DemonstrationChannel, RefusedInProduction
from service.messaging.channels.wechat import WeChatChannel
from service.messaging.models import InboxMessage
from service.messaging.rules import Channel
from service.messaging.sendings import actions
from service.messaging.sendings.models import ChannelState, Sending
from service.messaging.sendings.rules import SendingStatus
from service.messaging.subscriptions.models import WeChatCredit
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories.messaging import NEWS, person
from tests.kit.wechat_stand_in import WeChatStandIn, with_mini_program
from tests.stand_in import serving


@pytest.fixture
def stand_in(clock: StoppedClock) -> Iterator[WeChatStandIn]:
    with serving(WeChatStandIn(clock)) as server:
        yield server


@pytest.fixture
def ours(house: House, stand_in: WeChatStandIn) -> Iterator[House]:
    """A house with a mini-program and one template, whose fields have other numbers than ours."""
    templates = ["message:TEMPLATE-1:thing4+thing6+time2"]
    settings = with_mini_program(house.settings, stand_in.url, wechat_templates=templates)
    server = WeChatServer(settings)
    kept = house.settings, dict(house.providers)
    house.settings = settings
    house.providers[WeChatServer] = server
    house.providers[ChannelGateways] = ChannelGateways({Channel.WECHAT: WeChatChannel(house)})
    yield house
    server.close()
    house.settings, house.providers = kept


@pytest.fixture
def told(ours: House, timetable: Timetable) -> None:
    """Somebody with two credits is told something."""
    with unit_of_work(ours) as work:
        somebody, _ = person(work, messages=2)
        tell(work, Recipient(resident_id=somebody.id), NEWS, subject="s-1")
    timetable.deliver()


def send(house: House) -> Sending:
    actions.send_due(house, Channel.WECHAT)
    with unit_of_work(house) as work:
        return work.session.scalars(select(Sending)).one()


def left(house: House) -> int:
    with unit_of_work(house) as work:
        return work.session.scalars(select(WeChatCredit.credits)).one()


@pytest.mark.usefixtures("told")
def test_a_card_has_the_fields_of_wechats_library_and_opens_the_inbox(
    ours: House, stand_in: WeChatStandIn
) -> None:
    sending = send(ours)

    assert sending.status is SendingStatus.SENT, (sending.status, sending.reason)
    (card,) = stand_in.sent
    assert card["template_id"] == "TEMPLATE-1"
    assert card["touser"].startswith("openid-")
    assert card["page"] == f"pages/inbox/index?id={sending.inbox_message_id}"
    assert card["data"] == {
        "thing4": {"value": "好消息"},
        "thing6": {"value": "内容"},
        "time2": {"value": "2026年3月2日 09:00"},
    }
    assert (sending.status, left(ours)) == (SendingStatus.SENT, 1)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("errcode", "status", "credits_left"),
    [
        (43101, SendingStatus.FAILED, 0),
        (40003, SendingStatus.FAILED, 2),
        (47003, SendingStatus.DEAD, 2),
        (40037, SendingStatus.DEAD, 2),
        (41030, SendingStatus.DEAD, 2),
        (43107, SendingStatus.DEAD, 2),
        (45168, SendingStatus.DEAD, 2),
        (-1, SendingStatus.WAITING, 1),
        (99999, SendingStatus.WAITING, 1),
    ],
)
def test_each_refusal_has_its_own_end(
    ours: House, stand_in: WeChatStandIn, errcode: int, status: SendingStatus, credits_left: int
) -> None:
    stand_in.errcodes = [errcode]

    sending = send(ours)

    assert (sending.status, left(ours)) == (status, credits_left)
    assert sending.reason == (str(errcode) if status is not SendingStatus.WAITING else None)


@pytest.mark.usefixtures("told")
def test_a_token_that_wechat_forgot_costs_nobody_their_message(ours: House, stand_in: WeChatStandIn) -> None:
    stand_in.errcodes = [-1]
    send(ours)
    stand_in.forget_token()

    ours.clock.move(minutes=1)  # type: ignore[attr-defined] # the tests' clock
    sending = send(ours)

    assert sending.status is SendingStatus.SENT
    assert len(stand_in.sent) == 1


@pytest.mark.usefixtures("told")
def test_a_quota_that_is_used_up_waits_for_the_next_day(
    ours: House, stand_in: WeChatStandIn, clock: StoppedClock
) -> None:
    stand_in.errcodes = [45009]

    sending = send(ours)
    with unit_of_work(ours) as work:
        state = work.session.scalars(select(ChannelState)).one()
    clock.move_to(datetime(2026, 3, 3, 0, 6, tzinfo=DISTRICT_ZONE))
    at_night = send(ours).status
    clock.move_to(datetime(2026, 3, 3, 7, 0, tzinfo=DISTRICT_ZONE))
    in_the_morning = send(ours).status

    assert sending.status is SendingStatus.WAITING
    assert state.open_until == datetime(2026, 3, 3, 0, 5, tzinfo=DISTRICT_ZONE)
    assert (at_night, in_the_morning) == (SendingStatus.WAITING, SendingStatus.SENT)


@pytest.mark.usefixtures("told")
def test_too_many_in_a_minute_rest_the_channel_for_a_minute(
    ours: House, stand_in: WeChatStandIn, clock: StoppedClock
) -> None:
    stand_in.errcodes = [45011]

    waits = send(ours).status
    with unit_of_work(ours) as work:
        state = work.session.scalars(select(ChannelState)).one()
        rests_for, failures = (state.open_until or clock.now()) - clock.now(), state.failures
    clock.move(minutes=1)

    assert (waits, rests_for, failures) == (SendingStatus.WAITING, timedelta(minutes=1), 0)
    assert send(ours).status is SendingStatus.SENT


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("mood", ["slow", "drop", 500, "html", "list", "empty"])
def test_a_wechat_that_misbehaves_is_tried_again_with_the_same_credit(
    ours: House, stand_in: WeChatStandIn, clock: StoppedClock, mood: str | int
) -> None:
    stand_in.errcodes = [-1]
    send(ours)
    clock.move(minutes=1)
    stand_in.moods = [mood]

    waits = send(ours).status
    clock.move(minutes=2)
    sent = send(ours).status

    assert (waits, sent) == (SendingStatus.WAITING, SendingStatus.SENT)
    assert left(ours) == 1


@pytest.mark.usefixtures("told")
def test_what_wechat_took_without_a_word_goes_again_and_costs_one_credit(
    ours: House, stand_in: WeChatStandIn, clock: StoppedClock
) -> None:
    stand_in.errcodes = [-1]
    send(ours)
    clock.move(minutes=1)
    stand_in.moods = ["take and drop"]

    waits = send(ours).status
    clock.move(minutes=2)
    sent = send(ours)

    assert (waits, sent.status) == (SendingStatus.WAITING, SendingStatus.SENT)
    assert [each["page"] for each in stand_in.sent] == [f"pages/inbox/index?id={sent.inbox_message_id}"] * 2
    assert left(ours) == 1
    with unit_of_work(ours) as work:
        assert work.session.scalar(select(func.count()).select_from(InboxMessage)) == 1


def test_a_card_that_wechat_would_refuse_is_not_sent(ours: House, stand_in: WeChatStandIn) -> None:
    with unit_of_work(ours) as work:
        _, account = person(work)
        work.session.add(
            Sending(
                id=work.new_id(),
                channel=Channel.WECHAT,
                account_id=account.id,
                text="events.news",
                urgent=False,
                content={
                    "template": "message",
                    "fields": [["thing1", ""], ["thing2", "内容"], ["time3", "2026年3月2日 09:00"]],
                },
                made_at=work.now,
                next_try_at=work.now,
                give_up_at=work.now + timedelta(hours=1),
            )
        )

    sending = send(ours)

    assert (sending.status, sending.reason) == (SendingStatus.DEAD, "misfit_thing4")
    assert stand_in.heard == []


def test_a_field_that_holds_one_of_listed_values_is_sent_as_it_is(
    ours: House, stand_in: WeChatStandIn, told: None
) -> None:
    ours.settings = replace(ours.settings, wechat_templates=["message:T:enum1+thing6+time2"])
    ours.providers[ChannelGateways] = ChannelGateways({Channel.WECHAT: WeChatChannel(ours)})

    sending = send(ours)

    assert sending.status is SendingStatus.SENT
    assert stand_in.sent[0]["data"]["enum1"] == {"value": "好消息"}


def test_a_demonstration_channel_is_refused_in_production(house: House) -> None:
    with pytest.raises(RefusedInProduction):
        DemonstrationChannel(replace(house.settings, env="production"), Channel.WECHAT)
