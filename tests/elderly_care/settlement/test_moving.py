"""From the manager to the streets, the district and the payment: each does their own part and sees their own figures."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.accounts.models import Account
from service.elderly_care.settlement.queries import adding_up
from service.kit.actor import Function, Role
from service.kit.house import House
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.proofs.conftest import LoggedIn
from tests.elderly_care.settlement.conftest import PATH, Lines, Settle
from tests.factories import accounts, regions
from tests.factories.settlements import FEBRUARY, Served, days

_ONE_MORE_PART = """
    INSERT INTO care_settlement_parts SELECT l.id, e.id, 1, 0 FROM care_settlement_lines l, care_entitlements e
     WHERE l.id NOT IN (SELECT line_id FROM care_settlement_parts)
"""
PAYMENT = {"voucher_no": "ZJ-2026-0318", "paid_on": "2026-03-02"}


@pytest.fixture
def february(work: UnitOfWork, one: Served, far: Served, grant: Any, settle: Settle) -> dict[str, Any]:
    """Three visits in one street and one in the other."""
    grant(one)
    for day in days(FEBRUARY, 3):
        one.visit(work, day)
    far.visit(work, FEBRUARY)
    return settle()


@pytest.fixture
def path(february: dict[str, Any]) -> str:
    return f"{PATH}/{february['id']}"


@pytest.fixture
def submitted(manager: ApiClient, path: str) -> str:
    """Its path, once it is with the streets and all that is marked was checked."""
    assert manager.post(f"{path}/submit").json["status"] == "submitted"
    return path


@pytest.fixture
def checked(submitted: str, street: ApiClient, other_street: ApiClient) -> str:
    for checker in (street, other_street):
        for each in checker.get(f"{submitted}/lines?marked=true").json["items"]:
            assert (
                checker.post(f"{submitted}/lines/{each['id']}/check", {"outcome": "passed"}).status_code
                == 200
            )
    return submitted


@pytest.fixture
def confirmed(checked: str, street: ApiClient, other_street: ApiClient) -> str:
    assert street.post(f"{checked}/confirm").json["status"] == "submitted"
    assert other_street.post(f"{checked}/confirm").json["status"] == "confirmed"
    return checked


@pytest.fixture
def approved(confirmed: str, district: ApiClient) -> str:
    assert district.post(f"{confirmed}/approve").json["status"] == "approved"
    return confirmed


def test_from_a_draft_to_the_payment(approved: str, district: ApiClient, manager: ApiClient) -> None:
    paid = district.post(f"{approved}/pay", PAYMENT)

    assert (paid.status_code, paid.json["status"]) == (200, "paid")
    told = manager.get(approved).json
    assert (told["voucher_no"], told["paid_on"]) == ("ZJ-2026-0318", "2026-03-02")


def test_a_street_sees_its_own_share_alone(
    submitted: str, street: ApiClient, other_street: ApiClient, february: dict[str, Any]
) -> None:
    told, lines = other_street.get(submitted).json, other_street.get(f"{submitted}/lines").json["items"]

    assert [each["street_code"] for each in told["shares"]] == [regions.OTHER_STREET]
    assert (told["totals"]["gross_fen"], told["totals"]["subsidy_fen"]) == (8000, 0)
    assert [each["street_code"] for each in lines] == [regions.OTHER_STREET]
    assert street.get(submitted).json["totals"]["gross_fen"] == 24_000
    assert february["totals"]["gross_fen"] == 32_000


def test_a_street_is_told_no_figure_of_the_whole(
    submitted: str, street: ApiClient, manager: ApiClient, counted_apart: Any
) -> None:
    street.post(f"{submitted}/return", {"reason": "请核对。"})
    with counted_apart():
        manager.post(f"{submitted}/recount")

    told = street.get(submitted).json

    assert (told["unpriced"], told["counting"]) == (None, None)
    own = manager.get(submitted).json
    assert (own["unpriced"], own["counting"]["of"]) == (0, 4)


def test_a_draft_is_the_operators_own_paper_until_it_is_submitted(path: str, street: ApiClient) -> None:
    assert street.get(path).status_code == 404
    assert street.get(PATH).json["items"] == []


def test_a_street_without_lines_sees_nothing(
    work: UnitOfWork, one: Served, settle: Settle, manager: ApiClient, other_street: ApiClient
) -> None:
    one.visit(work, FEBRUARY)
    path = f"{PATH}/{settle()['id']}"
    manager.post(f"{path}/submit")

    assert other_street.get(path).status_code == 404
    assert other_street.post(f"{path}/confirm").status_code == 404


def test_another_operator_sees_nothing(path: str, other_manager: ApiClient) -> None:
    assert [
        other_manager.get(each).status_code for each in (path, f"{path}/lines", f"{path}/export.xlsx")
    ] == [404] * 3
    assert other_manager.post(f"{path}/submit").status_code == 404
    assert other_manager.get(PATH).json["items"] == []


def test_caregivers_dispatchers_and_communities_have_no_part_in_it(
    as_staff: Speak, path: str, dispatcher: ApiClient, worker: ApiClient, one: Served
) -> None:
    caregiver = as_staff(Role.CAREGIVER, organisation_id=one.contract.organisation_id)

    for somebody in (caregiver, dispatcher, worker):
        assert somebody.get(path).status_code == 403
        assert somebody.get(PATH).status_code == 403


def test_the_auditor_reads_all_by_masked_names_and_changes_nothing(
    approved: str, auditor: ApiClient, february: dict[str, Any]
) -> None:
    told, lines = auditor.get(approved).json, auditor.get(f"{approved}/lines").json["items"]

    assert told["totals"] == february["totals"]
    assert {each["elder_name"] for each in lines} == {"陈**", "李**"}
    verbs = ("submit", "confirm", "approve", "recount")
    assert {auditor.post(f"{approved}/{verb}").status_code for verb in verbs} == {403}


def test_the_operator_reads_masked_names(path: str, manager: ApiClient) -> None:
    assert {each["elder_name"] for each in manager.get(f"{path}/lines").json["items"]} == {"陈**", "李**"}


def test_each_step_is_for_who_it_is_for(
    submitted: str, manager: ApiClient, street: ApiClient, district: ApiClient
) -> None:
    refused = [
        street.post(f"{submitted}/submit"),
        street.post(f"{submitted}/approve"),
        street.post(f"{submitted}/pay", PAYMENT),
        manager.post(f"{submitted}/confirm"),
        manager.post(f"{submitted}/return", {"reason": "x"}),
        manager.post(f"{submitted}/approve"),
        district.post(f"{submitted}/confirm"),
        district.post(f"{submitted}/recount"),
    ]

    assert {(each.status_code, each.json["code"]) for each in refused} == {(403, "out_of_scope")}


def test_each_step_has_its_state(path: str, manager: ApiClient, district: ApiClient) -> None:
    assert district.post(f"{path}/approve").json["code"] == "wrong_state"
    assert district.post(f"{path}/return", {"reason": "请核对。"}).json["code"] == "wrong_state"
    assert district.post(f"{path}/pay", PAYMENT).json["code"] == "wrong_state"
    manager.post(f"{path}/submit")
    assert manager.post(f"{path}/submit").json["code"] == "wrong_state"
    assert manager.post(f"{path}/recount").json["code"] == "wrong_state"


def test_nothing_is_confirmed_before_it_was_checked(submitted: str, street: ApiClient) -> None:
    answer = street.post(f"{submitted}/confirm")

    assert (answer.status_code, answer.json["code"]) == (409, "checks_open")


def test_a_street_confirms_once(checked: str, street: ApiClient) -> None:
    assert street.post(f"{checked}/confirm").status_code == 200
    assert street.post(f"{checked}/confirm").json["code"] == "share_confirmed"


def test_an_empty_month_is_not_submitted(manager: ApiClient, settle: Settle) -> None:
    assert manager.post(f"{PATH}/{settle()['id']}/submit").json["code"] == "nothing_to_settle"


def test_who_confirmed_does_not_approve(
    app: Flask, work: UnitOfWork, house: House, checked: str, other_street: ApiClient
) -> None:
    both = accounts.staff(work, Role.STREET_STAFF, regions.STREET, functions=[Function.CARE])
    accounts.duty(work, both, Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE])
    somebody = LoggedIn(app, house, work.session.get_one(Account, both.id))
    somebody.post(f"{checked}/confirm")
    other_street.post(f"{checked}/confirm")

    refused = somebody.post(f"{checked}/approve")

    assert (refused.status_code, refused.json["code"]) == (409, "confirmed_by_the_same")


def test_it_goes_back_with_reasons_by_lines(
    confirmed: str,
    street: ApiClient,
    district: ApiClient,
    manager: ApiClient,
    lines: Lines,
    february: dict[str, Any],
) -> None:
    first = lines(february)[0]
    reasons = {"reason": "请核对。", "lines": [{"line_id": first["id"], "reason": "老人称当日未上门。"}]}

    returned = district.post(f"{confirmed}/return", reasons)

    assert (returned.json["status"], returned.json["return_reason"]) == ("draft", "请核对。")
    assert {each["confirmed_at"] for each in returned.json["shares"]} == {None}
    manager.post(f"{confirmed}/recount")
    remarks = [each["remarks"] for each in manager.get(f"{confirmed}/lines").json["items"]]
    assert [[each["reason"] for each in one] for one in remarks] == [["老人称当日未上门。"], [], [], []]
    assert manager.post(f"{confirmed}/submit").json["status"] == "submitted"
    assert street.get(confirmed).json["return_reason"] == "请核对。"


def test_a_street_returns_and_names_lines_of_its_own_alone(
    submitted: str, street: ApiClient, other_street: ApiClient
) -> None:
    theirs = street.get(f"{submitted}/lines").json["items"][0]["id"]
    wrong = {"reason": "请核对。", "lines": [{"line_id": theirs, "reason": "不符。"}]}

    refused = other_street.post(f"{submitted}/return", wrong)

    assert (refused.status_code, refused.json["code"]) == (422, "no_such_line")
    assert street.post(f"{submitted}/return", wrong).json["status"] == "draft"


def reasons(client: ApiClient, path: str) -> dict[str, str | None]:
    """What a client is told of each share, and of the whole."""
    told = client.get(path).json
    return {"whole": told["return_reason"]} | {
        each["street_code"]: each["return_reason"] for each in told["shares"]
    }


def test_what_a_street_says_stands_with_its_own_share_and_no_other_street_hears_it(
    submitted: str, street: ApiClient, other_street: ApiClient, manager: ApiClient
) -> None:
    returned = street.post(f"{submitted}/return", {"reason": "陈阿婆那天不在家。"})

    assert returned.json["shares"][0]["return_reason"] == "陈阿婆那天不在家。"
    assert reasons(street, submitted) == {"whole": None, regions.STREET: "陈阿婆那天不在家。"}
    assert reasons(other_street, submitted) == {"whole": None, regions.OTHER_STREET: None}
    assert reasons(manager, submitted) == {
        "whole": None,
        regions.STREET: "陈阿婆那天不在家。",
        regions.OTHER_STREET: None,
    }


def test_the_district_says_something_to_all_and_to_each_street_its_own(
    confirmed: str, street: ApiClient, other_street: ApiClient, district: ApiClient
) -> None:
    of_shares = [
        {"street_code": regions.STREET, "reason": "两条明细重复。"},
        {"street_code": regions.OTHER_STREET, "reason": "缺少签字。"},
    ]

    district.post(f"{confirmed}/return", {"reason": "请核对。", "shares": of_shares})

    assert reasons(street, confirmed) == {"whole": "请核对。", regions.STREET: "两条明细重复。"}
    assert reasons(other_street, confirmed) == {"whole": "请核对。", regions.OTHER_STREET: "缺少签字。"}


def test_only_why_it_was_given_back_last_is_told(
    clock: StoppedClock,
    submitted: str,
    street: ApiClient,
    other_street: ApiClient,
    manager: ApiClient,
    district: ApiClient,
) -> None:
    street.post(f"{submitted}/return", {"reason": "第一次。"})
    manager.post(f"{submitted}/submit")
    clock.move(minutes=5)
    other_street.post(f"{submitted}/return", {"reason": "第二次。"})
    second = reasons(manager, submitted)
    manager.post(f"{submitted}/submit")
    clock.move(minutes=5)
    district.post(f"{submitted}/return", {"reason": "第三次。"})

    assert second == {"whole": None, regions.STREET: None, regions.OTHER_STREET: "第二次。"}
    assert reasons(manager, submitted) == {
        "whole": "第三次。",
        regions.STREET: None,
        regions.OTHER_STREET: None,
    }


def test_nobody_says_something_of_a_share_that_is_not_theirs_or_twice(
    submitted: str, street: ApiClient, district: ApiClient
) -> None:
    wrong = {"reason": "请核对。", "shares": [{"street_code": regions.OTHER_STREET, "reason": "不符。"}]}
    twice = {"reason": "请核对。", "shares": [{"street_code": regions.STREET, "reason": "不符。"}] * 2}
    nowhere = {"reason": "请核对。", "shares": [{"street_code": "330299", "reason": "不符。"}]}

    for client, body in ((street, wrong), (district, twice), (district, nowhere)):
        refused = client.post(f"{submitted}/return", body)
        assert (refused.status_code, refused.json["code"]) == (422, "no_such_share")
        assert any(name.startswith("shares") for name in refused.json["errors"])
    assert reasons(street, submitted) == {"whole": None, regions.STREET: None}


@pytest.mark.parametrize("paid_on", ["2026-03-01", "2026-03-03"])
def test_a_payment_lies_between_approval_and_today(approved: str, district: ApiClient, paid_on: str) -> None:
    answer = district.post(f"{approved}/pay", PAYMENT | {"paid_on": paid_on})

    assert (answer.status_code, answer.json["code"]) == (422, "payment_day")


def test_what_was_read_before_it_changed_is_stale(path: str, manager: ApiClient) -> None:
    etag = manager.get(path).headers["ETag"]
    assert manager.post(f"{path}/recount").status_code == 200

    assert manager.post(f"{path}/submit", etag=etag).status_code == 412


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE care_settlement_lines SET gross_fen = 0",
        "DELETE FROM care_settlement_parts",
        "DELETE FROM care_settlement_lines WHERE id NOT IN (SELECT line_id FROM care_settlement_parts)",
        _ONE_MORE_PART,
        "UPDATE care_settlement_shares SET confirmed_at = now()",
        "DELETE FROM care_settlement_shares",
        "UPDATE care_settlement_checks SET outcome = 'failed'",
        "DELETE FROM care_settlement_terms",
        "UPDATE care_settlements SET status = 'draft', approved_at = NULL",
        "UPDATE care_settlements SET status = 'paid', voucher_no = 'x', paid_on = now(), paid_at = now(), seed = 1",
        "DELETE FROM care_settlements",
    ],
)
@pytest.mark.usefixtures("approved")
def test_the_database_lets_nothing_change_that_is_approved(work: UnitOfWork, statement: str) -> None:
    with pytest.raises(DBAPIError, match="never changed"), work.session.begin_nested():
        work.session.execute(text(statement))


def test_the_database_lets_nobody_approve_what_they_confirmed(work: UnitOfWork, confirmed: str) -> None:
    with pytest.raises(DBAPIError, match="somebody else"), work.session.begin_nested():
        work.session.execute(
            text(
                "UPDATE care_settlements SET status = 'approved', approved_at = now(), approved_by ="
                " (SELECT confirmed_by FROM care_settlement_shares LIMIT 1)"
            )
        )


@pytest.mark.usefixtures("street", "other_street")
def test_each_street_hears_what_it_is_to_confirm(
    path: str, manager: ApiClient, heard: Callable[[], dict[str, int]]
) -> None:
    manager.post(f"{path}/submit")

    assert heard() == {"settlement_to_confirm": 2}


def test_the_district_hears_what_it_is_to_approve(
    confirmed: str, district: ApiClient, heard: Callable[[], dict[str, int]]
) -> None:
    assert heard() == {"settlement_to_approve": 1}


def test_the_manager_hears_of_approval_and_payment(
    approved: str, district: ApiClient, heard: Callable[[], dict[str, int]]
) -> None:
    assert heard() == {"settlement_approved": 1}
    district.post(f"{approved}/pay", PAYMENT)
    assert heard() == {"settlement_approved": 1, "settlement_paid": 1}


@pytest.fixture
def heard(work: UnitOfWork, timetable: Timetable) -> Callable[[], dict[str, int]]:
    """How many were told each text, once all is delivered."""

    def ask() -> dict[str, int]:
        timetable.deliver()
        rows = work.session.execute(text("SELECT text, count(*) FROM inbox_messages GROUP BY text"))
        return {name.removeprefix("elderly_care."): count for name, count in rows}

    return ask


def test_the_manager_hears_that_it_was_returned(
    submitted: str, street: ApiClient, heard: Callable[[], dict[str, int]]
) -> None:
    street.post(f"{submitted}/return", {"reason": "请核对。"})

    assert heard()["settlement_returned"] == 1


def test_lists_are_filtered(
    work: UnitOfWork,
    february: dict[str, Any],
    one: Served,
    settle: Settle,
    district: ApiClient,
    clock: StoppedClock,
) -> None:
    clock.move(days=31)
    settle("2026-03")

    def found(query: str) -> list[str]:
        return [each["month"] for each in district.get(f"{PATH}?{query}").json["items"]]

    assert found("") == ["2026-03", "2026-02"]
    assert found("month=2026-02") == ["2026-02"]
    assert found(f"contract_id={one.contract.id}&status=draft") == ["2026-03", "2026-02"]
    assert found("status=paid") == []


@pytest.mark.parametrize("question", [adding_up._OPEN, adding_up._CHECKS])
def test_checks_are_counted_visit_by_visit_before_the_database_knows_how_many_lines_there_are(
    work: UnitOfWork, submitted: str, question: Prepared
) -> None:
    """Going through all lines for each check is a minute of waiting after a large month was counted."""
    asked = question.sql.replace("$1", f"'{submitted.rpartition('/')[2]}'")
    asked = asked.replace("AS uuid[]", "AS uuid").replace("ANY", "")

    plan = "\n".join(work.session.scalars(text(f"EXPLAIN {asked}")))

    assert "care_settlement_lines_visit_id_number_key" in plan
    assert "care_settlement_lines_settlement_id_id_idx" not in plan
