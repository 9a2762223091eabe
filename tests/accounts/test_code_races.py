"""Codes at the same moment, each hand with a connection of its own."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, select

from service.accounts.codes.actions import ask_code, check_code
from service.accounts.codes.errors import TooManyCodes, WrongCode
from service.accounts.codes.models import CodeCount, OneTimeCode
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House, house_of
from service.kit.messages import OutboxMessage

pytestmark = pytest.mark.race

HANDS = 8
PHONE = "13812345678"


@pytest.fixture
def many_houses(racing_app: Flask) -> Iterator[House]:
    """The house with a connection for each unit of work."""
    house = house_of(racing_app)
    yield house
    with unit_of_work(house) as work:
        for table in (OneTimeCode, CodeCount, OutboxMessage):
            work.session.execute(delete(table))


def _ask(house: House) -> str:
    return run_in_work(house, lambda work: ask_code(work, "test", PHONE)).demonstration_code or ""


def _try(house: House, code: str) -> str:
    try:
        run_in_work(house, lambda work: check_code(work, "test", PHONE, code))
    except WrongCode:
        return "wrong"
    return "right"


def test_of_many_that_send_the_same_right_code_at_once_one_wins(many_houses: House) -> None:
    code = _ask(many_houses)

    with ThreadPoolExecutor(HANDS) as hands:
        results = Counter(hands.map(lambda _: _try(many_houses, code), range(24)))

    assert results == {"right": 1, "wrong": 23}


def test_however_many_guess_at_once_only_five_tries_are_judged(many_houses: House) -> None:
    code = _ask(many_houses)
    guesses = [f"{(int(code) + number) % 10**6:06}" for number in range(1, 25)]

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(lambda guess: _try(many_houses, guess), guesses))

    assert _try(many_houses, code) == "wrong"
    with unit_of_work(many_houses) as work:
        assert work.session.scalars(select(OneTimeCode.tries_left)).all() == [0]


def test_of_many_asks_at_once_one_is_sent(many_houses: House) -> None:
    def ask(_: int) -> str:
        try:
            return _ask(many_houses) and "sent"
        except TooManyCodes:
            return "too many"

    with ThreadPoolExecutor(HANDS) as hands:
        results = Counter(hands.map(ask, range(16)))

    assert results == {"sent": 1, "too many": 15}
