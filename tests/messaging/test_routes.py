"""The inbox over HTTP."""

from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask

from service.accounts.models import Account
from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.texts import Text
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, regions

NEWS = SpokenText("tests.news", title=Text("第{number}号", "Number {number}"), body=Text("内容", "Content"))


@pytest.fixture
def ada(house: House) -> Account:
    with unit_of_work(house) as work:
        return accounts.resident_account(work, name="Ada")


@pytest.fixture
def client(app: Flask, house: House, ada: Account) -> ApiClient:
    return accounts.client_of(app, house, ada)


@pytest.fixture
def stranger(app: Flask, house: House) -> ApiClient:
    with unit_of_work(house) as work:
        regions.tree(work)
        account = accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT)
    return accounts.client_of(app, house, account)


def tell_news(house: House, timetable: Timetable, account: Account, count: int = 1) -> None:
    for number in range(1, count + 1):
        with unit_of_work(house) as work:
            tell(work, Recipient(account_id=account.id), NEWS, number=number)
        timetable.deliver()


def test_the_newest_comes_first_page_by_page(
    client: ApiClient, house: House, timetable: Timetable, ada: Account
) -> None:
    tell_news(house, timetable, ada, 3)

    first = client.get("/inbox?limit=2").json
    second = client.get(f"/inbox?limit=2&cursor={first['next_cursor']}").json

    assert [item["title"] for item in first["items"]] == ["第3号", "第2号"]
    assert [item["title"] for item in second["items"]] == ["第1号"]
    assert second["next_cursor"] is None


def test_a_message_says_what_was_told_when_and_with_what_result(
    client: ApiClient, house: House, timetable: Timetable, ada: Account
) -> None:
    tell_news(house, timetable, ada)

    (message,) = client.get("/inbox").json["items"]

    assert client.get(f"/inbox/{message['id']}").json == message
    assert UUID(message.pop("id")).version == 7
    assert message == {
        "resident_id": None,
        "text": "tests.news",
        "title": "第1号",
        "body": "内容",
        "subject": None,
        "urgent": False,
        "told_at": "2026-03-02T09:00:00+08:00",
        "read_at": None,
        "deliveries": [{"channel": "inbox", "result": "delivered"}],
    }


def test_what_is_read_leaves_the_unread(
    client: ApiClient, house: House, timetable: Timetable, ada: Account, clock: StoppedClock
) -> None:
    tell_news(house, timetable, ada, 2)
    newest = client.get("/inbox").json["items"][0]["id"]

    clock.move(minutes=5)
    first = client.post(f"/inbox/{newest}/read")
    clock.move(minutes=5)
    again = client.post(f"/inbox/{newest}/read")

    assert first.json["read_at"] == again.json["read_at"] == "2026-03-02T09:05:00+08:00"
    assert [item["title"] for item in client.get("/inbox?unread=true").json["items"]] == ["第1号"]
    assert [item["title"] for item in client.get("/inbox?unread=false").json["items"]] == ["第2号"]


def test_anothers_message_is_not_there(
    client: ApiClient, stranger: ApiClient, house: House, timetable: Timetable, ada: Account
) -> None:
    tell_news(house, timetable, ada)
    message_id = client.get("/inbox").json["items"][0]["id"]

    assert stranger.get("/inbox").json["items"] == []
    assert stranger.get(f"/inbox/{message_id}").status_code == 404
    assert stranger.post(f"/inbox/{message_id}/read").status_code == 404
    assert client.get(f"/inbox/{message_id}").json["read_at"] is None


def test_what_can_not_wait_for_the_morning_is_marked(
    client: ApiClient, house: House, timetable: Timetable, ada: Account
) -> None:
    with unit_of_work(house) as work:
        tell(work, Recipient(account_id=ada.id), replace(NEWS, urgent=True), number=1)
    timetable.deliver()

    assert [message["urgent"] for message in client.get("/inbox").json["items"]] == [True]


