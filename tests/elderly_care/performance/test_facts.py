"""Every fact of a month against a table made by hand, with the lines it is counted from, and who may read of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from service.elderly_care.complaints.models import Complaint
from service.elderly_care.proofs.models import OverdueVisit
from service.elderly_care.providers.rules import TargetKind
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.kit.actor import Function, Role
from service.kit.audit import AuditEntry
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.conftest import Speak
from tests.elderly_care.performance.conftest import ASKED, PATH, Month, counts, read
from tests.factories import accounts, care, care_performance, regions, residents

# Numerator, denominator, value, what is attained of the target; by hand from the fixture `month`.
TABLE = {
    "on_time": (4, 5, 800, 842),
    "completed": (5, 8, 625, 638),
    "proved": (4, 5, 800, 842),
    "short_visits": (1, 5, 200, 250),
    "complaints": (1, 5, 200, 50),
    "complaints_answered": (1, 2, 500, 500),
    "rating": (9, 2, 4500, 1000),
    "certificates": (1, 2, 500, 500),
    "reserved_share": (1, 3, 333, 1000),
    "inspections": (1, 2, 500, 500),
}


@pytest.mark.usefixtures("read_at_a_time")
def test_each_fact_of_a_month_is_counted_and_the_score_follows_from_them(
    district: ApiClient, month: Month
) -> None:
    told = read(district, month.contract)

    assert {
        each["kind"]: (each["numerator"], each["denominator"], each["value"], each["attained_per_mille"])
        for each in told["facts"]
    } == TABLE
    assert {each["kind"]: (each["target"], each["weight"]) for each in told["facts"]} == ASKED
    # By weight: 63,520 of 100,000.
    assert (told["state"], told["score"], told["grade"], told["elders"]) == ("provisional", 64, "passed", 3)
    assert sum(each["share_per_mille"] for each in told["facts"]) == 1000


def test_a_visit_counts_in_the_month_in_which_it_was_to_be_made_after_it_was_put_off(
    work: UnitOfWork, clock: StoppedClock, district: ApiClient, month: Month
) -> None:
    february = counts(read(district, month.contract))["completed"]
    put_off = care_performance.visit(work, month.elders[0], date(2026, 3, 20), status=VisitStatus.MISSED)
    put_off.occurs_on = date(2026, 2, 27)
    work.session.flush()
    clock.move(days=20)

    assert counts(read(district, month.contract))["completed"] == february
    assert counts(read(district, month.contract, "2026-03"))["completed"] == (0, 1)


@pytest.mark.parametrize(
    ("because", "counted"),
    [
        (VisitCancellation.ELDER_ASKED, 1),
        (VisitCancellation.OTHER_DAY, 1),
        (VisitCancellation.PLAN_ENDED, 0),
        (VisitCancellation.PLAN_PAUSED, 0),
    ],
)
def test_a_missed_visit_is_not_called_off_afterwards_by_the_operators_word(
    work: UnitOfWork, district: ApiClient, month: Month, because: VisitCancellation, counted: int
) -> None:
    of, due = counts(read(district, month.contract))["completed"]
    missed = care_performance.visit(
        work, month.elders[0], date(2026, 2, 12), status=VisitStatus.CANCELLED, cancelled_because=because
    )
    work.session.add(OverdueVisit(visit_id=missed.id, missed_at=missed.window_ends_at))
    work.session.flush()

    assert counts(read(district, month.contract))["completed"] == (of, due + counted)


def test_of_a_month_that_runs_only_what_is_over_counts_and_what_is_empty_drops_out(
    work: UnitOfWork, district: ApiClient, month: Month
) -> None:
    care_performance.visit(work, month.elders[0], date(2026, 3, 1), by=month.certified, minutes=None)
    month.elders[0].visit(work, on=date(2026, 3, 2))

    told = read(district, month.contract, "2026-03")

    facts = {each["kind"]: each for each in told["facts"]}
    assert counts(told) == {
        **dict.fromkeys(ASKED, (0, 0)),
        "on_time": (1, 1),
        "completed": (1, 1),
        "proved": (1, 1),
        "complaints": (0, 1),
        "certificates": (1, 1),
        "reserved_share": (1, 1),
    }
    assert (facts["rating"]["value"], facts["rating"]["share_per_mille"]) == (None, None)
    # Of the 70 that count the 20 for time are 286 in a thousand.
    assert facts["on_time"]["share_per_mille"] == 286
    assert (told["score"], told["grade"]) == (100, "excellent")


def test_a_contract_that_asks_nothing_has_facts_and_no_score(
    work: UnitOfWork, district: ApiClient, operator: Organisation
) -> None:
    told = read(district, care.contract(work, operator))

    assert (told["score"], told["grade"], len(told["facts"])) == (None, None, len(TargetKind))


def test_the_lines_of_each_fact_add_up_to_it(district: ApiClient, month: Month) -> None:
    for kind, (numerator, denominator, _, _) in TABLE.items():
        lines = _lines(district, month, kind)

        assert sum(each["numerator"] for each in lines) == numerator, kind
        if kind != "complaints":
            assert sum(each["denominator"] for each in lines) == denominator, kind


def test_lines_name_visits_complaints_caregivers_and_findings_and_elders_by_a_masked_name(
    work: UnitOfWork, district: ApiClient, manager: ApiClient, month: Month
) -> None:
    [late] = [each for each in _lines(district, month, "on_time") if each["counts_against"]]
    [complaint] = _lines(district, month, "complaints")
    papers = _lines(district, month, "certificates")
    own = _lines(manager, month, "certificates")

    assert (late["visit_id"], late["day"], late["id"]) == (str(month.late.id), "2026-02-03", None)
    assert late["elder_name"].endswith("**")
    assert [bool(complaint[name]) for name in ("complaint_id", "visit_id")] == [True, False]
    assert all(each["caregiver_name"].endswith("**") for each in papers)
    assert month.certified.name in {each["caregiver_name"] for each in own}
    noted = select(AuditEntry.people).where(AuditEntry.action == "list_performance_lines")
    assert all(month.elders[0].elder.id in (people or []) for people in work.session.scalars(noted))


def test_lines_come_in_pages(district: ApiClient, month: Month) -> None:
    for kind in ("completed", "complaints_answered"):
        whole = _lines(district, month, kind)
        paged, cursor = [], ""
        while cursor is not None:
            answer = district.get(f"{_lines_path(month, kind)}&limit=1{cursor}")
            paged += answer.json["items"]
            following = answer.json["next_cursor"]
            cursor = f"&cursor={following}" if following else None

        assert paged == whole
    assert district.get(f"{_lines_path(month, 'rating')}&cursor=ours").status_code == 422


def test_a_visit_near_midnight_and_a_complaint_closed_on_the_last_evening_belong_to_their_local_day(
    work: UnitOfWork, district: ApiClient, month: Month, clock: StoppedClock
) -> None:
    [complaint] = _lines(district, month, "complaints")
    row = work.session.get_one(Complaint, UUID(str(complaint["complaint_id"])))
    row.closed_at = at_local(date(2026, 3, 1)) - timedelta(minutes=1)
    work.session.flush()
    still_february = counts(read(district, month.contract))["complaints"]
    row.closed_at = at_local(date(2026, 3, 1))
    work.session.flush()

    assert still_february == (1, 5)
    assert counts(read(district, month.contract))["complaints"] == (0, 5)


def test_who_may_read_of_a_contract(
    app: Flask,
    work: UnitOfWork,
    month: Month,
    as_staff: Speak,
    manager: ApiClient,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    street: ApiClient,
    worker: ApiClient,
    auditor: ApiClient,
) -> None:
    elsewhere = as_staff(Role.STREET_STAFF, regions.OTHER_STREET, functions=[Function.CARE])
    not_for_care = as_staff(Role.STREET_STAFF, regions.STREET, functions=[Function.NOTICES])
    caregiver = as_staff(Role.CAREGIVER, organisation_id=month.contract.organisation_id)
    resident = accounts.client_of(app, work, accounts.resident_account(work, residents.resident(work).id))
    path = f"{PATH}?contract_id={month.contract.id}&month=2026-02"

    may = [each.get(path).status_code for each in (manager, dispatcher, street, auditor)]
    hidden = [each.get(path).status_code for each in (other_dispatcher, elsewhere)]
    refused = [each.get(path).status_code for each in (not_for_care, caregiver, worker, resident)]

    assert (may, hidden, refused) == ([200] * 4, [404] * 2, [403] * 4)
    assert other_dispatcher.get(_lines_path(month, "on_time")).status_code == 404


def test_a_street_reads_of_a_contract_that_only_has_its_facility_there_or_serves_all_around(
    work: UnitOfWork, operator: Organisation, as_staff: Speak, street: ApiClient
) -> None:
    elsewhere = as_staff(Role.STREET_STAFF, regions.OTHER_STREET, functions=[Function.CARE])
    here = care.contract(work, operator, serves=(regions.OTHER_STREET,))
    everywhere = care.contract(work, operator, serves=(regions.DISTRICT,))

    assert [read(each, here)["score"] for each in (street, elsewhere)] == [None, None]
    assert [read(each, everywhere)["score"] for each in (street, elsewhere)] == [None, None]


def test_months_outside_the_contract_and_to_come_are_not_there(district: ApiClient, month: Month) -> None:
    path = f"{PATH}?contract_id={month.contract.id}&month="

    assert [district.get(path + each).status_code for each in ("2026-04", "2024-01")] == [404, 404]
    assert district.get(path + "2026-13").status_code == 422


def _lines_path(month: Month, kind: str) -> str:
    return f"{PATH}/lines?contract_id={month.contract.id}&month=2026-02&fact={kind}"


def _lines(client: ApiClient, month: Month, kind: str) -> list[dict[str, object]]:
    answer = client.get(f"{_lines_path(month, kind)}&limit=100")
    assert answer.status_code == 200, answer.text
    return list(answer.json["items"])
