"""Credits: one message for each “yes”, and none once WeChat bans it."""

import pytest
from flask import Flask

from service.kit.edge import unit_of_work
from service.kit.house import House
from tests.client import ApiClient
from tests.factories import accounts

TEMPLATE = "demonstration"


@pytest.fixture
def client(app: Flask, house: House) -> ApiClient:
    with unit_of_work(house) as work:
        account = accounts.resident_account(work)
    return accounts.client_of(app, house, account)


def answer(client: ApiClient, *answers: str) -> list[int]:
    told = {"answers": [{"template_id": TEMPLATE, "answer": each} for each in answers]}
    return [each["credits"] for each in client.post("/inbox/credits", told).json["items"]]


def test_the_templates_are_told_for_the_mini_program_to_ask_about(client: ApiClient) -> None:
    assert client.get("/inbox/credits").json["items"] == [
        {"template": "message", "template_id": TEMPLATE, "is_long_term": False, "credits": 0}
    ]


def test_each_yes_is_one_message_more_and_a_no_takes_none_away(client: ApiClient) -> None:
    assert answer(client, "accept") == [1]
    assert answer(client, "accept") == [2]
    assert answer(client, "reject") == [2]
    assert answer(client, "filter") == [2]
    assert answer(client, "ban") == [0]


def test_nobody_collects_more_than_they_will_ever_get(client: ApiClient) -> None:
    for _ in range(6):
        last = answer(client, *["accept"] * 20)

    assert last == [100]


def test_a_repeated_report_counts_once(client: ApiClient) -> None:
    told = {"answers": [{"template_id": TEMPLATE, "answer": "accept"}]}

    for _ in range(2):
        client.post("/inbox/credits", told, headers={"Idempotency-Key": "tap-1"})

    assert client.get("/inbox/credits").json["items"][0]["credits"] == 1


def test_a_template_that_is_not_ours_is_refused(client: ApiClient) -> None:
    refused = client.post("/inbox/credits", {"answers": [{"template_id": "other", "answer": "accept"}]})

    assert (refused.status_code, refused.json["code"]) == (422, "no_such_template")