def test_the_request_names_the_language_else_the_preference_does(
    client: ApiClient, house: House, timetable: Timetable, ada: Account
) -> None:
    tell_news(house, timetable, ada)

    by_default = client.get("/inbox").json["items"][0]["title"]
    asked = client.get("/inbox", language="en").json["items"][0]["title"]
    client.patch("/inbox/preferences", {"language": "en"})
    preferred = client.get("/inbox").json["items"][0]["title"]
    asked_in_chinese = client.get("/inbox", language="zh-CN").json["items"][0]["title"]

    assert (by_default, asked, preferred, asked_in_chinese) == ("第1号", "Number 1", "Number 1", "第1号")


def test_preferences_have_defaults_and_versions(client: ApiClient) -> None:
    before = client.get("/inbox/preferences")
    changed = client.patch("/inbox/preferences", {"language": "en"}, etag=before.headers["ETag"])
    stale = client.patch("/inbox/preferences", {"language": "zh-CN"}, etag=before.headers["ETag"])

    assert before.json == {
        "language": "zh-CN",
        "channels": [
            {"channel": channel, "can_switch_off": channel != "inbox", "is_on": True, "matters_off": []}
            for channel in ("inbox", "wechat", "sms", "voice", "email")
        ],
        "quiet_from": None,
        "quiet_until": None,
    }
    assert changed.json["language"] == "en"
    assert changed.headers["ETag"] != before.headers["ETag"]
    assert stale.status_code == 412
    assert client.get("/inbox/preferences").json == changed.json


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"language": "fr"}, "language"),
        ({"channels": []}, "channels"),
        ({"channels": [{"channel": "pigeon"}]}, "channels.0.channel"),
        ({"language": None}, "language"),
        ({"quiet_from": "24:00", "quiet_until": "07:00"}, "quiet_from"),
    ],
)
def test_what_can_not_be_chosen_is_refused_by_name(
    client: ApiClient, body: dict[str, object], field: str
) -> None:
    answer = client.patch("/inbox/preferences", body)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]


def test_a_channel_can_be_switched_off_as_a_whole_or_in_some_matters(client: ApiClient) -> None:
    client.patch("/inbox/preferences", {"channels": [{"channel": "sms", "is_on": False}]})
    changed = client.patch(
        "/inbox/preferences", {"channels": [{"channel": "wechat", "matters_off": ["care", "bookings"]}]}
    )
    changed = client.patch("/inbox/preferences", {"channels": [{"channel": "sms", "is_on": True}]})

    assert {each["channel"]: each["is_on"] for each in changed.json["channels"]}["sms"] is True
    assert {each["channel"]: each["matters_off"] for each in changed.json["channels"]}["wechat"] == [
        "bookings",
        "care",
    ]


def test_a_channel_by_which_nobody_is_told_yet_is_refused_by_its_name(client: ApiClient) -> None:
    changes = {"channels": [{"channel": "web_push", "is_on": False}]}

    refused = client.patch("/inbox/preferences", changes, language="en")

    assert (refused.status_code, refused.json["code"]) == (422, "invalid_input")
    assert refused.json["errors"] == {
        "channels.0.channel": "Must be one of: inbox, wechat, sms, voice, email."
    }


def test_the_inbox_can_not_be_switched_off(client: ApiClient) -> None:
    answer = client.patch("/inbox/preferences", {"channels": [{"channel": "inbox", "is_on": False}]})

    assert (answer.status_code, answer.json["code"]) == (422, "always_on")


def test_quiet_hours_are_ones_own_or_the_districts(client: ApiClient) -> None:
    half = client.patch("/inbox/preferences", {"quiet_from": "21:30"})
    own = client.patch("/inbox/preferences", {"quiet_from": "21:30", "quiet_until": "08:00"})
    back = client.patch("/inbox/preferences", {"quiet_from": None, "quiet_until": None})

    assert (half.status_code, half.json["code"]) == (422, "quiet_hours_incomplete")
    assert (own.json["quiet_from"], own.json["quiet_until"]) == ("21:30", "08:00")
    assert (back.json["quiet_from"], back.json["quiet_until"]) == (None, None)


def test_preferences_are_each_accounts_own(client: ApiClient, stranger: ApiClient) -> None:
    client.patch("/inbox/preferences", {"language": "en"})

    assert stranger.get("/inbox/preferences").json["language"] == "zh-CN"


def test_without_a_login_there_is_no_inbox(anyone: ApiClient) -> None:
    assert anyone.get("/inbox").status_code == 401
