"""How an elder agrees: online, by a code to their telephone, on paper before a worker, or through one who knows them."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.house import House
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.residents.models import Resident
from tests.accounts.sms_in_hand import SmsInHand, sms_in_hand
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts
from tests.factories.residents import proxy, resident

PHONE, ANOTHER_PHONE = "13812345678", "13812345679"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


@pytest.fixture
def elder(work: UnitOfWork) -> Resident:
    return resident(work, name="陈阿婆", phone=f"+86{PHONE}")


@pytest.fixture
def as_elder(app: Flask, work: UnitOfWork, elder: Resident) -> ApiClient:
    return accounts.client_of(app, work, accounts.resident_account(work, elder.id))


@pytest.fixture
def daughter(newcomer: Callable[[], ApiClient]) -> ApiClient:
    client = newcomer()
    client.post("/residents/me", {"name": "陈小妹", "phone": "13912345678"})
    return client


@pytest.fixture
def sms(house: House) -> Iterator[SmsInHand]:
    with sms_in_hand(house) as hand:
        yield hand


def asked(client: ApiClient, name: str = "陈阿婆", **wanted: Any) -> str:
    body = {"elder": {"name": name, "phone": PHONE}, "relation": "女儿", "scopes": ["booking", "care"]}
    answer = client.post("/proxies", {**body, **wanted})
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def upload(client: ApiClient) -> str:
    answer = client.request("POST", "/files", data={"file": (BytesIO(PNG), "page.png")})
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def test_the_code_that_an_elder_tells_her_daughter_is_her_word(
    daughter: ApiClient, elder: Resident, sms: SmsInHand, timetable: Timetable
) -> None:
    ask = asked(daughter)
    sent = daughter.post(f"/proxies/{ask}/code", {"phone": PHONE})
    timetable.deliver()

    approved = daughter.post(f"/proxies/{ask}/approve", {"way": "sms_code", "phone": PHONE, "code": sms.code})

    assert sent.status_code == 202
    assert approved.status_code == 200, approved.text
    assert (approved.json["status"], approved.json["agreed_way"]) == ("approved", "sms_code")
    assert approved.json["acted_by"] is None
    assert sms.sent[-1].phone.endswith(PHONE)


def test_without_the_right_code_the_asker_approves_nothing(
    daughter: ApiClient, elder: Resident, sms: SmsInHand, timetable: Timetable
) -> None:
    ask = asked(daughter)
    daughter.post(f"/proxies/{ask}/code", {"phone": PHONE})
    timetable.deliver()
    wrong = "000000" if sms.code != "000000" else "111111"

    guessed = daughter.post(f"/proxies/{ask}/approve", {"way": "sms_code", "phone": PHONE, "code": wrong})
    plain = daughter.post(f"/proxies/{ask}/approve")
    paper = daughter.post(f"/proxies/{ask}/approve", {"way": "paper", "witness": "王芳"})
    empty = daughter.post(f"/proxies/{ask}/approve", {"way": "sms_code"})

    assert (guessed.status_code, guessed.json["code"]) == (422, "wrong_sms_code")
    assert (plain.status_code, paper.status_code) == (403, 403)
    assert (empty.status_code, empty.json["code"]) == (422, "evidence_missing")
    assert daughter.get(f"/proxies/{ask}").json["status"] == "pending"


def test_a_code_for_one_ask_approves_no_other(
    daughter: ApiClient,
    newcomer: Callable[[], ApiClient],
    elder: Resident,
    sms: SmsInHand,
    timetable: Timetable,
) -> None:
    son = newcomer()
    son.post("/residents/me", {"name": "陈大哥", "phone": "13912345670"})
    hers, his = asked(daughter), asked(son)
    daughter.post(f"/proxies/{hers}/code", {"phone": PHONE})
    timetable.deliver()

    refused = son.post(f"/proxies/{his}/approve", {"way": "sms_code", "phone": PHONE, "code": sms.code})

    assert (refused.status_code, refused.json["code"]) == (422, "wrong_sms_code")


@pytest.mark.parametrize("case", ["nobody is meant", "not the elder's telephone"])
def test_asking_for_a_code_tells_nothing_of_who_is_on_record(
    daughter: ApiClient, elder: Resident, sms: SmsInHand, timetable: Timetable, case: str
) -> None:
    there = asked(daughter)
    other = asked(daughter, name="陈阿公") if case == "nobody is meant" else there
    phone = PHONE if case == "nobody is meant" else ANOTHER_PHONE

    answer = daughter.post(f"/proxies/{other}/code", {"phone": phone})
    timetable.deliver()

    assert (answer.status_code, answer.json) == (202, {"expires_in": 300, "demonstration_code": None})
    assert sms.sent == []


@pytest.mark.parametrize("typed", ["abc", "0574-86251234", "330211194001011022", "13812345678 13812345679"])
def test_a_telephone_typed_wrong_is_refused_alike_whoever_is_meant(
    daughter: ApiClient, elder: Resident, typed: str
) -> None:
    there, nobody = asked(daughter), asked(daughter, name="陈阿公")

    answers = [daughter.post(f"/proxies/{ask}/code", {"phone": typed}) for ask in (there, nobody)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert len({(answer.json["code"], str(answer.json["errors"])) for answer in answers}) == 1


def test_no_code_to_another_telephone_is_the_elders_word(daughter: ApiClient, elder: Resident) -> None:
    ask = asked(daughter)
    shown = daughter.post(f"/proxies/{ask}/code", {"phone": ANOTHER_PHONE}).json["demonstration_code"]

    approved = daughter.post(
        f"/proxies/{ask}/approve", {"way": "sms_code", "phone": ANOTHER_PHONE, "code": shown}
    )

    assert (approved.status_code, approved.json["code"]) == (422, "wrong_sms_code")
    assert daughter.get(f"/proxies/{ask}").json["status"] == "pending"


def test_a_worker_records_what_the_elder_signed(
    daughter: ApiClient, worker: ApiClient, other_worker: ApiClient, as_elder: ApiClient, elder: Resident
) -> None:
    ask = asked(daughter)
    sheet = upload(worker)

    nothing_shown = worker.post(f"/proxies/{ask}/approve", {"way": "paper"})
    elsewhere = other_worker.post(f"/proxies/{ask}/approve", {"way": "paper", "witness": "王芳"})
    approved = worker.post(f"/proxies/{ask}/approve", {"way": "paper", "attachment": sheet})

    assert (nothing_shown.status_code, nothing_shown.json["code"]) == (422, "evidence_missing")
    assert elsewhere.status_code == 404
    assert (approved.json["status"], approved.json["agreed_way"]) == ("approved", "paper")
    assert approved.json["acted_by"]["acting_as"] == "staff"
    assert as_elder.get(f"/proxies/{ask}/attachments/{sheet}").data == PNG


def test_an_elder_does_not_sign_paper_in_the_app_nor_a_worker_online(
    daughter: ApiClient, worker: ApiClient, as_elder: ApiClient
) -> None:
    ask = asked(daughter)

    assert as_elder.post(f"/proxies/{ask}/approve", {"way": "paper", "witness": "x"}).status_code == 403
    assert worker.post(f"/proxies/{ask}/approve", {"way": "app"}).status_code == 403


def test_who_decides_sees_what_shows_the_relation_and_the_elder_sees_that_they_did(
    daughter: ApiClient, worker: ApiClient, other_worker: ApiClient, elder: Resident
) -> None:
    page = upload(daughter)
    ask = asked(daughter, proof=page)

    seen = worker.get(f"/proxies/{ask}/attachments/{page}")

    assert (seen.status_code, seen.data) == (200, PNG)
    assert worker.get(f"/files/{page}").status_code == 404
    assert other_worker.get(f"/proxies/{ask}/attachments/{page}").status_code == 404
    assert worker.get(f"/proxies/{ask}/attachments/{ask}").status_code == 404


def test_a_picture_that_shows_the_relation_is_the_workers_to_look_at_and_not_the_elders(
    daughter: ApiClient, worker: ApiClient, as_elder: ApiClient
) -> None:
    page = upload(daughter)
    ask = asked(daughter, proof=page)

    told = [client.get(f"/proxies/{ask}").json["proof"] for client in (daughter, worker, as_elder)]
    read = [client.get(f"/proxies/{ask}/attachments/{page}") for client in (daughter, worker, as_elder)]

    assert told == [page, page, None]
    assert [each.status_code for each in read] == [200, 200, 404]


def test_an_upload_of_somebody_else_shows_no_relation(daughter: ApiClient, worker: ApiClient) -> None:
    foreign = upload(worker)
    body = {"elder": {"name": "陈阿婆", "phone": PHONE}, "relation": "女儿", "scopes": ["booking"]}

    refused = daughter.post("/proxies", {**body, "proof": foreign})

    assert (refused.status_code, refused.json["code"]) == (422, "no_such_file")


def test_an_elder_may_agree_to_less_than_was_asked_and_never_to_more(
    daughter: ApiClient, as_elder: ApiClient, clock: StoppedClock
) -> None:
    ask = asked(daughter, valid_until="2026-12-31")

    more = as_elder.post(f"/proxies/{ask}/approve", {"scopes": ["booking", "reports"]})
    longer = as_elder.post(f"/proxies/{ask}/approve", {"valid_until": "2027-01-01"})
    less = as_elder.post(f"/proxies/{ask}/approve", {"scopes": ["booking"], "valid_until": "2026-06-30"})

    assert [each.json["code"] for each in (more, longer)] == ["beyond_asked"] * 2
    assert (less.json["scopes"], less.json["valid_until"]) == (["booking"], "2026-06-30")


def test_both_are_reminded_two_weeks_and_three_days_before_the_end_once_each(
    app: Flask, work: UnitOfWork, elder: Resident, clock: StoppedClock, timetable: Timetable
) -> None:
    asker, own = accounts.resident_account(work), accounts.resident_account(work, elder.id)
    proxy(work, elder, asker, valid_until=date(2026, 3, 31))

    told = []
    for _ in range(32):
        timetable.run("residents.proxies.remind_of_end")
        timetable.deliver()
        told.append(reminders(work))
        clock.move(days=1)

    first_told = [told.index(count) for count in (2, 4)]
    assert first_told == [15, 26]
    assert told[-1] == 4
    assert {row.account_id for row in work.session.scalars(select(InboxMessage))} == {asker.id, own.id}


def reminders(work: UnitOfWork) -> int:
    told = work.session.scalars(select(InboxMessage.text)).all()
    return sum(1 for text in told if re.search("ends_soon", text))


def test_who_was_away_when_a_reminder_fell_due_is_reminded_the_next_day(
    work: UnitOfWork, elder: Resident, clock: StoppedClock, timetable: Timetable
) -> None:
    proxy(work, elder, accounts.resident_account(work), valid_until=date(2026, 3, 31))
    clock.move(days=20)

    timetable.run("residents.proxies.remind_of_end")
    timetable.deliver()

    assert reminders(work) == 1


def test_extending_needs_the_elders_word_like_the_beginning(
    app: Flask, work: UnitOfWork, elder: Resident, as_elder: ApiClient, clock: StoppedClock
) -> None:
    account = accounts.resident_account(work)
    standing = proxy(work, elder, account)
    asker = accounts.client_of(app, work, account)
    later = {"valid_until": str(date(2026, 3, 2) + timedelta(days=200))}

    refused = asker.post(f"/proxies/{standing.id}/extend", later)
    extended = as_elder.post(f"/proxies/{standing.id}/extend", later)
    too_long = as_elder.post(f"/proxies/{standing.id}/extend", {"valid_until": "2027-03-03"})

    assert refused.status_code == 403
    assert extended.json["valid_until"] == later["valid_until"]
    assert too_long.json["code"] == "beyond_longest"


def test_what_has_ended_is_not_extended(work: UnitOfWork, as_elder: ApiClient, elder: Resident) -> None:
    standing = proxy(work, elder, accounts.resident_account(work))
    as_elder.post(f"/proxies/{standing.id}/revoke")

    refused = as_elder.post(f"/proxies/{standing.id}/extend", {"valid_until": "2026-12-31"})

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")


def test_a_worker_who_ends_it_is_shown(work: UnitOfWork, worker: ApiClient, elder: Resident) -> None:
    standing = proxy(work, elder, accounts.resident_account(work))

    ended = worker.post(f"/proxies/{standing.id}/revoke")

    assert ended.json["acted_by"]["acting_as"] == "staff"
