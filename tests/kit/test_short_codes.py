"""Short codes, against the numbers of RFC 4226's way to truncate."""

import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.short_codes import code_changes_at, is_same_code, is_shown, rotating_code, short_code


@given(st.binary(min_size=1), st.binary(), st.integers(4, 9))
def test_a_code_is_the_end_of_the_number_that_the_last_half_byte_points_to(
    secret: bytes, told: bytes, digits: int
) -> None:
    digest = hmac.digest(secret, told, "sha256")
    bits = "".join(f"{byte:08b}" for byte in digest)
    begin = 8 * int(bits[-4:], 2)

    number = int(bits[begin + 1 : begin + 32], 2)

    assert short_code(secret, told, digits) == str(number).zfill(digits)[-digits:]


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ("041837", True),
        (" 041 837\n", True),
        ("41837", False),
        ("0418370", False),
        ("０４１８３７", False),
        ("", False),
        ("会客厅", False),
        ("\ud800", False),
    ],
)
def test_a_code_is_the_same_however_it_is_spaced(given: str, same: bool) -> None:
    assert is_same_code(given, "041837") is same


@given(st.floats(0, 10**8), st.integers(5, 600))
def test_a_rotating_code_is_right_while_it_is_shown_and_just_after(later: float, seconds: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=later)
    code, changes_at = rotating_code("secret", b"centre", now, seconds), code_changes_at(now, seconds)

    assert now < changes_at <= now + timedelta(seconds=seconds)
    assert is_shown("secret", b"centre", code, changes_at + timedelta(seconds=seconds - 1), seconds)
    assert not is_shown("secret", b"centre", code, changes_at + timedelta(seconds=seconds), seconds)
    assert not is_shown("secret", b"another", code, now, seconds)


def test_a_rotating_code_is_of_one_thing_and_one_secret() -> None:
    now = datetime(2026, 3, 2, 1, tzinfo=UTC)
    code = rotating_code("secret", b"room", now, 60)

    assert is_shown("secret", b"room", f" {code} ", now, 60)
    assert not is_shown("secret!", b"room", code, now, 60)
    assert not is_shown("secret", b"room", "会客厅", now, 60)
    assert not is_shown("secret", b"room", "", now, 60)
