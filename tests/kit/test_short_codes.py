"""Short codes, against the numbers of RFC 4226's way to truncate."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.short_codes import is_same_code, short_code


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
