"""Codes at the door: the RFC's own numbers, half-days, clocks that differ, and what was replaced since."""

from base64 import b32encode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.doors import rules
from service.elderly_care.doors.errors import MonthOutOfReach
from service.elderly_care.doors.rules import CodeVerdict, DoorFacts, Half, HeldSecret, SecretKind
from service.kit.clock import at_local, local_date

DOOR, OTHER_DOOR = UUID(int=1), UUID(int=2)
RFC_SECRET = urlsafe_b64encode(b"12345678901234567890").decode().rstrip("=")
SHEET_SECRET = "sheet-secret-of-a-door"
GIVEN_AT = datetime(2026, 3, 1, 1, tzinfo=UTC)
HALF_STEP = timedelta(seconds=15)
moments = st.datetimes(
    datetime(2026, 3, 2),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2099, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def held(kind: SecretKind, secret: str | None = None, **values: datetime) -> HeldSecret:
    usual = RFC_SECRET if kind is SecretKind.DEVICE else SHEET_SECRET
    return HeldSecret(kind, secret or usual, **{"given_at": GIVEN_AT, **values})


def door(*secrets: HeldSecret) -> DoorFacts:
    return DoorFacts(DOOR, UUID(int=9), None, 0, secrets)


BOTH = door(held(SecretKind.DEVICE), held(SecretKind.SHEET))


def verdict(at: datetime, code: str, facts: DoorFacts | None = BOTH, steps: int = 1) -> CodeVerdict:
    return rules.code_verdict(facts, code, at, tolerance_steps=steps)


@pytest.mark.parametrize(
    ("seconds", "code"),
    # RFC 6238, appendix B (SHA1), the last six of its eight digits.
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_a_device_shows_what_the_standard_says(seconds: int, code: str) -> None:
    assert rules.device_code(RFC_SECRET, datetime.fromtimestamp(seconds, UTC)) == code


def test_a_device_is_set_up_with_the_secret_and_nothing_of_the_elder() -> None:
    address = urlsplit(rules.device_address(RFC_SECRET, DOOR))

    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Linli:00000001")
    assert parse_qs(address.query) == {
        "secret": [b32encode(b"12345678901234567890").decode()],
        "issuer": ["Linli"],
        "algorithm": ["SHA1"],
        "digits": ["6"],
        "period": ["30"],
    }


@given(moments)
def test_a_code_holds_for_its_step_and_the_ones_beside(at: datetime) -> None:
    code = rules.device_code(RFC_SECRET, at)

    for seconds in (-30, 0, 30):
        assert verdict(at + timedelta(seconds=seconds), code) is CodeVerdict.DEVICE


@pytest.mark.parametrize(
    ("steps", "seconds", "expected"),
    [
        (0, 14, "device"),
        (0, 16, "wrong"),
        (1, 44, "device"),
        (1, 46, "wrong"),
        (1, -44, "device"),
        (1, -46, "wrong"),
        (4, 134, "device"),
        (4, 136, "wrong"),
    ],
)
def test_clocks_may_differ_by_so_many_steps(steps: int, seconds: int, expected: str) -> None:
    shown_at = datetime(2026, 3, 2, 1, tzinfo=UTC) + HALF_STEP
    code = rules.device_code(RFC_SECRET, shown_at)

    assert verdict(shown_at + timedelta(seconds=seconds), code, steps=steps) == expected


@given(moments)
def test_the_sheets_code_holds_for_its_half_day_by_the_districts_clock(at: datetime) -> None:
    day = local_date(at)
    noon = at_local(day) + timedelta(hours=12)
    half = Half.AM if at < noon else Half.PM

    assert verdict(at, rules.sheet_code(SHEET_SECRET, DOOR, day, half)) is CodeVerdict.SHEET


def test_at_noon_and_midnight_both_codes_hold_for_as_long_as_clocks_differ() -> None:
    noon = at_local(date(2026, 3, 31)) + timedelta(hours=12)
    midnight = noon + timedelta(hours=12)
    morning, afternoon = (rules.sheet_code(SHEET_SECRET, DOOR, date(2026, 3, 31), half) for half in Half)
    next_morning = rules.sheet_code(SHEET_SECRET, DOOR, date(2026, 4, 1), Half.AM)

    def shown(at: datetime) -> list[bool]:
        return [verdict(at, code) is CodeVerdict.SHEET for code in (morning, afternoon, next_morning)]

    assert shown(noon - timedelta(seconds=31)) == [True, False, False]
    assert shown(noon - timedelta(seconds=30)) == [True, True, False]
    assert shown(noon + timedelta(seconds=29)) == [True, True, False]
    assert shown(noon + timedelta(seconds=30)) == [False, True, False]
    assert shown(midnight - timedelta(seconds=1)) == [False, True, True]
    assert shown(midnight + timedelta(minutes=1)) == [False, False, True]


@given(moments)
def test_a_code_is_of_one_door_one_secret_and_one_kind(at: datetime) -> None:
    other = DoorFacts(OTHER_DOOR, UUID(int=9), None, 0, [held(SecretKind.SHEET)])
    reprinted = door(held(SecretKind.SHEET, "another-secret"))
    day = local_date(at)
    codes = [rules.sheet_code(SHEET_SECRET, DOOR, day, half) for half in Half]

    shown_there = {rules.sheet_code(SHEET_SECRET, OTHER_DOOR, day, half) for half in Half}
    shown_then = {rules.sheet_code("another-secret", DOOR, day, half) for half in Half}

    for code in codes:
        assert verdict(at, code, other) is CodeVerdict.WRONG or code in shown_there
        assert verdict(at, code, reprinted) is CodeVerdict.WRONG or code in shown_then
        assert verdict(at, code, None) is verdict(at, code, door()) is CodeVerdict.WRONG


def test_what_hung_there_then_proves_what_was_done_then_however_late_it_comes() -> None:
    replaced_at = GIVEN_AT + timedelta(days=5)
    former = held(SecretKind.DEVICE, ended_at=replaced_at)
    present = held(SecretKind.DEVICE, RFC_SECRET[::-1], given_at=replaced_at)
    facts = door(present, former)
    before, after = replaced_at - timedelta(hours=1), replaced_at + timedelta(hours=1)

    assert verdict(before, rules.device_code(former.secret, before), facts) is CodeVerdict.DEVICE
    assert verdict(after, rules.device_code(former.secret, after), facts) is CodeVerdict.WRONG
    assert verdict(after, rules.device_code(present.secret, after), facts) is CodeVerdict.DEVICE
    assert verdict(before, rules.device_code(present.secret, before), facts) is CodeVerdict.WRONG


@pytest.mark.parametrize(
    "code", ["", " ", "abcdef", "12345", "1234567", "一二三四五六", "-12345", "\ud800" * 6]
)
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert verdict(datetime(2026, 3, 2, 1, tzinfo=UTC), code) is CodeVerdict.WRONG


def test_before_there_were_computers_no_code_was_right() -> None:
    assert verdict(datetime(1900, 1, 1, tzinfo=UTC), "000000") is CodeVerdict.WRONG


def test_no_secret_shows_in_what_is_printed_of_a_door() -> None:
    assert RFC_SECRET not in repr(BOTH)
    assert SHEET_SECRET not in repr(BOTH)


@pytest.mark.parametrize(
    ("month", "today", "first", "count"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1), 31),
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31), 1),
        (date(2026, 4, 1), date(2026, 3, 31), date(2026, 4, 1), 30),
        (date(2027, 1, 1), date(2026, 12, 15), date(2027, 1, 1), 31),
        (date(2028, 2, 1), date(2028, 1, 31), date(2028, 2, 1), 29),
        (date(2027, 2, 1), date(2027, 2, 14), date(2027, 2, 14), 15),
    ],
)
def test_a_sheet_has_the_days_of_its_month_that_are_not_over(
    month: date, today: date, first: date, count: int
) -> None:
    days = rules.days_to_print(month, today, months_ahead=1)

    assert days == [first + timedelta(days=number) for number in range(count)]
    assert {day.month for day in days} == {month.month}


