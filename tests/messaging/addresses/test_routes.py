"""Staff prove where their mail goes; nothing but a code goes to an address that is not proved."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from service.accounts.models import Account
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, tell
from service.messaging.addresses.models import EmailAddress
from service.messaging.channels import ChannelGateways, Down
from service.messaging.sendings.models import Sending
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts
from tests.factories.messaging import NEWS
from tests.messaging.gateway_in_hand import Hands

ADDRESS = {"address": "wang.fang@zhenhai.example.cn"}


@pytest.fixture
def account(house: House) -> Account:
    with unit_of_work(house) as work:
        return accounts.staff_account(work)


@pytest.fixture
def client(app: Flask, house: House, account: Account, hand: Hands) -> ApiClient:
    return accounts.client_of(app, house, account)


def code_in(hand: Hands) -> str:
    found = re.search(r"\d{6}", hand.email.sent[-1].content["body"])
    assert found
    return found[0]


def test_an_address_is_proved_by_the_code_that_was_sent_there(
    client: ApiClient, hand: Hands, timetable: Timetable
) -> None:
    taken = client.post("/inbox/email", ADDRESS)
    timetable.deliver()
    proved = client.post("/inbox/email/confirm", {"code": code_in(hand)})

    assert taken.status_code == 201
    assert taken.json == {"address": "w***@zhenhai.example.cn", "confirmed_at": None}
    assert hand.email.sent[0].address == ADDRESS["address"]
    assert proved.json["confirmed_at"] == "2026-03-02T09:00:00+08:00"
    assert client.get("/inbox/email").json == proved.json


def test_nothing_else_goes_to_an_address_that_is_not_proved(
    client: ApiClient, house: House, account: Account, hand: Hands, timetable: Timetable
) -> None:
    client.post("/inbox/email", ADDRESS)
    with unit_of_work(house) as work:
        tell(work, Recipient(account_id=account.id), NEWS)
    timetable.deliver()

    with unit_of_work(house) as work:
        assert work.session.scalars(select(Sending)).all() == []


def test_a_wrong_code_is_refused_and_after_five_the_right_one_too(
    client: ApiClient, hand: Hands, timetable: Timetable
) -> None:
    client.post("/inbox/email", ADDRESS)
    timetable.deliver()
    right = code_in(hand)
    wrong = f"{(int(right) + 1) % 10**6:06}"

    refusals = [client.post("/inbox/email/confirm", {"code": wrong}) for _ in range(5)]
    too_late = client.post("/inbox/email/confirm", {"code": right})

    assert {each.json["code"] for each in refusals} == {"wrong_email_code"}
    assert too_late.status_code == 422


def test_a_code_is_good_for_half_an_hour_and_a_new_one_ends_the_old(
    client: ApiClient, house: House, account: Account, hand: Hands, timetable: Timetable, clock: StoppedClock
) -> None:
    client.post("/inbox/email", ADDRESS)
    timetable.deliver()
    first = code_in(hand)
    too_soon = client.post("/inbox/email", ADDRESS)
    clock.move(minutes=2)
    client.post("/inbox/email", ADDRESS)
    timetable.deliver()
    old = client.post("/inbox/email/confirm", {"code": first})
    clock.move(minutes=31)
    late = accounts.client_of(client.app, house, account).post(
        "/inbox/email/confirm", {"code": code_in(hand)}
    )

    assert (too_soon.status_code, too_soon.json["code"]) == (429, "email_asked_too_soon")
    assert too_soon.headers["Retry-After"] == "60"
    assert old.status_code == late.status_code == 422


def test_a_mail_server_that_is_down_gets_the_code_later(
    client: ApiClient, hand: Hands, timetable: Timetable, clock: StoppedClock
) -> None:
    hand.email.answers = [Down("ConnectionRefusedError")]
    client.post("/inbox/email", ADDRESS)
    timetable.deliver()
    clock.move(seconds=5)
    timetable.deliver()

    assert len(hand.email.sent) == 1


def test_residents_have_their_own_channels(app: Flask, house: House, hand: Hands) -> None:
    with unit_of_work(house) as work:
        resident = accounts.resident_account(work)

    refused = accounts.client_of(app, house, resident).post("/inbox/email", ADDRESS)

    assert (refused.status_code, refused.json["code"]) == (403, "only_for_staff")


def test_where_there_is_no_mail_server_no_address_is_taken(client: ApiClient, house: House) -> None:
    house.providers[ChannelGateways] = ChannelGateways({})

    assert client.post("/inbox/email", ADDRESS).json["code"] == "email_not_offered"


def test_who_wants_no_more_mail_is_forgotten(
    client: ApiClient, house: House, timetable: Timetable, hand: Hands
) -> None:
    none = client.get("/inbox/email")
    client.post("/inbox/email", ADDRESS)
    read = client.get("/inbox/email")
    stale = client.delete("/inbox/email", etag='"1"')
    gone = client.delete("/inbox/email", etag=read.headers["ETag"])
    timetable.deliver()

    assert none.status_code == 404
    assert stale.status_code == 412
    assert gone.status_code == 204
    assert hand.email.sent == []
    with unit_of_work(house) as work:
        assert work.session.scalars(select(EmailAddress)).all() == []


def test_nobody_fills_a_mailbox_with_codes(
    client: ApiClient, app: Flask, house: House, timetable: Timetable, hand: Hands
) -> None:
    with unit_of_work(house) as work:
        colleague = accounts.staff_account(work)
    client.post("/inbox/email", ADDRESS)
    timetable.deliver()
    client.delete("/inbox/email", etag="*")

    again = client.post("/inbox/email", ADDRESS)
    by_another = accounts.client_of(app, house, colleague).post(
        "/inbox/email", {"address": ADDRESS["address"].upper()}
    )
    timetable.deliver()

    assert (again.status_code, again.json["code"]) == (429, "too_many_codes")
    assert (by_another.status_code, by_another.json["code"]) == (429, "too_many_codes")
    assert len(hand.email.sent) == 1


@pytest.mark.parametrize("address", ["wang", "a@b", "a@b.c", "a b@c.cn", "a@c.cn\nBcc: x@y.cn", "@c.cn", ""])
def test_what_is_no_address_is_refused(client: ApiClient, address: str) -> None:
    answer = client.post("/inbox/email", {"address": address})

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["address"]
