"""Who reads vouchers and the ledger of a month, and that its sums are those of the entries."""

from collections import Counter
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.vouchers import actions
from service.elderly_care.vouchers.actions import Draw
from service.elderly_care.vouchers.models import VoucherEntry
from service.kit.actor import Role
from service.kit.audit import AuditEntry
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.vouchers.conftest import FEBRUARY, MARCH, PATH, Grant, issue, line
from tests.factories import accounts, care, regions, residents

LEDGER = f"{PATH}/ledger"


def ids(client: ApiClient, **wanted: Any) -> list[str]:
    return [each["id"] for each in client.get(PATH, query_string=wanted).json["items"]]


def test_the_elder_and_who_acts_for_them_in_care_read_how_it_was_used(
    app: Flask, as_elder: ApiClient, work: UnitOfWork, elder: Resident, grant: Grant
) -> None:
    row = grant()
    grant(elder=residents.resident(work))
    actions.draw(work, [Draw(row.id, MARCH, 120, line(1))])
    proxies = []
    for scope in ("care", "booking"):
        account = accounts.resident_account(work)
        residents.proxy(work, elder, account, [scope])
        proxies.append(accounts.client_of(app, work, account))

    [mine] = ids(as_elder)
    told = as_elder.get(f"{PATH}/{mine}").json

    assert (told["unit"], told["issued"], told["drawn"], told["remaining"]) == ("minutes", 2_700, 120, 2_580)
    assert [(each["kind"], each["amount"], each["settlement_line_id"]) for each in told["entries"]] == [
        ("issued", 2_700, None),
        ("drawn", 120, str(line(1))),
    ]
    assert [ids(proxy) for proxy in proxies] == [[mine], []]
    assert [proxy.get(f"{PATH}/{mine}").status_code for proxy in proxies] == [200, 404]


def test_staff_read_those_of_their_places_and_it_is_noted(
    worker: ApiClient,
    other_worker: ApiClient,
    street: ApiClient,
    other_street: ApiClient,
    district: ApiClient,
    work: UnitOfWork,
    elder: Resident,
    grant: Grant,
    timetable: Timetable,
) -> None:
    grant()
    issue(timetable)

    seen = [len(ids(client)) for client in (worker, other_worker, street, other_street, district)]
    [mine] = ids(worker)
    read = worker.get(f"{PATH}/{mine}")

    assert seen == [1, 0, 1, 0, 1]
    assert read.json["elder_name"] == elder.name
    assert other_worker.get(f"{PATH}/{mine}").status_code == 404
    noted = Counter(work.session.scalars(select(AuditEntry.action)))
    assert (noted["list_care_vouchers"], noted["get_care_voucher"]) == (4, 1)


def test_the_auditor_reads_all_without_a_name_in_full(
    auditor: ApiClient, elder: Resident, grant: Grant, timetable: Timetable
) -> None:
    grant()
    issue(timetable)

    [found] = auditor.get(PATH).json["items"]

    assert found["elder_name"] == f"{elder.name[0]}{'*' * (len(elder.name) - 1)}"
    assert auditor.get(LEDGER, query_string={"month": "2026-03"}).json["totals"][0]["vouchers"] == 1


def test_an_operator_and_who_only_knocks_at_doors_read_nothing(
    manager: ApiClient, dispatcher: ApiClient, as_staff: Speak, grant: Grant, timetable: Timetable
) -> None:
    grant()
    issue(timetable)
    grid = as_staff(Role.GRID_WORKER, regions.GRID)

    answers = {
        client.get(path).status_code
        for client in (manager, dispatcher, grid)
        for path in (PATH, f"{LEDGER}?month=2026-03")
    }

    assert answers == {403}


