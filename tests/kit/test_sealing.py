"""Changing the data key while the service runs: every sealed value is sealed anew, and stays readable throughout."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select
from sqlalchemy.orm import Mapper

from service.accounts.codes.actions import ask_code
from service.kit import sealing
from service.kit.cipher import Cipher, Sm4Cipher
from service.kit.database import Table
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.idempotency import IdempotentAnswer
from service.kit.sealing import SealedColumn, sealed_columns
from service.kit.work import UnitOfWork
from tests.factories.residents import resident

KEYS = ("1:the-first-of-the-keys", "2:the-second-of-the-keys")
INDEX_KEY = "the-key-of-the-hashes"


@pytest.fixture
def house_of_two_keys(house: House) -> Iterator[House]:
    """The house after the second key has come; what stood before was sealed with the first."""
    kept = house.cipher
    house.cipher = Sm4Cipher(KEYS[:1], INDEX_KEY)
    with unit_of_work(house) as work:
        for number in range(7):
            resident(work, phone=f"+861381234567{number}", id_number=None)
        work.session.add(_answer(work))
        ask_code(work, "login", "13812345678")
    house.cipher = Sm4Cipher(KEYS, INDEX_KEY)
    yield house
    house.cipher = kept


def _answer(work: UnitOfWork) -> IdempotentAnswer:
    account_id = uuid4()
    return IdempotentAnswer(
        account_id=account_id,
        key="k1",
        fingerprint=b"-",
        status=201,
        headers={},
        body=work.house.cipher.encrypt("{}", bound_to=f"idempotent_answers.body:{account_id}:k1"),
        answered_at=work.now - timedelta(hours=1),
    )


def everything(house: House, cipher: Cipher) -> list[str]:
    """All that is sealed, opened with these keys, in an order of its own; raises Unreadable."""
    with unit_of_work(house) as work:
        return sorted(opened for column in sealed_columns() for opened in _opened(work, column, cipher))


def _opened(work: UnitOfWork, column: SealedColumn, cipher: Cipher) -> Iterator[str]:
    query = select(*column.told).where(column.column.is_not(None))
    for row in work.session.execute(query):
        yield cipher.decrypt(row._mapping[column.name], bound_to=column.place_of(row))


def test_every_sealed_value_is_sealed_anew_with_the_newest_key(house_of_two_keys: House) -> None:
    before = everything(house_of_two_keys, house_of_two_keys.cipher)

    with unit_of_work(house_of_two_keys) as work:
        while sealing.reseal_some(work, limit=3):
            pass

    after = everything(house_of_two_keys, Sm4Cipher(KEYS[1:], INDEX_KEY))
    assert len(before) == 9
    assert after == before


def test_the_command_seals_anew_and_tells_which_key_has_sealed_how_much(
    house_of_two_keys: House, app: Flask
) -> None:
    run = app.test_cli_runner().invoke

    before, done, after = (run(args=["keys", word]) for word in ("status", "rotate", "status"))

    assert "key 1: 7 in residents.phone_sealed" in before.output
    assert "9 values sealed with the newest key." in done.output
    assert "key 1" not in after.output
    assert "key 2: 7 in residents.phone_sealed" in after.output


def test_every_column_of_ciphertexts_is_declared() -> None:
    declared = {str(column.column) for column in sealed_columns()}

    sealed = {
        f"{mapper.local_table.name}.{column.name}"  # type: ignore[attr-defined]
        for mapper in _mappers()
        for column in mapper.local_table.columns
        if isinstance(column.type, LargeBinary) and column.name.endswith("_sealed")
    }

    assert sealed
    assert sealed <= declared


def test_what_a_value_is_bound_to_stands_in_its_row() -> None:
    for column in sealed_columns():
        assert {each.table for each in column.told} == {column.column.table}


def _mappers() -> list[Mapper[Table]]:
    return list(Table.registry.mappers)
