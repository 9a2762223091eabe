"""The password policy, lifetimes and what roles can do, for any input."""

import string
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.accounts import rules
from service.accounts.errors import WeakPassword, WrongFunctions
from service.kit.actor import ADMINISTRATORS, ORGANISATION_ROLES, Function, Role
from service.kit.errors import InvalidInput

CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!#$%-_.+")

REGIONAL_ROLES = frozenset(Role) - ADMINISTRATORS - ORGANISATION_ROLES


def _is_strong(password: str, username: str = "wang.fang", *, administrator: bool = False) -> bool:
    try:
        rules.check_password(password, username, administrator=administrator, field="password")
    except WeakPassword:
        return False
    return True


@st.composite
def passwords_of(draw: st.DrawFn, kinds: int, least: int, most: int) -> str:
    """Passwords with characters of exactly so many classes."""
    chosen = draw(st.permutations(CLASSES))[:kinds]
    one_of_each = [draw(st.sampled_from(each)) for each in chosen]
    rest = draw(
        st.lists(st.sampled_from("".join(chosen)), min_size=max(0, least - kinds), max_size=most - kinds)
    )
    return "".join(draw(st.permutations(one_of_each + rest)))


@given(passwords_of(kinds=3, least=10, most=40) | passwords_of(kinds=4, least=10, most=40))
def test_ten_characters_of_three_kinds_are_strong_for_everybody(password: str) -> None:
    assert _is_strong(password)
    assert _is_strong(password, administrator=True)


@given(passwords_of(kinds=3, least=8, most=9))
def test_eight_characters_are_enough_but_not_for_administrators(password: str) -> None:
    assert _is_strong(password)
    assert not _is_strong(password, administrator=True)


@given(passwords_of(kinds=4, least=4, most=7) | passwords_of(kinds=2, least=8, most=60))
def test_short_ones_and_those_of_two_kinds_are_weak(password: str) -> None:
    assert not _is_strong(password)


@given(passwords_of(kinds=4, least=8, most=20), st.integers(0, 20), st.booleans())
def test_a_password_with_the_username_in_it_is_weak(password: str, at: int, loud: bool) -> None:
    username = "wang.fang"
    inside = username.upper() if loud else username

    assert not _is_strong(password[:at] + inside + password[at:], username)


def test_letters_of_a_script_without_case_are_no_kind_of_their_own() -> None:
    assert not _is_strong("邻里邻里邻里邻里1a")
    assert _is_strong("邻里邻里邻里邻里1aB")


@given(st.timedeltas(timedelta(0), timedelta(days=400)), st.timedeltas(timedelta(days=1), timedelta(days=60)))
def test_a_login_never_lasts_longer_than_unused_days_nor_than_half_a_year(
    age: timedelta, unused_for: timedelta
) -> None:
    started_at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    now = started_at + age

    ends = rules.login_ends(started_at, now, unused_for)

    assert ends <= now + unused_for
    assert ends <= started_at + timedelta(days=180)
    assert ends in (now + unused_for, started_at + timedelta(days=180))


@given(st.sampled_from(Role), st.sets(st.sampled_from(Function)))
def test_the_functions_of_a_duty_are_those_named_or_all_of_the_role(role: Role, named: set[Function]) -> None:
    try:
        functions = set(rules.functions_of(role, named))
    except WrongFunctions:
        return

    assert functions == (named or functions)
    assert bool(functions) == (role not in ADMINISTRATORS)


@pytest.mark.parametrize("role", [Role.STREET_STAFF, Role.DISTRICT_STAFF])
def test_streets_and_the_district_name_their_functions(role: Role) -> None:
    with pytest.raises(WrongFunctions):
        rules.functions_of(role, [])
    assert rules.functions_of(role, [Function.ROOMS]) == [Function.ROOMS]


def test_every_role_stands_in_a_region_in_an_organisation_or_apart() -> None:
    assert rules.LEVELS_OF_ROLE.keys() == REGIONAL_ROLES
    assert set(Role) == REGIONAL_ROLES | ORGANISATION_ROLES | ADMINISTRATORS


def test_a_duty_of_one_day_is_one_but_none_ends_before_it_begins() -> None:
    day = date(2026, 3, 2)

    rules.check_days(day, day)
    rules.check_days(day, None)
    with pytest.raises(InvalidInput):
        rules.check_days(day, day - timedelta(days=1))
