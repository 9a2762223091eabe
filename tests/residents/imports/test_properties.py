"""Whatever stands in a list: twice is once, what goes out comes in as the same people, and nobody is lost."""

import io
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.workbooks import defused, workbook
from service.residents.imports.rules.reading import sheet_of
from service.residents.models import Resident
from tests.client import ApiClient
from tests.factories import accounts, regions
from tests.residents.imports import lists
from tests.residents.imports.importing import bring_in, number_of, work_off
from tests.residents.imports.lists import HEADER, id_number, phone

# Few of each, so that rows speak of the same people, homes and telephones again and again.
ROWS = st.tuples(
    st.sampled_from(["陈㛃", "𠮷野", "王䶮", "张 三", "李四", "", "王5"]),
    st.sampled_from([None, *map(id_number, range(5)), "330211194001010000", 3.30211e17]),
    st.sampled_from([None, *map(phone, range(4)), 13800000001.0, "12"]),
    st.sampled_from([None, "3幢", "三号楼", "9幢"]),
    st.sampled_from([None, "1", "2单元"]),
    st.sampled_from([None, "301", "３０１室", 401.0]),
    st.sampled_from([None, "户主", "配偶", "租客", "?"]),
)
LISTS = st.lists(ROWS, min_size=1, max_size=12)
ON_A_DATABASE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(str.strip)


@pytest.fixture
def worker(app: Flask, house: House) -> ApiClient:
    with unit_of_work(house) as work:
        regions.tree(work)
        regions.region(work, regions.GRID, regions.Level.BUILDING, "3幢")
        account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    return accounts.client_of(app, house, account)


@ON_A_DATABASE
@given(rows=LISTS, add=st.booleans())
@pytest.mark.usefixtures("worker")
def test_importing_twice_is_importing_once(house: House, rows: list[Any], *, add: bool) -> None:
    body = lists.xlsx(HEADER, *rows)
    first = bring_in(house, body, create_places=add)
    before = number_of(house, Resident)

    again = bring_in(house, body, create_places=add)

    assert again.created == again.to_merge == again.updated == 0
    assert (again.bad, again.unchanged) == (first.bad, first.rows - first.bad)
    assert number_of(house, Resident) == before


@ON_A_DATABASE
@given(rows=LISTS, add=st.booleans())
@pytest.mark.usefixtures("worker")
def test_a_dry_run_foretells_what_is_written(house: House, rows: list[Any], *, add: bool) -> None:
    body = lists.csv(HEADER, *rows)
    foretold = bring_in(house, body, dry_run=True, create_places=add)
    before = number_of(house, Resident)

    told = bring_in(house, body, create_places=add)

    assert (foretold.bad, foretold.created + foretold.to_merge) == (told.bad, told.created + told.to_merge)
    assert number_of(house, Resident) == before + told.created + told.to_merge


@ON_A_DATABASE
@given(rows=LISTS)
def test_what_goes_out_comes_in_as_the_same_people(worker: ApiClient, house: House, rows: list[Any]) -> None:
    bring_in(house, lists.xlsx(HEADER, *rows))
    asked = worker.post("/residents/export", {"purpose": "home_visit", "status": "verified"}).json
    work_off(house)
    body = worker.get("/" + worker.get(f"/exports/{asked['id']}").json["url"]).data
    before = _people(house)

    told = bring_in(house, body)

    assert (told.created, told.to_merge, told.updated, told.bad) == (0, 0, 0, 0)
    assert _people(house) == before


@given(rows=st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_a_workbook_says_what_was_put_into_it(rows: list[list[str]]) -> None:
    body = b"".join(workbook("名单", ["姓名", "地址"], rows))

    book = openpyxl.load_workbook(io.BytesIO(body))
    read = [[cell or "" for cell in row] for row in book.active.iter_rows(min_row=2, values_only=True)]
    texts = [row for _, row in sheet_of(body, 100).rows]

    # A reader drops empty rows at the end; texts that begin like a formula bear a mark.
    assert read[: len(rows)] == [[defused(cell) for cell in row] for row in rows][: len(read)]
    assert [[cell or "" for cell in row] for row in texts] == [
        row if row[1] else row[:1] for row in rows if any(row)
    ]


def _people(house: House) -> list[Any]:
    with unit_of_work(house) as work:
        people = work.session.scalars(select(Resident).order_by(Resident.id))
        return [
            (each.id, each.name, each.phone_lookup, each.id_number_lookup, each.home_id, each.address)
            for each in people
        ]
