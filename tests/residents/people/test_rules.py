"""Names, telephone numbers and ID numbers: taken, brought into one form, masked."""

import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from service.residents.errors import BadIdNumber, BadName, BadPhone
from service.residents.people.errors import (
    BadDay,
    IdNumberInPhone,
    IdNumberRounded,
    ImpossibleBirthDate,
    ImpossibleBirthInIdNumber,
    LivingSituationContradicts,
    NumberInName,
    OldIdNumber,
    PhoneInIdNumber,
    SeveralPhones,
    UnknownIdRegion,
    WrongCheckDigit,
)
from service.residents.people.rules import (
    LivingSituation,
    Sex,
    birth_date_in,
    check_birth_date,
    check_living_situation,
    masked_id_number,
    masked_name,
    masked_phone,
    normal_day,
    normal_id_number,
    normal_name,
    normal_phone,
    sex_in,
    years_before,
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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张　三", "张三"),
        ("张 三", "张三"),
        ("欧阳　 震华", "欧阳震华"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("Ｊｅａｎ Ｌｅｅ", "Jean Lee"),
        ("\ue863", "䶮"),
        ("王\ue816", "王𠂇"),
    ],
)
def test_padding_full_width_letters_and_old_codes_are_one_spelling(typed: str, kept: str) -> None:
    assert normal_name(typed) == kept


@given(st.text(st.sampled_from("陈㛃䶮𠮷·．・　 Ａa1\u0301\ue863\u200b'-"), max_size=12))
def test_a_name_of_any_characters_is_kept_once_and_for_all_or_refused(typed: str) -> None:
    with suppress(BadName):
        kept = normal_name(typed)
        assert normal_name(kept) == kept
        assert kept == kept.strip()


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_refused(typed: str) -> None:
    with suppress(BadName):
        kept = normal_name(typed)
        assert normal_name(kept) == kept


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("330211194001011022", IdNumberInPhone),
        ("13812345678/13987654321", SeveralPhones),
        ("13812345678、0574-86251234", SeveralPhones),
        ("138ABCDEFGH", BadPhone),
    ],
)
def test_a_telephone_that_is_something_else_is_refused_by_name(typed: str, refusal: type[BadPhone]) -> None:
    with pytest.raises(BadPhone) as refused:
        normal_phone(typed)

    assert type(refused.value) is refusal


@pytest.mark.parametrize(
    "typed",
    ["008613812345678", "8613812345678", "+86１３８１２３４５６７８", "138–1234–5678", "13812345678.0"],
)
def test_a_mobile_number_is_one_however_a_spreadsheet_keeps_it(typed: str) -> None:
    assert normal_phone(typed) == "+8613812345678"


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("330211194001011020", WrongCheckDigit),
        ("330211194002301025", ImpossibleBirthInIdNumber),
        ("330211400101102", OldIdNumber),
        ("13812345678", PhoneInIdNumber),
        ("3.30211E+17", IdNumberRounded),
        ("陈阿婆", BadIdNumber),
        ("33021119400101102", BadIdNumber),
    ],
)
def test_an_id_number_is_refused_with_what_seems_to_be_wrong(typed: str, refusal: type[BadIdNumber]) -> None:
    with pytest.raises(BadIdNumber) as refused:
        normal_id_number(typed)

    assert type(refused.value) is refusal


def test_a_region_that_never_was_is_refused_by_name() -> None:
    head = "99999919400101102"

    with pytest.raises(UnknownIdRegion):
        normal_id_number(head + ric.calc_check_digit(head + "0"))


@pytest.mark.parametrize("ten", ["x", "Ｘ", "×", "х", "Χ"])
def test_ten_is_typed_in_many_ways(ten: str) -> None:
    numbers = (f"33021119400101{order:03}" for order in range(1000))
    head = next(each for each in numbers if ric.calc_check_digit(each + "0") == "X")

    assert normal_id_number(head + ten) == head + "X"


def test_digits_in_a_name_are_a_mixed_up_column_when_they_are_many() -> None:
    with pytest.raises(NumberInName):
        normal_name("１３８１２３４５６７８")


@given(id_numbers())
def test_an_id_number_tells_birth_date_and_sex(number: str) -> None:
    born = birth_date_in(number)

    assert born is not None
    assert f"{born:%Y%m%d}" == number[6:14]
    assert sex_in(number) is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(range(6)))
def test_a_day_is_read_however_it_is_written(day: date, way: int) -> None:
    written = (
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        "".join(chr(ord(each) + 0xFEE0) for each in f"{day:%Y-%m-%d}"),
    )[way]

    assert normal_day(written, field="birth_on") == day


@pytest.mark.parametrize("typed", ["", "1940-02-30", "40-1-1", "1940-13-01", "1940", "1940-1/1", "明天"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(BadDay):
        normal_day(typed, field="birth_on")


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(typed: str) -> None:
    with suppress(BadDay):
        kept = normal_day(typed, field="birth_on")
        assert normal_day(kept.isoformat(), field="birth_on") == kept


def test_nobody_is_born_tomorrow_or_in_another_age() -> None:
    today = date(2026, 3, 2)
    check_birth_date(today, today)
    check_birth_date(years_before(today, 130), today)

    for born in (date(2026, 3, 3), date(1896, 3, 1)):
        with pytest.raises(ImpossibleBirthDate):
            check_birth_date(born, today)


def test_who_lives_alone_lives_with_nobody() -> None:
    check_living_situation([LivingSituation.SPOUSE, LivingSituation.CHILDREN], field="living_situation")
    check_living_situation([LivingSituation.ALONE], field="living_situation")

    with pytest.raises(LivingSituationContradicts):
        check_living_situation([LivingSituation.ALONE, LivingSituation.SPOUSE], field="living_situation")
