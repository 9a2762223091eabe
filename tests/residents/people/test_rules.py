"""Names, telephone numbers and ID numbers: taken, brought into one form, masked."""

import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from service.residents.errors import BadIdNumber, BadName, BadPhone
from service.residents.people.rules import (
    masked_id_number,
    masked_name,
    masked_phone,
    normal_id_number,
    normal_name,
    normal_phone,
)

NAMES = st.text(st.characters(categories=("Lo", "Lu", "Ll")), min_size=1, max_size=20)
MOBILES = st.from_regex(r"1(?:3[0-9]|5[0-35-9]|8[0-9])[0-9]{8}", fullmatch=True)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    county = draw(st.sampled_from(("330211", "330203", "330212", "110101", "310104")))
    born = draw(st.dates(min_value=date(1920, 1, 1)).filter(lambda day: day.year < 2026))
    head = f"{county}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return head + ric.calc_check_digit(head + "0")


@pytest.mark.parametrize(
    "typed",
    ["陈阿婆", "㛃", "䶮", "𠮷野", "\U00031350家", "阿依古丽·买买提", "Jean-Luc O'Neill", "李"],
)
def test_rare_characters_and_foreign_names_are_names(typed: str) -> None:
    assert normal_name(f"  {typed} ") == typed


@pytest.mark.parametrize("dot", "•‧∙⋅・･．")
def test_every_way_to_type_the_middle_dot_is_the_same_name(dot: str) -> None:
    assert normal_name(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"


@pytest.mark.parametrize(
    "typed", ["", "  ", "·", "陈\u200b婆", "陈\n婆", "陈1", "<b>", "😀", "陈" * 51, "\u202e陈"]
)
def test_control_characters_digits_and_symbols_are_no_names(typed: str) -> None:
    with pytest.raises(BadName):
        normal_name(typed)


@given(NAMES)
def test_a_kept_name_stays_the_same(typed: str) -> None:
    try:
        kept = normal_name(typed)
    except BadName:
        return
    assert normal_name(kept) == kept
    assert not any(unicodedata.category(each).startswith("C") and ord(each) < 0x20000 for each in kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "+8613812345678"),
        ("+86 138-1234-5678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("0574-86251234", "+8657486251234"),
        ("(0574) 8625 1234", "+8657486251234"),
    ],
)
def test_telephones_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert normal_phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "86251234", "12345", "95588", "4008001234", "+1 650 253 0000", "138123456789", "abc"]
)
def test_what_reaches_no_person_here_is_refused(typed: str) -> None:
    with pytest.raises(BadPhone):
        normal_phone(typed)


@given(st.text(max_size=40))
def test_any_text_is_a_telephone_number_or_refused(typed: str) -> None:
    try:
        kept = normal_phone(typed)
    except BadPhone:
        return
    assert normal_phone(kept) == kept


@given(MOBILES)
def test_a_masked_telephone_shows_seven_digits(digits: str) -> None:
    assert masked_phone(f"+86{digits}") == f"{digits[:3]}****{digits[7:]}"


def test_a_masked_landline_shows_area_and_end() -> None:
    assert masked_phone("+8657486251234") == "0574****1234"
    assert masked_phone("+861062345678") == "010****5678"


@given(id_numbers())
def test_every_number_by_the_standard_is_accepted_in_every_spelling(number: str) -> None:
    full_width = "".join(chr(ord(each) + 0xFEE0) for each in number)

    assert normal_id_number(number) == number
    assert normal_id_number(number.lower()) == number
    assert normal_id_number(full_width.lower()) == number
    assert normal_id_number(f" {number[:6]} {number[6:14]} {number[14:]}") == number


def test_an_elder_born_before_the_county_had_its_code_has_a_good_number() -> None:
    head = "33021119400101102"

    assert normal_id_number(head + ric.calc_check_digit(head + "0"))


@given(id_numbers(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed(number: str, at: int, digit: str) -> None:
    wrong = number[:at] + digit + number[at + 1 :]
    if wrong == number:
        return
    with pytest.raises(BadIdNumber):
        normal_id_number(wrong)


@given(st.text(max_size=40))
def test_any_text_is_an_id_number_or_refused(typed: str) -> None:
    with suppress(BadIdNumber):
        assert len(normal_id_number(typed)) == 18


@given(id_numbers())
def test_a_masked_id_number_hides_the_birth_date(number: str) -> None:
    masked = masked_id_number(number)

    assert len(masked) == 18
    assert masked[3:14] == "*" * 11


@given(NAMES)
def test_a_masked_name_shows_one_character(name: str) -> None:
    assert masked_name(name).count("*") >= 1
    assert masked_name(name).rstrip("*") == name[0]
