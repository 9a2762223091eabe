"""What a unified social credit code is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.organisations.rules import is_credit_code
from tests.factories.organisations import credit_code


@pytest.mark.parametrize(
    "code",
    ["91110000600037341L", "52330211MJ8912345L"],
)
def test_a_code_with_its_check_character_holds(code: str) -> None:
    assert is_credit_code(code)


def test_a_villages_cooperative_may_have_a_letter_in_front() -> None:
    assert is_credit_code(credit_code(1, front="N2"))


@pytest.mark.parametrize(
    "code", ["", "91110000600037341", "91110000600037341I", "9111000060003734１L", "911100006000373412"]
)
def test_anything_else_does_not(code: str) -> None:
    assert not is_credit_code(code)


@given(number=st.integers(0, 999_999_999), place=st.integers(8, 16), step=st.integers(1, 9))
def test_no_single_wrong_digit_goes_unnoticed(number: int, place: int, step: int) -> None:
    right = credit_code(number)
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]

    assert is_credit_code(right)
    assert not is_credit_code(wrong)
