"""What settlements say to whom: the accountant's workbook, a person's own copy, the log of who read."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from service.elderly_care.settlement.models import SettlementCheck, SettlementLine, SettlementRemark
from service.kit import personal
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from tests.client import ApiClient
from tests.elderly_care.settlement.conftest import PATH, Lines, Settle
from tests.factories import care, residents
from tests.factories.settlements import FEBRUARY, Served, days, served
from tests.statements import statements


@pytest.fixture
def february(work: UnitOfWork, one: Served, far: Served, grant: Any, settle: Settle) -> dict[str, Any]:
    grant(one)
    one.visit(work, FEBRUARY, minutes_served=30)
    far.visit(work, FEBRUARY)
    return settle()


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(answer.get_data()))
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_the_accountant_gets_a_line_a_row_in_yuan_to_be_added_up(
    february: dict[str, Any], manager: ApiClient
) -> None:
    header, *rows = sheet(manager.get(f"{PATH}/{february['id']}/export.xlsx"))

    paid = header.index("结算（元）")
    assert [row[paid] for row in rows] == [40.0, 80.0]
    assert sum(row[paid] for row in rows) * 100 == february["totals"]["gross_fen"]
    assert rows[0][header.index("扣减原因")] == "服务时长不足"
    assert {row[header.index("老人")] for row in rows} == {"陈**", "李**"}


def test_who_asks_for_english_gets_the_same_workbook_in_english(
    february: dict[str, Any], manager: ApiClient
) -> None:
    path = f"{PATH}/{february['id']}/export.xlsx"
    in_chinese, in_english = sheet(manager.get(path)), sheet(manager.get(path, language="en"))

    header, *rows = in_english
    assert (header[0], header[2], header[12]) == ("Line", "Street", "Owed (yuan)")
    assert not any("\u4e00" <= letter <= "\u9fff" for name in header for letter in name)
    assert rows[0][header.index("Deducted for")] == "shorter than agreed"
    assert rows[0][header.index("Mode")] == "home visit"
    assert [row[8:11] + row[12:] for row in rows] == [row[8:11] + row[12:] for row in in_chinese[1:]]


def test_a_street_saves_its_own_lines_alone(
    february: dict[str, Any], manager: ApiClient, other_street: ApiClient
) -> None:
    manager.post(f"{PATH}/{february['id']}/submit")

    _, *rows = sheet(other_street.get(f"{PATH}/{february['id']}/export.xlsx"))

    assert [row[3] for row in rows] == ["李**"]


def test_nothing_in_the_workbook_is_a_formula(
    work: UnitOfWork, one: Served, settle: Settle, manager: ApiClient
) -> None:
    one.service.name = "=1+1"
    one.visit(work, FEBRUARY)

    _, row = sheet(manager.get(f"{PATH}/{settle()['id']}/export.xlsx"))

    assert row[4] == "'=1+1"


def test_who_reads_of_an_elder_stands_in_their_access_log(
    work: UnitOfWork, one: Served, february: dict[str, Any], lines: Lines
) -> None:
    lines(february)

    query = select(AuditEntry).where(AuditEntry.action == "list_care_settlement_lines")
    assert one.elder.id in (work.session.scalars(query).one().people or [])


def test_who_saves_the_workbook_stands_in_the_access_log_of_everybody_in_it(
    work: UnitOfWork, one: Served, far: Served, february: dict[str, Any], manager: ApiClient
) -> None:
    sheet(manager.get(f"{PATH}/{february['id']}/export.xlsx"))

    query = select(AuditEntry).where(AuditEntry.action == "export_care_settlement")
    assert set(work.session.scalars(query).one().people or []) == {one.elder.id, far.elder.id}


def copy_of(work: UnitOfWork, elder_id: Any) -> list[dict[str, Any]]:
    [holding] = [each for each in personal.holdings() if each.name == "care_settlement_lines"]
    return [dict(each) for each in holding.rows(work, elder_id)]


def test_what_was_settled_is_in_a_persons_copy(
    work: UnitOfWork, one: Served, february: dict[str, Any]
) -> None:
    [row] = copy_of(work, one.elder.id)

    assert (row["service_on"], row["gross_fen"], row["subsidy_fen"]) == (FEBRUARY, 4000, 2000)
    assert (row["month"], row["is_reversal"]) == (FEBRUARY, False)


def test_an_erasure_forgets_what_was_written_and_keeps_what_was_paid(
    work: UnitOfWork, one: Served, february: dict[str, Any], manager: ApiClient, street: ApiClient
) -> None:
    path = f"{PATH}/{february['id']}"
    manager.post(f"{path}/submit")
    [line] = street.get(f"{path}/lines").json["items"]
    checked = street.post(
        f"{path}/lines/{line['id']}/check", {"outcome": "passed", "note": "老人在家。"}
    ).json
    reasons = [{"line_id": checked["id"], "reason": "请核对。"}]
    street.post(f"{path}/return", {"reason": "请核对。", "lines": reasons})
    assert [row["check_note"] for row in copy_of(work, one.elder.id)] == ["老人在家。"]

    kept = personal.erase_everywhere(work, one.elder.id)

    work.session.expire_all()
    assert work.session.scalars(select(SettlementRemark.text_sealed)).all() == [None]
    checks = select(SettlementCheck.note_sealed).where(SettlementCheck.checked_by.is_not(None))
    assert work.session.scalars(checks).all() == [None]
    assert len(work.session.scalars(select(SettlementLine.id)).all()) == 2
    assert "服务结算的日期和金额，没有姓名" in [each.what.zh for each in kept]


def test_lines_of_an_approved_month_go_with_a_merged_record(
    work: UnitOfWork, one: Served, far: Served, february: dict[str, Any], approve: Settle, lines: Lines
) -> None:
    approve(february)
    kept = residents.resident(work, name="陈阿婆")

    merging.merge(work, kept.id, other_id=one.elder.id)

    assert {each["elder_id"] for each in lines(february)} == {str(kept.id), str(far.elder.id)}


@pytest.mark.parametrize("visits", [2, 28])
def test_counting_asks_the_database_no_more_for_many_visits(
    work: UnitOfWork, connection: Any, one: Served, grant: Any, settle: Settle, visits: int
) -> None:
    grant(one)
    for day in days(FEBRUARY, visits):
        one.visit(work, day)

    with statements(connection) as sent:
        settle()

    assert len(sent) <= 75


def test_prices_of_other_contracts_do_not_matter(
    work: UnitOfWork, one: Served, other_operator: Any, settle: Settle, lines: Lines
) -> None:
    elsewhere = care.contract(work, other_operator, prices={one.service.id: 9000})
    served(work, elsewhere, one.service, elder=one.elder).visit(work, date(2026, 2, 2))
    one.visit(work, FEBRUARY)

    assert [each["gross_fen"] for each in lines(settle())] == [8000]
