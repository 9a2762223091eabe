"""One-time codes: to whom they go, how long and how often they are good, and what stays in the database."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from service.accounts.codes import rules
from service.accounts.codes.actions import ask_code, check_code, forget_old_codes
from service.accounts.codes.errors import BadMobile, SmsNotOffered, TooManyCodes, WrongCode
from service.accounts.codes.models import CodeCount, OneTimeCode
from service.kit.edge import run_in_work
from service.kit.house import House
from service.kit.messages import OutboxMessage
from service.kit.sms import SmsGateway, SmsGatewayDown, SmsRefused
from service.kit.work import UnitOfWork
from tests.accounts.sms_in_hand import SmsInHand, sms_in_hand
from tests.clock import StoppedClock
from tests.conftest import Timetable

PHONE = "138 1234 5678"


@pytest.fixture
def gateway(house: House) -> Iterator[SmsInHand]:
    with sms_in_hand(house) as gateway:
        yield gateway


@pytest.fixture
def later(work: UnitOfWork, clock: StoppedClock) -> Callable[..., None]:
    """Let time pass for the house and for the unit of work in hand."""

    def pass_by(**stretch: float) -> None:
        clock.move(**stretch)
        work.now = clock.now()

    return pass_by


def _sent(work: UnitOfWork, timetable: Timetable, gateway: SmsInHand, subject: UUID | None = None) -> str:
    """Ask for a code and read it from the text message."""
    ask_code(work, "test", PHONE, subject)
    timetable.deliver()
    return gateway.code


def test_a_code_is_six_digits_sent_to_the_telephone_and_good_once(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand
) -> None:
    code = _sent(work, timetable, gateway)

    assert len(code) == 6
    assert code.isdecimal()
    assert gateway.sent[0].phone == "+8613812345678"
    check_code(work, "test", PHONE, f" {code[:3]} {code[3:]} ")
    with pytest.raises(WrongCode):
        check_code(work, "test", PHONE, code)


def test_a_code_is_bound_to_purpose_telephone_and_subject(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand
) -> None:
    subject = uuid4()
    code = _sent(work, timetable, gateway, subject)

    for purpose, phone, about in (
        ("other", PHONE, subject),
        ("test", "13812345679", subject),
        ("test", PHONE, uuid4()),
        ("test", PHONE, None),
    ):
        with pytest.raises(WrongCode):
            check_code(work, purpose, phone, code, about)
    check_code(work, "test", PHONE, code, subject)


def test_five_wrong_tries_spend_a_code_even_though_each_was_refused(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand
) -> None:
    code = _sent(work, timetable, gateway)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        with pytest.raises(WrongCode):
            check_code(work, "test", PHONE, wrong)

    with pytest.raises(WrongCode):
        check_code(work, "test", PHONE, code)


def test_the_fifth_try_still_counts(work: UnitOfWork, timetable: Timetable, gateway: SmsInHand) -> None:
    code = _sent(work, timetable, gateway)
    for _ in range(4):
        with pytest.raises(WrongCode):
            check_code(work, "test", PHONE, "x")

    check_code(work, "test", PHONE, code)


def test_a_code_is_good_for_five_minutes(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand, later: Callable[..., None]
) -> None:
    code = _sent(work, timetable, gateway)
    later(minutes=4, seconds=59)
    check_code(work, "test", PHONE, code)
    code = _sent(work, timetable, gateway)
    later(minutes=5)

    with pytest.raises(WrongCode):
        check_code(work, "test", PHONE, code)


def test_a_new_code_takes_the_place_of_the_last(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand, later: Callable[..., None]
) -> None:
    first = _sent(work, timetable, gateway)
    later(minutes=1)
    second = _sent(work, timetable, gateway)

    with pytest.raises(WrongCode):
        check_code(work, "test", PHONE, first)
    check_code(work, "test", PHONE, second)


def _is_sent(house: House, phone: str = PHONE, address: str = "") -> bool:
    """Ask as a request of its own would."""
    try:
        run_in_work(house, lambda work: ask_code(work, "test", phone), address=address)
    except TooManyCodes:
        return False
    return True


def test_a_telephone_gets_one_a_minute_five_an_hour_and_ten_a_day(
    house: House, gateway: SmsInHand, clock: StoppedClock
) -> None:
    got = []
    for minute in range(24 * 60):
        if _is_sent(house):
            got.append(minute)
        clock.move(minutes=1)

    assert got == [0, 1, 2, 3, 4, 60, 61, 62, 63, 64]


def test_the_refusal_says_when_to_come_again(
    work: UnitOfWork, gateway: SmsInHand, later: Callable[..., None]
) -> None:
    ask_code(work, "test", PHONE)
    later(seconds=20)
    with pytest.raises(TooManyCodes) as soon:
        ask_code(work, "other purpose", PHONE)

    assert soon.value.retry_after == 40


def test_an_address_may_not_ask_for_many_telephones(house: House, gateway: SmsInHand) -> None:
    sent = [_is_sent(house, f"138000000{number:02}", f"2001:db8::{number}") for number in range(31)]
    elsewhere = _is_sent(house, "13800000030", "2001:db8:0:1::1")

    assert sent == [True] * 30 + [False]
    assert elsewhere


def test_all_together_may_not_ask_for_more_than_the_house_pays_for(house: House, gateway: SmsInHand) -> None:
    kept = house.settings
    house.settings = replace(kept, limit_codes_in_all="2 per hour")
    try:
        sent = [_is_sent(house, f"1380000000{number}", f"192.0.2.{number}") for number in range(3)]
    finally:
        house.settings = kept

    assert sent == [True, True, False]


def test_nothing_in_the_database_tells_a_telephone_or_a_code(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand
) -> None:
    work.address = "192.0.2.7"
    ask_code(work, "test", PHONE)
    timetable._close()
    rows = [
        str(row)
        for table in (OneTimeCode, CodeCount, OutboxMessage)
        for row in work.session.execute(text(f"SELECT t::text FROM {table.__tablename__} t")).scalars()
    ]
    before_sending = work.session.scalars(select(OneTimeCode.sealed)).all()
    timetable.deliver()
    work.session.expire_all()

    assert len(rows) >= 7
    for clear in ("13812345678", "12345678", gateway.code, "192.0.2.7"):
        assert not any(clear in row or clear.encode().hex() in row for row in rows)
    assert None not in before_sending
    assert work.session.scalars(select(OneTimeCode.sealed)).all() == [None]


def test_a_gateway_that_is_down_is_asked_again_with_the_same_out_id(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand, later: Callable[..., None]
) -> None:
    gateway.failures = [SmsGatewayDown("ReadTimeoutError")]
    ask_code(work, "test", PHONE)
    timetable.deliver()
    later(seconds=2)
    timetable.deliver()

    assert len({sms.out_id for sms in gateway.sent}) == 1
    assert len(gateway.sent) == 2
    check_code(work, "test", PHONE, gateway.code)


def test_a_refused_or_late_code_is_not_sent_for_ever(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand, later: Callable[..., None]
) -> None:
    gateway.failures = [SmsRefused("isv.MOBILE_NUMBER_ILLEGAL"), SmsGatewayDown("down")]
    ask_code(work, "test", PHONE)
    timetable.deliver()
    later(minutes=2)
    ask_code(work, "test", PHONE)
    timetable.deliver()
    for _ in range(10):
        later(minutes=10)
        timetable.deliver()

    assert len(gateway.sent) == 2
    assert work.session.scalars(select(OutboxMessage).where(OutboxMessage.delivered_at.is_(None))).all() == []


def test_who_reaches_nobody_is_answered_alike_and_nothing_is_sent(
    work: UnitOfWork, timetable: Timetable, gateway: SmsInHand, later: Callable[..., None]
) -> None:
    somebody = ask_code(work, "test", PHONE)
    nobody = ask_code(work, "test", "13912345678", reaches_nobody=True)
    timetable.deliver()

    assert somebody == nobody
    assert [sms.phone for sms in gateway.sent] == ["+8613812345678"]
    with pytest.raises(TooManyCodes):
        ask_code(work, "test", "13912345678", reaches_nobody=True)


def test_only_the_demonstration_gateway_tells_the_code(
    work: UnitOfWork, house: House, timetable: Timetable
) -> None:
    shown = ask_code(work, "test", PHONE).demonstration_code
    timetable.deliver()

    assert shown is not None
    check_code(work, "test", PHONE, shown)
    with sms_in_hand(house):
        assert ask_code(work, "test", "13912345678").demonstration_code is None


def test_without_a_gateway_no_code_is_promised(work: UnitOfWork, house: House) -> None:
    kept, house.providers[SmsGateway] = house.providers[SmsGateway], None
    try:
        with pytest.raises(SmsNotOffered):
            ask_code(work, "test", PHONE)
    finally:
        house.providers[SmsGateway] = kept


def test_what_is_over_is_forgotten(work: UnitOfWork, gateway: SmsInHand, later: Callable[..., None]) -> None:
    ask_code(work, "test", PHONE)
    later(days=1)
    forget_old_codes(work)

    assert work.session.scalars(select(OneTimeCode)).all() == []
    assert work.session.scalars(select(CodeCount)).all() == []


@pytest.mark.parametrize(
    "typed",
    ["13812345678", "+86 138-1234-5678", "0086 138 1234 5678", "１３８１２３４５６７８", "86(138)12345678"],
)
def test_a_mobile_number_is_known_however_it_is_typed(typed: str) -> None:
    assert rules.normal_mobile(typed) == "+8613812345678"


@pytest.mark.parametrize(
    "typed", ["", "12812345678", "1381234567", "0574-86251234", "+85213812345678", "1381234567x"]
)
def test_what_gets_no_text_message_is_refused(typed: str) -> None:
    with pytest.raises(BadMobile):
        rules.normal_mobile(typed)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_mobile_number_or_refused(typed: str) -> None:
    try:
        number = rules.normal_mobile(typed)
    except BadMobile:
        return
    assert rules.normal_mobile(number) == number
    assert len(number) == 14
    assert number.isascii()