@pytest.mark.parametrize(
    ("month", "today", "last"),
    [
        (date(2026, 2, 1), date(2026, 3, 1), "2026-04"),
        (date(2026, 5, 1), date(2026, 3, 31), "2026-04"),
        (date(2025, 3, 1), date(2026, 3, 1), "2026-04"),
        (date(2027, 2, 1), date(2026, 12, 31), "2027-01"),
    ],
)
def test_a_month_that_is_over_or_far_off_is_not_printed(month: date, today: date, last: str) -> None:
    with pytest.raises(MonthOutOfReach) as refused:
        rules.days_to_print(month, today, months_ahead=1)

    assert (refused.value.field, refused.value.facts) == ("month", {"last": last})


@given(st.dates(date(2026, 1, 1), date(2100, 1, 1)))
def test_what_a_sheet_shows_is_right_on_each_of_its_days(today: date) -> None:
    days: Sequence[date] = rules.days_to_print(today.replace(day=1), today, months_ahead=0)
    last = rules.sheet_days(SHEET_SECRET, DOOR, days)[-1]
    facts = door(held(SecretKind.SHEET, given_at=datetime(2025, 1, 1, tzinfo=UTC)))

    assert verdict(at_local(last.date) + timedelta(hours=9), last.am, facts) is CodeVerdict.SHEET
    assert verdict(at_local(last.date) + timedelta(hours=15), last.pm, facts) is CodeVerdict.SHEET
