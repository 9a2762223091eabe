"""A month is closed once and never changes; what comes later stands beside it; years follow from their months."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from service.elderly_care.performance.models import (
    PerformanceFact,
    PerformanceLine,
    PerformanceNote,
    PerformanceScore,
)
from service.elderly_care.performance.rules import Period
from service.elderly_care.proofs.models import VisitProof
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.clock import at_local
from service.kit.database import Table
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.performance.conftest import CLOSE, PATH, TENTH, Close, Month, counts, read
from tests.factories import accounts as account_factories
from tests.factories import care, care_performance, residents


def test_a_month_is_closed_ten_days_after_its_end_as_it_was_counted(
    clock: StoppedClock,
    timetable: Timetable,
    district: ApiClient,
    manager: ApiClient,
    month: Month,
    close: Close,
) -> None:
    clock.move_to(TENTH - timedelta(days=1))
    timetable.run(CLOSE)
    before = read(district, month.contract)

    closed = close()

    assert (before["state"], closed["state"]) == ("provisional", "closed")
    for name in ("score", "grade", "facts", "elders", "policy_number"):
        assert closed[name] == before[name]
    assert (closed["late"], closed["notes"]) == ([], [])
    assert (closed["reply_until"], closed["appeal_until"]) == ("2026-03-20", "2026-03-24")
    assert [each["number"] for each in closed["versions"]] == [1]
    [listed] = manager.get(f"{PATH}/scores?contract_id={month.contract.id}&period=month").json["items"]
    assert (listed["id"], listed["first_on"], listed["score"]) == (closed["id"], "2026-02-01", 64)


@pytest.mark.usefixtures("read_at_a_time")
def test_the_lines_against_the_operator_are_kept_and_add_up(
    district: ApiClient, month: Month, close: Close
) -> None:
    closed = close()
    path = f"{PATH}/{closed['id']}/lines?fact="

    against = {kind: district.get(path + kind).json["items"] for kind in counts(closed)}

    assert {kind: len(lines) for kind, lines in against.items()} == {
        "on_time": 1,
        "completed": 3,
        "proved": 1,
        "short_visits": 1,
        "complaints": 1,
        "complaints_answered": 1,
        "rating": 1,
        "certificates": 1,
        "reserved_share": 2,
        "inspections": 1,
    }
    assert all(each["counts_against"] and each["id"] for lines in against.values() for each in lines)
    assert str(month.missed.id) in {each["visit_id"] for each in against["completed"]}


def test_running_the_job_again_closes_nothing_twice(
    clock: StoppedClock, timetable: Timetable, work: UnitOfWork, month: Month, close: Close
) -> None:
    close()
    clock.move(minutes=30)
    timetable.run(CLOSE)

    assert work.session.scalar(select(func.count()).select_from(PerformanceScore)) == 1


def test_what_arrives_later_stands_beside_the_closed_month_and_goes_into_the_next(
    clock: StoppedClock,
    timetable: Timetable,
    work: UnitOfWork,
    district: ApiClient,
    month: Month,
    close: Close,
) -> None:
    closed = close()
    _serve_after_all(work, month.missed)

    after = read(district, month.contract)
    running = read(district, month.contract, "2026-03")
    clock.move_to(at_local(date(2026, 4, 10)) + timedelta(hours=9))
    timetable.run(CLOSE)
    work.session.expire_all()
    next_month = read(district, month.contract, "2026-03")

    assert (after["facts"], after["score"]) == (closed["facts"], closed["score"])
    assert _changes(after["late"]) == {
        "on_time": (1, 1),
        "completed": (1, 0),
        "proved": (1, 1),
        "short_visits": (0, 1),
        "complaints": (0, 1),
    }
    assert (running["state"], running["notes"]) == ("provisional", after["late"])
    assert (next_month["state"], _changes(next_month["notes"])) == ("closed", _changes(after["late"]))
    assert read(district, month.contract)["facts"] == closed["facts"]


def test_what_is_noted_is_noted_once_and_taken_back_when_it_goes(
    clock: StoppedClock,
    timetable: Timetable,
    work: UnitOfWork,
    district: ApiClient,
    month: Month,
    close: Close,
) -> None:
    close()
    proof = _serve_after_all(work, month.missed)
    _close_on(clock, timetable, work, date(2026, 4, 10))
    nothing_new = read(district, month.contract, "2026-04")["notes"]
    work.session.delete(proof)
    work.session.get_one(Visit, month.missed.id).status = VisitStatus.MISSED
    work.session.flush()

    taken_back = _changes(read(district, month.contract, "2026-04")["notes"])

    assert nothing_new == []
    assert taken_back == {
        "on_time": (-1, -1),
        "completed": (-1, 0),
        "proved": (-1, -1),
        "short_visits": (0, -1),
        "complaints": (0, -1),
    }
    assert work.session.scalar(select(func.count()).select_from(PerformanceNote)) == 5


@pytest.mark.parametrize("table", [PerformanceScore, PerformanceFact, PerformanceLine])
def test_the_database_refuses_to_change_or_drop_what_is_closed(
    work: UnitOfWork, month: Month, close: Close, table: type[Table]
) -> None:
    close()
    column = "score" if table is PerformanceScore else "numerator"

    for change in (update(table).values({column: 1}), delete(table)):
        with pytest.raises(DBAPIError, match="never changed"), work.session.begin_nested():
            work.session.execute(change)


def test_a_policy_of_later_does_not_change_what_was_closed(
    work: UnitOfWork, district: ApiClient, manager: ApiClient, month: Month, close: Close
) -> None:
    closed = close()
    stricter = {"excellent_from": 95, "passed_from": 70, "short_per_mille": 300, "failed_years": 2}

    made = district.post("/care/performance-policies", stricter)
    not_theirs = manager.post("/care/performance-policies", stricter)
    impossible = district.post("/care/performance-policies", stricter | {"passed_from": 95})
    after = read(district, month.contract)

    assert (made.status_code, made.json["number"]) == (201, 2)
    assert (not_theirs.status_code, impossible.json["code"]) == (403, "thresholds_order")
    assert [each["number"] for each in manager.get("/care/performance-policies").json["items"]] == [2, 1]
    assert (after["policy_number"], after["grade"], after["late"]) == (1, closed["grade"], [])
    assert read(district, month.contract, "2026-03")["policy_number"] == 2


def test_the_operator_is_told_of_a_closed_month_in_figures(
    work: UnitOfWork, timetable: Timetable, manager: ApiClient, month: Month, close: Close
) -> None:
    close()
    timetable.deliver()

    told = work.session.scalars(
        select(InboxMessage.body_zh).where(InboxMessage.text == "elderly_care.performance_month_closed")
    ).all()

    assert len(told) == 1
    assert "2026-02 考核：64 分，合格" in told[0]


def test_a_year_is_graded_by_its_months_together_once_nothing_can_be_said_against_them(
    clock: StoppedClock,
    timetable: Timetable,
    work: UnitOfWork,
    district: ApiClient,
    manager: ApiClient,
    operator: Organisation,
) -> None:
    contract = care.contract(work, operator, ends_on=date(2026, 2, 28))
    care_performance.asks(work, contract, on_time=(1000, 100))
    care_performance.score(work, contract, first_on=date(2026, 1, 1), points=(1, 10))
    care_performance.score(work, contract, first_on=date(2026, 2, 1), points=(8, 10))

    _close_on(clock, timetable, work, date(2026, 3, 16))
    too_early = _years(district)
    _close_on(clock, timetable, work, date(2026, 3, 17))
    [year] = _years(district)
    told = district.get(f"{PATH}/{year['id']}").json

    assert too_early == []
    # 9 of 20 in time, of which all were asked: 45 points.
    assert (year["first_on"], year["score"], year["grade"]) == ("2026-01-01", 45, "failed")
    assert [(each["numerator"], each["denominator"]) for each in told["facts"]] == [(9, 20)]
    assert (told["reply_until"], told["late"]) == (None, [])
    assert (
        manager.post(f"{PATH}/{year['id']}/reply", {"text": "已整改。"}).json["code"]
        == "not_the_first_version"
    )


def test_an_open_appeal_keeps_a_year_open(
    clock: StoppedClock, timetable: Timetable, work: UnitOfWork, district: ApiClient, operator: Organisation
) -> None:
    contract = care.contract(work, operator, ends_on=date(2026, 2, 28))
    care_performance.appeal(work, care_performance.score(work, contract))

    _close_on(clock, timetable, work, date(2026, 4, 20))

    assert _years(district) == []


def test_who_fails_a_second_year_is_warned_with_the_district(
    clock: StoppedClock,
    timetable: Timetable,
    work: UnitOfWork,
    district: ApiClient,
    manager: ApiClient,
    operator: Organisation,
) -> None:
    contract = care.contract(work, operator, ends_on=date(2026, 2, 28))
    care_performance.asks(work, contract, on_time=(1000, 100))
    first = {"period": Period.YEAR, "points": (1, 10)}
    care_performance.score(work, contract, first_on=date(2025, 1, 1), **first)  # type: ignore[arg-type]
    care_performance.score(work, contract, first_on=date(2026, 2, 1), points=(1, 10))
    timetable.deliver()
    before = _warned(work)

    _close_on(clock, timetable, work, date(2026, 3, 18))
    timetable.deliver()

    assert (before, _warned(work)) == (0, 2)


def test_everybody_may_know_grades_of_years_unless_they_point_at_few_elders(
    app: Any, work: UnitOfWork, operator: Organisation, other_operator: Organisation, anyone: ApiClient
) -> None:
    shown, hidden = care.contract(work, operator), care.contract(work, other_operator)
    for contract, elders in ((shown, 5), (hidden, 4)):
        care_performance.score(work, contract, first_on=date(2025, 1, 1), period=Period.YEAR, elders=elders)
    resident = account_factories.resident_account(work, residents.resident(work).id)
    neighbour = account_factories.client_of(app, work, resident)

    [grade] = neighbour.get(f"{PATH}/grades").json["items"]

    assert (grade["organisation_id"], grade["year"], grade["grade"]) == (str(operator.id), 2025, "excellent")
    assert "score" not in grade
    assert neighbour.get(f"{PATH}/grades?organisation_id={other_operator.id}").json["items"] == []
    assert anyone.get(f"{PATH}/grades").status_code == 401


def test_months_are_closed_one_after_the_other_from_that_of_the_first_visit(
    clock: StoppedClock, timetable: Timetable, work: UnitOfWork, district: ApiClient, month: Month
) -> None:
    clock.move_to(at_local(date(2026, 5, 20)) + timedelta(hours=9))
    for _ in range(4):
        timetable.run(CLOSE)
        clock.move(minutes=30)

    closed = district.get(f"{PATH}/scores?contract_id={month.contract.id}").json["items"]

    assert [each["first_on"] for each in closed] == ["2026-04-01", "2026-03-01", "2026-02-01"]
    assert closed[0]["score"] is None


def _serve_after_all(work: UnitOfWork, visit: Visit) -> VisitProof:
    """What a telephone without network had kept: the visit was made."""
    row = work.session.get_one(Visit, visit.id)
    row.status = VisitStatus.DONE
    began = row.window_starts_at
    proof = VisitProof(
        visit_id=row.id,
        organisation_id=row.organisation_id,
        region_code=row.region_code,
        rule_version=1,
        started_at=began,
        ended_at=began + timedelta(hours=1),
        minutes_served=60,
        is_proved=True,
        changed_at=work.now,
    )
    work.session.add(proof)
    work.session.flush()
    return proof


def _close_on(clock: StoppedClock, timetable: Timetable, work: UnitOfWork, on: date) -> None:
    clock.move_to(at_local(on) + timedelta(hours=9))
    assert timetable.run(CLOSE)
    work.session.expire_all()


def _changes(told: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    return {each["fact"]: (each["numerator_change"], each["denominator_change"]) for each in told}


def _years(client: ApiClient) -> list[dict[str, Any]]:
    return list(client.get(f"{PATH}/scores?period=year").json["items"])


def _warned(work: UnitOfWork) -> int:
    query = select(func.count()).where(InboxMessage.text == "elderly_care.performance_failed_again")
    return work.session.scalar(query) or 0
