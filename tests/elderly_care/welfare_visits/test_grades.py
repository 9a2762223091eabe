"""Grades by hand, wishes, and the policy that the district lays down."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.elderly_care.welfare_visits import actions
from service.elderly_care.welfare_visits.models import WelfareElder
from service.elderly_care.welfare_visits.rules import RiskGrade
from service.kit.clock import at_local
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.elderly_care.welfare_visits.conftest import MAKE, aged, due, every_visit
from tests.factories import assessments

POLICIES = "/care/welfare-policies"
RHYTHMS = [
    {"grade": "high", "every_days": 3, "each": "week", "change_hours": 12},
    {"grade": "key", "every_days": 14, "each": "month", "change_hours": 48},
    {"grade": "general", "every_days": 60, "each": "quarter", "change_hours": None},
]
RULES = [{"grade": "high", "tags": ["lives_alone"]}, {"grade": "general", "tags": [], "level_from": 1}]


def card(elder: Resident, act: str = "") -> str:
    return f"/care/welfare-elders/{elder.id}{act}"


def grade(told: str, until: str = "2026-04-30") -> dict[str, str]:
    return {"grade": told, "reason": "老伴住院，暂时一人在家", "until": until}


def test_a_grid_worker_raises_a_grade_until_a_day(
    work: UnitOfWork, elder: Resident, grid: ApiClient, timetable: Timetable, clock: StoppedClock
) -> None:
    timetable.run(MAKE)

    raised = grid.post(card(elder, "/grade"), grade("high", "2026-03-05"))

    assert (raised.status_code, raised.json["asked"], raised.json["grade"]) == (200, "key", "high")
    assert raised.json["by_hand"]["reason"] == "老伴住院，暂时一人在家"
    assert (raised.json["by_hand"]["holds"], raised.json["by_hand"]["set_by_name"]) == (True, "李网格")
    assert due(work, elder).due_at == at_local(date(2026, 3, 10))
    assert "老伴".encode() not in (work.session.scalars(select(WelfareElder.reason_sealed)).one() or b"")

    clock.move_to(clock.today_at("05:30", days=4))
    timetable.run(MAKE)
    row = due(work, elder)
    assert (row.grade, row.due_at) == (RiskGrade.KEY, at_local(date(2026, 4, 3)))


def test_somebody_of_whom_the_policy_says_nothing_is_called_on_by_a_workers_word(
    work: UnitOfWork, grid: ApiClient
) -> None:
    neighbour = aged(work, 55, codes=())

    assert grid.post(card(neighbour, "/grade"), grade("general")).json["asked"] is None
    assert due(work, neighbour).grade is RiskGrade.GENERAL


def test_less_than_the_policy_asks_or_than_holds_is_the_communitys_to_set(
    elder: Resident, grid: ApiClient, worker: ApiClient, work: UnitOfWork
) -> None:
    below_policy = grid.post(card(elder, "/grade"), grade("general"))
    by_community = worker.post(card(elder, "/grade"), grade("general"))
    raised = worker.post(card(elder, "/grade"), grade("high"))
    below_what_holds = grid.post(card(elder, "/grade"), grade("key"))

    assert [(each.status_code, each.json["code"]) for each in (below_policy, below_what_holds)] == [
        (403, "only_community_lowers")
    ] * 2
    assert (by_community.status_code, by_community.json["grade"]) == (200, "general")
    assert raised.json["grade"] == "high"


def test_a_lowered_grade_ends_when_the_policy_asks_for_more(
    work: UnitOfWork, elder: Resident, worker: ApiClient
) -> None:
    worker.post(card(elder, "/grade"), grade("general"))
    assessments.assessment(work, elder, level=3)

    actions.renew(work, [elder.id])
    read = worker.get(card(elder)).json

    assert (read["asked"], read["grade"], read["by_hand"]["holds"]) == ("high", "high", False)
    assert due(work, elder).grade is RiskGrade.HIGH


@pytest.mark.parametrize(
    ("told", "until"),
    [("high", "2026-03-02"), ("high", "2027-03-04"), ("general", "2026-06-03"), ("general", "2026-02-01")],
)
def test_a_grade_by_hand_ends_on_a_day_that_is_not_too_far(
    elder: Resident, worker: ApiClient, told: str, until: str
) -> None:
    refused = worker.post(card(elder, "/grade"), grade(told, until))

    assert (refused.status_code, refused.json["code"]) == (422, "impossible_until")


def test_a_grade_is_set_for_who_is_verified_and_lives_at_ones_place(
    work: UnitOfWork, elder: Resident, other_worker: ApiClient, worker: ApiClient, as_elder: ApiClient,
    manager: ApiClient,
) -> None:  # fmt: skip
    waiting = aged(work, status=ResidentStatus.PENDING)

    codes = [
        client.post(card(elder, "/grade"), grade("high")).status_code
        for client in (other_worker, as_elder, manager)
    ]

    assert codes == [403, 403, 403]
    assert worker.post(card(waiting, "/grade"), grade("high")).json["code"] == "elder_not_verified"
    assert worker.post(card(Resident(id=work.new_id()), "/grade"), grade("high")).status_code == 404


def test_an_elder_their_daughter_or_a_worker_says_how_they_wish_to_be_called_on(
    elder: Resident, as_elder: ApiClient, as_daughter: ApiClient, grid: ApiClient, other_worker: ApiClient
) -> None:
    by_daughter = as_daughter.post(card(elder, "/wish"), {"wish": "by_phone"})
    in_person = as_elder.post(card(elder, "/wish"), {"wish": "at_the_door"})
    by_worker = grid.post(card(elder, "/wish"), {"wish": "by_phone"})

    assert (by_daughter.json["wish"], by_daughter.json["acted_by"]["name"]) == ("by_phone", "王晓岚")
    assert (in_person.json["wish"], in_person.json["acted_by"]) == ("at_the_door", None)
    assert by_worker.json["acted_by"]["acting_as"] == "staff"
    assert other_worker.post(card(elder, "/wish"), {"wish": "by_phone"}).status_code == 403


def test_the_first_policy_is_the_handbooks(grid: ApiClient) -> None:
    [policy] = grid.get(POLICIES).json["items"]

    assert [
        (each["grade"], each["every_days"], each["each"], each["change_hours"]) for each in policy["rhythms"]
    ] == [
        ("high", 7, "week", 24),
        ("key", 31, "month", None),
        ("general", 92, "quarter", None),
    ]
    named = {tag for rule in policy["rules"] for tag in rule["tags"]}
    assert {"lives_alone", "empty_nest", "left_behind", "disabled", "lost_only_child"} <= named
    assert any(rule["level_from"] for rule in policy["rules"])


def test_the_district_lays_down_another_policy_and_everybodys_visits_follow(
    work: UnitOfWork, elder: Resident, district: ApiClient, timetable: Timetable
) -> None:
    nest = aged(work, codes=("empty_nest",))
    timetable.run(MAKE)

    made = district.post(POLICIES, {"rhythms": RHYTHMS, "rules": RULES})
    timetable.deliver()

    assert (made.status_code, made.json["number"]) == (201, 2)
    row = due(work, elder)
    assert (row.grade, row.policy_number, row.due_at) == (RiskGrade.HIGH, 2, at_local(date(2026, 3, 6)))
    assert [each.status.value for each in every_visit(work, nest)] == ["dropped"]
    assert [each["number"] for each in district.get(POLICIES).json["items"]] == [2, 1]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"rhythms": RHYTHMS[:2], "rules": RULES}, "rhythms_incomplete"),
        ({"rhythms": [RHYTHMS[0], RHYTHMS[0], RHYTHMS[1]], "rules": RULES}, "rhythms_incomplete"),
        ({"rhythms": [RHYTHMS[0] | {"every_days": 30}, *RHYTHMS[1:]], "rules": RULES}, "rhythms_incomplete"),
        ({"rhythms": RHYTHMS, "rules": [{"grade": "high"}]}, "rule_asks_nothing"),
        ({"rhythms": RHYTHMS, "rules": [{"grade": "high", "tags": ["nobody_knows"]}]}, "no_such_tag"),
        ({"rhythms": RHYTHMS, "rules": []}, "invalid_input"),
    ],
)
def test_a_policy_that_is_not_whole_is_refused(district: ApiClient, body: dict[str, Any], code: str) -> None:
    refused = district.post(POLICIES, body)

    assert (refused.status_code, refused.json["code"]) == (422, code)


def test_only_the_district_lays_it_down(
    grid: ApiClient, worker: ApiClient, street: ApiClient, manager: ApiClient, as_elder: ApiClient
) -> None:
    body = {"rhythms": RHYTHMS, "rules": RULES}

    assert [each.post(POLICIES, body).status_code for each in (grid, worker, street, manager, as_elder)] == [
        403
    ] * 5


def test_a_grade_by_hand_of_yesterday_says_nothing_today(
    work: UnitOfWork, elder: Resident, grid: ApiClient
) -> None:
    grid.post(card(elder, "/grade"), grade("high"))
    row = work.session.scalars(select(WelfareElder)).one()
    row.until = work.now.date() - timedelta(days=1)
    work.session.flush()

    assert grid.get(card(elder)).json["grade"] == "key"
