"""What an operator may say of a closed month, what the district decides, and the version that comes of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from service.kit.actor import Function, Role
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.elderly_care.performance.conftest import PATH, Close, Month, counts, read
from tests.factories import care_performance, regions

REPLY = {"text": "二月初道路施工，已调整路线。"}
ANSWER = "经查通话记录属实。"


@pytest.fixture
def closed(close: Close) -> dict[str, Any]:
    return close()


def lines(client: ApiClient, closed: dict[str, Any], fact: str = "completed") -> list[str]:
    found = client.get(f"{PATH}/{closed['id']}/lines?fact={fact}").json["items"]
    return [each["id"] for each in found]


def against(
    closed: dict[str, Any], line_ids: list[str], fact: str = "completed"
) -> tuple[str, dict[str, Any]]:
    body = {"fact": fact, "line_ids": line_ids, "reason": "老人临时要求取消，有录音。"}
    return f"{PATH}/{closed['id']}/appeal", body


def test_the_manager_replies_once_within_ten_days(
    clock: StoppedClock,
    closed: dict[str, Any],
    manager: ApiClient,
    dispatcher: ApiClient,
    other_dispatcher: ApiClient,
    district: ApiClient,
    month: Month,
) -> None:
    path = f"{PATH}/{closed['id']}/reply"
    refused = [each.post(path, REPLY).status_code for each in (dispatcher, district, other_dispatcher)]
    clock.move(days=10)
    replied = manager.post(path, REPLY)
    again = manager.post(path, REPLY)

    assert refused == [403, 403, 404]
    assert (replied.status_code, replied.json["reply"]["text"]) == (200, REPLY["text"])
    assert (again.status_code, again.json["code"]) == (409, "already_replied")
    assert read(district, month.contract)["reply"]["text"] == REPLY["text"]


def test_a_reply_after_its_last_day_is_too_late(
    clock: StoppedClock, closed: dict[str, Any], manager: ApiClient
) -> None:
    clock.move(days=11)

    reply = manager.post(f"{PATH}/{closed['id']}/reply", REPLY)

    assert (reply.status_code, reply.json["code"]) == (409, "too_late_for_that")


def test_an_appeal_is_made_on_its_last_working_day_and_decided_within_ten_more(
    clock: StoppedClock, closed: dict[str, Any], manager: ApiClient
) -> None:
    clock.move_to(at_local(date(2026, 3, 24)) + timedelta(hours=23))

    made = manager.post(*against(closed, lines(manager, closed)))

    # The Qingming Festival is from Saturday until Monday, 6 April.
    assert (made.status_code, made.json["appeal"]["decide_by"]) == (200, "2026-04-08")


def test_an_appeal_after_its_last_working_day_is_refused_and_told_why(
    clock: StoppedClock, closed: dict[str, Any], manager: ApiClient, district: ApiClient, month: Month
) -> None:
    line_ids = lines(manager, closed)
    clock.move_to(at_local(date(2026, 3, 25)))

    refused = manager.post(*against(closed, line_ids))

    assert (refused.status_code, refused.json["code"]) == (409, "appeal_time_over")
    assert "2026-03-24" in refused.json["detail"]
    assert read(district, month.contract)["appeal"] is None


def test_how_long_one_may_appeal_is_what_the_policy_said_when_the_month_was_closed(
    clock: StoppedClock, manager: ApiClient, district: ApiClient, close: Close
) -> None:
    points = {"excellent_from": 90, "passed_from": 60, "short_per_mille": 800, "failed_years": 2}
    policies = "/care/performance-policies"
    shorter = district.post(policies, points | {"appeal_working_days": 3, "decide_working_days": 5})
    closed = close()
    as_before = district.post(policies, points)
    longer = district.post(policies, points | {"appeal_working_days": 20})

    assert closed["appeal_until"] == "2026-03-13"
    assert (shorter.json["decide_working_days"], as_before.json["appeal_working_days"]) == (5, 3)
    assert (longer.json["appeal_working_days"], longer.json["decide_working_days"]) == (20, 5)
    line_ids = lines(manager, closed)
    clock.move_to(at_local(date(2026, 3, 14)))
    assert manager.post(*against(closed, line_ids)).json["code"] == "appeal_time_over"


@pytest.mark.parametrize("days", [0, 61])
def test_a_time_for_appeals_that_nobody_could_keep_is_refused(district: ApiClient, days: int) -> None:
    points = {"excellent_from": 90, "passed_from": 60, "short_per_mille": 800, "failed_years": 2}

    refused = district.post("/care/performance-policies", points | {"appeal_working_days": days})

    assert (refused.status_code, refused.json["code"]) == (422, "invalid_input")


def test_an_appeal_names_lines_of_its_fact_and_is_made_once(
    closed: dict[str, Any], manager: ApiClient, dispatcher: ApiClient
) -> None:
    mine, others = lines(manager, closed), lines(manager, closed, "on_time")

    wrong_fact = manager.post(*against(closed, others))
    not_the_manager = dispatcher.post(*against(closed, mine))
    made = manager.post(*against(closed, mine[:2]))
    again = manager.post(*against(closed, others, "on_time"))

    assert (wrong_fact.status_code, wrong_fact.json["code"]) == (422, "not_lines_of_fact")
    assert "line_ids" in wrong_fact.json["errors"]
    assert not_the_manager.status_code == 403
    assert (made.json["appeal"]["status"], made.json["appeal"]["line_ids"]) == ("open", sorted(mine[:2]))
    assert (again.status_code, again.json["code"]) == (409, "already_appealed")


def test_an_appeal_that_is_upheld_makes_a_corrected_version_beside_the_first(
    closed: dict[str, Any], manager: ApiClient, district: ApiClient, street: ApiClient, month: Month
) -> None:
    named = lines(manager, closed)
    manager.post(*against(closed, named))
    decision = {"outcome": "upheld", "answer": ANSWER, "left_out": named[:2]}
    path = f"{PATH}/{closed['id']}/decide"

    not_theirs = [each.post(path, decision).status_code for each in (street, manager)]
    decided = district.post(path, decision)
    again = district.post(path, decision)
    now = read(manager, month.contract)
    first = manager.get(f"{PATH}/{closed['id']}").json

    assert not_theirs == [403, 403]
    assert decided.status_code == 200
    assert (again.status_code, again.json["code"]) == (409, "wrong_state")
    # Two of the three that were not completed are left out: 5 of 6 instead of 5 of 8.
    assert counts(now) == counts(closed) | {"completed": (5, 6)}
    # 833 of 980 is 850: 4,240 more of 100,000 than the 63,520 before.
    assert (now["state"], now["score"], first["state"], first["score"]) == ("corrected", 68, "closed", 64)
    assert [each["number"] for each in now["versions"]] == [1, 2]
    assert counts(first) == counts(closed)
    assert (now["appeal"]["left_out"], now["appeal"]["answer"]) == (sorted(named[:2]), ANSWER)
    assert lines(manager, now) == named
    assert manager.post(f"{PATH}/{now['id']}/reply", REPLY).json["code"] == "not_the_first_version"


def test_an_appeal_that_is_dismissed_changes_nothing_and_says_why(
    timetable: Timetable, closed: dict[str, Any], manager: ApiClient, district: ApiClient, month: Month
) -> None:
    named = lines(manager, closed)
    path = f"{PATH}/{closed['id']}/decide"
    nothing_to_decide = district.post(path, {"outcome": "dismissed", "answer": ANSWER})
    manager.post(*against(closed, named))

    contradicts = district.post(path, {"outcome": "dismissed", "answer": ANSWER, "left_out": named[:1]})
    stranger = district.post(path, {"outcome": "upheld", "answer": ANSWER, "left_out": [month.missed.id]})
    open_again = district.post(path, {"outcome": "open", "answer": ANSWER})
    dismissed = district.post(path, {"outcome": "dismissed", "answer": ANSWER})

    assert nothing_to_decide.status_code == 404
    assert (contradicts.status_code, contradicts.json["code"]) == (422, "nothing_left_out")
    assert (stranger.status_code, stranger.json["code"]) == (422, "not_lines_of_fact")
    assert open_again.status_code == 422
    assert (dismissed.json["appeal"]["status"], dismissed.json["appeal"]["left_out"]) == ("dismissed", [])
    assert (read(manager, month.contract)["state"], read(manager, month.contract)["score"]) == ("closed", 64)


def test_who_inspected_there_that_month_does_not_decide(
    work: UnitOfWork, closed: dict[str, Any], manager: ApiClient, as_staff: Speak, month: Month
) -> None:
    officer = as_staff(Role.DISTRICT_STAFF, regions.DISTRICT, functions=[Function.CARE])
    found = care_performance.inspection(work, month.contract, made_on=month.in_time.occurs_on)
    found.made_by = _account_of(officer)
    work.session.flush()
    manager.post(*against(closed, lines(manager, closed)))

    refused = officer.post(f"{PATH}/{closed['id']}/decide", {"outcome": "dismissed", "answer": ANSWER})

    assert (refused.status_code, refused.json["code"]) == (409, "inspector_decides")


def _account_of(client: ApiClient) -> Any:
    return client._account.id  # type: ignore[attr-defined]
