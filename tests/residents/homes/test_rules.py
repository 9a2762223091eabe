"""How units and rooms are written, in which order one walks past them, and which days are possible."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.residents.homes import rules
from service.residents.homes.errors import BadRoom, ImpossibleResidenceDay

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("301", "301"),
        ("301室", "301"),
        ("３０１ 室", "301"),
        (" 12-b ", "12-B"),
        ("胜利路 18 号", "胜利路 18 号"),
        ("胜利路　18号", "胜利路 18号"),
        ("地下室", "地下室"),
    ],
)
def test_a_room_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert rules.normal_room(typed) == kept


@pytest.mark.parametrize(("typed", "kept"), [("2单元", "2"), ("２", "2"), ("东", "东"), ("", ""), (None, "")])
def test_a_unit_is_kept_in_one_form(typed: str | None, kept: str) -> None:
    assert rules.normal_unit(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "x" * 41, "3\u202e01", "3\x0701"])
def test_what_is_no_room_is_refused(typed: str) -> None:
    with pytest.raises(BadRoom):
        rules.normal_room(typed)


def test_a_unit_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadRoom):
        rules.normal_unit("一" * 21)


@given(st.text(max_size=60))
def test_what_is_kept_stays_as_it_is(typed: str) -> None:
    try:
        kept = rules.normal_room(typed)
    except BadRoom:
        return

    assert rules.normal_room(kept) == kept


def test_one_walks_by_unit_and_floor() -> None:
    homes = [("2", "201"), ("1", "1001"), ("1", "201"), ("10", "101"), ("1", "201A")]

    walked = sorted(homes, key=lambda home: rules.walk_order(*home))

    assert walked == [("1", "201"), ("1", "201A"), ("1", "1001"), ("2", "201"), ("10", "101")]


@pytest.mark.parametrize(
    ("places", "unit", "room", "address"),
    [
        ([("胜利路社区", False), ("桂花苑", True), ("3 幢", True)], "2", "301", "桂花苑 3 幢 2 单元 301 室"),
        ([("胜利路社区", False), ("桂花苑", True), ("桂花苑 3 幢", True)], "", "301", "桂花苑 3 幢 301 室"),
        ([("胜利路社区", False)], "", "301", "胜利路社区 301 室"),
        ([("胜利路社区", False)], "", "胜利路 18 号", "胜利路 18 号"),
        ([("桂花苑", True)], "东", "底楼", "桂花苑 东 底楼"),
    ],
)
def test_an_address_is_written_as_one_says_it(
    places: list[tuple[str, bool]], unit: str, room: str, address: str
) -> None:
    assert rules.written_address(places, unit, room) == address


@pytest.mark.parametrize("day", [date(2026, 3, 4), date(1899, 12, 31), date(1940, 1, 1)])
def test_nobody_moves_in_the_future_or_before_their_birth(day: date) -> None:
    with pytest.raises(ImpossibleResidenceDay):
        rules.check_day(day, TODAY, date(1940, 1, 2), field="moved_in_on")


@pytest.mark.parametrize("day", [date(1940, 1, 2), date(2024, 2, 29), TODAY])
def test_from_birth_until_today_every_day_will_do(day: date) -> None:
    rules.check_day(day, TODAY, date(1940, 1, 2), None, field="moved_in_on")
