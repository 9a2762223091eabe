"""What a worker's first screen and their morning say of what waits for them."""

from collections.abc import Callable
from typing import Any

import pytest

from service.home.rules import TaskKind
from service.kit.actor import Function, Role
from service.messaging.content_checks.rules import CheckState
from tests.client import ApiClient
from tests.events.reaching.conftest import Ladders, stage
from tests.factories import accounts, content_checks, regions
from tests.statements import statements

MOST_STATEMENTS = 6
MORNING = "home.tell_of_what_waits"

__all__ = ["stage"]


def tasks(client: ApiClient) -> dict[str, int]:
    """What waits for somebody, by kind."""
    answer = client.get("/home")
    assert answer.status_code == 200, answer.json
    return {each["kind"]: each["number"] for each in answer.json["tasks"]}


def told(client: ApiClient) -> list[str]:
    inbox = client.get("/inbox").json["items"]
    return [each["body"] for each in inbox if each["text"] == "home.waiting"]


@pytest.fixture
def checks(stage: Ladders) -> Callable[..., None]:
    """Texts of a resident's that wait, in a community."""

    def make(number: int = 1, **values: Any) -> None:
        with stage.work() as work:
            author = accounts.resident_account(work)
            for _ in range(number):
                content_checks.check(work, author, **values)

    return make


def test_a_notice_to_review_waits_for_who_may_publish_it(stage: Ladders) -> None:
    notice_id = stage.draft(stage.grid_worker, region_codes=[regions.GRID])
    stage.grid_worker.post(f"/notices/{notice_id}/submit")

    for reviewer in (stage.worker, stage.colleague, stage.street):
        assert tasks(reviewer) == {TaskKind.NOTICE_TO_REVIEW: 1}
    for other in (stage.grid_worker, stage.far_worker, stage.ada):
        assert tasks(other) == {}
    stage.worker.post(f"/notices/{notice_id}/publish")
    assert tasks(stage.colleague) == {}


def test_what_one_wrote_or_submitted_does_not_wait_for_oneself(stage: Ladders) -> None:
    notice_id = stage.draft()
    stage.colleague.post(f"/notices/{notice_id}/submit")

    assert (tasks(stage.worker), tasks(stage.colleague)) == ({}, {})
    assert tasks(stage.street) == {TaskKind.NOTICE_TO_REVIEW: 1}


def test_texts_of_residents_wait_where_one_answers_for_them(
    stage: Ladders, checks: Callable[..., None]
) -> None:
    checks(2)
    checks(1, region_code=regions.OTHER_COMMUNITY)
    checks(1, state=CheckState.PASSED, decided_at=stage.clock.now())
    carer = stage.staff(Role.COMMUNITY_WORKER, regions.COMMUNITY, functions={Function.CARE})

    assert tasks(stage.worker) == {TaskKind.CONTENT_TO_CHECK: 2}
    assert tasks(stage.far_worker) == {TaskKind.CONTENT_TO_CHECK: 1}
    assert tasks(stage.district) == {TaskKind.CONTENT_TO_CHECK: 3}
    assert tasks(stage.grid_worker) == tasks(carer) == {}


def test_households_on_the_lists_wait_for_the_workers_of_their_grid(stage: Ladders) -> None:
    notice_id = stage.warning()
    stage.wait(hours=12)

    waiting = [step for step in stage.steps(notice_id).values() if step in ("call", "doorstep")]
    assert waiting
    assert tasks(stage.worker) == {TaskKind.HOUSEHOLD_TO_REACH: len(waiting)}
    assert tasks(stage.street) == {}
    stage.worker.post(f"/notices/{notice_id}/withdraw", {"reason": "误发"})
    stage.work_off()
    assert tasks(stage.worker) == {}


def test_workers_are_told_once_in_the_morning_of_all_that_waits(
    stage: Ladders, checks: Callable[..., None]
) -> None:
    notice_id = stage.draft(stage.grid_worker, region_codes=[regions.GRID])
    stage.grid_worker.post(f"/notices/{notice_id}/submit")
    checks(3)
    stage.clock.move_to(stage.clock.today_at("08:30", days=1))
    stage.later()

    stage.timetable.run(MORNING)
    stage.timetable.run(MORNING)
    stage.timetable.deliver()

    for worker in (stage.worker, stage.colleague):
        assert told(worker) == ["待审核：公告 1 条，居民发布的内容 3 条。"]
    for other in (stage.grid_worker, stage.street, stage.far_worker):
        assert told(other) == []


def test_where_nothing_waits_nobody_is_told(stage: Ladders) -> None:
    stage.draft()

    stage.timetable.run(MORNING)
    stage.timetable.deliver()

    assert told(stage.worker) == []


def test_where_a_community_has_nobody_its_street_looks_at_what_waits(
    stage: Ladders, checks: Callable[..., None]
) -> None:
    checks(1, region_code=regions.SECOND_COMMUNITY)

    stage.timetable.run(MORNING)
    stage.timetable.deliver()

    assert told(stage.street) == ["待审核：公告 0 条，居民发布的内容 1 条。"]
    assert told(stage.worker) == []


def test_a_workers_screen_takes_few_statements(stage: Ladders, checks: Callable[..., None]) -> None:
    checks(3)

    with statements(stage.house.engine) as sent:
        tasks(stage.worker)

    assert len(sent) <= MOST_STATEMENTS, sent