def test_vouchers_are_found_by_elder_scheme_month_and_what_became_of_them(
    street: ApiClient, work: UnitOfWork, elder: Resident, grant: Grant, scheme: SubsidyScheme
) -> None:
    money, hours = grant(scheme, monthly_fen=60_000, starts_on=FEBRUARY), grant()
    actions.align(work, [elder.id], [FEBRUARY, MARCH])
    actions.draw(work, [Draw(hours.id, MARCH, 2_700, line(1))])
    grant(elder=residents.resident(work))

    by_elder = street.get(PATH, query_string={"elder_id": elder.id}).json["items"]
    found = {
        "scheme": street.get(PATH, query_string={"scheme_code": scheme.code}).json["items"],
        "month": street.get(PATH, query_string={"month": "2026-02"}).json["items"],
        "spent": street.get(PATH, query_string={"status": "spent"}).json["items"],
        "elsewhere": street.get(PATH, query_string={"region_code": regions.OTHER_COMMUNITY}).json["items"],
    }

    assert len(by_elder) == 3
    assert {
        name: [(each["entitlement_id"], each["month"]) for each in rows] for name, rows in found.items()
    } == {
        "scheme": [(str(money.id), "2026-03"), (str(money.id), "2026-02")],
        "month": [(str(money.id), "2026-02")],
        "spent": [(str(hours.id), "2026-03")],
        "elsewhere": [],
    }


def test_a_long_list_is_read_page_by_page(
    street: ApiClient, work: UnitOfWork, grant: Grant, timetable: Timetable
) -> None:
    for _ in range(5):
        grant(elder=residents.resident(work))
    issue(timetable)

    first = street.get(PATH, query_string={"limit": 3}).json
    second = street.get(PATH, query_string={"limit": 3, "cursor": first["next_cursor"]}).json

    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (3, 2, None)
    assert len({each["id"] for each in [*first["items"], *second["items"]]}) == 5


def test_the_ledger_of_a_month_adds_up_by_street_to_its_entries(
    district: ApiClient, street: ApiClient, work: UnitOfWork, grant: Grant, scheme: SubsidyScheme
) -> None:
    money = care.scheme(work, name="消费券")
    here = [residents.resident(work) for _ in range(3)]
    there = residents.resident(work, regions.OTHER_COMMUNITY)
    rows = [grant(scheme, elder=each) for each in [*here, there]]
    paid = grant(money, elder=there, monthly_fen=60_000, starts_on=FEBRUARY)
    actions.align(work, [each.id for each in [*here, there]], [FEBRUARY, MARCH])
    actions.draw(work, [Draw(row.id, MARCH, 100 + place, line(place + 1)) for place, row in enumerate(rows)])
    actions.draw(work, [Draw(paid.id, MARCH, 50_000, line(9)), Draw(paid.id, FEBRUARY, 70, line(8))])
    actions.give_back(work, [line(2)])

    told = district.get(LEDGER, query_string={"month": "2026-03"}).json
    mine = street.get(LEDGER, query_string={"month": "2026-03", "scheme_code": scheme.code}).json

    assert [
        (
            each["street_code"],
            each["scheme_code"],
            each["vouchers"],
            each["issued"],
            each["drawn"],
            each["returned"],
        )
        for each in told["rows"]
    ] == sorted(
        [
            (regions.STREET, scheme.code, 3, 8_100, 303, 101),
            (regions.OTHER_STREET, scheme.code, 1, 2_700, 103, 0),
            (regions.OTHER_STREET, money.code, 1, 60_000, 50_000, 0),
        ]
    )
    assert {each["unit"]: (each["issued"], each["drawn"], each["remaining"]) for each in told["totals"]} == {
        "minutes": (10_800, 406, 10_495),
        "fen": (60_000, 50_000, 10_000),
    }
    entries = work.session.scalars(select(VoucherEntry)).all()
    drawn = sum(each.amount for each in entries if each.kind == "drawn")
    assert drawn == sum(each["drawn"] for each in told["rows"]) + 70
    assert [each["street_code"] for each in mine["rows"]] == [regions.STREET]


