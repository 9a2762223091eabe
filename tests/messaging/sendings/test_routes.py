"""What who runs the system sees of what goes out, dead letters sent again, and the reports of the voice gateway."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.messages import OutboxMessage
from service.kit.telling import Recipient, tell, told
from service.messaging.actions import call_residents
from service.messaging.channels import Down, Taken, UnderWay, Unfit
from service.messaging.rules import Channel
from service.messaging.sendings import actions
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions, residents
from tests.factories.messaging import CALL, NEWS, person
from tests.messaging.gateway_in_hand import Hands

SECRET = "a-secret-that-only-the-gateway-knows"


@pytest.fixture
def admin(app: Flask, house: House) -> ApiClient:
    with unit_of_work(house) as work:
        account = accounts.staff(work, Role.SYSTEM_ADMIN)
    return accounts.client_of(app, house, account)


@pytest.fixture
def dead(house: House, hand: Hands, timetable: Timetable) -> str:
    """A message whose card WeChat did not like."""
    with unit_of_work(house) as work:
        somebody, _ = person(work, messages=3)
        tell(work, Recipient(resident_id=somebody.id), NEWS)
    timetable.deliver()
    hand.wechat.answers = [Unfit("47003")]
    actions.send_due(house, Channel.WECHAT)
    return str(somebody.id)


def test_dead_letters_are_listed_without_what_they_say_or_to_whom(admin: ApiClient, dead: str) -> None:
    answer = admin.get("/sendings?status=dead&channel=wechat")

    (shown,) = answer.json["items"]
    assert (shown["status"], shown["reason"], shown["text"]) == ("dead", "47003", "events.news")
    assert dead not in answer.text
    assert "好消息" not in answer.text
    assert "openid" not in answer.text


def test_a_dead_letter_is_sent_again_once_it_is_mended(
    admin: ApiClient, house: House, hand: Hands, dead: str
) -> None:
    (shown,) = admin.get("/sendings?status=dead").json["items"]

    again = admin.post(f"/sendings/{shown['id']}/resend")
    actions.send_due(house, Channel.WECHAT)
    twice = admin.post(f"/sendings/{shown['id']}/resend")

    assert (again.status_code, again.json["status"]) == (200, "waiting")
    assert len(hand.wechat.sent) == 1
    assert (twice.status_code, twice.json["code"]) == (409, "wrong_state")
    assert admin.get("/sendings?status=dead").json["items"] == []
    assert len(admin.get("/sendings").json["items"]) == 1


@pytest.mark.parametrize("role", [Role.DISTRICT_STAFF, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_others_see_no_sendings(app: Flask, house: House, dead: str, role: Role, admin: ApiClient) -> None:
    (shown,) = admin.get("/sendings?status=dead").json["items"]
    with unit_of_work(house) as work:
        regions.tree(work)
        account = accounts.staff(work, role, regions.DISTRICT if role is Role.DISTRICT_STAFF else None)
    client = accounts.client_of(app, house, account)

    for path in ("/sendings", "/sendings/channels"):
        assert client.get(path).status_code == 403
    assert client.post(f"/sendings/{shown['id']}/resend").status_code == 403


def test_the_inbox_shows_by_which_channels_a_message_came(
    app: Flask, house: House, hand: Hands, timetable: Timetable
) -> None:
    with unit_of_work(house) as work:
        somebody, account = person(work)
        tell(work, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    timetable.deliver()
    client = accounts.client_of(app, house, account)
    hand.sms.answers = [Unfit("isv.SMS_TEMPLATE_ILLEGAL")]

    for channel in (Channel.WECHAT, Channel.SMS):
        actions.send_due(house, channel)
    (message,) = client.get("/inbox").json["items"]

    assert {each["channel"]: each["result"] for each in message["deliveries"]} == {
        "inbox": "delivered",
        "wechat": "sent",
        "sms": "failed",
        "voice": "waiting",
    }


def test_the_channels_show_which_rests(
    admin: ApiClient, house: House, hand: Hands, timetable: Timetable
) -> None:
    with unit_of_work(house) as work:
        somebody, _ = person(work)
        for _ in range(6):
            tell(work, Recipient(resident_id=somebody.id), CALL, elder="陈阿婆")
    timetable.deliver()
    hand.sms.answers = [Down("ReadTimeoutError")] * 9
    while actions.send_due(house, Channel.SMS):
        pass

    channels = {each["channel"]: each for each in admin.get("/sendings/channels").json["items"]}

    assert channels["sms"]["rests_until"] is not None
    assert (channels["sms"]["failures"], channels["sms"]["last_error"]) == (5, "ReadTimeoutError")
    assert channels["wechat"] == {
        "channel": "wechat",
        "is_offered": True,
        "failures": 0,
        "rests_until": None,
        "last_error": None,
    }


class Calls:
    """Calls that are under way, and the gateway that reports them."""

    def __init__(self, house: House, hand: Hands, client: ApiClient) -> None:
        self.house, self.hand, self.client = house, hand, client

    def begin(self) -> UUID:
        with unit_of_work(self.house) as work:
            elder = residents.resident(work, phone="+8613900000001")
            said = told(Recipient(scope="notices"), CALL, elder="陈阿婆")
            key = work.new_id()
            call_residents(work, [elder.id], said, key=key)
        self.hand.voice.answers = [UnderWay("call-1", timedelta(minutes=3)), Taken("call-1")]
        actions.send_due(self.house, Channel.VOICE)
        return key

    def report(self, token: str = SECRET, **facts: Any) -> Any:
        told_of = [{"call_id": "call-1", "out_id": "x", "status_code": "200000", "duration": "12", **facts}]
        return self.client.post(f"/sendings/voice-reports?token={token}", told_of)

    def ends(self) -> list[tuple[str, str | None, bool]]:
        with unit_of_work(self.house) as work:
            query = select(OutboxMessage.body).where(OutboxMessage.name == "messaging.SendingEnded")
            bodies = work.session.scalars(query.order_by(OutboxMessage.id)).all()
        return [(each["result"], each["reason"], each["confirmed"]) for each in bodies]


@pytest.fixture
def calls(house: House, hand: Hands, anyone: ApiClient) -> Iterator[Calls]:
    kept = house.settings
    house.settings = replace(kept, voice_report_token=SECRET)
    yield Calls(house, hand, anyone)
    house.settings = kept


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        ({"dtmf": "1"}, ("sent", "confirmed", True)),
        ({"dtmf": ""}, ("sent", None, False)),
        ({"status_code": "200005", "duration": "0"}, ("failed", "not_answered", False)),
    ],
)
def test_a_report_ends_a_call_once(calls: Calls, facts: dict[str, str], end: tuple[str, str, bool]) -> None:
    calls.begin()

    first, second = calls.report(**facts), calls.report(**facts)

    assert first.json == second.json == {"code": 0, "msg": "成功"}, first.json
    assert calls.ends() == [end]


def test_that_somebody_pressed_1_counts_also_after_the_gateway_was_asked(
    calls: Calls, house: House, clock: StoppedClock
) -> None:
    calls.begin()
    clock.move(minutes=3)
    actions.send_due(house, Channel.VOICE)

    calls.report(dtmf="1")
    calls.report(dtmf="1")

    assert calls.ends() == [("sent", None, False), ("sent", "confirmed", True)]


def test_who_does_not_know_the_secret_is_not_believed(calls: Calls, house: House) -> None:
    calls.begin()

    wrong = calls.report("not-it", dtmf="1")
    house.settings = replace(house.settings, voice_report_token="")
    none_set = calls.report("", dtmf="1")

    assert wrong.status_code == 404
    assert none_set.status_code in (404, 422)
    assert calls.ends() == []


def test_reports_of_calls_that_are_not_ours_are_taken_and_forgotten(calls: Calls) -> None:
    assert calls.report(call_id="somebody-elses").status_code == 200
