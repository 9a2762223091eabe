"""Imports over HTTP: upload, look, confirm, mend and upload again."""

import io

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import delete
from werkzeug.test import TestResponse

from service.accounts.models import AccountDuty
from service.kit.actor import Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from tests.client import ApiClient
from tests.factories import accounts, regions
from tests.residents.imports import lists
from tests.residents.imports.importing import people, work_off
from tests.residents.imports.lists import id_number, phone

HEADER = ("姓名", "证件号码", "手机", "备用电话", "地址")
GOOD = ("陈阿婆", id_number(1), phone(1), phone(3), "胜利路 18 号")
BAD = ("王阿公", "330211194001010000", phone(2), None, "胜利路 19 号")


@pytest.fixture
def worker(app: Flask, house: House) -> ApiClient:
    with unit_of_work(house) as work:
        regions.tree(work)
        account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    return accounts.client_of(app, house, account)


def upload(client: ApiClient, body: bytes, query: str = "", name: str = "名单.xlsx") -> TestResponse:
    return client.post(f"/residents/import{query}", data={"file": (io.BytesIO(body), name)})


def test_a_list_is_uploaded_looked_at_and_started(worker: ApiClient, house: House) -> None:
    asked = upload(worker, lists.xlsx(HEADER, GOOD, BAD))
    assert (asked.status_code, asked.json["state"]) == (202, "reading")
    path = f"/imports/{asked.json['id']}"
    work_off(house)

    checked = worker.get(path).json
    assert checked["state"] == "checked"
    assert checked["counts"] == {"created": 1, "updated": 0, "unchanged": 0, "to_merge": 0, "bad": 1}
    assert checked["progress"] == {"done": 2, "of": 2}
    assert [(each["letters"], each["holds"]) for each in checked["columns"]] == [
        ("A", "name"),
        ("B", "id_number"),
        ("C", "phone"),
        ("D", None),
        ("E", "address"),
    ]
    assert checked["first_bad"][0]["number"] == 3
    assert checked["first_bad"][0]["remarks"][0]["reason"] == "id_number_check_digit"

    started = worker.post(f"{path}/start", {"mapping": {"C": None, "D": "phone"}, "on_error": "only_good"})
    assert (started.status_code, started.json["state"]) == (202, "checking")
    work_off(house)

    assert worker.get(path).json["state"] == "done"
    assert people(house) == [("陈阿婆",)]
    rows = worker.get(f"{path}/rows?status=created").json["items"]
    assert worker.get(f"/residents/{rows[0]['resident_id']}").json["phone"] == "138****0003"


def test_bad_rows_come_back_as_they_were_and_can_be_mended(worker: ApiClient, house: House) -> None:
    asked = upload(worker, lists.xlsx(HEADER, GOOD, BAD), "?dry_run=false&on_error=only_good")
    work_off(house)

    answer = worker.get(f"/imports/{asked.json['id']}/errors.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    rows = list(book.active.iter_rows(values_only=True))

    assert rows[0] == (*HEADER, "问题")
    assert rows[1][:3] == BAD[:3]
    assert "身份证号" in str(rows[1][-1])
    book.active["B2"] = id_number(2)
    mended = io.BytesIO()
    book.save(mended)
    upload(worker, mended.getvalue(), "?dry_run=false")
    work_off(house)
    assert len(people(house)) == 2


def test_whose_duty_has_ended_reads_nothing_of_the_lists_they_brought(
    worker: ApiClient, house: House
) -> None:
    asked = upload(worker, lists.xlsx(HEADER, GOOD, BAD)).json
    work_off(house)
    path = f"/imports/{asked['id']}"
    pages = (path, f"{path}/rows", f"{path}/errors.xlsx")
    before = {worker.get(page).status_code for page in pages}

    with unit_of_work(house) as work:
        work.session.execute(delete(AccountDuty))

    assert before == {200}
    assert {worker.get(page).status_code for page in pages} == {404}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty_sheet"),
        (b"PK\x03\x04junk", "broken_sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
        (b"%PDF-1.7", "unknown_sheet_type"),
        (lists.with_entry(lists.xlsx(HEADER), "xl/vbaProject.bin", b"x"), "unsafe_workbook"),
    ],
)
def test_what_is_no_list_is_refused_at_once(worker: ApiClient, body: bytes, code: str) -> None:
    answer = upload(worker, body)

    assert answer.json["code"] == code
    assert list(answer.json.get("errors", {})) == (["file"] if answer.status_code == 422 else [])
    assert worker.get("/imports").json["items"] == []


def test_the_same_file_twice_at_once_is_refused(worker: ApiClient) -> None:
    body = lists.xlsx(HEADER, GOOD)
    upload(worker, body)

    assert upload(worker, body).json["code"] == "sheet_under_way"


def test_an_import_is_cancelled_once(worker: ApiClient) -> None:
    asked = upload(worker, lists.xlsx(HEADER, GOOD)).json

    assert worker.post(f"/imports/{asked['id']}/cancel").json["state"] == "cancelled"
    assert worker.post(f"/imports/{asked['id']}/cancel").json["code"] == "wrong_state"


def test_errors_are_told_only_when_the_rows_were_checked(worker: ApiClient) -> None:
    asked = upload(worker, lists.xlsx(HEADER, GOOD)).json

    assert worker.get(f"/imports/{asked['id']}/errors.xlsx").json["code"] == "not_ready"


def test_imports_are_seen_where_they_were_made_for(app: Flask, worker: ApiClient, house: House) -> None:
    asked = upload(worker, lists.xlsx(HEADER, GOOD)).json
    with unit_of_work(house) as work:
        elsewhere = accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
        above = accounts.staff(work, Role.STREET_STAFF, regions.STREET)
        grid_worker = accounts.staff(work, Role.GRID_WORKER, regions.GRID)

    assert accounts.client_of(app, house, elsewhere).get(f"/imports/{asked['id']}").status_code == 404
    assert accounts.client_of(app, house, above).get(f"/imports/{asked['id']}").status_code == 200
    refused = upload(accounts.client_of(app, house, grid_worker), lists.xlsx(HEADER, GOOD))
    assert refused.status_code == 403


def test_what_stood_in_bad_rows_is_read_by_who_brought_the_list_alone(
    worker: ApiClient, app: Flask, house: House
) -> None:
    asked = upload(worker, lists.xlsx(HEADER, GOOD, BAD), "?dry_run=false&on_error=only_good")
    work_off(house)
    with unit_of_work(house) as work:
        officer = accounts.staff(work, Role.DISTRICT_STAFF, regions.DISTRICT)
        colleague = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)

    path = f"/imports/{asked.json['id']}"
    others = [accounts.client_of(app, house, account) for account in (officer, colleague)]

    assert worker.get(f"{path}/errors.xlsx").status_code == 200
    assert [each.get(path).status_code for each in others] == [200, 200]
    assert [each.get(f"{path}/errors.xlsx").status_code for each in others] == [404, 404]


def test_a_file_that_is_no_list_says_so_in_words(worker: ApiClient, house: House) -> None:
    asked = upload(worker, lists.xlsx(("甲", "乙"), ("一", "二")))
    work_off(house)

    told = worker.get(f"/imports/{asked.json['id']}").json

    assert (told["state"], told["refusal"]) == ("failed", "no_header")
    assert told["refusal_text"]["zh"]
