"""What follows an import: who asked to act for somebody hears, and somebody forgotten is in no row any more."""

from dataclasses import replace
from datetime import date

from flask import Flask
from sqlalchemy import select

from service.kit.edge import unit_of_work
from service.kit.house import House
from service.residents.imports import actions
from service.residents.imports.models import ImportedPerson, ImportRow
from service.residents.imports.rules.outcomes import ImportState
from service.residents.models import Proxy, Resident
from tests.conftest import Timetable
from tests.factories import accounts, regions, residents
from tests.residents.imports import lists
from tests.residents.imports.importing import bring_in, number_of
from tests.residents.imports.lists import HEADER, id_number, phone

ELDER = ("陈阿婆", id_number(1), phone(1), None, None, None, None)
NEIGHBOUR = ("王阿公", None, phone(2), None, None, None, None)


def test_who_asked_before_the_elder_was_on_record_reaches_them(
    app: Flask, house: House, timetable: Timetable
) -> None:
    with unit_of_work(house) as work:
        daughter = residents.resident(work, name="陈小妹", phone=f"+86{phone(9)}")
        account = accounts.resident_account(work, daughter.id)
    asked = accounts.client_of(app, house, account).post(
        "/proxies",
        {
            "elder": {"name": "陈阿婆", "phone": phone(1)},
            "relation": "女儿",
            "scopes": ["booking"],
            "valid_until": date(2026, 12, 31),
        },
    )
    assert asked.status_code == 201, asked.json

    bring_in(house, lists.csv(HEADER, ELDER))
    timetable.deliver()

    with unit_of_work(house) as work:
        elder = work.session.scalars(select(Resident.id).where(Resident.name == "陈阿婆")).one()
        assert work.session.scalars(select(Proxy.elder_id)).one() == elder


def test_somebody_forgotten_is_in_no_row(house: House) -> None:
    with unit_of_work(house) as work:
        regions.tree(work)
    bring_in(house, lists.csv(HEADER, NEIGHBOUR))

    with unit_of_work(house) as work:
        forgotten = work.session.scalars(select(Resident.id)).one()
        assert actions.forget_person(work, forgotten)
        assert not actions.forget_person(work, forgotten)

    assert number_of(house, ImportedPerson) == 0
    with unit_of_work(house) as work:
        assert work.session.scalars(select(ImportRow.resident_id)).all() == [None]


def test_a_list_with_more_rows_than_allowed_writes_nobody(house: House) -> None:
    with unit_of_work(house) as work:
        regions.tree(work)
    strict = replace(house, settings=replace(house.settings, import_most_rows=1))

    told = bring_in(strict, lists.csv(HEADER, ELDER, NEIGHBOUR))

    assert (told.state, told.refusal) == (ImportState.FAILED, "too_many_rows")
    assert number_of(house, Resident) == 0
