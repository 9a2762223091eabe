"""What fits into the fields of WeChat's templates (订阅消息参数值内容限制说明)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.wechat import FieldKind, kind_of
from service.kit.cards import fits, fitted, shortened


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("thing1", "预约已确认，请按时到达", "二十一个字的事项内容放不进微信订阅消息的模板里"),
        ("number2", "12.5", "十二"),
        ("letter3", "ABC", "AB1"),
        ("symbol1", "!?", "!?!?!?"),
        ("character_string4", "NO-2026-001", "编号1"),
        ("time5", "2026年3月2日 09:00", "3月2日"),
        ("time5", "09:00~10:00", ""),
        ("date1", "2026年3月2日", "2026-03-02"),
        ("amount2", "¥12.50", "十二元"),
        ("amount2", "12元", "12345678901"),
        ("phone_number1", "0574-86250000", "请拨打电话"),
        ("car_number1", "浙B12345", "浙B12345678"),
        ("name1", "陈阿婆", "陈阿婆12"),
        ("name1", "Ada Lovelace", "Ada Lovelace the First"),
        ("phrase1", "已确认", "已经确认预约"),
        ("phrase1", "待处理", "ok"),
        ("enum1", "已受理", ""),
    ],
)
def test_each_kind_has_its_limit(field: str, good: str, bad: str) -> None:
    assert fits(field, good)
    assert not fits(field, bad)


@given(value=st.text())
def test_anything_can_be_made_to_fit_as_a_thing(value: str) -> None:
    assert fits("thing1", fitted("thing1", value))


@given(value=st.text(alphabet="已确认待处理上门服务", min_size=1))
def test_words_are_cut_where_a_part_still_says_something(value: str) -> None:
    for field in ("phrase1", "name2"):
        assert fits(field, fitted(field, value))


def test_what_would_say_something_else_is_not_cut() -> None:
    assert fitted("amount1", "¥12345678901") == "¥12345678901"
    assert fitted("time2", "2026年3月2日\n09:00") == "2026年3月2日 09:00"


def test_a_long_thing_shows_that_it_goes_on() -> None:
    assert fitted("thing1", "一二三四五六七八九十" * 3) == "一二三四五六七八九十一二三四五六七八九…"


@given(value=st.text())
def test_a_value_of_an_sms_is_on_one_line_never_empty_and_short(value: str) -> None:
    short = shortened(value)

    assert 0 < len(short) <= 35
    assert "\n" not in short


def test_a_field_that_wechat_has_not_is_no_field() -> None:
    assert kind_of("character_string12") is FieldKind.CHARACTER_STRING
    with pytest.raises(ValueError, match="fax"):
        kind_of("fax1")
