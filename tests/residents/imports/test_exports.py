"""Lists that go out: what one may see, kept in the audit trail, harmless in a spreadsheet, and read again as it was."""

import io
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select, update

from service.accounts.models import AccountDuty
from service.kit.actor import Role
from service.kit.audit import AuditEntry
from service.kit.background import BackgroundRun
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.residents.imports.models import Export, ExportPiece
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, regions, residents
from tests.residents.imports import lists
from tests.residents.imports.importing import bring_in, counts, number_of, work_off
from tests.residents.imports.lists import HEADER, id_number, phone

HOUSEHOLD = (
    ("陈㛃", id_number(1), phone(1), "3幢", "2", "301", "户主"),
    ("𠮷野", id_number(2), None, "3幢", "2", "301", "配偶"),
    ("王䶮", None, phone(3), "3幢", None, "401", None),
)


@pytest.fixture
def worker(app: Flask, house: House) -> ApiClient:
    with unit_of_work(house) as work:
        regions.tree(work)
        regions.region(work, regions.GRID, regions.Level.BUILDING, "3幢")
        account = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    return accounts.client_of(app, house, account)


def exported(client: ApiClient, house: House, **wanted: Any) -> tuple[dict[str, Any], bytes]:
    asked = client.post("/residents/export", wanted)
    assert asked.status_code == 202, asked.json
    work_off(house)
    told = client.get(f"/exports/{asked.json['id']}").json
    return told, client.get("/" + told["url"]).data


def rows_of(body: bytes) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    header, *rows = book.active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_without_a_purpose_numbers_are_masked(worker: ApiClient, house: House) -> None:
    bring_in(house, lists.xlsx(HEADER, *HOUSEHOLD))

    _, body = exported(worker, house)

    by_name = {row["姓名"]: row for row in rows_of(body)}
    assert by_name["陈㛃"]["身份证号"] == f"330***********{id_number(1)[-4:]}"
    assert by_name["陈㛃"]["联系电话"] == "138****0001"
    assert (by_name["陈㛃"]["楼栋"], by_name["陈㛃"]["室号"], by_name["陈㛃"]["与户主关系"]) == (
        "3幢",
        "301",
        "户主",
    )


def test_a_list_is_for_as_long_as_its_place_is_the_askers(worker: ApiClient, house: House) -> None:
    told, _ = exported(worker, house)
    elsewhere = update(AccountDuty).values(region_code=regions.OTHER_COMMUNITY)

    with unit_of_work(house) as work:
        work.session.execute(elsewhere)

    assert worker.get("/residents").status_code == 200
    assert worker.get(f"/exports/{told['id']}").status_code == 404
    assert worker.get("/" + told["url"]).status_code == 404


def test_with_a_purpose_they_stand_in_full_and_the_trail_names_each_person(
    worker: ApiClient, house: House
) -> None:
    bring_in(house, lists.xlsx(HEADER, *HOUSEHOLD))

    _, body = exported(worker, house, purpose="home_visit")

    assert {row["联系电话"] for row in rows_of(body)} == {phone(1), phone(3), None}
    with unit_of_work(house) as work:
        entry = work.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "export_residents", AuditEntry.people.is_not(None))
        ).one()
    assert len(entry.people or ()) == 3
    assert entry.facts["purpose"] == "home_visit"


def test_who_may_not_read_numbers_gets_them_masked_for_any_purpose(
    app: Flask, worker: ApiClient, house: House
) -> None:
    bring_in(house, lists.xlsx(HEADER, *HOUSEHOLD))
    with unit_of_work(house) as work:
        above = accounts.staff(work, Role.STREET_STAFF, regions.STREET)

    _, body = exported(accounts.client_of(app, house, above), house, purpose="home_visit")

    assert phone(1) not in {row["联系电话"] for row in rows_of(body)}


def test_what_was_exported_is_read_as_the_same_people(worker: ApiClient, house: House) -> None:
    bring_in(house, lists.xlsx(HEADER, *HOUSEHOLD))
    _, body = exported(worker, house, purpose="home_visit")

    told = bring_in(house, body)

    assert counts(told) == {"unchanged": 3}


def test_nothing_in_a_list_is_a_formula(worker: ApiClient, house: House) -> None:
    wicked = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "|cmd", "＝1+1")
    with unit_of_work(house) as work:
        for place, address in enumerate(wicked):
            residents.resident(work, name="陈阿婆", phone=f"+86{phone(place)}", address=address)

    _, body = exported(worker, house)

    addresses = [row["地址"] for row in rows_of(body)]
    assert len(addresses) == len(wicked)
    assert all(str(address).startswith("'") for address in addresses)


def test_the_filters_are_those_of_the_list_and_stay_sealed(worker: ApiClient, house: House) -> None:
    bring_in(house, lists.xlsx(HEADER, *HOUSEHOLD))

    _, body = exported(worker, house, q="陈㛃")

    assert [row["姓名"] for row in rows_of(body)] == ["陈㛃"]
    with unit_of_work(house) as work:
        kept = [each.checkpoint for each in work.session.scalars(select(BackgroundRun))]
        sealed = b"".join(work.session.scalars(select(Export.wanted_sealed)))
    assert "陈" not in repr(kept)
    assert "陈㛃".encode() not in sealed


def test_a_link_holds_for_its_minutes_and_for_who_asked(
    app: Flask, worker: ApiClient, house: House, clock: StoppedClock
) -> None:
    told, body = exported(worker, house)
    with unit_of_work(house) as work:
        other = accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY)
    stranger = accounts.client_of(app, house, other)

    assert body
    assert stranger.get("/" + told["url"]).status_code == 404
    assert worker.get(f"/exports/{told['id']}/residents.xlsx?token=forged").json["code"] == "link_over"
    clock.move(minutes=14)
    assert worker.get("/" + told["url"]).status_code == 200
    assert ApiClient(app).get("/" + told["url"]).status_code == 401


def test_rows_are_not_kept_beside_the_workbook(worker: ApiClient, house: House) -> None:
    bring_in(house, lists.xlsx(HEADER, *HOUSEHOLD))

    exported(worker, house)

    with unit_of_work(house) as work:
        assert {each.value for each in work.session.scalars(select(ExportPiece.part))} == {"workbook"}
    assert number_of(house, Export) == 1
