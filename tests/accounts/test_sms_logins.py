"""Logins by telephone: a code goes out, whoever has the telephone comes in, and nobody learns whose it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from service.accounts.codes import actions as codes
from service.accounts.models import Account, Identity
from service.kit import deliveries
from service.kit.audit import AuditEntry
from service.kit.house import House
from service.kit.sms import SmsGateway, SmsGatewayDown, SmsRefused
from service.kit.work import UnitOfWork
from tests.accounts.sms_in_hand import SmsInHand, sms_in_hand
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.log_lines import log_lines

PHONE, OTHER = "13812345678", "13912345678"


@pytest.fixture
def gateway(house: House) -> Iterator[SmsInHand]:
    with sms_in_hand(house) as gateway:
        yield gateway


def _log_in(anyone: ApiClient, timetable: Timetable, gateway: SmsInHand, phone: str = PHONE) -> Any:
    assert anyone.post("/accounts/login/sms/code", {"phone": phone}).status_code == 202
    timetable.deliver()
    return anyone.post("/accounts/login/sms", {"phone": phone, "code": gateway.code})


def test_the_first_login_by_telephone_makes_the_account_and_the_next_finds_it(
    anyone: ApiClient, timetable: Timetable, gateway: SmsInHand, clock: StoppedClock
) -> None:
    first = _log_in(anyone, timetable, gateway)
    clock.move(minutes=1)
    second = _log_in(anyone, timetable, gateway, phone="+86 138 1234 5678")
    other = _log_in(anyone, timetable, gateway, phone=OTHER)

    assert first.status_code == second.status_code == other.status_code == 200
    assert first.headers["Cache-Control"] == "no-store"
    assert first.json["account"]["kind"] == "resident"
    assert second.json["account"]["id"] == first.json["account"]["id"]
    assert other.json["account"]["id"] != first.json["account"]["id"]


def test_asking_is_answered_alike_for_a_known_and_an_unknown_telephone(
    anyone: ApiClient, timetable: Timetable, gateway: SmsInHand, clock: StoppedClock
) -> None:
    _log_in(anyone, timetable, gateway)
    clock.move(minutes=1)

    known = anyone.post("/accounts/login/sms/code", {"phone": PHONE})
    unknown = anyone.post("/accounts/login/sms/code", {"phone": OTHER})
    too_soon = [anyone.post("/accounts/login/sms/code", {"phone": phone}) for phone in (PHONE, OTHER)]

    assert known.status_code == unknown.status_code == 202
    assert known.json == unknown.json == {"expires_in": 300, "demonstration_code": None}
    assert {each.status_code for each in too_soon} == {429}
    assert {each.json["code"] for each in too_soon} == {"too_many_codes"}
    assert {each.headers["Retry-After"] for each in too_soon} == {"60"}


def test_wrong_codes_and_codes_never_asked_for_look_the_same_and_are_kept_in_the_audit_trail(
    anyone: ApiClient, gateway: SmsInHand, work: UnitOfWork
) -> None:
    anyone.post("/accounts/login/sms/code", {"phone": PHONE})

    wrong, never_asked = (
        anyone.post("/accounts/login/sms", {"phone": phone, "code": "000000x"}) for phone in (PHONE, OTHER)
    )

    assert wrong.status_code == never_asked.status_code == 401
    assert {**wrong.json, "request_id": ""} == {**never_asked.json, "request_id": ""}
    assert wrong.json["code"] == "bad_credentials"
    failed = select(AuditEntry).where(AuditEntry.action == "fail_login")
    assert [entry.succeeded for entry in work.session.scalars(failed)] == [False, False]


def test_the_telephone_is_kept_as_a_keyed_hash_only(
    anyone: ApiClient, timetable: Timetable, gateway: SmsInHand, work: UnitOfWork
) -> None:
    _log_in(anyone, timetable, gateway)

    kept = work.session.scalars(select(Identity).where(Identity.provider == "sms")).one()
    assert kept.hint == "78"
    assert PHONE not in kept.subject
    assert len(kept.subject) == 64


def test_a_disabled_account_looks_like_a_wrong_code(
    anyone: ApiClient, timetable: Timetable, gateway: SmsInHand, work: UnitOfWork, clock: StoppedClock
) -> None:
    login = _log_in(anyone, timetable, gateway).json
    account = work.session.get_one(Account, login["account"]["id"])
    account.disabled_at = work.now
    work.session.flush()
    clock.move(minutes=1)

    answer = _log_in(anyone, timetable, gateway)

    assert (answer.status_code, answer.json["code"]) == (401, "bad_credentials")


@pytest.mark.parametrize("phone", ["0574-86251234", "12345", "+1 202 555 0100"])
def test_what_gets_no_text_message_is_refused_by_name(
    anyone: ApiClient, gateway: SmsInHand, phone: str
) -> None:
    for path, more in (("/accounts/login/sms/code", {}), ("/accounts/login/sms", {"code": "123456"})):
        answer = anyone.post(path, {"phone": phone, **more})

        assert (answer.status_code, answer.json["code"]) == (422, "bad_mobile")
        assert "phone" in answer.json["errors"]


def test_in_the_demonstration_the_answer_shows_the_code(anyone: ApiClient) -> None:
    asked = anyone.post("/accounts/login/sms/code", {"phone": PHONE})
    login = anyone.post("/accounts/login/sms", {"phone": PHONE, "code": asked.json["demonstration_code"]})

    assert login.status_code == 200


def test_without_a_gateway_the_way_in_is_not_offered(anyone: ApiClient, house: House) -> None:
    kept, house.providers[SmsGateway] = house.providers[SmsGateway], None
    try:
        answer = anyone.post("/accounts/login/sms/code", {"phone": PHONE})
    finally:
        house.providers[SmsGateway] = kept

    assert (answer.status_code, answer.json["code"]) == (404, "sms_not_offered")


def test_neither_telephone_nor_code_is_told_or_logged(
    anyone: ApiClient,
    timetable: Timetable,
    gateway: SmsInHand,
    monkeypatch: pytest.MonkeyPatch,
    clock: StoppedClock,
) -> None:
    logged = log_lines(monkeypatch, codes, deliveries)
    gateway.failures = [SmsGatewayDown("ReadTimeoutError"), SmsRefused("isv.MOBILE_NUMBER_ILLEGAL")]
    anyone.post("/accounts/login/sms/code", {"phone": PHONE})
    timetable.deliver()
    clock.move(minutes=1)
    timetable.deliver()
    login = _log_in(anyone, timetable, gateway)

    told = login.text + "".join(logged)
    assert len(logged) == 2
    for secret in (PHONE, PHONE[3:], gateway.code):
        assert secret not in told
