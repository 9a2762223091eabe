"""Whatever is kept about a resident is in the copy of their data and is dealt with when they are erased."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from service.kit import personal
from service.kit.actor import ORGANISATION_ROLES, Role
from service.kit.database import Table
from service.kit.edge import unit_of_work
from service.kit.house import House
from tests.clock import StoppedClock
from tests.factories import accounts
from tests.factories.consents import consent
from tests.factories.residents import proxy, resident
from tests.project.conftest import OperationInDocument
from tests.project.test_permission_matrix import request_as
from tests.project.world import make_world
from tests.statements import statements

# Tables that name a resident and need no place in a copy: why.
NOT_COPIED = {
    "care_elder_grains": "The quarters of an hour of visits, which are copied with their times.",
    "booking_series": "Its bookings are copied one by one.",
    "personal_copies": "A copy of the copies would never end; they run out within days.",
    "erasures": "It is made when nothing is left to copy.",
    "import_rows": "Which row of a list spoke of them; what it said stands in their record.",
    "imported_people": "By which list somebody came on record; what it said stands in their record.",
}
# Tables that keep a resident's id after an erasure and say nothing of the person: why.
NOT_ERASED = {
    "care_elder_grains": "They go with the visits that are called off; those of the past are dropped within weeks.",
    "booking_series": "Which weeks belong together; the holder is an empty shell.",
    "erasures": "It is the note that the person was erased.",
}


def tables_that_name_residents() -> set[str]:
    return {
        table.name
        for table in Table.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "residents" and table.name != "residents"
    }


def tables_asked(sent: Iterable[str], verbs: str) -> set[str]:
    """The tables that statements beginning with one of the verbs speak of."""
    told = " ".join(each for each in sent if re.match(rf"\s*(?:{verbs})\b", each, re.IGNORECASE))
    return {name for name in Table.metadata.tables if re.search(rf"\b{name}\b", told)}


def sent_by(connection: Connection, do: Callable[[], object]) -> list[str]:
    with statements(connection) as sent:
        do()
        return list(sent)


def test_every_table_that_names_a_resident_is_copied(house: House, connection: Connection) -> None:
    with unit_of_work(house) as work:
        elder = resident(work, phone="+8613812345678")
        accounts.resident_account(work, elder.id)

        sent = sent_by(connection, lambda: [list(each.rows(work, elder.id)) for each in personal.holdings()])

    missing = tables_that_name_residents() - tables_asked(sent, "SELECT") - set(NOT_COPIED)
    assert sorted(missing) == []


def test_every_table_that_names_a_resident_is_erased_or_says_why_not(
    house: House, connection: Connection
) -> None:
    with unit_of_work(house) as work:
        elder = resident(work, phone="+8613812345678")
        daughter = accounts.resident_account(work, resident(work).id)
        accounts.resident_account(work, elder.id)
        consent(work, elder)
        proxy(work, elder, daughter, ["care"])

        sent = sent_by(connection, lambda: [personal.erase_everywhere(work, elder.id), work.session.flush()])

    missing = tables_that_name_residents() - tables_asked(sent, "SELECT|UPDATE|DELETE") - set(NOT_ERASED)
    assert sorted(missing) == []


def test_exceptions_are_tables_that_there_are() -> None:
    assert {*NOT_COPIED, *NOT_ERASED} <= set(Table.metadata.tables)


def test_the_names_of_what_is_copied_are_unique_and_have_words() -> None:
    names = [each.name for each in personal.holdings()]

    assert len(set(names)) == len(names)
    assert all(each.title.zh and each.title.en for each in personal.holdings())


@pytest.mark.parametrize("role", sorted(ORGANISATION_ROLES))
def test_no_route_tells_an_operators_people_anything_of_a_resident(
    app: Flask,
    house: House,
    clock: StoppedClock,
    document: dict[str, Any],
    operations: list[OperationInDocument],
    role: Role,
) -> None:
    """What one visit needs they see with the visit, once the resident agrees; there is no other way."""
    world = make_world(app, house, clock)

    told = {
        each.name: request_as(each, document, world, world.clients[role.value])
        .get_data()
        .decode(errors="replace")
        for each in operations
        if each.method == "GET"
    }

    held = ("王桂英", "林小满", "13800000001", "138****0001")
    assert told
    assert [name for name, answer in told.items() if any(word in answer for word in held)] == []