@pytest.fixture
def used(
    work: UnitOfWork, scheme: SubsidyScheme, elder: Resident, grant: Grant, timetable: Timetable
) -> None:
    """An elder's hours, of which some were drawn, and a neighbour's money far away, of which more was."""
    hours = grant(scheme)
    far = residents.resident(work, regions.OTHER_COMMUNITY, name="李桂花")
    money = grant(care.scheme(work), elder=far, monthly_hours=None, monthly_fen=60_000)
    issue(timetable)
    actions.draw(work, [Draw(hours.id, MARCH, 120, line(1)), Draw(money.id, MARCH, 12_345, line(2))])
    actions.give_back(work, [line(1)])


def sheet(client: ApiClient, query: str = "", **options: Any) -> list[tuple[Any, ...]]:
    answer = client.get(f"{LEDGER}/export.xlsx?month=2026-03{query}", **options)
    assert answer.status_code == 200, answer.text
    assert 'filename="vouchers-2026-03.xlsx"' in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.get_data()))
    return list(book.worksheets[0].iter_rows(values_only=True))


@pytest.mark.usefixtures("used")
def test_the_accountant_gets_a_voucher_a_row_and_each_column_adds_up_to_the_ledger(
    district: ApiClient,
) -> None:
    totals = {
        each["unit"]: each for each in district.get(LEDGER, query_string={"month": "2026-03"}).json["totals"]
    }
    header, *rows = sheet(district)

    assert len(rows) == 2
    names = ("发放", "收回", "核销", "退回", "过期", "结余")
    sums = ("issued", "withdrawn", "drawn", "returned", "expired", "remaining")
    for unit, mark, whole in (("fen", "元", 100), ("minutes", "分钟", 1)):
        columns = [header.index(f"{name}（{mark}）") for name in names]
        added = [round(sum(row[place] or 0 for row in rows) * whole) for place in columns]
        assert added == [totals[unit][name] for name in sums]
    paid = header.index("核销（元）")
    assert sorted(row[paid] for row in rows if row[paid] is not None) == [123.45]


@pytest.mark.usefixtures("used")
def test_names_are_masked_and_each_elder_sees_who_saved_them(
    work: UnitOfWork, elder: Resident, district: ApiClient
) -> None:
    header, *rows = sheet(district)

    assert {row[header.index("老人")] for row in rows} == {f"{elder.name[0]}**", "李**"}
    noted = select(AuditEntry).where(AuditEntry.action == "export_care_voucher_ledger")
    people = work.session.scalars(noted).one().people or []
    assert elder.id in people
    assert len(people) == 2


@pytest.mark.usefixtures("used")
def test_a_street_saves_its_own_vouchers_and_an_operator_none(
    street: ApiClient, auditor: ApiClient, manager: ApiClient, scheme: SubsidyScheme, district: ApiClient
) -> None:
    assert [row[4] for row in sheet(street)[1:]] == [scheme.code]
    assert [row[4] for row in sheet(district, f"&scheme_code={scheme.code}")[1:]] == [scheme.code]
    assert len(sheet(auditor)) == 3
    assert manager.get(f"{LEDGER}/export.xlsx?month=2026-03").status_code == 403


@pytest.mark.usefixtures("used")
def test_who_asks_for_english_gets_the_ledger_in_english(district: ApiClient) -> None:
    header, *rows = sheet(district, language="en")

    assert header[:4] == ("Voucher", "Month", "Street", "Elder")
    assert header[7:9] == ("Issued (yuan)", "Withdrawn (yuan)")
    assert {row[6] for row in rows} == {"open"}


def test_an_empty_month_is_a_workbook_with_a_header_alone(district: ApiClient) -> None:
    assert len(sheet(district)) == 1


@pytest.mark.parametrize("query", [{}, {"month": "2026-13"}, {"month": "March"}])
def test_a_ledger_is_of_a_month(district: ApiClient, query: dict[str, str]) -> None:
    assert district.get(LEDGER, query_string=query).status_code == 422


def test_a_month_without_vouchers_has_an_empty_ledger(district: ApiClient) -> None:
    assert district.get(LEDGER, query_string={"month": "2025-01"}).json == {
        "month": "2025-01",
        "rows": [],
        "totals": [],
    }
